"""The page of a scan: what was read, what was not, and where references led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.app import ScanResult, Unread

_MOST_UNREADABLE = 10
_MOST_SKIPPED = 4
_FAMILY = 4


def scan_page(result: ScanResult, show: str = "", problems: Sequence[str] = ()) -> Page:
    """Say what a scan found, and what became of it."""
    formats = {name for source in result.sources for name, _ in source.formats}
    rows: list[tuple[Cell, ...]] = [
        ("read", f"{counted(result.read, 'document')} in {counted(len(formats), 'format')}"),
        ("not recognised", counted(result.not_recognised, "file")),
        ("unreadable", Tone(str(len(result.unreadable)), "bad") if result.unreadable else "none"),
    ]
    skipped = [(what, count) for source in result.sources for what, count in source.skipped]
    if skipped:
        rows.append(("left out", ", ".join(f"{count:,} {what}" for what, count in skipped[:_MOST_SKIPPED])))
    rows.append(
        ("references", f"{result.resolved:,} resolved · {result.ambiguous:,} ambiguous · {result.dangling:,} dangling")
    )
    every = show == "unreadable"
    families = [(one,) for one in result.unreadable] if every else _families(result.unreadable)
    listed = families if every else families[:_MOST_UNREADABLE]
    unread = tuple((_places(family), family[0].reason) for family in listed)
    tables = [
        Table(columns("what", "*count"), tuple(rows), heads=False),
        Table(columns("where", "*why"), unread, title="unreadable", heads=False),
    ]
    if show == "read":
        read = tuple((name, count) for source in result.sources for name, count in source.formats)
        tables.append(Table(columns("connector", ">documents"), read, title="read"))
    return Page(
        headline=f"Scanned {', '.join(source.name for source in result.sources)}.",
        tables=tuple(tables),
        notes=(*map(Note, problems), *_notes(result, sum(map(len, listed)))),
        next=("opmap risks", "opmap identity", "opmap map"),
        data=result,
    )


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
    return family[0].place + (f" and {len(family) - 1} more" if len(family) > 1 else "")


def _notes(result: ScanResult, listed: int) -> list[Note]:
    notes = []
    if len(result.unreadable) > listed:
        notes.append(Note(f"{len(result.unreadable) - listed} more unreadable", "opmap scan … --show unreadable"))
    missing = [source.name for source in result.sources if source.missing]
    notes += [Note(f"{name} is not there: it keeps what it said, marked not seen since") for name in missing]
    others = set(result.unseen_sources) - {source.name for source in result.sources}
    if others:
        notes.append(Note(f"not there any more: {', '.join(sorted(others))}", "opmap sources"))
    notes.append(Note(_snapshot(result)))
    return notes


def _snapshot(result: ScanResult) -> str:
    size = f"{counted(result.nodes, 'node')}, {counted(result.edges, 'dependency')}"
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
