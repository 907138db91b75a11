"""A page on a terminal: quiet typography, columns that stay in a pipe, colour that is never alone."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TextIO

from opmap.reports.pages import Cell, Column, Page, Place, Table, Tone
from opmap.reports.safety import plain

_CODES = {"bad": "31", "warn": "33", "faint": "2", "good": "32", "strong": "1"}
_INDENT = "  "
_GAP = "  "
_NARROWEST = 24


class Terminal:
    """What the stream can do, and how wide it is."""

    def __init__(
        self, stream: TextIO | None = None, *, width: int | None = None, roots: dict[str, str] | None = None
    ) -> None:
        self.stream = stream or sys.stdout
        self.is_terminal = self.stream.isatty()
        self.colour = self.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.links = self.colour and _knows_links()
        self.width = width or (shutil.get_terminal_size((100, 24)).columns if self.is_terminal else None)
        self.roots = roots or {}  # source name -> folder, for links to evidence

    def painted(self, text: str, tone: str) -> str:
        """Give text in a tone, where the stream knows colour."""
        return f"\x1b[{_CODES[tone]}m{text}\x1b[0m" if self.colour and tone in _CODES and text else text

    def linked(self, text: str, place: Place) -> str:
        """Give text as a link to the file that holds the evidence, where that can be opened."""
        root = self.roots.get(place.evidence.source)
        if not (self.links and root and place.evidence.path):
            return text
        target = (Path(root) / place.evidence.path).absolute().as_uri()
        return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\"


def _knows_links() -> bool:
    known = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"}
    return os.environ.get("TERM_PROGRAM") in known or any(
        name in os.environ for name in ("VTE_VERSION", "KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM")
    )


def show(page: Page, terminal: Terminal) -> None:
    """Write a page to its stream."""
    terminal.stream.write(rendered(page, terminal))


def rendered(page: Page, terminal: Terminal) -> str:
    """Give a page as text."""
    lines: list[str] = []
    headline = plain(page.headline)
    if page.context:
        headline = f"{headline}{_GAP}{_GAP}{terminal.painted(plain(page.context), 'faint')}"
    lines.append(headline)
    for table in page.tables:
        if table.rows:
            lines.append("")
            lines.extend(_table(table, terminal))
    if page.notes:
        lines.append("")
        width = max((len(note.text) for note in page.notes if note.command), default=0)
        for note in page.notes:
            text = plain(note.text)
            command = f"{_GAP}{_GAP}{note.command}" if note.command else ""
            lines.append(
                _INDENT + (text.ljust(min(width, 76)) if command else text) + terminal.painted(command, "faint")
            )
    if page.next:
        lines.extend(["", f"Next: {' · '.join(page.next)}"])
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _table(table: Table, terminal: Terminal) -> list[str]:
    texts = [[_text(value) for value in row] for row in table.rows]
    names = [column.name for column in table.columns]
    widths = [
        max([len(line[index]) for line in texts] + [len(name) if table.heads else 0])
        for index, name in enumerate(names)
    ]
    _fit(widths, table.columns, terminal.width)
    lines = [_INDENT + terminal.painted(plain(table.title), "strong")] if table.title else []
    if table.heads and any(names):
        head = [_aligned(name, width, column) for name, width, column in zip(names, widths, table.columns, strict=True)]
        lines.append(_INDENT + terminal.painted(_GAP.join(head).rstrip(), "faint"))
    for row, line in zip(table.rows, texts, strict=True):
        lines.extend(_row(row, line, widths, table.columns, terminal))
    return lines


def _row(
    row: tuple[Cell, ...], texts: list[str], widths: list[int], columns: tuple[Column, ...], terminal: Terminal
) -> list[str]:
    """Give the lines of one row; a wide cell wraps below itself."""
    wrapped = [
        textwrap.wrap(text, width, break_long_words=True) or [""] if len(text) > width else [text]
        for text, width in zip(texts, widths, strict=True)
    ]
    lines = []
    for depth in range(max(len(cell) for cell in wrapped)):
        pieces = []
        for value, cell, width, column in zip(row, wrapped, widths, columns, strict=True):
            text = _aligned(cell[depth] if depth < len(cell) else "", width, column)
            pieces.append(_dressed(value, text, terminal))
        lines.append(_INDENT + _GAP.join(pieces).rstrip())
    return lines


def _dressed(value: Cell, text: str, terminal: Terminal) -> str:
    if isinstance(value, Tone):
        return terminal.painted(text, value.tone)
    if isinstance(value, Place) and text.strip():
        bare = text.rstrip()
        return terminal.linked(bare, value) + text[len(bare) :]
    return text


def _text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, Tone):
        return plain(value.text)
    if isinstance(value, Place):
        return plain(value.evidence.place)
    if isinstance(value, float):
        return f"{value:.1f}"
    return plain(str(value))


def _aligned(text: str, width: int, column: Column) -> str:
    return text.rjust(width) if column.right else text.ljust(width)


def _fit(widths: list[int], columns: tuple[Column, ...], room: int | None) -> None:
    """Narrow the wide columns until the row fits; into a pipe nothing is narrowed."""
    if room is None:
        return
    spare = room - len(_INDENT) - len(_GAP) * (len(widths) - 1) - sum(widths)
    for index in sorted(range(len(columns)), key=lambda place: -widths[place]):
        if spare >= 0:
            return
        if columns[index].wide:
            narrowed = max(_NARROWEST, widths[index] + spare)
            spare += max(0, widths[index] - narrowed)
            widths[index] = min(widths[index], narrowed)
