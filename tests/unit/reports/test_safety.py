from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.reports.formats import as_csv, as_json, as_markdown
from opmap.reports.pages import Column, Page, Table
from opmap.reports.safety import cell, markdown, plain
from opmap.reports.terminal import Terminal, rendered

HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp.exe",
    "\u2066hidden\u2069",
    "\x9b31m",
    "=cmd|'/c calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>",
    "a\nb\r\nc",
    "`x` | **y** [z](javascript:alert(1))",
    "\x00\x08\x7f",
    "𝕏" * 10_000,
]


def page(name: str) -> Page:
    table = Table((Column("name", wide=True), Column("n", right=True)), ((name, 1),), title=name)
    return Page(headline=f"About {name}", tables=(table,), data={"name": name})


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_acts_on_a_terminal(name: str) -> None:
    text = rendered(page(name), Terminal(io.StringIO(), width=100))
    assert all(one == "\n" or one.isprintable() for one in text)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_a_formula_or_another_row(name: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(page(name)))))
    assert len(rows) == 2
    assert not rows[1][0].lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_markup(name: str) -> None:
    text = as_markdown(page(name))
    assert "<script" not in text
    assert "](javascript" not in text.replace("\\](", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_json_escapes_every_control(name: str) -> None:
    assert all(one == "\n" or ord(one) >= 32 for one in as_json(page(name)))


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert all(one.isprintable() or one.isspace() for one in plain(text))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers_in_a_cell(number: float) -> None:
    assert float(cell(str(number))) == number


@given(st.text())
def test_markdown_holds_no_tag(text: str) -> None:
    assert "<" not in markdown(text)
