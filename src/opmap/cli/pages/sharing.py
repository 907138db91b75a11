"""Pages about the shared map: what was pushed and pulled, and what Cypher answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opmap.reports.pages import Cell, Note, Page, Table, columns
from opmap.reports.words import counted, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.app.sharing import PulledInto, Shared
    from opmap.graphdb.asking import Answer
    from opmap.graphdb.elements import Counts
    from opmap.graphdb.queries import Query

_LONGEST_LIST = 5


def push_page(done: Shared, address: str, seconds: float) -> Page:
    """Say what a push did, and how long it took."""
    pushed = done.pushed
    if pushed.unchanged:
        headline = f"{pushed.estate} knows all of this map already, since push {pushed.push}, {seconds:.1f} s."
    else:
        headline = f"Pushed to {pushed.estate} as push {pushed.push}, in {seconds:.1f} s."
    rows = [
        _counts("nodes", pushed.nodes),
        _counts("relations", pushed.edges),
        ("decisions", pushed.decisions, 0, 0, 0),
    ]
    heads = columns("what", ">new", ">changed", ">not seen any more", ">pruned")
    notes = []
    if pushed.resumed:
        notes.append(Note("an interrupted push was taken up where it had stopped"))
    if pushed.nodes.unseen or pushed.edges.unseen:
        notes.append(Note("what is not seen any more is kept, and marked", "opmap push ADDRESS --prune"))
    if done.findings:
        notes.append(
            Note(f"{counted(done.findings, 'finding')} kept beside the map", "opmap cypher risks --from ADDRESS")
        )
    return Page(
        headline=headline,
        tables=() if pushed.unchanged else (Table(heads, tuple(rows)),),
        notes=tuple(notes),
        next=(f"opmap risks --from {quoted(address)}", f"opmap cypher gaps --from {quoted(address)}"),
        data={"pushed": pushed, "findings": done.findings, "seconds": round(seconds, 2)},
    )


def _counts(what: str, counts: Counts) -> tuple[Cell, ...]:
    return (what, counts.new, counts.changed, counts.unseen, counts.pruned)


def pull_page(pulled: PulledInto) -> Page:
    """Say what a pull brought."""
    lies = f"it is snapshot {pulled.snapshot}" if pulled.snapshot else "the store knew it already"
    nodes, edges = counted(pulled.nodes, "node"), counted(pulled.edges, "relation")
    decisions = counted(pulled.decisions, "decision")
    return Page(
        headline=f"Pulled push {pulled.push}: {nodes}, {edges}, {decisions}; {lies}.",
        next=(f"opmap risks --store {quoted(str(pulled.path))}",),
        data=pulled,
    )


def queries_page(queries: Sequence[Query]) -> Page:
    """List the queries that ship with opmap."""
    rows = tuple((query.name, " ".join(query.parameters), query.about.split("\n")[0]) for query in queries)
    return Page(
        headline=f"{counted(len(queries), 'query')} in Cypher.",
        tables=(Table(columns("query", "needs", "*answers"), rows),),
        next=("opmap cypher blast", "opmap cypher blast NODE --from ADDRESS"),
        data=list(queries),
    )


def answer_page(answer: Answer) -> Page:
    """Show what a query gave."""
    rows = tuple(tuple(_cell(value) for value in row) for row in answer.rows)
    heads = columns(*(_head(name, answer.rows, place) for place, name in enumerate(answer.columns)))
    return Page(
        headline=f"{answer.query.name}: {counted(len(rows), 'row')}.",
        tables=(Table(heads, rows),) if rows else (),
        notes=(Note(answer.query.about.replace("\n", " ")),),
        data={"query": answer.query.name, "rows": [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]},
    )


def _head(name: str, rows: Sequence[Sequence[Any]], place: int) -> str:
    number = bool(rows) and all(type(row[place]) in {int, float} for row in rows)
    return f"{'>' if number else '*' if name == 'because' else ''}{name.replace('_', ' ')}"


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        shown = ", ".join(str(item) for item in value[:_LONGEST_LIST] if item is not None)
        return shown + (f" and {len(value) - _LONGEST_LIST} more" if len(value) > _LONGEST_LIST else "")
    return value if isinstance(value, (str, int, float)) or value is None else str(value)
