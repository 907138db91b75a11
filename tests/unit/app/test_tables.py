from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from opmap.app.planning import Row
from opmap.app.tables import read_rows
from opmap.errors import Unreadable

EXPECTED = [
    Row("own", "payments", ("team:claims",), "", "Ana", "she said so", 2),
    Row("redundant", "payments", ("stripe", "adyen"), "1", "Ben", "the rest", 3),
]


def test_a_table_becomes_decisions_and_names_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "said.csv"
    path.write_text(
        "Decision,Node,Object,Value,By,Because\n"
        "own,payments,team:claims,,Ana,she said so\n"
        "redundant,payments,stripe; adyen,1,,\n"
        ",,,,,\n",
        encoding="utf-8",
    )
    assert read_rows(path, by="Ben", because="the rest") == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_table_as_a_german_spreadsheet_saves_it_is_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "said.csv"
    text = 'decision;node;object;value;by;because\r\nown;payments;team:claims;;Ana;"she said so"\r\n'
    text += 'redundant;payments;"stripe; adyen";1;Ben;the rest\r\n'
    path.write_bytes(text.encode(encoding))
    assert read_rows(path) == EXPECTED


def test_a_workbook_is_the_same(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["node", "decision", "object", "value", "by", "because"])
    book.active.append(["payments", "own", "team:claims", None, "Ana", "she said so"])
    book.active.append(["payments", "redundant", "stripe; adyen", 1, "Ben", "the rest"])
    book.active.append(["payments", "accept", None, date(2999, 3, 31), "Ben", "the rest"])
    book.save(tmp_path / "said.xlsx")
    book.close()
    *first, accepted = read_rows(tmp_path / "said.xlsx")
    assert first == EXPECTED
    assert (accepted.value, accepted.line) == ("2999-03-31", 4)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"decision,nodes\n", 'said.csv:1: no column is called "nodes"; did you mean node?'),
        (b"decision,colour\n", "columns are decision, node, object, value, by, because"),
        (b"decision,by\nown,Ana\n", 'the column "node" is missing'),
        (b"decision,node,node\n", 'two columns are called "node"'),
        (b"", 'the column "decision" is missing'),
        (b"decision,node\nown,\xff\xfe\n", "said.csv:2: not UTF-8 text"),
        (b'decision,node\nown,"pay\n', "not CSV"),
        (b"PK\x03\x04 but no workbook", "not a workbook that can be read"),
    ],
)
def test_what_is_no_table_of_decisions_is_refused_with_its_place(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "said.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read_rows(path)
    assert sentence in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="it cannot be read"):
        read_rows(tmp_path / "none.csv")


SHEET = """\
question,answer,decision,node,object,by
Who answers for cart?,team:shop; person:ana,own,cart,,Bert
Who answers for web?,,own,web,,
Is web down without cart?,no,strength,web,cart,
Is web down without rates?,4h,strength,web,rates,
Does web need only one of a and b?,yes,redundant,web,a; b,
Does web need only one of c and d?,No,redundant,web,c; d,
How long does it take until cart works again?,4h,repair,cart,,
"""


def test_the_sheet_of_questions_comes_back_without_what_nobody_answered(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    rows = read_rows(tmp_path / "sheet.csv", by="Ana")
    assert [(row.act, row.node, row.objects, row.value, row.by, row.line) for row in rows] == [
        ("own", "cart", ("team:shop", "person:ana"), "", "Bert", 2),
        ("strength", "web", ("cart",), "soft", "Ana", 4),
        ("strength", "web", ("rates",), "4h", "Ana", 5),
        ("redundant", "web", ("a", "b"), "1", "Ana", 6),
        ("redundant", "web", ("c", "d"), "2", "Ana", 7),
        ("repair", "cart", (), "4h", "Ana", 8),
    ]


def test_an_answer_that_is_a_formula_without_a_value_is_refused_with_its_cell(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["node", "decision", "value"])
    book.active.append(["payments", "repair", "=2+2"])
    book.save(tmp_path / "said.xlsx")
    with pytest.raises(Unreadable, match="formulas without a value are read as empty \\(C2 in Sheet\\)"):
        read_rows(tmp_path / "said.xlsx")
