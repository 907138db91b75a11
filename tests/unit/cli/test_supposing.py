"""Scenarios, concentration and questions, asked as a person would."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
from tests.unit.cli.conftest import Ask

SCENARIOS = """\
what-if: 1
scenarios:
  - name: The database is gone
    fail: [cart-db]
    expect: {falls: [Selling online]}
  - name: The rates are gone
    fail: [rates]
    expect: {falls: [Selling online], stays: [Giving money back]}
"""


def test_a_scenario_that_does_not_come_as_expected_is_bad_news(ask: Ask, own_shop: Path) -> None:
    (own_shop / "if.yaml").write_text(SCENARIOS, encoding="utf-8")
    answer = ask(own_shop, "what-if", "if.yaml")
    assert (answer.code, answer.err) == (1, "")
    assert "2 scenarios; of 2 that expect something, 1 does not hold." in answer.out
    assert "not so: Selling online falls" in answer.out
    (own_shop / "if.yaml").write_text(SCENARIOS.partition("  - name: The rates")[0], encoding="utf-8")
    assert ask(own_shop, "what-if", "if.yaml").code == 0


def test_every_format_tells_of_every_scenario(ask: Ask, own_shop: Path) -> None:
    (own_shop / "if.yaml").write_text(SCENARIOS, encoding="utf-8")
    told = json.loads(ask(own_shop, "what-if", "if.yaml", "-f", "json").out)
    assert [one["name"] for one in told] == ["The database is gone", "The rates are gone"]
    rows = list(csv.DictReader(io.StringIO(ask(own_shop, "what-if", "if.yaml", "-f", "csv").out)))
    assert {row["scenario"] for row in rows} == {"The database is gone", "The rates are gone"}
    assert {"fails", "down", "expected"} <= {row["what"] for row in rows}


def test_what_is_wrong_with_a_file_is_said_with_its_lines(ask: Ask, own_shop: Path) -> None:
    (own_shop / "if.yaml").write_text(
        SCENARIOS.replace("cart-db", "cart-bd").replace("stays", "stay"), encoding="utf-8"
    )
    answer = ask(own_shop, "what-if", "if.yaml")
    assert answer.code == 2
    assert 'if.yaml:8: no field is called "stay"; did you mean stays?' in answer.err


def test_nothing_that_is_supposed_is_written_down(ask: Ask, own_shop: Path) -> None:
    before = ask(own_shop, "export").out
    ask(own_shop, "what-if", "--add", "replica of cart", "--remove", "web needs cart", "--fail", "web")
    assert ask(own_shop, "export").out == before
    assert len(json.loads(ask(own_shop, "snapshots", "-f", "json").out)) == 1


def test_what_was_accepted_is_quiet_until_it_grows(ask: Ask, own_shop: Path) -> None:
    assert "Stripe" in ask(own_shop, "concentration", "vendor", "--all").out
    accept = ["decide", "accept", "vendor:stripe", "concentration", "--until", "2099-01-01"]
    assert ask(own_shop, *accept, "--by", "Ana", "--because", "the only one").code == 0
    quiet = ask(own_shop, "concentration", "vendor").out
    assert "  Stripe" not in quiet
    assert "1 accepted until it grows" in quiet
    assert "  Stripe" in ask(own_shop, "concentration", "vendor", "--all").out
    assert ask(own_shop, "decide", "value", "Selling online", "500", "--by", "Ana").code == 0
    grown = ask(own_shop, "concentration", "vendor").out
    assert "  Stripe" in grown
    assert "(accepted at " in grown


def test_a_workbook_goes_out_and_comes_back(ask: Ask, own_shop: Path) -> None:
    answer = ask(own_shop, "ask", "--output", "questions.xlsx")
    assert (answer.code, answer.out) == (0, "")
    assert "opmap decide --from questions.xlsx" in answer.err
    book = openpyxl.load_workbook(own_shop / "questions.xlsx")
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    lines = [line for line in range(2, sheet.max_row + 1) if sheet.cell(line, heads["decision"]).value == "repair"]
    assert lines
    sheet.cell(lines[0], heads["answer"]).value = "40h"
    book.save(own_shop / "questions.xlsx")
    decided = ask(own_shop, "decide", "--from", "questions.xlsx", "--by", "Ana")
    assert decided.code == 0, decided.err
    assert "Decision 1 written down" in decided.out
    (made,) = json.loads(ask(own_shop, "decisions", "-f", "json").out)
    assert (made["act"], made["value"], made["by"]) == ("repair", "40h", "Ana")
