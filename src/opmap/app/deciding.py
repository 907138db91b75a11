"""To decide and to take back: written down, heard at once, and in a snapshot of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from opmap.app.clock import now
from opmap.app.compiling import compile_estate_of
from opmap.app.planning import Plan, Planning, Row
from opmap.app.values import check_said, plain
from opmap.decisions import Decision
from opmap.errors import BadPlan
from opmap.frozen import frozen
from opmap.store import DEFAULT_PATH, Store


@frozen
class Decided:
    """What was decided or taken back, and the snapshots before and after it."""

    decisions: tuple[Decision, ...]
    before: int
    after: int
    waiting: tuple[int, ...] = ()  # of these decisions, those whose node is not there
    repeated: tuple[str, ...] = ()  # who said the very same before, so that nothing was written down
    against: tuple[str, ...] = ()  # earlier decisions that say otherwise; what was said last is heard
    remarks: tuple[str, ...] = ()  # owners whom no file names


def decide(row: Row, store_path: Path | str = DEFAULT_PATH) -> Decided:
    """Take one decision; where the very same stands already, write nothing down.

    Raise UnknownNode or AmbiguousNode where a node cannot be told by what it is called, and
    BadDecision where the decision makes no sense.
    """
    with Store.open(store_path) as store, store.changing():
        planning = _planning(store)
        decision = planning.decision(row, now())
        if said := planning.said_already(decision):
            return replace(_write(store, []), repeated=(said,))
        against = planning.against(decision) if decision.act != "own" else ()  # several may own one thing
        remarks = tuple(planning.newcomers(decision))
        return replace(_write(store, [decision]), against=tuple(against), remarks=remarks)


def preview(rows: Sequence[Row], store_path: Path | str = DEFAULT_PATH) -> Plan:
    """Say what many decisions would be, and which of them cannot be taken or contradict others; change nothing."""
    with Store.open(store_path) as store:
        return _planning(store).plan(rows, now())


def apply(plan: Plan, store_path: Path | str = DEFAULT_PATH, *, anyway: bool = False) -> Decided:
    """Take all decisions of a plan, or none.

    Raise BadPlan where the plan has problems; with ``anyway``, take what can be taken
    in spite of them.
    """
    if plan.problems and not anyway:
        raise _in_the_way(plan)
    with Store.open(store_path) as store, store.changing():
        return replace(_write(store, plan.decisions), remarks=plan.remarks)


def undo(number: int, store_path: Path | str = DEFAULT_PATH, *, by: str, because: str = "") -> Decided:
    """Take a decision back; raise BadDecision where there is none with that number, or none any more."""
    by, because = plain(by), plain(because)
    check_said("undo", by, because)
    with Store.open(store_path) as store, store.changing():
        before = store.snapshot().number
        with store.writing():
            undone = store.undo(number, by=by, because=because, time=now())
            compiled = compile_estate_of(store)
        return Decided((undone,), before, compiled.newest)


def _planning(store: Store) -> Planning:
    from opmap.app.opening import graph_of

    with store.reading():
        return Planning(graph_of(store), store.aliases(), store.decisions())


def _write(store: Store, decisions: Sequence[Decision]) -> Decided:
    before = store.snapshot().number
    if not decisions:
        return Decided((), before, before)
    with store.writing():
        written = store.decide(decisions)
        compiled = compile_estate_of(store)
    numbers = {decision.number for decision in written}
    waiting = tuple(number for number in compiled.beside.waiting if number in numbers)
    return Decided(tuple(written), before, compiled.newest, waiting)


def _in_the_way(plan: Plan) -> BadPlan:
    said = [f"line {problem.line}: {problem.sentence}" for problem in plan.problems]
    return BadPlan(len(plan.decisions), said)
