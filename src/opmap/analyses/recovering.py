"""How soon things have to be back, and what takes longer or is thought less of than it should be.

What falls with a node alone may be down for as long as somebody said that it is tolerated.
The node is *required* back within the least, over all that falls with it, of the hours until
the fall is felt and those that are tolerated. *Recovery slower than tolerated*: its repair
takes longer. *Criticality inversion*: it is called less critical than something that falls
with it, or than something that may be away for longer, or may itself be away for longer than
it is required back. Neither compares the two ends of a relation: what is redundant, soft or
buffered is judged by what really falls, and when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.assumptions import assumptions
from opmap.analyses.counting import Outcome, asked_for
from opmap.analyses.grading import faults_by_outcome
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Step, name_of, step_of
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.analyses.repairing import Repair, repair_of, stated_hours
from opmap.connecting.words import CRITICALITIES
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm
from opmap.graph.impact import hours_to_impact
from opmap.graph.spreading import spread
from opmap.kinds import BEARS_NO_OWNER

if TYPE_CHECKING:
    from opmap.graph import Graph

APART = 2
"""So many words must lie between two things that do not fall together: one step may be two scales that met."""


@frozen
class Recovery:
    """A node that has to be back in time."""

    node: NodeName
    required_hours: float
    outcome: NodeName  # what requires it so soon
    felt_after_hours: float
    tolerated_hours: float
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
    required: int  # nodes that have to be back within some time
    slower: int  # of these, those whose stated repair takes longer
    slower_if_assumed: int  # and those whose repair is assumed, and would
    inverted: int
    recoveries: tuple[Recovery, ...]  # stated and slower first, then assumed and slower, then by the time required


def recovering(graph: Graph, asked: int | None = None, *, most: int = 0) -> Recovering:
    """Say what has to be back how soon for everything that counts, or for one outcome; ``most`` of it with proof."""
    counted = asked_for(graph, [] if asked is None else [asked])
    tolerated = [stated_hours(graph, one.node, "tolerance_hours") for one in counted]
    required = _required(graph, counted, tolerated)
    inverted = _inverted(graph, required)
    table = assumptions(graph)
    repairs = {number: repair_of(graph, number, table) for number in required}
    slow = {number for number, need in required.items() if repairs[number].hours > need.hours}

    def order(number: int) -> tuple[bool, bool, float, str]:
        stands_out = number in slow or number in inverted
        return not stands_out, repairs[number].assumed, _excess(repairs[number], required[number]), graph.ids[number]

    ordered = sorted(required, key=order)
    left = people_who_left(graph)
    return Recovering(
        outcome=None if asked is None else name_of(graph, asked),
        nodes=len(graph),
        total=len(counted),
        tolerated=sum(hours > 0 for hours in tolerated),
        required=len(required),
        slower=sum(not repairs[number].assumed for number in slow),
        slower_if_assumed=sum(repairs[number].assumed for number in slow),
        inverted=len(inverted),
        recoveries=tuple(
            _recovery(graph, number, required[number], repairs[number], inverted.get(number, []), left)
            for number in ordered[: most or None]
        ),
    )


@frozen
class _Required:
    """The soonest that anything requires of a node."""

    hours: float
    outcome: Outcome
    felt_after: float
    tolerated: float


def _required(graph: Graph, counted: list[Outcome], tolerated: list[float]) -> dict[int, _Required]:
    """Give for every node that takes down alone something with a tolerance how soon it has to be back."""
    timed = [(one, hours) for one, hours in zip(counted, tolerated, strict=True) if hours]
    falls = faults_by_outcome(graph, [one for one, _ in timed])
    pairs = sorted((fault, place) for place, faults in enumerate(falls) for fault in faults)
    nodes = [timed[place][0] for _, place in pairs]
    lost = [(fault, len(one.nodes) - one.need + 1, one.nodes) for (fault, _), one in zip(pairs, nodes, strict=True)]
    found: dict[int, _Required] = {}
    for (fault, place), felt in zip(pairs, hours_to_impact(graph.faults, lost), strict=True):
        outcome, hours = timed[place]
        if fault not in found or felt + hours < found[fault].hours:
            found[fault] = _Required(felt + hours, outcome, felt, hours)
    return found


def _excess(repair: Repair, required: _Required) -> float:
    """Give what orders the worst first: how much longer the repair takes, counted in what is required."""
    return -repair.hours / required.hours


def _inverted(graph: Graph, required: dict[int, _Required]) -> dict[int, list[str]]:
    """Say of what is required back in time why it is thought less of than it should be."""
    called = {number: _called(graph, number) for number in range(len(graph)) if _called(graph, number)}
    above = sorted(called, key=lambda number: CRITICALITIES.index(called[number]))
    falls = single_faults(graph.faults, above, Harm.IDLE) if above else {}
    found: dict[int, list[str]] = {}
    for number, need in sorted(required.items()):
        own = stated_hours(graph, number, "tolerance_hours")
        reasons = [f"it may itself be away for {own:g} h"] if own > need.hours else []
        if number in called:
            steps = {one: CRITICALITIES.index(called[number]) - CRITICALITIES.index(called[one]) for one in above}
            with_it = [one for one in above if steps[one] > 0 and number in falls[one]]
            longer = [one for one in above if steps[one] >= APART and one in required]
            longer = [one for one in longer if required[one].hours > need.hours]
            if with_it:
                reasons.append(f"{graph.names[with_it[0]]}, called {called[with_it[0]]}, falls with it")
            elif longer:
                last = max(longer, key=lambda one: (required[one].hours, -one))
                back = required[last].hours
                reasons.append(f"{graph.names[last]}, called {called[last]}, may be away for {back:g} h")
        if reasons:
            found[number] = reasons
    return found


def _called(graph: Graph, number: int) -> str:
    said = dict(graph.details.node(number).attributes).get("criticality")
    return said if isinstance(said, str) and said in CRITICALITIES else ""


def _recovery(
    graph: Graph, number: int, need: _Required, repair: Repair, inverted: list[str], left: dict[int, str]
) -> Recovery:
    found = spread(graph.faults, [number])
    fallen = min(need.outcome.nodes, key=lambda node: float(found.hours[node]))
    owned = graph.owners.get(number, ())
    gone = tuple(graph.names[one.owner] for one in owned if one.owner in left)
    ownable = graph.kind_of(number) not in BEARS_NO_OWNER
    return Recovery(
        node=name_of(graph, number),
        required_hours=need.hours,
        outcome=name_of(graph, need.outcome.node),
        felt_after_hours=need.felt_after,
        tolerated_hours=need.tolerated,
        repair=repair,
        slower=repair.hours > need.hours,
        criticality=_called(graph, number),
        inverted=tuple(inverted),
        path=tuple(step_of(graph, edge) for edge in found.path(fallen)),
        owners=tuple(graph.names[one.owner] for one in owned),
        left=gone,
        ownable=ownable,
        ask=neighbouring_owner(graph, [number], left) if ownable and len(gone) == len(owned) else None,
        evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
    )
