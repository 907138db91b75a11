"""Pages about the map itself: its sources, snapshots, connectors, merges and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.analyses.covering import Coverage
    from opmap.app import ListedSource
    from opmap.connecting import Connector
    from opmap.graph import Graph
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
                Tone(str(unreadable), "bad") if unreadable else 0,
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
        data=[one.source for one in listed],
    )


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
        (one.number, one.created[:16].replace("T", " "), one.nodes, one.edges, one.content[:12], one.chain[:12])
        for one in sorted(snapshots, key=lambda one: -one.number)
    )
    heads = columns(">snapshot", "when", ">nodes", ">relations", "content", "chain")
    headline = f"{counted(len(snapshots), 'snapshot')}, each chained to the one before."
    return Page(headline=headline, tables=(Table(heads, rows),), next=("opmap nodes --at 1",), data=list(snapshots))


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


def identity_page(graph: Graph, covered: Coverage, top: int) -> Page:
    """Show each merge with its reason, the open questions, and the commands that settle them."""
    estate = graph.details.estate()
    merges = estate.merges[:top] if top else estate.merges
    questions = estate.questions[:top] if top else estate.questions
    merged = tuple((_name(graph, one.node), ", ".join(one.names), one.reason) for one in merges)
    asked = tuple(
        (" and ".join(_name(graph, node) for node in one.nodes), one.reason, one.commands[0] if one.commands else "")
        for one in questions
    )
    lost = tuple(
        (one.text, one.reason, Place(one.evidence)) for one in (covered.dangling[:top] if top else covered.dangling)
    )
    unclear = tuple(
        (one.text, ", ".join(_name(graph, node) for node in one.targets), Place(one.evidence))
        for one in (covered.ambiguous[:top] if top else covered.ambiguous)
    )
    tables = (
        Table(
            columns("*may be one", "*because", "*settle it with"),
            asked,
            title="questions",
        ),
        Table(columns("node", "*is", "*because"), merged, title="merged"),
        Table(columns("*reference", "*may mean", "where"), unclear, title="ambiguous"),
        Table(
            columns("*reference", "*leads nowhere because", "where"),
            lost,
            title="dangling",
        ),
    )
    shown = (len(questions), len(merges), len(unclear), len(lost))
    whole = (len(estate.questions), len(estate.merges), len(covered.ambiguous), len(covered.dangling))
    notes = (
        (Note(f"{sum(whole) - sum(shown)} more lines", "opmap identity --top 0"),) if sum(whole) > sum(shown) else ()
    )
    headline = (
        f"{counted(len(estate.merges), 'merge')} and {counted(len(estate.questions), 'open question')}; references: "
        f"{covered.resolved} resolved, {len(covered.ambiguous)} ambiguous, {len(covered.dangling)} dangling."
    )
    data = {
        "merges": estate.merges,
        "questions": estate.questions,
        "ambiguous": covered.ambiguous,
        "dangling": covered.dangling,
        "resolved": covered.resolved,
    }
    return Page(headline=headline, tables=tables, notes=notes, data=data)


def _name(graph: Graph, node: str) -> str:
    number = graph.number.get(node)
    return node if number is None else f"{graph.names[number]} ({node})" if graph.names[number] != node else node


def coverage_page(covered: Coverage, top: int) -> Page:
    """Say what was not read, resolved or seen."""
    from opmap.reports.words import named

    def some(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
        return rows[:top] if top else rows

    unreadable = tuple((Place(item.evidence), item.reason) for source in covered.sources for item in source.unreadable)
    partly = tuple((Place(item.evidence), item.reason) for item in covered.notices)
    dangling = tuple((one.text, one.reason, Place(one.evidence)) for one in covered.dangling)
    silent = tuple((named(node), node.kind) for node in covered.undescribed)
    unseen = tuple((named(node), since) for node, since in covered.unseen)
    placed = columns("where", "*why")
    tables = (
        Table(placed, some(unreadable), title="unreadable"),
        Table(placed, some(partly), title="read in part"),
        Table(
            columns("*reference", "*leads nowhere because", "where"),
            some(dangling),
            title="dangling",
        ),
        Table(columns("*node", "kind"), some(silent), title="nothing is known of what these need"),
        Table(columns("*node", "not seen since"), some(unseen), title="not seen any more"),
    )
    read = sum(source.read for source in covered.sources)
    rest = sum(source.not_recognised for source in covered.sources)
    headline = (
        f"{counted(read, 'document')} read, {len(unreadable)} unreadable, {rest:,} not recognised; references: "
        f"{covered.resolved:,} resolved, {len(covered.ambiguous)} ambiguous, {len(covered.dangling)} dangling."
    )
    notes = [
        Note(f"{counted(covered.only_mentioned, 'node')} only mentioned, so nothing is concluded from what they lack")
    ]
    if any(top and len(rows) > top for rows in (unreadable, partly, dangling, silent, unseen)):
        notes.append(Note("more lines than these", "opmap coverage --top 0"))
    if covered.waiting_decisions:
        notes.append(
            Note(
                f"{counted(len(covered.waiting_decisions), 'decision')} waits for a node that is gone",
                "opmap decisions",
            )
        )
    return Page(headline=headline, tables=tables, notes=tuple(notes), next=("opmap identity",), data=covered)
