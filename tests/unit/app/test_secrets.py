"""Which places hold the same secret."""

from __future__ import annotations

import json
from pathlib import Path

from tests.stored import stored_texts
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


_SAID = {
    ".github/workflows/ship.yaml": """name: Ship (pw q9xvr2a)
on: push
jobs:
  ship:
    runs-on: ubuntu-latest
    steps:
      - name: Login (pw q9xvr2b)
        run: docker login -u bot -p q9xvr2c registry.acme.example
      - name: curl --password q9xvr2d
        run: curl -u bot:q9xvr2e "https://api.acme.example/x?code=q9xvr2f"
      - run: curl https://t.acme.example/?sig=q9xvr2g
""",
    ".gitlab-ci.yml": """variables:
  DEPLOY_TOKEN: q9xvr2h
  API_KEY: {value: q9xvr2i, description: "the key (pw q9xvr2j)"}
build: {script: ['curl --user bot:q9xvr2k https://x.acme.example/a']}
""",
    "systems.csv": "Name,Type,Description\nledger,service,log in with admin password: q9xvr2l\n"
    "till,service,use -u admin:q9xvr2m\n",
    "inventory.yaml": 'opmap: 1\nnodes: [{id: a, kind: service, name: A, description: "password is q9xvr2n"}]\n',
}
_HARD_CODED = {
    "Ship (pw [redacted])": ["line 8", "line 10", "line 11"],
    "acme": ["DEPLOY_TOKEN, line 2", "API_KEY, line 3", "password of a user, in a command, line 4"],
}


def test_what_commands_and_sentences_say_is_never_kept_and_told_by_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    for path, text in _SAID.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    _asked(tmp_path, "scan", str(folder), "--source", "acme")
    assert not [text for text in stored_texts(tmp_path / "map.db") if b"q9xvr2" in text]
    assert "q9xvr2" not in _asked(tmp_path, "export", "--format", "json")
    _asked(tmp_path, "map", "--output", str(tmp_path / "map.html"))
    assert "q9xvr2" not in (tmp_path / "map.html").read_text("utf-8")
    for name, places in _HARD_CODED.items():
        shown = _asked(tmp_path, "show", name)
        assert [place for place in places if place not in shown] == []
