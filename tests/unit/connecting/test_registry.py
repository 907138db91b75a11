"""Which connectors there are: what loads, and what does not without stopping the rest."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from opmap.connecting.registry import GROUP, Problem, connector_at, load_connectors
from opmap.errors import BadConnector

ROTA = """
class Rota:
    name = "rota"
    title = "On-call rota"
    recognises = "the key rota"
    version = 1
    def detect(self, document): return False
    def read(self, document): return []

class Other(Rota):
    name = "other"

class Needy(Rota):
    def __init__(self, needed): ...

class Odd(Rota):
    name = "Odd One"
    version = "new"

class Quits(Rota):
    def __init__(self): raise SystemExit(3)

ready = Rota()
"""


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rota_for_tests.py").write_text(ROTA)
    (tmp_path / "broken_for_tests.py").write_text("raise RuntimeError('no')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "rota_for_tests", raising=False)


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_a_connector_is_found_by_module_and_class_in_the_current_folder() -> None:
    assert connector_at("rota_for_tests:Rota").name == "rota"
    assert connector_at("rota_for_tests:ready").name == "rota"


def test_looking_in_the_current_folder_leaves_no_trace() -> None:
    before = list(sys.path)
    connector_at("rota_for_tests:Rota")
    assert sys.path == before


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("rota", "a connector is named MODULE:CLASS"),
        (":Rota", "a connector is named MODULE:CLASS"),
        ("rota_for_tests:", "a connector is named MODULE:CLASS"),
        ("no_such_module:Rota", "ModuleNotFoundError"),
        ("rota_for_tests:Missing", "AttributeError"),
        ("rota_for_tests:Needy", "TypeError"),
        ("rota_for_tests:Quits", "SystemExit"),
        ("broken_for_tests:Rota", "RuntimeError: no"),
        ("rota_for_tests:Odd", "its name is not one or more lower-case words"),
        ("rota_for_tests:Odd", "its version is not a whole number"),
        ("pathlib:Path", "it has no method detect"),
    ],
)
def test_what_is_no_connector_is_refused_with_the_reason(place: str, reason: str) -> None:
    with pytest.raises(BadConnector, match="cannot be used") as refused:
        connector_at(place)
    assert reason in str(refused.value)


def test_one_that_fails_stops_no_other() -> None:
    entries = [
        entry("rota", "rota_for_tests:Rota"),
        entry("broken", "broken_for_tests:Rota"),
        entry("quits", "rota_for_tests:Quits"),
        entry("other", "rota_for_tests:Other"),
    ]
    loaded, problems = load_connectors(entries)
    assert [connector.name for connector in loaded] == ["other", "rota"]
    assert [problem.name for problem in problems] == ["broken", "quits"]
    assert str(problems[0]).startswith('The connector "broken" cannot be used: loading it failed with RuntimeError')


def test_connectors_come_in_the_order_of_their_names_whatever_the_order_of_entries() -> None:
    entries = [entry("z", "rota_for_tests:Rota"), entry("a", "rota_for_tests:Other")]
    for ordered in (entries, entries[::-1]):
        assert [connector.name for connector in load_connectors(ordered)[0]] == ["other", "rota"]


def test_two_connectors_of_one_name_are_one_and_a_problem() -> None:
    loaded, problems = load_connectors([entry("a", "rota_for_tests:Rota"), entry("b", "rota_for_tests:ready")])
    assert len(loaded) == 1
    assert problems == (
        Problem("rota", "rota_for_tests:ready", "rota_for_tests:Rota has the same name and was found first"),
    )


def test_a_package_that_is_installed_is_found(tmp_path: Path) -> None:
    info = tmp_path / "rota_package-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rota-package\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[opmap.connectors]\nrota = rota_for_tests:Rota\n")
    program = "from opmap.connecting.registry import connectors; print([c.name for c in connectors()])"
    found = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert "'rota'" in found.stdout


OURS = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"][
    GROUP
]


def test_our_connectors_all_load_under_their_names() -> None:
    loaded, problems = load_connectors([entry(name, place) for name, place in OURS.items()])
    assert problems == ()
    assert [connector.name for connector in loaded] == sorted(OURS)


def test_loading_connectors_loads_nothing_heavy() -> None:
    program = (
        "import sys; from opmap.connecting.registry import connector_at;"
        f"[connector_at(place) for place in {sorted(OURS.values())}];"
        "heavy = ('yaml', 'pydantic', 'numpy', 'networkx', 'openpyxl', 'python_calamine');"
        "print([module for module in heavy if module in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
