"""Tables in XLSX workbooks: the sheets that people see. What a file may grow to is checked before it is opened."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from opmap.connecting.tables import Oddity, Row, Table, letters, plain
from opmap.connecting.unvalued import sheet_names, unvalued_in, unvalued_said
from opmap.errors import Unreadable

if TYPE_CHECKING:
    from opmap.connecting.documents import Document

MOST_BYTES = 300_000_000
"""How much a workbook may hold once it is unpacked."""
MOST_CELLS = 5_000_000
"""How many cells a sheet may span: the reader lays a sheet out in full, from its first used cell to its last."""

_DAMAGED = "a workbook that is damaged or encrypted"
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)
_SUFFIXES = frozenset({"xlsx", "xlsm"})
_WORKBOOK = "xl/workbook.xml"
_CHUNK = 1 << 20
_OVERLAP = 16_384
"""Longer than a formula may be, so that none is cut in two."""
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_HIDDEN_PLACE = re.compile(rb"""\sr\s*=\s*["'][^"']{0,20}&""")


def sheets_of(document: Document) -> tuple[Table, ...]:
    """Give the sheets of a workbook, none where the zip is something else; raise Unreadable where it is broken."""
    if _WORKBOOK.encode() not in document.data and document.suffix not in _SUFFIXES:
        return ()
    try:
        with ZipFile(BytesIO(document.data)) as archive:
            if _WORKBOOK not in archive.namelist():
                return ()
            unvalued = _inspect(archive)
    except _BROKEN:
        raise Unreadable(_DAMAGED) from None
    return _opened(document, unvalued)


def unvalued_formulas(data: bytes) -> dict[str, list[str]]:
    """Give by sheet the cells whose formulas have no value; raise Unreadable where that cannot be seen."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _inspect(archive)
    except _BROKEN:
        raise Unreadable(_DAMAGED) from None


def _inspect(archive: ZipFile) -> dict[str, list[str]]:
    """Refuse a workbook that would grow beyond measure; give by sheet the cells whose formulas have no value."""
    members = archive.infolist()
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Unreadable(f"a workbook that unpacks to more than {MOST_BYTES // 1_000_000} MB; export the sheet as CSV")
    unvalued: dict[str, list[str]] = {}
    names = sheet_names(archive)
    for member in members:
        if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
            found = _inspect_sheet(archive, member)
            unvalued |= {names.get(member.filename, member.filename): found} if found else {}
        else:
            for _ in _chunks(archive, member):  # a member that says too little about its size is found out here
                pass
    return unvalued


def _inspect_sheet(archive: ZipFile, member: ZipInfo) -> list[str]:
    rows, columns = [0, 0], [0, 0]
    unvalued: dict[str, None] = {}
    for chunk in _chunks(archive, member):
        if _HIDDEN_PLACE.search(chunk):
            raise Unreadable("a workbook that hides where its cells are")
        unvalued.update(dict.fromkeys(unvalued_in(chunk)))
        for name, number in set(_PLACE.findall(chunk)):
            _widen(rows, int(number))
            if name:
                _widen(columns, _column(name))
    if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > MOST_CELLS:
        last = f"{letters(columns[1] - 1)}{rows[1]}"
        raise Unreadable(
            f"a sheet that spans too many cells (it reaches {last}); delete what is empty, or export it as CSV"
        )
    return list(unvalued)


def _widen(span: list[int], place: int) -> None:
    span[0] = min(span[0] or place, place)
    span[1] = max(span[1], place)


def _column(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Unpack a member piece by piece, each with the end of the one before it; zipfile checks size and sum."""
    before = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield before + chunk
            before = chunk[-_OVERLAP:]


def _opened(document: Document, unvalued: dict[str, list[str]]) -> tuple[Table, ...]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    tables: list[Table] = []
    odd: list[Oddity] = []
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(document.data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != SheetVisibleEnum.Visible:
                odd.append(("a hidden sheet is not read", None, sheet.name))
                continue
            odd += _unvalued(sheet.name, unvalued.get(sheet.name, []))
            tables.append(_table(document, sheet.name, workbook.get_sheet_by_name(sheet.name)))
    except (CalamineError, OSError, ValueError):
        raise Unreadable(_DAMAGED) from None
    return (replace(tables[0], odd=tuple(odd)), *tables[1:]) if tables else ()


def _unvalued(sheet: str, cells: list[str]) -> Iterator[Oddity]:
    """Say of a sheet which of its formulas have no value, at the first of them."""
    if cells:
        line = int(cells[0].lstrip(ascii_uppercase)) if cells[0] else None
        yield unvalued_said(cells, sheet), line, f"{sheet}!{cells[0]}".rstrip("!")


def _table(document: Document, name: str, sheet: Any) -> Table:
    merged = tuple((top[0], top[1], end[0], end[1]) for top, end in sheet.merged_cell_ranges or ())
    left = sheet.start[1] if sheet.start else 0

    def rows(table: Table) -> Iterator[Row]:
        for number, values in enumerate(sheet.iter_rows(), 1):
            yield Row(table, number, number, (*[""] * left, *(_text(value) for value in values)))

    return Table(document, name, rows, sheet.end[0] + 1 if sheet.end else 0, merged)


def _text(value: Any) -> str:
    """Give a cell as people see it: whole numbers without a point, dates as 2026-05-31."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:g}h"
    return plain(str(value))
