"""An error is a sentence about the person's own input: what, where, what now."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Ask

WRONG = {
    (): (0, "", "Usage: opmap"),
    ("frobnicate",): (2, 'opmap has no command "frobnicate". List them with: opmap --help', ""),
    ("blsat", "x"): (2, 'opmap has no command "blsat". Did you mean opmap blast?', ""),
    ("sources", "forgt", "x"): (2, 'opmap sources has no command "forgt". Did you mean opmap sources forget?', ""),
    ("blast",): (2, "opmap blast needs NODE|FILE[:LINE]… (what fails; several fail together)", ""),
    ("scan",): (2, "opmap scan needs FOLDER… (folders or files to read; each is a source", ""),
    ("map", "name:nobody"): (2, 'Cannot select "name:nobody": nothing on the map is so.', ""),
    ("show", "Selling", "online"): (2, 'opmap show does not know what to do with "online". A name of several', ""),
    ("blast", "--tpo", "3", "web"): (2, 'opmap blast has no option "--tpo". Did you mean --top?', ""),
    ("blast", "web", "--top", "few"): (2, 'opmap blast --top: "few" is no whole number', ""),
    ("blast", "web", "--top", "-3"): (2, "opmap blast --top: -3 is too small; the least is 0", ""),
    ("blast", "web", "--by", "fire"): (2, 'there is no "fire"; there are outage, staleness, change, absence', ""),
    ("nodes", "--format", "yaml"): (2, 'there is no "yaml"; there are table, json, csv, md', ""),
    ("nodes", "--top"): (2, "opmap nodes --top needs a value. See: opmap nodes --help", ""),
    ("risks", "first"): (2, 'No node is called "first"', ""),
    ("risks", "999"): (2, "The answer has no line 999: it has", ""),
    ("undo", "-1"): (2, 'opmap undo takes no negative number, and "-1" looks like one', ""),
    ("scan", ".", "--show", "all"): (2, 'there is no "all"; there are read, unreadable, not-recognised', ""),
    ("spof", "--pairs"): (2, "Ask for the pairs of one outcome: opmap spof OUTCOME --pairs", ""),
    ("export", "--capability", "web"): (2, "opmap export --format open-psa --capability OUTCOME", ""),
    ("import", "nothing.xml"): (2, "There is no file or folder nothing.xml", ""),
    ("import", "flows/broken.json"): (2, "flows/broken.json holds no Open-PSA fault trees", ""),
    ("import", "x.xml", "--format", "dot"): (2, 'there is no "dot"; there are open-psa', ""),
    ("show", "wbe"): (2, 'No node is called "wbe". Did you mean web (service)', ""),
    ("nodes", "kind:frob"): (2, 'there is no kind "frob"', ""),
    ("nodes", "--at", "9"): (2, "There is no snapshot 9; the newest is 1. List them with: opmap snapshots", ""),
    ("scan", "/nowhere/at/all"): (2, "There is no file or folder /nowhere/at/all", ""),
    ("sources", "forget", "it"): (2, 'No source is called "it". Known sources: acme', ""),
    ("connectors", "check", "os"): (2, "a connector is named MODULE:CLASS", ""),
    ("decide",): (2, "it does not say what is decided. See: opmap decide --help", ""),
    ("decide", "own"): (2, "it does not say what the decision own is about", ""),
    ("decide", "onw", "web", "bert"): (2, "Did you mean own?", ""),
    ("decide", "own", "web", "Bert Olsen"): (2, "nobody is named who takes it. Say who: --by NAME", ""),
    ("decide", "value", "web", "3", "--role", "x", "--by", "me"): (2, "--role means nothing for value", ""),
    ("decide", "--from", "nothing.csv"): (3, "nothing.csv: it cannot be read", ""),
    ("decide", "own", "web", "x", "--from", "a.csv"): (2, "Give either words or --from FILE", ""),
    ("what-if",): (2, "nothing is supposed; say what to fail, add or remove, or name a file of scenarios", ""),
    ("what-if", "--fail", "wbe"): (2, 'No node is called "wbe". Did you mean web (service)', ""),
    ("what-if", "--fail", "kind:frob"): (2, 'there is no kind "frob"', ""),
    ("what-if", "--fail", "kind:region"): (2, '"kind:region" selects nothing', ""),
    ("what-if", "--add", "web clals rates"): (2, "did you mean calls? Say NODE calls OTHER", ""),
    ("what-if", "--add", "web calls nobody"): (2, 'No node is called "nobody"', ""),
    ("what-if", "--add", "web calls rates (often)"): (2, "'often' is no duration. Give soft, hard, or the time", ""),
    ("what-if", "--add", "web part of rates (soft)"): (2, 'no outage travels along "part of"', ""),
    ("what-if", "--remove", "web calls rates"): (2, "nothing on the map says: web calls rates", ""),
    ("what-if", "--remove", "replica cart"): (
        2,
        "too little stands in for cart at web. To see what falls, fail it",
        "",
    ),
    ("what-if", "x.yaml", "--fail", "web"): (2, "it stands on the line and in a file", ""),
    ("what-if", "x.yaml"): (3, "x.yaml: it cannot be read", ""),
    ("concentration", "frob"): (2, "concentration is of vendor, model, credential, region", ""),
    ("undo", "7", "--by", "me"): (2, "there is no decision 7. List them with: opmap decisions", ""),
    ("decide", "tolerance", "web", "-4h", "--by", "me"): (2, 'takes no negative number, and "-4" looks like one', ""),
    ("decide", "same", "cart", "cart-db", "--by", "me"): (2, "say why: --because REASON", ""),
    ("blast", "inventory.yaml:99"): (2, "inventory.yaml has 14 lines, and no line 99", ""),
    ("nodes", "-o", "none/there/x"): (2, "none/there/x cannot be written: there is no folder none/there", ""),
    ("nodes", "-o", "/proc/no/such"): (2, "/proc/no/such cannot be written:", ""),
    ("scan", ".", "--strict"): (1, "", "flows/broken.json:1"),
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_mistake_is_told_in_a_sentence_and_has_its_exit_code(
    ask: Ask, own_shop: Path, words: tuple[str, ...]
) -> None:
    code, complaint, said = WRONG[words]
    answer = ask(own_shop, *words)
    assert (answer.code, complaint in answer.err, said in answer.out) == (code, True, True), answer
    assert "Traceback" not in answer.err
    assert "Error:" not in answer.err


@pytest.mark.parametrize(
    "words", [["nodes"], ["risks"], ["blast", "x"], ["export"], ["map"], ["sources"], ["snapshots"], ["identity"]]
)
def test_where_nothing_was_scanned_the_first_step_is_offered(ask: Ask, tmp_path: Path, words: list[str]) -> None:
    answer = ask(tmp_path, *words)
    assert answer.code == 2
    assert "Begin with: opmap scan FOLDER" in answer.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"no store at all", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_damaged_store_is_the_data_s_fault(ask: Ask, tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".opmap").mkdir()
    (tmp_path / ".opmap" / "opmap.db").write_bytes(content)
    answer = ask(tmp_path, "risks")
    assert answer.code == 3
    assert "Traceback" not in answer.err


def test_a_settings_file_that_is_there_is_left_as_it_is(ask: Ask, tmp_path: Path) -> None:
    assert ask(tmp_path, "init").code == 0
    before = (tmp_path / "opmap.toml").read_bytes()
    again = ask(tmp_path, "init")
    assert (again.code, (tmp_path / "opmap.toml").read_bytes()) == (2, before)
    assert "stands there already" in again.err


def test_the_settings_that_are_written_can_be_scanned_with(ask: Ask, own_shop: Path, tmp_path: Path) -> None:
    (own_shop / "opmap.toml").unlink()
    assert ask(own_shop, "init").code == 0
    assert ask(own_shop, "scan", ".", "--store", str(tmp_path / "x.db")).code == 0


def test_a_mistake_of_opmap_itself_is_owned_up_to(ask: Ask, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("\x1b[31mevil")

    monkeypatch.setattr("opmap.analyses.covering.coverage", broken)
    answer = ask(shop, "coverage")
    assert answer.code == 4
    assert "This is a mistake in opmap itself" in answer.err
    assert "\x1b" not in answer.err


def test_the_help_of_every_command_fits_a_narrow_page(ask: Ask, shop: Path) -> None:
    for word in ("scan", "blast", "spof", "risks", "owners", "show", "why", "nodes", "coverage", "identity", "undo"):
        answer = ask(shop, word, "--help")
        assert answer.code == 0
        assert "<int" not in answer.out + answer.err
        assert "<str" not in answer.out + answer.err
