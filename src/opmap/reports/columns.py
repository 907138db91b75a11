"""Text in columns: how wide it stands on a terminal, padded, wrapped, and fitted into the room that there is."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opmap.reports.pages import Column

_LEAST = ((True, 24), (False, 16))
"""How far columns are narrowed: the wide ones first, then the others; further nobody could read them."""


def wide(text: str) -> int:
    """Give how many places a text takes on a terminal.

    >>> wide("claims"), wide("契約"), wide("e\u0301")
    (6, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_places(one) for one in text)


def _places(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Give text with as many blanks as it takes to fill a width."""
    blanks = " " * max(0, width - wide(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, width: int | None, indent: str = "") -> list[str]:
    """Give text in lines that are no wider than there is room; in one line where nobody knows how much there is.

    >>> wrapped("nothing is known of it", 12)
    ['nothing is', 'known of it']
    """
    whole = wide(text)
    if width is None or len(indent) + whole <= width:
        return [indent + text]
    room = max(8, width - len(indent))
    letters = max(4, room * len(text) // whole)  # where letters are two places wide, fewer stand in a line
    return [indent + line for line in textwrap.wrap(text, letters, break_on_hyphens=False)] or [indent]


def fitted(widths: list[int], columns: tuple[Column, ...], room: int | None) -> list[int]:
    """Narrow columns until a row fits; into a pipe, where there is no telling how much room there is, none."""
    widths = list(widths)
    if room is None:
        return widths
    for is_wide, least in _LEAST:
        eligible = [place for place, column in enumerate(columns) if column.wide == is_wide and not column.right]
        for place in sorted(eligible, key=lambda place: -widths[place]):
            spare = room - sum(widths)
            if spare >= 0:
                return widths
            widths[place] = min(widths[place], max(least, widths[place] + spare))
    return widths
