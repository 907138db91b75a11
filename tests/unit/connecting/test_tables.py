"""Tables: delimiters, encodings, sheets, what is cut and what is refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.documents import document

from opmap.connecting import MOST_ROWS, Unreadable, workbooks
from opmap.connecting.tables import letters


def texts(path: str, data: str | bytes) -> list[list[tuple[str, ...]]]:
    return [[row.texts for row in table.rows()] for table in document(path, data).tables]


def workbook(*rows: list[Any], **cells: Any) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place, value in cells.items():
        sheet[place] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u200b\ufeff\u00a0"), max_size=8
).map(str.strip)


@settings(max_examples=150)
@given(
    st.lists(st.lists(CELLS.map(lambda cell: f"x{cell}"), min_size=3, max_size=3), min_size=2, max_size=6),
    st.sampled_from(";\t|,"),
)
def test_what_is_written_as_a_table_is_read_as_one(rows: list[list[str]], delimiter: str) -> None:
    if any(other in cell for row in rows for cell in row for other in ";\t|,\"'="):
        return  # then there is more than one way to read it
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    assert texts("a.csv", written.getvalue()) == [[tuple(row) for row in rows]]


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for path in ("a.csv", "a.xlsx", "a", "a.json"):
        try:
            texts(path, data)
            texts(path, b"PK\x03\x04" + data)
        except Unreadable:
            continue


def test_a_record_keeps_its_first_line_where_cells_have_several() -> None:
    [table] = document("a.csv", 'name,owner\n"two\nlines",x\nlast,y\n').tables
    assert [(row.number, row.line) for row in table.rows()] == [(1, 1), (2, 2), (3, 4)]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    [table] = document("a.csv", "name,owner\n\n,,\nx,y\n").tables
    assert [row.number for row in table.rows()] == [1, 4]


def test_commas_in_quotes_do_not_mislead() -> None:
    assert texts("a.csv", 'a;b\n"x, y, z";1\n"u, v, w";2\n') == [[("a", "b"), ("x, y, z", "1"), ("u, v, w", "2")]]


def test_decimal_commas_do_not_mislead() -> None:
    assert texts("a.csv", "a;b;c\n1,5;2,5;3,5\n") == [[("a", "b", "c"), ("1,5", "2,5", "3,5")]]


def test_source_code_is_no_table() -> None:
    assert texts("a.py", "name, owner = 1, 2\nx, y = 3, 4\n") == []


def test_a_table_can_be_read_again_and_again() -> None:
    [table] = document("a.csv", "a,b\nc,d\n").tables
    assert [row.texts for row in table.rows()] == [row.texts for row in table.rows()]


def test_more_rows_than_are_read_are_known_of() -> None:
    [table] = document("a.csv", "a,b\n" * (MOST_ROWS + 2)).tables
    assert sum(1 for _ in table.rows()) == MOST_ROWS
    assert table.beyond is not None
    assert table.beyond.number == MOST_ROWS + 1


def test_a_table_of_just_so_many_rows_is_whole() -> None:
    [table] = document("a.csv", "a,b\n" * MOST_ROWS).tables
    assert table.beyond is None


def test_a_field_without_end_is_unreadable_at_its_line() -> None:
    [table] = document("a.csv", 'a,b\n"' + "x" * 200_000).tables
    with pytest.raises(Unreadable, match="is a quote missing") as refused:
        list(table.rows())
    assert refused.value.line == 2
    assert [row.texts for row in table.head] == [("a", "b")]


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    [table] = document("a.csv", "a,b\nc,d\n").tables
    assert [cell.pointer for row in table.rows() for cell in row.cells] == ["A1", "B1", "A2", "B2"]
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_cell_beyond_the_row_is_empty() -> None:
    [table] = document("a.csv", "a,b\nc\n").tables
    assert table.head[1].cell(1).text == ""


def test_records_of_json_are_rows_with_the_value_and_what_people_see() -> None:
    text = '{"result": [{"b": {"display_value": "B", "value": "1"}, "a": 7}, {"a": null}]}'
    assert texts("a.json", text) == [[("a", "b", "b.value"), ("7", "B", "1")]]


def test_a_link_gives_the_id_at_its_end() -> None:
    text = '[{"b": {"display_value": "B", "link": "https://x.example/table/17?token=s"}}]'
    assert texts("a.json", text) == [[("b", "b.value"), ("B", "17")]]


def test_a_workbook_is_read_as_people_see_it() -> None:
    assert texts("a.xlsx", workbook(["name", "n"], ["a", 17], ["b", 1.5])) == [
        [("name", "n"), ("a", "17"), ("b", "1.5")]
    ]


def test_a_workbook_needs_no_ending() -> None:
    assert texts("export", workbook(["a", "b"])) == [[("a", "b")]]


def test_other_archives_are_no_tables() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert texts("a.docx", written.getvalue()) == []


def test_a_sheet_that_reaches_too_far_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(Unreadable, match="it reaches XFD1048576"):
        texts("a.xlsx", workbook(["a"], XFD1048576="b"))


def _changed(data: bytes, name: str, change: Any) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == name else old.read(member))
    return written.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_place_written_in_a_roundabout_way_is_refused() -> None:
    hidden = _changed(workbook(["a"]), SHEET, lambda text: text.replace(b'r="A1"', b'r="&#88;FD1048576"'))
    with pytest.raises(Unreadable, match="hides where its cells are"):
        texts("a.xlsx", hidden)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1_000_000)
    big = _changed(workbook(["a"]), "xl/styles.xml", lambda text: text + b" " * 1_000_000)
    with pytest.raises(Unreadable, match="unpacks to more than 1 MB"):
        texts("a.xlsx", big)


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(_changed(workbook(["a"]), "xl/styles.xml", lambda text: text + b" " * 5_000_000))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            name = 46 if mark.endswith(b"\x02") else 30
            if data[start + name : start + name + 13] == b"xl/styles.xml":
                data[start + offset : start + offset + 4] = (1000).to_bytes(4, "little")
            start += 4
    with pytest.raises(Unreadable, match="damaged"):
        texts("a.xlsx", bytes(data))


def test_formulas_without_a_value_are_said() -> None:
    [table] = document("a.xlsx", workbook(["name", "of"], ["=1+1", "=A2"])).tables
    [notice] = table.notices
    assert notice.reason == (
        "formulas without a value are read as empty (A2, B2 in Sheet); save the workbook once to fill them"
    )
    assert (notice.evidence.line, notice.evidence.pointer) == (2, "Sheet!A2")
    empty_text = _changed(
        workbook(["name"], ["=1+1"]), SHEET, lambda text: text.replace(b'<c r="A2">', b'<c r="A2" t="str">')
    )
    assert document("a.xlsx", empty_text).tables[0].notices == ()
    no_text = _changed(empty_text, SHEET, lambda text: text.replace(b"<v />", b"").replace(b"<v></v>", b""))
    assert len(document("a.xlsx", no_text).tables[0].notices) == 1


def test_formulas_without_a_value_are_said_of_their_sheet_whichever_program_wrote_it() -> None:
    book = Workbook()
    book.active.append(["name"])
    for title in ("Second & last", "Hidden"):
        book.create_sheet(title).append(["=1+1"])
    book["Hidden"].sheet_state = "hidden"
    book["Second & last"]["AB7"] = "=A1"
    written = io.BytesIO()
    book.save(written)
    member = "xl/worksheets/sheet2.xml"
    prefixed = _changed(
        written.getvalue(),
        member,
        lambda text: re.sub(rb"<(/?)(?=\w)", rb"<\1x:", text).replace(b" xmlns=", b" xmlns:x="),
    )
    for data in (written.getvalue(), prefixed):
        told = [one for one in document("a.xlsx", data).tables[0].notices if "formula" in one.reason]
        assert [(one.evidence.pointer, one.evidence.line) for one in told] == [("Second & last!A1", 1)]
        assert "(A1, AB7 in Second & last)" in told[0].reason


def test_a_formula_without_a_value_is_found_wherever_a_large_sheet_is_cut() -> None:
    rows = [["x" * 500, f'="{"y" * 900}"'] for _ in range(3_000)]
    [notice] = document("a.xlsx", workbook(*rows)).tables[0].notices
    assert "(B1, B2, B3 and 2,997 more in Sheet)" in notice.reason


def test_a_sheet_made_to_confuse_the_inspection_does_not_hang_it() -> None:
    nasty = _changed(
        workbook(["a"]), SHEET, lambda text: text.replace(b"<sheetData>", b"<c" * 1_000_000 + b"<sheetData>")
    )
    assert texts("a.xlsx", nasty) == [[]]
