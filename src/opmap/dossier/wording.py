"""What several sections say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.values import Order, Said
from opmap.reports.pages import Tone
from opmap.reports.words import answering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.analyses.recovering import Recovery
    from opmap.analyses.risks import Risk
    from opmap.analyses.singling import SinglePoint
    from opmap.reports.pages import Cell, Note


def answers(one: Risk | SinglePoint | Recovery) -> Said:
    """Name who answers for a node, or whom to ask where nobody does."""
    return said(answering(one)) if one.ownable or one.owners else Said("nobody is asked to", "faint")


def said(cell: Cell) -> Said:
    """Give what stands in a cell of a page."""
    return Said(cell.text, cell.tone) if isinstance(cell, Tone) else Said("" if cell is None else str(cell))


def orders_of(notes: Iterable[Note]) -> tuple[Order, ...]:
    """Give the notes of a page."""
    return tuple(Order(f"{note.text[:1].upper()}{note.text[1:]}", note.command) for note in notes)


def spread_of(low: int, high: int) -> str:
    """Give a number, or two with a dash between them.

    >>> spread_of(3, 3)
    '3'
    """
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
