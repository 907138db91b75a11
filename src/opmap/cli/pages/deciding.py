"""Pages for decisions: what was decided, what it moved, and what stands in the way of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.words import counted, quoted

if TYPE_CHECKING:
    from opmap.analyses.moving import Moved
    from opmap.app import Decided, Plan
    from opmap.decisions import Decision
    from opmap.graph import Graph

_MOST_MOVES = 10


def decided_page(decided: Decided, moved: Moved, *, undone: bool = False) -> Page:
    """Say what was decided or taken back, and what moved by it."""
    numbers = [decision.number for decision in decided.decisions]
    what = "taken back" if undone else "written down"
    label = f"Decision {numbers[0]}" if len(numbers) == 1 else counted(len(numbers), "decision")
    rows: list[tuple[Cell, ...]] = [
        (Tone(line.text, "good" if line.better else "warn"),) for line in moved.lines[:_MOST_MOVES]
    ]
    notes = [] if moved.lines else [Note("nothing that opmap computes moved by it")]
    if len(moved.lines) > _MOST_MOVES:
        notes.append(Note(f"{len(moved.lines) - _MOST_MOVES} more things moved"))
    if decided.waiting:
        notes.append(Note(f"{counted(len(decided.waiting), 'decision')} waits for a node that is not on the map"))
    return Page(
        headline=f"{label} {what}. Snapshot {decided.after}.",
        tables=(Table(columns("*moved"), tuple(rows), title="what moved", heads=False),),
        notes=tuple(notes),
        next=(f"opmap undo {numbers[0]}",) if len(numbers) == 1 and not undone else ("opmap decisions",),
        data={"decisions": decided.decisions, "before": decided.before, "after": decided.after, "moved": moved.lines},
    )


def plan_page(plan: Plan, *, applied: bool) -> Page:
    """Show what many decisions would be, and which rows have problems."""
    problems = tuple(
        (problem.line or "", Tone(problem.sentence, "bad" if not problem.is_conflict else "warn"))
        for problem in plan.problems
    )
    would = tuple(
        (decision.act, decision.subject, "; ".join(decision.objects), decision.value, decision.by)
        for decision in plan.decisions
    )
    tables = (
        Table(columns(">row", "*problem"), problems, title="in the way"),
        Table(columns("decision", "node", "others", "value", "by"), would, title="would be decided"),
    )
    happened = "Applied" if applied else "Nothing is decided yet"
    headline = f"{happened}: {counted(len(plan.decisions), 'decision')}, {counted(len(plan.problems), 'problem')}."
    notes = (Note(f"{counted(len(plan.repeated), 'row')} says what is decided already"),) if plan.repeated else ()
    return Page(headline=headline, tables=tables, notes=notes, data=plan)


def decisions_page(decisions: list[Decision], graph: Graph) -> Page:
    """List decisions, the newest first."""
    waiting = set(graph.details.estate().waiting)
    rows = tuple(
        (
            decision.number,
            decision.act,
            _name(graph, decision.subject),
            "; ".join(_name(graph, one) for one in decision.objects),
            decision.value,
            decision.by,
            decision.because,
            decision.time[:16].replace("T", " "),
            Tone("taken back", "faint")
            if decision.undone
            else Tone("waiting", "warn")
            if decision.number in waiting
            else "",
        )
        for decision in sorted(decisions, key=lambda one: -one.number)
    )
    heads = columns(">no.", "decision", "node", "*others", "value", "by", "*because", "when", "state")
    standing = sum(not decision.undone for decision in decisions)
    text = f"{counted(len(waiting), 'decision')} waits for a node that no source shows any more"
    notes = (Note(text),) if waiting else ()
    return Page(
        headline=f"{counted(standing, 'decision')} in force, {len(decisions) - standing} taken back.",
        tables=(Table(heads, rows),),
        notes=notes,
        next=(f"opmap undo {quoted(str(decisions[-1].number))}",) if decisions else ("opmap decide --help",),
        data=decisions,
    )


def _name(graph: Graph, node: str) -> str:
    return graph.names[graph.number[node]] if node in graph.number else node
