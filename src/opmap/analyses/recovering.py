"""How soon things have to be back, and what takes longer or is thought less of than it should be.

What falls with a node alone may be down for as long as somebody said that it is tolerated.
The node is *required* back within the least, over all that falls with it, of the hours until
the fall is felt and those that are tolerated (`requiring`). *Recovery slower than tolerated*:
its repair takes longer. *Criticality inversion*: it is called less critical than something
that falls with it, whether or not any time is stated; or than something that may be away for
longer; or may itself be away for longer than it is required back. Neither compares the two
ends of a relation: what is redundant, soft or buffered is judged by what really falls, and
when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import assumptions
from opmap.analyses.counting import asked_for, resting_on
from opmap.analyses.figures import figure
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Step, name_of, step_of
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.analyses.repairing import Repair, repair_of
from opmap.analyses.requiring import Required, further_tolerances, required, tolerances
from opmap.analyses.supposing import amount_said
from opmap.connecting.words import CRITICALITIES
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.kinds import BEARS_NO_OWNER

if TYPE_CHECKING:
    from opmap.graph import Graph

APART = 2
"""So many words must lie between two things that do not fall together: one step may be two scales that met."""


@frozen
class Recovery:
    """A node that has to be back in time, or is thought less of than it should be."""

    node: NodeName
    required_hours: float | None  # none where nobody said how long anything may be down that falls with it
    outcome: NodeName  # what requires it so soon; else what falls with it and is called more critical
    felt_after_hours: float
    tolerated_hours: float | None
    repair: Repair
    slower: bool
    criticality: str  # as somebody called it; empty where nobody did
    inverted: tuple[str, ...]  # why it is thought less of than it should be
    path: tuple[Step, ...]
    owners: tuple[str, ...]
    left: tuple[str, ...]  # of these, those who are not there any more
    ownable: bool
    ask: NodeName | None
    evidence: tuple[Evidence, ...]


@frozen
class Recovering:
    """The answer to *what has to be back, and when*."""

    outcome: NodeName | None
    nodes: int
    total: int  # of what counts
    tolerated: int  # of these, those of which somebody said how long they may be down
    further: int  # things beside these of which somebody said it, which bind what they lean on as well
    required: int  # nodes that have to be back within some time
    slower: int  # of these, those whose stated repair takes longer
    slower_if_assumed: int  # and those whose repair is assumed, and would
    inverted: int
    recoveries: tuple[Recovery, ...]  # stated and slower first, then assumed and slower, then by the time required


def recovering(graph: Graph, asked: int | None = None, *, most: int = 0) -> Recovering:
    """Say what has to be back how soon, for all that somebody said it of or for one outcome; ``most`` with proof."""
    counted = asked_for(graph, [] if asked is None else [asked])
    tolerated = tolerances(graph, counted)
    further = further_tolerances(graph, counted, below=asked is not None)
    needed = required(graph, [*tolerated, *further])
    inverted = _inverted(graph, needed, asked)
    table = assumptions(graph)
    repairs = {number: repair_of(graph, number, table) for number in {*needed, *inverted}}
    slow = {number for number, need in needed.items() if repairs[number].hours > need.hours}

    def order(number: int) -> tuple[bool, bool, float, str]:
        stands_out = number in slow or number in inverted
        excess = _excess(repairs[number], needed[number]) if number in needed else 0.0
        return not stands_out, repairs[number].assumed, excess, graph.ids[number]

    ordered = sorted(repairs, key=order)
    left = people_who_left(graph)
    return Recovering(
        outcome=None if asked is None else name_of(graph, asked),
        nodes=len(graph),
        total=len(counted),
        tolerated=len(tolerated),
        further=len(further),
        required=len(needed),
        slower=sum(not repairs[number].assumed for number in slow),
        slower_if_assumed=sum(repairs[number].assumed for number in slow),
        inverted=len(inverted),
        recoveries=tuple(
            _recovery(graph, number, needed.get(number), repairs[number], inverted.get(number), left)
            for number in ordered[: most or None]
        ),
    )


def _excess(repair: Repair, need: Required) -> float:
    """Give what orders the worst first: how much longer the repair takes, counted in what is required."""
    return -repair.hours / need.hours


@frozen
class _Inverted:
    """Why something is thought less of than it should be, and what shows it."""

    reasons: tuple[str, ...]
    outcome: int | None  # what is called more critical and falls with it


def _inverted(graph: Graph, needed: dict[int, Required], asked: int | None) -> dict[int, _Inverted]:
    """Say what is thought less of than it should be; of one outcome, among all that it leans on."""
    called = {number: word for number in range(len(graph)) if (word := _called(graph, number))}
    above = sorted(called, key=lambda number: CRITICALITIES.index(called[number]))
    falls = single_faults(graph.faults, above, Harm.IDLE) if above else {}
    with_it: dict[int, int] = {}  # of what is called less critical, the most critical that falls with it
    for one in above:
        for number in falls[one].tolist():
            if number in called and _steps(called, one, number) > 0:
                with_it.setdefault(number, one)
    below = resting_on(graph, np.array([asked])) if asked is not None else np.ones(len(graph), np.bool_)
    found: dict[int, _Inverted] = {}
    for number in sorted({*needed, *(one for one in with_it if below[one])}):
        need = needed.get(number)
        own = amount_said(graph, number, "tolerance_hours")
        reasons = [f"it may itself be away for {figure(own)} h"] if need and own > need.hours else []
        top = with_it.get(number)
        if top is not None:
            reasons.append(f"{graph.names[top]}, called {called[top]}, falls with it")
        elif need and number in called:
            longer = [one for one in above if _steps(called, one, number) >= APART and one in needed]
            longer = [one for one in longer if needed[one].hours > need.hours]
            if longer:
                last = max(longer, key=lambda one: (needed[one].hours, -one))
                back = needed[last].hours
                reasons.append(f"{graph.names[last]}, called {called[last]}, may be away for {figure(back)} h")
        if reasons:
            found[number] = _Inverted(tuple(reasons), top)
    return found


def _steps(called: dict[int, str], one: int, other: int) -> int:
    """Say by how many words one is called more critical than another."""
    return CRITICALITIES.index(called[other]) - CRITICALITIES.index(called[one])


def _called(graph: Graph, number: int) -> str:
    said = dict(graph.details.node(number).attributes).get("criticality")
    return said if isinstance(said, str) and said in CRITICALITIES else ""


def _recovery(
    graph: Graph, number: int, need: Required | None, repair: Repair, inverted: _Inverted | None, left: dict[int, str]
) -> Recovery:
    found = spread(graph.faults, [number])
    shown = inverted.outcome if inverted and inverted.outcome is not None else number
    hurt = need.outcome.nodes if need else (shown,)
    fallen = min(hurt, key=lambda node: float(found.hours[node]))
    owned = graph.owners.get(number, ())
    gone = tuple(graph.names[one.owner] for one in owned if one.owner in left)
    ownable = graph.kind_of(number) not in BEARS_NO_OWNER
    return Recovery(
        node=name_of(graph, number),
        required_hours=need.hours if need else None,
        outcome=name_of(graph, hurt[0]),
        felt_after_hours=need.felt_after if need else float(found.hours[fallen]),
        tolerated_hours=need.tolerated if need else None,
        repair=repair,
        slower=need is not None and repair.hours > need.hours,
        criticality=_called(graph, number),
        inverted=inverted.reasons if inverted else (),
        path=tuple(step_of(graph, edge) for edge in found.path(fallen)),
        owners=tuple(graph.names[one.owner] for one in owned),
        left=gone,
        ownable=ownable,
        ask=neighbouring_owner(graph, [number], left) if ownable and len(gone) == len(owned) else None,
        evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
    )
