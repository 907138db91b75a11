"""Tables in text: fields with a comma, a semicolon, a tab or a bar between them."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

from opmap.connecting.tables import HEAD, Oddity, Row, Table, plain
from opmap.errors import Unreadable

if TYPE_CHECKING:
    from opmap.connecting.documents import Document

SUFFIXES = frozenset({"csv", "tsv", "tab", "psv", "txt", ""})
_DELIMITERS = ",;\t|"
_LONGEST_FIELD = 131_072  # what the csv module takes
_MOST_LINES = 1_000  # of one record: beyond it, a quote was never closed
_OLD_ENCODING = "cp1252"


def delimited_of(document: Document) -> tuple[Table, ...]:
    """Give the one table of a text, or none; what is no text with several columns is none."""
    if document.form != "text" or document.suffix not in SUFFIXES:
        return ()
    text, odd = _decoded(document)
    first = text.split("\n", 1)[0].strip().lower()
    skipped = 1 if first.startswith("sep=") and len(first) == len("sep=;") else 0
    delimiter = first[4] if skipped else _delimiter(text)
    if not delimiter:
        return ()

    def rows(table: Table) -> Iterator[Row]:
        return islice(_rows(table, text, delimiter), skipped, None)

    return (Table(document, "", rows, text.count("\n") + 1, odd=odd),)


def _decoded(document: Document) -> tuple[str, tuple[Oddity, ...]]:
    try:
        return document.text, ()
    except Unreadable as error:
        try:
            text = document.data.decode(_OLD_ENCODING)
        except UnicodeDecodeError:
            return "", ()
        return text, (("not UTF-8; read as Windows-1252", error.line, ""),)


def _delimiter(text: str) -> str:
    """Find what stands between the fields: what gives most records an equal number of them, two at least."""
    end = text.rfind("\n", 0, 65_536)
    head = text[: end + 1] if end > 0 else text[:65_536]
    best, found = (0.0, 0), ""
    for delimiter in _DELIMITERS:
        if delimiter not in head:
            continue
        try:
            records = [
                record for record in islice(csv.reader(StringIO(head, newline=""), delimiter=delimiter), HEAD) if record
            ]
        except csv.Error:
            continue
        widths = Counter(len(record) for record in records if len(record) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            best, found = max((best, found), ((count / len(records), width), delimiter))
    return found


def _rows(table: Table, text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number, line = 0, 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            raise Unreadable(f"a field of more than {_LONGEST_FIELD} characters; is a quote missing?", line) from None
        if record is None:
            return
        number += 1
        if reader.line_num - line > _MOST_LINES or _stays_open(text, line, reader.line_num, delimiter):
            raise Unreadable("a quote that is never closed", line)
        yield Row(table, number, line, tuple(plain(cell) for cell in record))
        line = reader.line_num + 1


def _stays_open(text: str, first: int, last: int, delimiter: str) -> bool:
    """Say whether a record of several lines ends only because the text does, within a quote."""
    if last == first or text.count("\n") > last:
        return False
    lines = list(StringIO(text, newline=""))
    if len(lines) > last:
        return False
    try:
        deque(csv.reader(lines[first - 1 :], delimiter=delimiter, strict=True), maxlen=0)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
