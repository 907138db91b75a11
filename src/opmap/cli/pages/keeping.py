"""Pages about the map itself: its sources, snapshots and connectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.app import ListedSource
    from opmap.connecting import Connector
    from opmap.store import Snapshot


def sources_page(listed: Sequence[ListedSource], now: str) -> Page:
    """List the sources with age and counts."""
    rows: list[tuple[Cell, ...]] = []
    for one in listed:
        gone = one.source.unseen_since is not None
        age = (
            Tone(f"not seen since snapshot {one.source.unseen_since}", "warn")
            if gone
            else _age(one.source.seen_at, now)
        )
        unreadable = len(one.state.unreadable)
        rows.append(
            (
                one.source.name,
                age,
                one.state.read,
                Tone(f"{unreadable:,}", "bad") if unreadable else 0,
                one.state.not_recognised,
                one.source.commit[:10] or Tone("no repository", "faint"),
                one.source.root,
            )
        )
    heads = columns("source", "read", ">documents", ">unreadable", ">not recognised", "commit", "*folder")
    return Page(
        headline=f"{counted(len(listed), 'source')}.",
        tables=(Table(heads, tuple(rows)),),
        next=("opmap scan FOLDER", "opmap sources forget NAME"),
        data=[_source(one) for one in listed],
    )


def _source(one: ListedSource) -> dict[str, object]:
    return {
        "name": one.source.name,
        "root": one.source.root,
        "commit": one.source.commit,
        "seen_at": one.source.seen_at,
        "unseen_since": one.source.unseen_since,
        "documents": one.state.documents,
        "read": one.state.read,
        "unreadable": [{"place": item.evidence.place, "reason": item.reason} for item in one.state.unreadable],
        "not_recognised": one.state.not_recognised,
    }


def _age(seen_at: str, now: str) -> str:
    from datetime import datetime

    try:
        seconds = (datetime.fromisoformat(now) - datetime.fromisoformat(seen_at)).total_seconds()
    except (ValueError, TypeError):
        return "never"
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), unit)} ago"
    return "just now"


def snapshots_page(snapshots: Sequence[Snapshot]) -> Page:
    """List the snapshots, the newest first."""
    rows = tuple(
        (str(one.number), one.created[:16].replace("T", " "), one.nodes, one.edges, one.content[:12], one.chain[:12])
        for one in sorted(snapshots, key=lambda one: -one.number)
    )
    heads = columns(">snapshot", "when", ">nodes", ">relations", "content", "chain")
    headline = f"{counted(len(snapshots), 'snapshot')}, each chained to the one before."
    earlier = max(1, len(snapshots) - 1)
    return Page(
        headline=headline,
        tables=(Table(heads, rows),),
        next=(f"opmap nodes --at {earlier}",) if snapshots else ("opmap scan FOLDER",),
        data=list(snapshots),
    )


def connectors_page(found: Sequence[Connector], problems: Sequence[str]) -> Page:
    """List the connectors with what each recognises."""
    rows = tuple((one.name, one.title, one.recognises) for one in found)
    notes = tuple(Note(problem) for problem in problems)
    data = [
        {"name": one.name, "title": one.title, "recognises": one.recognises, "version": one.version} for one in found
    ]
    heads = columns("connector", "reads", "*recognised by")
    headline = f"{counted(len(found), 'connector')}; each recognises its documents by what stands in them."
    return Page(headline=headline, tables=(Table(heads, rows),), notes=notes, next=("opmap scan FOLDER",), data=data)
