"""Decisions from a table: CSV, or the first sheet of a workbook, with one decision a row.

The first row names the columns: ``decision``, ``node``, ``object``, ``value``, ``by`` and
``because``, in any order; only the first two are needed. Several objects stand in one
cell, with a semicolon between them. The sheet of ``opmap ask`` has further columns for
people to read, and one for the ``answer``: a row without one decides nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from opmap.app.planning import Row
from opmap.connecting.unvalued import unvalued_said
from opmap.connecting.words import did_you_mean
from opmap.connecting.workbooks import unvalued_formulas
from opmap.errors import Unreadable

COLUMNS = ("decision", "node", "object", "value", "by", "because")
ANSWER = "answer"
_BESIDE = ("question", "why", "ask", "answer with", ANSWER, "moves")
"""Columns of the sheet of ``opmap ask``; of these only the answer is read."""
_NEEDED = ("decision", "node")
_MEANT = {
    "strength": {"yes": "hard", "no": "soft"},
    "redundant": {"yes": "1", "no": "all"},
}
"""What yes and no mean where a number or a word is decided."""
_MOST_ROWS = 100_000
_LARGEST = 20_000_000


def read_rows(path: Path | str, by: str = "", because: str = "") -> list[Row]:
    """Read the decisions of a file; where a row names no person or reason, take those given.

    Raise Unreadable where the file is no such table, with the line where that is known.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"a table of decisions is smaller than {_LARGEST // 1_000_000} MB", path=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"it cannot be read ({error.strerror})", path=str(path)) from None
    cells = _workbook(data, path) if data[:2] in {b"PK", b"\xd0\xcf"} else _csv(data, path)
    return list(_rows(cells, path, by, because))


def _rows(cells: Iterable[tuple[int, list[str]]], path: Path, by: str, because: str) -> Iterator[Row]:
    filled = ((line, row) for line, row in cells if any(row))
    line, header = next(filled, (1, []))
    places = _columns(header, path, line)
    for line, row in filled:
        if line > _MOST_ROWS:
            raise Unreadable(f"more than {_MOST_ROWS:,} rows", line, str(path))
        said = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        objects, value = _listed(said.get("object", "")), said.get("value", "")
        if ANSWER in places:
            if not said[ANSWER]:
                continue
            objects, value = _answered(said["decision"].casefold(), objects, said[ANSWER])
        yield Row(
            said["decision"],
            said["node"],
            objects,
            value,
            said.get("by") or by,
            said.get("because") or because,
            line,
        )


def _answered(act: str, objects: tuple[str, ...], answer: str) -> tuple[tuple[str, ...], str]:
    """Give the objects and the value that an answer stands for: whoever owns is an object, all else a value."""
    if act == "own":
        return _listed(answer), ""
    value = _MEANT.get(act, {}).get(answer.casefold(), answer)
    return objects, str(len(objects)) if value == "all" else value


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _columns(header: list[str], path: Path, line: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        name = text.casefold()
        if not name:
            continue
        if name not in (*COLUMNS, *_BESIDE):
            hint = did_you_mean(name, COLUMNS) or f"; columns are {', '.join(COLUMNS)}"
            raise Unreadable(f'no column is called "{text[:60]}"{hint}', line, str(path))
        if name in places:
            raise Unreadable(f'two columns are called "{name}"', line, str(path))
        places[name] = place
    for name in _NEEDED:
        if name not in places:
            raise Unreadable(f'the column "{name}" is missing; columns are {", ".join(COLUMNS)}', line, str(path))
    return places


def _csv(data: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable("not UTF-8 text; save the table as CSV UTF-8, or as a workbook", line, str(path)) from None
    first = text.lstrip().partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise Unreadable(f"not CSV: {error}", reader.line_num, str(path)) from None


def _workbook(data: bytes, path: Path) -> Iterator[tuple[int, list[str]]]:
    from io import BytesIO

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheet, rows = workbook.sheet_names[0], workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("not a workbook that can be read", path=str(path)) from error
    cells = unvalued_formulas(data).get(sheet) if data[:2] == b"PK" else None
    if cells:
        raise Unreadable(unvalued_said(cells, sheet), path=str(path))
    for line, row in enumerate(rows, 1):
        yield line, [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    return str(value).strip()
