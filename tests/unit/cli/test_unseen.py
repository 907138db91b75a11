"""What a document said that is broken, or a source that is gone, is kept and marked wherever it is used."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Ask

SLACK = "Slack of the shop"


@pytest.fixture(params=["broken", "gone"])
def half_seen(ask: Ask, own_shop: Path, request: pytest.FixtureRequest) -> Path:
    """Give the shop after the export of its workflow was broken, or the folder that it came from went away."""
    store = own_shop / ".opmap" / "opmap.db"
    flows = Path(shutil.move(own_shop / "flows", own_shop.parent / "flows"))
    assert ask(own_shop, "scan", ".", str(flows), "--store", str(store)).code == 0
    if request.param == "broken":
        (flows / "restock.json").write_text('{"name": "Restock", "nodes": [', encoding="utf-8")
    else:
        shutil.rmtree(flows)
    assert ask(own_shop, "scan", ".", str(flows), "--store", str(store)).code == 0
    return own_shop


@pytest.mark.parametrize("form", ["table", "csv", "md", "json"])
@pytest.mark.parametrize("words", [["nodes"], ["blast", SLACK], ["show", "Restock"], ["why", "Restock"], ["coverage"]])
def test_what_it_said_is_marked(ask: Ask, half_seen: Path, words: list[str], form: str) -> None:
    answer = ask(half_seen, *words, "--format", form)
    assert answer.code == 0
    assert "snapshot 2" in answer.out


def test_what_is_seen_bears_no_mark(ask: Ask, half_seen: Path) -> None:
    rows = csv.DictReader(io.StringIO(ask(half_seen, "nodes", "--format", "csv").out))
    since = {row["name"]: row["not seen since"] for row in rows}
    assert (since["Restock"], since["cart"]) == ("snapshot 2", "")


def test_a_blast_counts_what_was_not_seen_lately(ask: Ask, half_seen: Path) -> None:
    found = json.loads(ask(half_seen, "blast", SLACK, "cart-db", "--format", "json").out)
    old = [hit for hit in found["hits"] if hit["node"]["unseen"]]
    assert 0 < len(old) == found["unseen"] < found["hits_in_all"]
    assert "kept as last read" in ask(half_seen, "blast", SLACK).out


def test_a_document_that_is_mended_bears_no_mark_any_more(ask: Ask, own_shop: Path) -> None:
    path = own_shop / "inventory.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text("opmap: 1\nnodes: [", encoding="utf-8")
    ask(own_shop, "scan", ".")
    assert "not seen since" in ask(own_shop, "nodes").out
    path.write_text(whole, encoding="utf-8")
    ask(own_shop, "scan", ".")
    assert "not seen since" not in ask(own_shop, "nodes").out


def test_a_scan_says_how_many_places_were_read_in_part_and_coverage_lists_them(ask: Ask, tmp_path: Path) -> None:
    group = {"at": "a", "verb": "calls", "need": 3, "of": ["b", "c"]}
    nodes = [{"id": name, "kind": "service"} for name in "abc"]
    inventory = json.dumps({"opmap": 1, "nodes": nodes, "redundancy": [group]})
    (tmp_path / "inventory.json").write_text(inventory, encoding="utf-8")
    said = ask(tmp_path, "scan", ".").out
    assert "read in part: 1 place, of which something could not be taken as it stands" in said
    assert "opmap coverage" in said
    assert json.loads(ask(tmp_path, "scan", ".", "--format", "json").out)["notices"] == 1
    assert "needs 3 of 2, which is more than there are" in ask(tmp_path, "coverage").out
