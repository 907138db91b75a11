"""The third-party connector of the examples: installed as anybody would, found, and used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "examples" / "connector-rota"
PROGRAM = """
from opmap.connecting import Document
from opmap.connecting.registry import load_connectors
loaded, problems = load_connectors()
assert not [problem for problem in problems if problem.name == "rota"], problems
[rota] = [connector for connector in loaded if connector.name == "rota"]
document = Document("rota.yaml", b"rota: [{who: ana@acme.example, covers: payments}]", connector="rota")
assert rota.detect(document)
print(*[type(reading).__name__ for reading in rota.read(document)])
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the package into a folder of its own, without a network."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    how = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)]
    done = subprocess.run([*pip, *how, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def run(installed: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=cwd, capture_output=True, text=True, check=False
    )


def test_an_installed_connector_is_found_and_reads(installed: Path) -> None:
    done = run(installed, "-c", PROGRAM)
    assert done.stdout.split() == ["Entity", "Relation"], done.stderr


def test_its_own_tests_pass_against_this_opmap(installed: Path, tmp_path: Path) -> None:
    done = run(
        installed,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(EXAMPLE),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_it_is_not_found_where_it_is_not_installed() -> None:
    program = "from opmap.connecting.registry import connectors; print([each.name for each in connectors()])"
    assert "'rota'" not in run(Path("/nowhere"), "-c", program).stdout


def test_the_package_holds_nothing_but_the_connector(installed: Path) -> None:
    names = {path.name.partition("-")[0] for path in installed.iterdir()}
    assert names == {"connector_rota", "opmap_connector_rota"}
