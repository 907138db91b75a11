"""What people decide counts at once and can be taken back; a sheet of it applies whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.unit.cli.conftest import Answer, Ask

BY = ("--by", "Ana")
FORMATS = ("table", "json", "csv", "md")


def single_points(ask: Ask, folder: Path) -> set[str]:
    """Give the names of what alone takes down selling."""
    found = json.loads(ask(folder, "spof", "Selling online", "--all", "--format", "json").out)
    return {point["node"]["name"] for point in found["points"]}


@pytest.mark.parametrize("form", FORMATS)
def test_a_false_single_point_is_gone_after_one_decision_and_back_when_it_is_taken_back(
    ask: Ask, own_shop: Path, form: str
) -> None:
    assert {"cart-db", "cart-replica"} <= single_points(ask, own_shop)
    decided = ask(own_shop, "decide", "redundant", "cart", "cart-db", "cart-replica", *BY, "--format", form)
    assert decided.code == 0
    assert "cart-db no longer takes down Selling online alone" in plain(decided)
    assert not {"cart-db", "cart-replica"} & single_points(ask, own_shop)
    undone = ask(own_shop, "undo", "1", *BY, "--format", form)
    assert "cart-db now takes down Selling online alone" in plain(undone)
    assert {"cart-db", "cart-replica"} <= single_points(ask, own_shop)


def plain(answer: Answer) -> str:
    """Give an answer without the marks that Markdown needs."""
    assert answer.code == 0, answer.err
    return answer.out.replace("\\", "")


def thirty_rows() -> list[list[str]]:
    """Give thirty decisions, one of each kind among them."""
    rows = [
        ["own", "cart-replica", "team:shop", "", "asked them"],
        ["depends", "rates", "cart-db", "reads", "seen in its code"],
        ["not-depends", "web", "inventory:acme/ghost", "", "that one was taken down"],
        ["same", "product:stripe", "compose:acme/shop/rates", "", "a thin proxy"],
        ["not-same", "cart-db", "cart-replica", "", ""],
        ["capability", "Restock", "Full shelves", "", ""],
        ["redundant", "cart", "cart-db; cart-replica", "1", ""],
        ["strength", "web", "cart", "4h", ""],
        ["criticality", "web", "", "high", ""],
        ["value", "Giving money back", "", "3", ""],
        ["tolerance", "Giving money back", "", "1d", ""],
        ["repair", "cart-db", "", "8h", ""],
        ["environment", "web", "", "production", ""],
        ["counts", "Restock", "", "yes", ""],
        ["accept", "cart-db", "", "2099-01-01", "known, and planned"],
    ]
    return rows + [["note", "cart", "", f"remark {turn}", ""] for turn in range(30 - len(rows))]


def sheet(folder: Path, rows: list[list[str]], ending: str) -> Path:
    """Write decisions as a sheet."""
    path, heads = folder / f"decisions.{ending}", ["decision", "node", "object", "value", "because"]
    if ending == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads, *rows])
    else:
        book = Workbook()
        for row in (heads, *rows):
            book.active.append(row)
        book.save(path)
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_thirty_rows_of_a_sheet_apply_in_one_call(ask: Ask, own_shop: Path, tmp_path: Path, ending: str) -> None:
    path = str(sheet(tmp_path, thirty_rows(), ending))
    preview = ask(own_shop, "decide", "--from", path, "--preview", *BY)
    assert "Nothing is decided yet: 30 decisions, 0 problems." in preview.out
    answer = ask(own_shop, "decide", "--from", path, *BY)
    assert answer.code == 0, answer.out
    assert "30 decisions written down. Snapshot 2." in answer.out
    listed = json.loads(ask(own_shop, "decisions", "--format", "json").out)
    assert [one["act"] for one in listed] == [row[0] for row in thirty_rows()]
    again = ask(own_shop, "decide", "--from", path, "--preview", *BY)
    assert "30 rows say what is decided already" in again.out


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_one_wrong_row_keeps_all_thirty_out(ask: Ask, own_shop: Path, tmp_path: Path, ending: str) -> None:
    rows = thirty_rows()
    rows[17] = ["own", "crat-db", "team:shop", "", ""]
    path = str(sheet(tmp_path, rows, ending))
    answer = ask(own_shop, "decide", "--from", path, *BY)
    assert answer.code == 2
    assert "29 decisions, 1 problem." in answer.out
    assert "19" in answer.out
    assert "Did you mean cart-db" in answer.out
    assert json.loads(ask(own_shop, "decisions", "--format", "json").out) == []
    assert len(json.loads(ask(own_shop, "snapshots", "--format", "json").out)) == 1
    assert ask(own_shop, "decide", "--from", path, "--anyway", *BY).code == 0
    assert len(json.loads(ask(own_shop, "decisions", "--format", "json").out)) == 29


@pytest.mark.parametrize("form", FORMATS)
def test_a_sheet_is_previewed_in_every_format(ask: Ask, own_shop: Path, tmp_path: Path, form: str) -> None:
    rows = [["own", "cart", "team:shop", "", ""], ["own", "crat", "team:shop", "", ""]]
    answer = ask(own_shop, "decide", "--from", str(sheet(tmp_path, rows, "csv")), *BY, "--format", form)
    assert answer.code == 2
    assert "No node is called" in answer.out.replace("\\", "")
    if form == "csv":
        assert {len(row) for row in csv.reader(io.StringIO(answer.out))} == {7}


def test_what_stands_already_is_said_and_not_written_again(ask: Ask, own_shop: Path) -> None:
    words = ["decide", "own", "cart-db", "Bert Olsen"]
    ask(own_shop, *words, *BY)
    again = ask(own_shop, *words, "--by", "Ben")
    assert (again.code, "Nothing was written down: decision 1 of Ana says the same." in again.out) == (0, True)


def test_a_new_capability_never_had_an_owner_to_lose(ask: Ask, own_shop: Path) -> None:
    out = ask(own_shop, "decide", "capability", "Restock", "Full shelves", *BY).out
    assert "Full shelves counts now as an outcome of its own" in out
    assert "Full shelves is new, and nobody owns it yet" in out
    assert "any more" not in out


def test_making_two_things_one_loses_nothing(ask: Ask, own_shop: Path) -> None:
    out = ask(own_shop, "decide", "same", "cart-db", "cart-replica", *BY).out
    assert "cart-db and cart-replica are one now" in out
    assert "no longer" not in out
    assert "are 2 things now" in ask(own_shop, "undo", "1", *BY).out


def test_an_owner_whom_no_file_names_is_accepted_and_said_to_be_new(ask: Ask, own_shop: Path, tmp_path: Path) -> None:
    answer = ask(own_shop, "decide", "own", "cart-replica", "team:shpo", "--by", "Ana")
    assert answer.code == 0
    assert '"team:shpo" is on no map yet and is put there by this' in answer.out
    known = ask(own_shop, "decide", "own", "rates", "Team Shop", "--by", "Ana").out
    assert "on no map" not in known
    sheet = tmp_path / "owners.csv"
    sheet.write_text("decision,node,object\nown,cart-db,team:shop-floor\n")
    assert '"team:shop-floor" is on no map yet' in ask(own_shop, "decide", "--from", str(sheet), "--by", "Ana").out


def test_what_is_asked_and_what_moves_tells_nodes_of_one_name_apart(ask: Ask, tmp_path: Path) -> None:
    nodes = [
        {"id": "rep", "kind": "capability", "name": "Reporting"},
        {"id": "m", "kind": "service", "name": "M", "supports": "rep", "calls": ["one", "two"]},
        *({"id": each, "kind": "service", "name": "Same"} for each in ("one", "two")),
    ]
    (tmp_path / "inventory.json").write_text(json.dumps({"opmap": 1, "scope": "a", "nodes": nodes}), encoding="utf-8")
    ask(tmp_path, "scan", ".")
    both = "Same (inventory:a/one) and Same (inventory:a/two)"
    assert f"Does M need only one of {both}?" in ask(tmp_path, "ask", "--top", "0", "--format", "csv").out
    said = ask(tmp_path, "decide", "redundant", "M", "inventory:a/one", "inventory:a/two", "--by", "Ana").out
    assert "Same (inventory:a/one) no longer takes down Reporting alone" in said
    assert "Same (inventory:a/two)" in ask(tmp_path, "decisions", "--format", "csv").out
