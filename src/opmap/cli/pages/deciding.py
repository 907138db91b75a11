"""Pages for decisions: what was decided, what it moved, and what stands in the way of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, counted, withheld

if TYPE_CHECKING:
    from opmap.analyses.moving import Moved
    from opmap.app import Decided, Plan
    from opmap.decisions import Decision
    from opmap.graph import Graph

_MOST_MOVES = 10


def decided_page(decided: Decided, moved: Moved, *, undone: bool = False) -> Page:
    """Say what was decided or taken back, and what moved by it."""
    if decided.repeated:
        return _repeated_page(decided)
    numbers = [decision.number for decision in decided.decisions]
    what = "taken back" if undone else "written down"
    label = f"Decision {numbers[0]}" if len(numbers) == 1 else counted(len(numbers), "decision")
    rows: list[tuple[Cell, ...]] = [
        (Tone(line.text, "good" if line.better else "warn"),) for line in moved.lines[:_MOST_MOVES]
    ]
    notes = [] if moved.lines else [Note("nothing that opmap computes moved by it")]
    notes += [Note(f"{each}; what was said last is heard") for each in decided.against]
    notes += map(Note, decided.remarks)
    further = len(moved.lines) - len(rows)
    notes += withheld(
        [(further, "further thing that moved", "further things that moved")], "opmap decisions --format json"
    )
    if decided.waiting:
        waits = f"{counted(len(decided.waiting), 'decision')} {agreeing(len(decided.waiting), 'waits', 'wait')}"
        notes.append(Note(f"{waits} for a node or a relation that is not on the map", "opmap decisions"))
    return Page(
        headline=f"{label} {what}. Snapshot {decided.after}.",
        tables=(Table(columns("*moved"), tuple(rows), title="what moved", heads=False),),
        notes=tuple(notes),
        next=(f"opmap undo {numbers[0]} --by YOU",) if len(numbers) == 1 and not undone else ("opmap decisions",),
        data={"decisions": decided.decisions, "before": decided.before, "after": decided.after, "moved": moved.lines}
        | {"repeated": "", "against": decided.against, "remarks": decided.remarks},
        sheet=Table(
            columns("moved", "better"), tuple((line.text, "yes" if line.better else "no") for line in moved.lines)
        ),
    )


def _repeated_page(decided: Decided) -> Page:
    """Say that a decision stands already, and that nothing was written down."""
    said = decided.repeated[0]
    return Page(
        headline=f"Nothing was written down: {said} says the same.",
        next=("opmap decisions",),
        data={"decisions": (), "before": decided.before, "after": decided.after, "moved": (), "repeated": said},
        sheet=Table(columns("moved", "better"), ()),
    )


def plan_page(plan: Plan) -> Page:
    """Show what many decisions would be, and which rows have problems; nothing is decided yet."""
    problems = tuple(
        (str(problem.line or ""), Tone(problem.sentence, "bad" if not problem.is_conflict else "warn"))
        for problem in plan.problems
    )
    would = tuple(
        (decision.act, decision.subject, "; ".join(decision.objects), decision.value, decision.by)
        for decision in plan.decisions
    )
    heads = columns("decision", "node", "others", "value", "by")
    counts = f"{counted(len(plan.decisions), 'decision')}, {counted(len(plan.problems), 'problem')}"
    again = (
        f"{counted(len(plan.repeated), 'row')} {agreeing(len(plan.repeated), 'says', 'say')} what is decided already"
    )
    is_said = bool(plan.repeated) and not (plan.decisions or plan.problems)
    sheet = [("problem", str(problem.line or ""), problem.sentence, "", "", "", "") for problem in plan.problems]
    return Page(
        headline=f"Nothing to decide: {again}." if is_said else f"Nothing is decided yet: {counts}.",
        tables=(
            Table(columns(">row", "*problem"), problems, title="in the way"),
            Table(heads, would, title="would be decided"),
        ),
        notes=(*((Note(again),) if plan.repeated and not is_said else ()), *map(Note, plan.remarks)),
        next=("opmap decisions",) if is_said else (f"opmap decide --from FILE{' --anyway' if plan.problems else ''}",),
        data={"applied": False, "decisions": plan.decisions, "problems": plan.problems, "repeated": plan.repeated},
        sheet=Table(
            columns("what", "row", "problem", *(column.name for column in heads[:4])),
            (*sheet, *(("would be decided", "", "", *row[:4]) for row in would)),
        ),
    )


def decisions_page(decisions: list[Decision], graph: Graph) -> Page:
    """List decisions, the newest first."""
    waiting = set(graph.details.beside().waiting)
    rows = tuple(_row(graph, decision, waiting) for decision in sorted(decisions, key=lambda one: -one.number))
    heads = columns(">no.", "decision", "node", "*others", "value", "by", "*because", "when", "state")
    standing = sum(not decision.undone for decision in decisions)
    waits = f"{counted(len(waiting), 'decision')} {agreeing(len(waiting), 'waits', 'wait')}"
    notes = (Note(f"{waits} for a node or a relation that no source shows any more"),) if waiting else ()
    return Page(
        headline=f"{counted(standing, 'decision')} in force, {len(decisions) - standing:,} taken back.",
        tables=(Table(heads, rows),),
        notes=notes,
        next=(f"opmap undo {decisions[-1].number} --by YOU",) if decisions else ("opmap decide --help",),
        data=decisions,
    )


def _row(graph: Graph, decision: Decision, waiting: set[int]) -> tuple[Cell, ...]:
    state: Cell = "in force"
    if decision.undone:
        state = Tone("taken back", "faint")
    elif decision.number in waiting:
        state = Tone("waiting", "warn")
    return (
        str(decision.number),
        decision.act,
        _name(graph, decision.subject),
        "; ".join(_name(graph, one) for one in decision.objects),
        decision.value,
        decision.by,
        decision.because,
        decision.time[:16].replace("T", " "),
        state,
    )


def _name(graph: Graph, node: str) -> str:
    number = graph.number_of(node)
    if number is None:
        return plain(node, 80)
    name = plain(graph.names[number], 80)
    return name if graph.is_alone(number) else f"{name} ({plain(graph.ids[number], 80)})"
