"""A node about which nothing is known is never reported as safe, in any format."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.unit.cli.conftest import Ask
from tests.unit.cli.estates import DANGLING, MENTIONED, UNDESCRIBED, UNSUPPORTED

LITTLE_KNOWN = {
    "only mentioned": MENTIONED,
    "not described": UNDESCRIBED,
    "not supported": UNSUPPORTED,
    "dangling": DANGLING,
}
ADMITTED = re.compile(
    r"only mentioned|nothing is known|leads nowhere|leading nowhere|not judged|unknown|proves nothing"
)


def named(value: Any, identity: str) -> list[dict[str, Any]]:
    """Give everything in a JSON answer that names a node."""
    if isinstance(value, dict):
        here = [value] if value.get("id") == identity and "unknown" in value else []
        return here + [one for item in value.values() for one in named(item, identity)]
    return [one for item in value for one in named(item, identity)] if isinstance(value, list) else []


@pytest.mark.parametrize("identity", LITTLE_KNOWN.values(), ids=LITTLE_KNOWN)
@pytest.mark.parametrize("words", [["blast"], ["show"], ["spof"], ["why"]], ids=lambda words: words[0])
@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_an_answer_about_it_says_what_is_not_known(
    ask: Ask, shop: Path, words: list[str], form: str, identity: str
) -> None:
    answer = ask(shop, *words, identity, "--format", form)
    assert answer.code == 0
    assert ADMITTED.search(answer.out), answer.out


@pytest.mark.parametrize("identity", LITTLE_KNOWN.values(), ids=LITTLE_KNOWN)
@pytest.mark.parametrize("words", [["blast"], ["show"], ["spof"], ["why"]], ids=lambda words: words[0])
def test_json_says_of_every_node_what_is_not_known_of_it(ask: Ask, shop: Path, words: list[str], identity: str) -> None:
    answer = json.loads(ask(shop, *words, identity, "--format", "json").out)
    found = named(answer, identity)
    assert found
    assert all(one["unknown"] for one in found)


@pytest.mark.parametrize("identity", LITTLE_KNOWN.values(), ids=LITTLE_KNOWN)
@pytest.mark.parametrize("question", ["spof", "risks", "nodes"])
def test_no_list_leaves_it_out_as_if_it_were_safe(ask: Ask, shop: Path, question: str, identity: str) -> None:
    found = named(json.loads(ask(shop, question, "--format", "json").out), identity)
    assert found
    assert all(one["unknown"] for one in found)
    rows = list(csv.reader(io.StringIO(ask(shop, question, "--format", "csv").out)))
    mine = [row for row in rows if identity in row]
    assert mine
    assert all(ADMITTED.search(" ".join(row)) for row in mine)


@pytest.mark.parametrize("form", ["table", "md"])
@pytest.mark.parametrize("question", ["spof", "risks", "nodes", "owners"])
def test_a_page_counts_what_could_not_be_judged_and_says_how_to_see_it(
    ask: Ask, shop: Path, question: str, form: str
) -> None:
    answer = ask(shop, question, "--format", form)
    assert re.search(r"not judged: \d|unknown: \d", answer.out)
    assert "opmap nodes --unknown" in answer.out


@pytest.mark.parametrize("identity", LITTLE_KNOWN.values(), ids=LITTLE_KNOWN)
def test_the_command_that_a_page_names_lists_it(ask: Ask, shop: Path, identity: str) -> None:
    assert identity in ask(shop, "nodes", "--unknown").out


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_no_bare_zero_stands_where_nothing_is_known(ask: Ask, shop: Path, form: str) -> None:
    for line in ask(shop, "nodes", "--unknown", "--format", form).out.splitlines():
        assert not re.search(r"(^|[\s,|])0($|[\s,|])", line.partition("withheld")[0]), line


def test_where_nothing_was_read_nothing_is_called_safe(ask: Ask, tmp_path: Path) -> None:
    scanned = ask(tmp_path, "scan", ".")
    assert "nothing was read" in scanned.out
    assert "opmap connectors" in scanned.out
    assert "not proof" in ask(tmp_path, "risks").out
    assert "none known is not none" in ask(tmp_path, "spof").out


def test_what_only_a_spreadsheet_names_takes_down_what_depends_on_it(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "systems.csv").write_text("Name,Type,Depends on\nshop,service,ledger\ntill,service,shop\n")
    assert ask(tmp_path, "scan", ".").code == 0
    blast = ask(tmp_path, "blast", "ledger").out
    assert re.search(r"^  down +shop ", blast, re.MULTILINE)
    assert re.search(r"^  down +till ", blast, re.MULTILINE)
    assert "ledger: leads nowhere: nothing that was read describes it" in blast
    for question in ("spof", "risks"):
        assert "ledger (leads nowhere)" in ask(tmp_path, question).out
    assert "till" in ask(tmp_path, "what-if", "--fail", "ledger").out
