"""Commands that do something: in every format that they have, with the exit codes that they promise."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from tests.unit.cli import test_answers, test_decisions, test_errors
from tests.unit.cli.conftest import Ask
from tests.unit.cli.estates import EVIL
from typer import Context
from typer.main import get_command

from opmap.app import snapshots
from opmap.cli import ROOMS, command_line
from opmap.cli.options import node_names

FORMATS = ("table", "json", "csv", "md")
TESTED_ELSEWHERE = {
    "push",
    "pull",
    "import",
    "serve",
    "report",
}  # a server; tests/scram, with models; tests/unit/app, with sockets; test_reporting


def commands() -> set[str]:
    """Give the names of all commands, those of groups too."""
    found = set()
    for name, command in get_command(command_line()).commands.items():
        found.add(name)
        found |= {f"{name} {child}" for child in getattr(command, "commands", {})}
    return found


def test_every_command_is_tested_here_or_beside() -> None:
    asked = {words[0] for words in test_answers.QUESTIONS.values()} | {"decide", "undo"}
    source = Path(__file__).read_text(encoding="utf-8")
    done = {name for name in commands() if all(f'"{word}"' in source for word in name.split())}
    assert test_decisions.BY
    assert test_errors.WRONG
    assert commands() == asked | done | TESTED_ELSEWHERE


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("strict", "code"), [([], 0), (["--strict"], 1)])
def test_a_scan_is_told_in_every_format(ask: Ask, own_shop: Path, form: str, strict: list[str], code: int) -> None:
    newest = snapshots(own_shop / ".opmap" / "opmap.db")[-1].number
    answer = ask(own_shop, "scan", ".", "--format", form, *strict)
    assert (answer.code, answer.err) == (code, "")
    assert "flows/broken.json:1" in answer.out
    if form == "json":
        assert json.loads(answer.out)["newest"] == newest
    if form == "csv":
        assert {len(row) for row in csv.reader(io.StringIO(answer.out))} == {3}


@pytest.mark.parametrize("listed", ["read", "unreadable", "not-recognised"])
def test_what_a_scan_offers_to_list_it_lists(ask: Ask, own_shop: Path, listed: str) -> None:
    expected = {"read": "acme/inventory.yaml", "unreadable": "flows/broken.json:1", "not-recognised": "acme/notes.txt"}
    assert "--show not-recognised" in ask(own_shop, "scan", ".").out
    answer = ask(own_shop, "scan", ".", "--show", listed)
    assert expected[listed] in answer.out
    assert ("--show not-recognised" in answer.out) == (listed != "not-recognised")


def test_a_forgotten_source_takes_what_only_it_said(ask: Ask, own_shop: Path) -> None:
    answer = ask(own_shop, "sources", "forget", "acme")
    assert (answer.code, answer.err) == (0, "Forgot acme. The map is now snapshot 2.\n")
    assert "0 of 0 nodes." in ask(own_shop, "nodes").out
    assert ask(own_shop, "nodes", "--at", "1").code == 0


def test_snapshots_are_verified(ask: Ask, own_shop: Path) -> None:
    assert ask(own_shop, "snapshots", "verify").out == "1 snapshot; it is as it was made.\n"
    ask(own_shop, "decide", "note", "web", "x", "--by", "Ana")
    assert ask(own_shop, "snapshots", "verify").out == "2 snapshots; each is as it was made.\n"


def test_a_connector_is_checked(ask: Ask, tmp_path: Path) -> None:
    assert ask(tmp_path, "connectors", "check", "opmap_connectors.codeowners:CodeOwners").code == 0
    broken = ask(tmp_path, "connectors", "check", "pathlib:PurePosixPath")
    assert broken.code in {1, 2}
    assert "Traceback" not in broken.err


@pytest.mark.parametrize("form", ["json", "graphml", "dot", "mermaid", "csv"])
def test_the_graph_is_exported(ask: Ask, shop: Path, tmp_path: Path, form: str) -> None:
    answer = ask(shop, "export", "--format", form)
    assert (answer.code, answer.err) == (0, "")
    assert "cart-db" in answer.out
    written = ask(shop, "export", "--format", form, "-o", str(tmp_path / "out"))
    assert (tmp_path / "out").read_text(encoding="utf-8") == answer.out
    assert written.out == ""


def test_a_map_is_drawn_and_no_name_in_it_acts(ask: Ask, evil: Path, tmp_path: Path) -> None:
    answer = ask(evil, "map", "-o", str(tmp_path / "map.html"))
    assert answer.code == 0
    assert "it needs no network" in answer.err
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    for name in EVIL:
        if "<" in name:
            assert name not in page
    assert not set(page) & set("\x00\x07\x08\x1b\x7f\x9b\u202e\u2066\u2069")


def test_what_is_offered_for_completion_does_nothing_in_a_shell(
    evil: Path, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(evil)
    offered = [name for start in ("", *(name[:2] for name in EVIL)) for name in node_names(start)]
    assert offered
    assert not [name for name in offered if re.search(r"[^\w ./:@+,%=-]", name) or name.startswith("-")]
    monkeypatch.chdir(shop)
    assert node_names("sell") == ["Selling online"]
    monkeypatch.setenv("_OPMAP_COMPLETE", "complete_bash")
    assert node_names("sell") == ["Selling\\ online"]


def test_completion_is_silent_where_there_is_no_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert node_names("a") == []


def test_the_demonstration_shows_the_sample_at_once(ask: Ask, tmp_path: Path) -> None:
    answer = ask(tmp_path, "demo", "here")
    assert (answer.code, answer.err) == (0, "")
    for said in ("Scanned tarnwick.", "The riskiest of", "nobody who answers for", "The map:"):
        assert said in answer.out
    assert (tmp_path / "here" / "map.html").stat().st_size > 100_000
    *_, last = answer.out.splitlines()
    assert last.startswith("Next: cd here && opmap blast ")
    assert ask(tmp_path / "here", "blast", "Identity provider (Keycloak)").code == 0
    again = ask(tmp_path, "demo", "here")
    assert (again.code, "Nothing has changed since snapshot 1" in again.out) == (0, True)


def test_settings_are_written_once(ask: Ask, tmp_path: Path) -> None:
    assert ask(tmp_path, "init").code == 0
    assert ask(tmp_path, "init").code == 2
    assert ask(tmp_path, "init", "nowhere").code == 2
    assert not (tmp_path / "nowhere").exists()


def test_a_command_is_made_alone_and_as_it_stands_among_all() -> None:
    every = get_command(command_line()).commands
    assert sorted(every) == sorted(name for commands in ROOMS.values() for name in commands)
    for name, command in every.items():
        context = Context(command)
        [(alone, made)] = get_command(command_line(name)).commands.items()
        assert (alone, made.get_help(context)) == (name, command.get_help(context))
