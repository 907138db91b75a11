"""Which places hold the same secret."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from opmap.cli import command_line

_SECRET = "q9XvR2mZk7LpT4"
_ONE = f"services:\n  api:\n    image: acme/api\n    environment:\n      DB_PASSWORD: {_SECRET}\n"
_OTHER = f"services:\n  batch:\n    image: acme/batch\n    environment:\n      LEDGER_PASSWORD: {_SECRET}\n"


def _asked(folder: Path, *question: str) -> str:
    result = CliRunner().invoke(command_line(), [*question, "--store", str(folder / "map.db")])
    assert result.exit_code == 0, result.output
    return result.output


def _scanned(folder: Path, *texts: str) -> Path:
    for number, text in enumerate(texts):
        (folder / f"p{number}").mkdir()
        (folder / f"p{number}" / "compose.yaml").write_text(text, "utf-8")
    _asked(folder, "scan", str(folder), "--source", "acme")
    return folder


def test_a_secret_in_two_files_is_told_with_both_places_and_never_its_value(tmp_path: Path) -> None:
    folder = _scanned(tmp_path, _ONE, _OTHER)
    shown, covered = _asked(folder, "show", "api"), _asked(folder, "coverage", "--format", "json")
    assert "acme/p0/compose.yaml:5" in shown
    assert "acme/p1/compose.yaml:5" in shown
    (same,) = json.loads(covered)["same_secrets"]
    assert [place["name"] for place in same["places"]] == ["DB_PASSWORD", "LEDGER_PASSWORD"]
    assert _SECRET not in shown + covered
    assert "fingerprint" not in shown + covered


def test_different_secrets_are_told_apart(tmp_path: Path) -> None:
    folder = _scanned(tmp_path, _ONE, _OTHER.replace(_SECRET, "w4TbN8sJd3QyV6"))
    assert json.loads(_asked(folder, "coverage", "--format", "json"))["same_secrets"] == []
    assert "stand elsewhere" not in _asked(folder, "show", "api")


def test_the_login_of_a_registry_is_no_part_of_an_image(tmp_path: Path) -> None:
    text = f"services:\n  api:\n    image: ana:{_SECRET}@registry.acme.example/claims/api:2\n"
    folder = _scanned(tmp_path, text)
    exported = _asked(folder, "export")
    assert _SECRET not in exported
    assert "registry.acme.example/claims/api:2" in exported
