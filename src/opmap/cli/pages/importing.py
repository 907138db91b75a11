"""The page of an import: what counts now, and what of the file was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Note, Page, Place, Table, columns
from opmap.reports.safety import plain
from opmap.reports.words import counted, quoted

if TYPE_CHECKING:
    from opmap.app import Imported

_MOST = 10


def import_page(found: Imported) -> Page:
    """Say what an import brought."""
    listed = tuple((one.name, one.place) for one in found.capabilities)
    odd = tuple((Place(one.evidence), one.reason) for one in found.not_understood[:_MOST])
    more = [(len(found.capabilities) - _MOST, "capability"), (len(found.not_understood) - _MOST, "remark")]
    first = found.capabilities[0] if found.capabilities else None
    asked = quoted(first.name if first else "")
    sheet = tuple((one.id, one.name, one.place) for one in found.capabilities)
    whole = f"The map is snapshot {found.snapshot}, with {counted(found.nodes, 'node')}."
    if found.was_there:
        return _was_there(found, whole)
    return Page(
        headline=f"Imported {plain(found.source, 80)}: {_counting(len(listed))}. {whole}",
        tables=(
            Table(columns("capability", "*where"), listed[:_MOST]),
            Table(columns("where", "*why"), odd, title="not understood", heads=False),
        ),
        notes=tuple(Note(f"withheld: {count:,} more of {what}") for count, what in more if count > 0),
        next=(f"opmap spof {asked} --pairs",) if first else ("opmap coverage",),
        data=found,
        sheet=Table(columns("id", "capability", "where"), sheet),
    )


def _counting(tops: int) -> str:
    return "its top gate is a capability now" if tops == 1 else f"{counted(tops, 'top gate')} are capabilities now"


def _was_there(found: Imported, whole: str) -> Page:
    """Say that a file holds what the map holds."""
    return Page(
        headline=f"{plain(found.source, 80)} is a fault tree that opmap wrote from nodes of this map: "
        f"nothing of it was added, so that nothing counts twice. {whole}",
        notes=(Note("as a map of its own it can be asked all the same", "opmap import FILE --store FILE.db"),),
        next=("opmap spof",),
        data=found,
    )
