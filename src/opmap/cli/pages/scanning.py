"""The page of a scan: what was read, what was not, and where references led."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.app import ScanResult, Unread
    from opmap.store import StoredDocument

_MOST_UNREADABLE = 10
_MOST_SKIPPED = 4
_FAMILY = 4


def scan_page(
    result: ScanResult, problems: Sequence[str] = (), show: str = "", documents: Sequence[StoredDocument] = ()
) -> Page:
    """Say what a scan found, and what became of it; list the ``documents`` that were asked for by ``show``."""
    rows = _counts(result)
    families = _families(result.unreadable)
    shown = [(one,) for one in result.unreadable] if show == "unreadable" else families[:_MOST_UNREADABLE]
    unread = tuple((_places(family), family[0].reason) for family in shown)
    listed = tuple((f"{one.source}/{one.path}", ", ".join(one.connectors)) for one in documents)
    nothing = not (result.read or result.nodes)
    return Page(
        headline=f"Scanned {', '.join(plain(source.name, 80) for source in result.sources)}.",
        tables=(
            Table(columns("what", "*count"), tuple(rows), heads=False),
            Table(columns("where", "*why"), unread, title="unreadable", heads=False),
            Table(columns("*document", "read by"), listed, title=show.replace("-", " "), heads=show == "read"),
        ),
        notes=(*map(Note, problems), *_notes(result, sum(map(len, shown)), show, is_empty=nothing)),
        next=("opmap connectors", "opmap demo") if nothing else ("opmap risks", "opmap identity", "opmap map"),
        data=_data(result, documents) if show else result,
        sheet=_sheet(rows, result, listed, show.replace("-", " ")),
    )


def _counts(result: ScanResult) -> list[tuple[Cell, ...]]:
    formats = {name for source in result.sources for name, _ in source.formats}
    unreadable = Tone(f"{len(result.unreadable):,}", "bad") if result.unreadable else "none"
    skipped = [(what, count) for source in result.sources for what, count in source.skipped]
    left_out = ", ".join(f"{what} ({count:,})" for what, count in skipped[:_MOST_SKIPPED])
    rows: list[tuple[Cell, ...]] = [
        ("read", f"{counted(result.read, 'document')} in {counted(len(formats), 'format')}"),
        ("not recognised", counted(result.not_recognised, "file")),
        ("unreadable", unreadable),
        ("left out", left_out),
        (
            "references",
            f"{result.resolved:,} resolved · {result.ambiguous:,} ambiguous · {result.dangling:,} leading nowhere",
        ),
    ]
    return [row for row in rows if row[1]]


def _families(unreadable: Sequence[Unread]) -> list[tuple[Unread, ...]]:
    """Put together what is unreadable for one reason, where that is many."""
    by_reason: dict[str, list[Unread]] = {}
    for one in unreadable:
        by_reason.setdefault(one.reason, []).append(one)
    found: list[tuple[Unread, ...]] = []
    for several in by_reason.values():
        found += [tuple(several)] if len(several) >= _FAMILY else [(one,) for one in several]
    return found


def _places(family: tuple[Unread, ...]) -> str:
    first = f"{family[0].source}/{family[0].place}"
    return first + (f" and {len(family) - 1:,} more" if len(family) > 1 else "")


def _notes(result: ScanResult, listed: int, show: str, *, is_empty: bool) -> list[Note]:
    notes = []
    if len(result.unreadable) > listed:
        text = f"withheld: {len(result.unreadable) - listed:,} further unreadable"
        notes.append(Note(text, "opmap scan FOLDER --show unreadable"))
    if result.not_recognised and show != "not-recognised":
        files = counted(result.not_recognised, "file")
        notes.append(
            Note(f"not recognised: {files}, in no format that opmap knows", "opmap scan FOLDER --show not-recognised")
        )
    if result.notices:
        places = counted(result.notices, "place")
        notes.append(
            Note(f"read in part: {places}, of which something could not be taken as it stands", "opmap coverage")
        )
    missing = [source.name for source in result.sources if source.missing]
    notes += [Note(f"{name} is not there: it keeps what it said, marked not seen since") for name in missing]
    others = set(result.unseen_sources) - {source.name for source in result.sources}
    if others:
        notes.append(Note(f"not there any more: {', '.join(sorted(others))}", "opmap sources"))
    if is_empty:
        notes.append(Note("nothing was read: no file here is of a format that opmap knows", "opmap connectors"))
    notes.append(Note(_snapshot(result)))
    return notes


def _snapshot(result: ScanResult) -> str:
    size = f"{counted(result.nodes, 'node')}, {counted(result.edges, 'relation')}"
    if result.snapshot is None:
        return f"Nothing has changed since snapshot {result.newest}: {size}"
    found = result.difference
    if found is None:
        return f"Snapshot {result.snapshot}: {size}"
    words = [
        (len(found.new_nodes) + len(found.new_edges), "new"),
        (len(found.gone_nodes) + len(found.gone_edges), "gone"),
        (len(found.changed_nodes) + len(found.changed_edges), "changed"),
        (len(found.unseen_nodes) + len(found.unseen_edges), "not seen any more"),
    ]
    moved = ", ".join(f"{count:,} {word}" for count, word in words if count)
    return f"Snapshot {result.snapshot}: {size}" + (f" ({moved})" if moved else "")


def _data(result: ScanResult, documents: Sequence[StoredDocument]) -> dict[str, object]:
    listed = [{"source": one.source, "path": one.path, "connectors": one.connectors} for one in documents]
    return {one.name: getattr(result, one.name) for one in fields(result)} | {"documents": listed}


def _sheet(rows: list[tuple[Cell, ...]], result: ScanResult, listed: tuple[tuple[str, str], ...], show: str) -> Table:
    sheet: list[tuple[Cell, ...]] = [(*row, "") for row in rows]
    sheet += [("unreadable", one.place, one.reason) for one in result.unreadable]
    sheet += [(show, place, by) for place, by in listed]
    return Table(columns("what", "count or place", "why or by what"), (*sheet, ("snapshot", result.newest, "")))
