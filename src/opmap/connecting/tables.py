r"""Tables: the rows of a CSV or TSV text, of a JSON list of records, and of the sheets of an XLSX workbook.

>>> from opmap.connecting import Document
>>> [table] = Document("a.csv", b"name;owner\nintake;Claims\n").tables
>>> [[cell.text for cell in row.cells] for row in table.rows()]
[['name', 'owner'], ['intake', 'Claims']]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from opmap.errors import Unreadable
from opmap.facts import Notice
from opmap.frozen import frozen
from opmap.kinds import Known

if TYPE_CHECKING:
    from opmap.connecting.documents import Document
    from opmap.connecting.fields import Field
    from opmap.facts import Evidence

MOST_ROWS = 200_000
"""How many rows of a table are read."""
HEAD = 40
"""How many rows may stand before and with the header."""
LONGEST_CELL = 20_000

Span = tuple[int, int, int, int]
"""A merged range: its first row and column, its last row and column, all counted from 0."""


@frozen
class Cell:
    """One cell: its text as people see it, and its place."""

    text: str
    row: Row
    column: int  # counted from 0

    @property
    def pointer(self) -> str:
        """Give the sheet, where there are sheets, and the cell: ``Systems/C7``."""
        if self.row.pointer:
            return self.row.pointer
        name = f"{letters(self.column)}{self.row.number}"
        return f"{self.row.table.name}/{name}" if self.row.table.name else name

    def at(self, known: Known = Known.DECLARED) -> Evidence:
        """Make the evidence that a fact was read here."""
        return self.row.table.document.at(line=self.row.line, pointer=self.pointer, known=known)


@frozen
class Row:
    """One row of a table."""

    table: Table
    number: int  # counted from 1
    line: int  # of the file where it is text, else the row's number
    texts: tuple[str, ...]
    pointer: str = ""  # where the row is a record of a tree

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Give the cells, from the left."""
        return tuple(self.cell(column) for column in range(len(self.texts)))

    def cell(self, column: int) -> Cell:
        """Give the cell of a column; beyond the last one it is empty."""
        return Cell(self.texts[column] if column < len(self.texts) else "", self, column)

    def __bool__(self) -> bool:
        """Say whether anything stands in this row."""
        return any(self.texts)


Oddity = tuple[str, int | None, str]
"""What was odd about a table: the reason, the line, the place."""
Rows = Callable[["Table"], Iterator[Row]]


@dataclass(frozen=True)
class Table:
    """One table of a document; its rows can be read again and again, and are not kept."""

    document: Document
    name: str  # the sheet's; empty where the file is one table
    read: Rows = field(repr=False, compare=False)
    height: int = 0  # how many rows there may be
    merged: tuple[Span, ...] = ()
    odd: tuple[Oddity, ...] = ()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Give what was odd about it, as the one who reads it would say."""
        return tuple(Notice(reason, self.document.at(line=line, pointer=place)) for reason, line, place in self.odd)

    def rows(self) -> Iterator[Row]:
        """Give the rows, as many as are read at most; empty rows are left out."""
        return (row for row in islice(self.read(self), MOST_ROWS) if row)

    @cached_property
    def head(self) -> tuple[Row, ...]:
        """Give the first rows, in which the header stands, as far as they can be read."""
        found: list[Row] = []
        with suppress(Unreadable):
            found.extend(islice(self.rows(), HEAD))
        return tuple(found)

    @cached_property
    def beyond(self) -> Row | None:
        """Give the first row that is not read because there are too many; None where all are."""
        return next(islice(self.read(self), MOST_ROWS, None), None) if self.height > MOST_ROWS else None


def tables_of(document: Document) -> tuple[Table, ...]:
    """Give the tables of a document, none where it holds none; raise Unreadable where it is a broken workbook."""
    if document.form == "zip":
        from opmap.connecting.workbooks import sheets_of

        return sheets_of(document)
    if document.form == "json":
        return records_of(document)
    from opmap.connecting.delimited import delimited_of

    return delimited_of(document)


def records_of(document: Document) -> tuple[Table, ...]:
    """Give the records of a JSON list, or of the list under ``result``, as a table with their names as its header.

    A value that is given twice, as people see it and as the system keeps it, stands in two
    columns: ``parent`` and ``parent.value``.
    """
    records = next(
        iter([found for part in document.parts for found in (part.root, part["result"]) if found.is_list]), None
    )
    if records is None:
        return ()
    listed = [record for record in records.list() if record.is_mapping]
    names = sorted({name for record in listed for name in _texts(record)})

    def rows(table: Table) -> Iterator[Row]:
        yield Row(table, 1, records.line or 1, tuple(names), records.pointer or "/")
        for number, record in enumerate(listed, 2):
            texts = _texts(record)
            yield Row(table, number, record.line or 1, tuple(texts.get(name, "") for name in names), record.pointer)

    return (Table(document, "", rows, len(listed) + 1),) if names else ()


def _texts(record: Field) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, value in record.items():
        if value.is_mapping:
            kept = value["value"].text or value["link"].text.partition("?")[0].rpartition("/")[2]
            texts[name] = plain(value["display_value"].text or kept)
            texts[f"{name}.value"] = plain(kept)
        else:
            texts[name] = plain(value.text)
    return texts


def letters(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def plain(text: str) -> str:
    """Give a cell's text without blanks around it, and no more of it than anybody reads."""
    return text[:LONGEST_CELL].strip(" \t\r\n\u00a0\u200b\ufeff")
