"""A page: what a command has to say, before it is known how it will be shown."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from opmap.facts import Evidence
from opmap.frozen import frozen


@frozen
class Tone:
    """A word with a meaning: red for down, amber for degraded, grey for unknown; never colour alone."""

    text: str
    tone: str  # bad, warn, faint, good


@frozen
class Place:
    """Where something stands, as a link where the terminal knows links."""

    evidence: Evidence


Cell: TypeAlias = str | int | float | Tone | Place | None


@frozen
class Column:
    """One column of a table."""

    name: str
    right: bool = False  # aligned to the right, as numbers are
    wide: bool = False  # takes what room is left, and wraps


def columns(*names: str) -> tuple[Column, ...]:
    """Make columns of their names: ``>count`` is aligned to the right, ``*because`` takes what room is left.

    >>> columns(">rank", "*because")[0].right
    True
    """
    return tuple(Column(name.lstrip(">*"), right=name.startswith(">"), wide=name.startswith("*")) for name in names)


@frozen
class Table:
    """Rows under columns, with a title where there are several tables on a page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    heads: bool = True  # whether the names of the columns are shown


@frozen
class Note:
    """A remark in the same place every time: what is not known, what was withheld, and the command for more."""

    text: str
    command: str = ""


@frozen
class Page:
    """The answer first, as a sentence; then the tables, the notes, and the next step."""

    headline: str
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    next: tuple[str, ...] = ()  # commands that can be pasted
    data: object = field(default=None, compare=False)  # the answer itself, for JSON
    sheet: Table | None = field(default=None, compare=False)  # the answer as a sheet of plain cells, for CSV
