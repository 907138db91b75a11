"""A page on a terminal: quiet typography, columns that stay in a pipe, colour that is never alone."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from opmap.reports.columns import fitted, padded, wide, wrapped
from opmap.reports.pages import Cell, Column, Note, Page, Place, Table, Tone
from opmap.reports.safety import plain

_CODES = {"bad": "31", "warn": "33", "faint": "2", "good": "32", "strong": "1"}
_INDENT = "  "
_GAP = "  "
_BETWEEN = " · "
_LEAST_BELOW = 90  # an explanation that would have less room begins further left
_WIDEST_NOTE = 64  # longer notes do not move the commands of the others


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


def rendered(page: Page, terminal: Terminal) -> str:
    """Give a page as text."""
    lines = wrapped(plain(page.headline), terminal.width)
    for table in page.tables:
        if table.rows:
            lines += ["", *_table(table, terminal)]
    if page.notes:
        lines += ["", *_notes(page.notes, terminal)]
    if page.next:
        lines += ["", *_next(page.next, terminal.width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _notes(notes: tuple[Note, ...], terminal: Terminal) -> list[str]:
    """Put the commands below each other; where there is no room beside a note, each stands under its own."""
    lines = []
    told = [wide(plain(note.text)) for note in notes if note.command]
    widest = max((width for width in told if width <= _WIDEST_NOTE), default=0)
    for note in notes:
        text, command = plain(note.text), plain(note.command)
        if not command:
            lines += wrapped(text, terminal.width, _INDENT)
        elif terminal.width is None or len(_INDENT) + max(widest, wide(text)) + 4 + len(command) <= terminal.width:
            lines.append(f"{_INDENT}{padded(text, widest)}{_GAP}{_GAP}{terminal.painted(command, 'faint')}")
        else:
            lines += wrapped(text, terminal.width, _INDENT)
            lines.append(f"{_INDENT}{_INDENT}{terminal.painted(command, 'faint')}")
    return lines


def _next(commands: tuple[str, ...], room: int | None) -> list[str]:
    """Offer the next steps on one line, or below each other where they are too long for it: each can be pasted."""
    shown = [plain(command) for command in commands]
    whole = f"Next: {' · '.join(shown)}"
    if room is None or wide(whole) <= room:
        return [whole]
    return [f"Next: {shown[0]}", *(f"      {command}" for command in shown[1:])]


def _table(table: Table, terminal: Terminal) -> list[str]:
    texts = [[_text(value) for value in row] for row in table.rows]
    names = [column.name for column in table.columns]
    beside = [line for line in texts if not _stands_below(line)]
    widths = [
        max([wide(line[index]) for line in beside] + [len(name) if table.heads else 0])
        for index, name in enumerate(names)
    ]
    spare = None if terminal.width is None else terminal.width - len(_INDENT) - len(_GAP) * (len(widths) - 1)
    widths = fitted(widths, table.columns, spare)
    is_narrow = spare is not None and (sum(widths) > spare or _breaks_words(beside, widths))
    lines = [_INDENT + terminal.painted(plain(table.title), "strong")] if table.title else []
    if table.heads and any(names):
        heads = tuple(Tone(name, "faint") for name in names)
        lines += [] if is_narrow else _row(heads, names, widths, table.columns, terminal)
    named = table.columns if table.heads else tuple(replace(column, name="") for column in table.columns)
    for row, line in zip(table.rows, texts, strict=True):
        if _stands_below(line):
            lines += _below(row, line, [] if is_narrow else widths, terminal)
            continue
        lines += _stacked(row, named, terminal) if is_narrow else _row(row, line, widths, table.columns, terminal)
    return lines


def _stands_below(line: list[str]) -> bool:
    """Say whether a row explains the one above it: one cell alone, which is not the first."""
    return not line[0] and sum(map(bool, line)) == 1


def _below(row: tuple[Cell, ...], line: list[str], widths: list[int], terminal: Terminal) -> list[str]:
    """Give a cell that stands alone below its column, over all columns behind it; set in where there is more room."""
    place = next(place for place, text in enumerate(line) if text)
    start = len(_INDENT) + sum(widths[:place]) + len(_GAP) * place
    if not widths or (terminal.width is not None and terminal.width - start < _LEAST_BELOW):
        start = len(_INDENT) * 3
    room = None if terminal.width is None else terminal.width - start
    first, *others = wrapped(line[place], room)
    others = wrapped(" ".join(others), room, _INDENT) if others else []
    return [" " * start + _dressed(row[place], piece, terminal) for piece in (first, *others)]


def _breaks_words(texts: list[list[str]], widths: list[int]) -> bool:
    """Say whether words would be cut in most rows."""
    cut = sum(
        any(wide(word) > width for text, width in zip(line, widths, strict=True) for word in text.split())
        for line in texts
    )
    return 2 * cut > len(texts)


def _stacked(row: tuple[Cell, ...], columns: tuple[Column, ...], terminal: Terminal) -> list[str]:
    """Give a row where there is no room for its columns: the first cell, and set in below it each other by its name."""
    room = max(terminal.width or 0, len(_INDENT) * 3 + 12)
    first, *others = row
    lines = [
        _INDENT + _dressed(first, piece, terminal) for piece in wrapped(_text(first), room - len(_INDENT)) if piece
    ]
    used = room
    for value, column in zip(others, columns[1:], strict=True):
        if not (text := _text(value)):
            continue
        label = f"{column.name} " if lines and column.name else ""
        if used + len(_BETWEEN) + wide(label + text) > room:
            lines.append(_INDENT * 3)
            used = len(_INDENT) * 3
        else:
            lines[-1] += _BETWEEN
            used += len(_BETWEEN)
        for place, piece in enumerate(wrapped(label + text, room - used)):
            if place:
                lines.append(_INDENT * 3)
            shown = piece.removeprefix(label) if not place else piece
            lines[-1] += terminal.painted(piece[: len(piece) - len(shown)], "faint") + _dressed(value, shown, terminal)
            used = len(_INDENT) * 3 + wide(piece) if place else used + wide(piece)
    return lines


def _row(
    row: tuple[Cell, ...], texts: list[str], widths: list[int], columns: tuple[Column, ...], terminal: Terminal
) -> list[str]:
    """Give the lines of one row; a cell that is too wide wraps below itself."""
    cells = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    lines = []
    for depth in range(max(len(cell) for cell in cells)):
        pieces = []
        for value, cell, width, column in zip(row, cells, widths, columns, strict=True):
            text = padded(cell[depth] if depth < len(cell) else "", width, right=column.right)
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
    return plain(f"{value:,}" if isinstance(value, int) else str(value))
