"""Who is hit when something fails, changes, leaves or dries up: how hard, when, over which path, and whom to tell.

The answer is a lower bound. It says *at least*, and how many of the things that it does
not name have never said what they need.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import Outcome, outcomes
from opmap.analyses.covering import EXPECTED_TO_NEED, undescribed
from opmap.analyses.naming import NodeName, Step, name_of, step_of
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.model import CERTAINTIES, KIND_NAMES, STATES
from opmap.graph.ownership import Ownership, needs_owner, owners
from opmap.graph.spreading import Spread, spread
from opmap.kinds import Certainty, State, Travel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from opmap.graph import Graph

_LOST = Harm.DOWN | Harm.IDLE
HIT = ~(Harm.REDUNDANCY_LOST | Harm.PARTLY_STALE | Harm.BLIND | Harm.FROZEN)
"""What counts as being hit; the rest is said beside it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One node that is hit."""

    node: NodeName
    harm: str  # the gravest
    also: tuple[str, ...]
    after_hours: float
    path: tuple[Step, ...]  # from the hit node to what failed
    certainty: str  # the weakest on the path
    presumed: bool  # some strength on the path is presumed
    counts: bool
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """What counts, and how much of it is hit."""

    total: int
    lost: int
    degraded: int
    stand_ins: int  # of the total, those that stand in because nobody has said what counts
    value_total: float
    value_lost: float


@dataclass(frozen=True, slots=True)
class Blast:
    """The answer to *what if*."""

    asked: tuple[NodeName, ...]
    by: str
    toll: Toll
    counts: dict[str, int]  # nodes by their gravest harm
    hits: tuple[Hit, ...]  # what counts first, then the gravest, then the soonest
    hits_in_all: int
    possible_more: int  # further nodes that would be hit if the merely possible relations were real
    tell: tuple[tuple[NodeName, int], ...]  # owners, with how many of their nodes are hit
    without_owner: int
    undescribed: int  # nodes not hit of which nobody has said what they need
    not_hit: int  # nodes not hit that could need something


def blast(graph: Graph, failing: Sequence[int], by: Travel = Travel.OUTAGE, *, depth: int = 0, most: int = 0) -> Blast:
    """Say what follows when nodes fail (or change, or are absent); the first ``most`` hits with their paths."""
    faults = FaultGraph.of(graph)
    found = spread(faults, failing, by)
    hit = (found.harm & int(HIT)) > 0
    hit[list(failing)] = False
    if depth:
        hit &= _within(graph, found, hit, depth)
    counted = outcomes(graph)
    toll = _toll(counted, found)
    outcome_nodes = {node for one in counted for node in one.nodes}
    order = _ordered(graph, found, hit, outcome_nodes)
    owned = owners(graph)
    shown = order[:most] if most else order
    asked = {int(one) for one in failing}
    numbers = np.flatnonzero(hit)
    undescribed_count, could = _silence(graph, hit, asked)
    return Blast(
        asked=tuple(name_of(graph, one) for one in failing),
        by=by.value,
        toll=toll,
        counts=_counts(found.harm[hit]),
        hits=tuple(_hit(graph, found, one, outcome_nodes, owned) for one in shown),
        hits_in_all=len(numbers),
        possible_more=_possible_more(graph, failing, by, hit) if not depth else 0,
        tell=_whom_to_tell(graph, [*numbers.tolist(), *asked], owned),
        without_owner=sum(1 for one in numbers.tolist() if needs_owner(graph, one) and one not in owned),
        undescribed=undescribed_count,
        not_hit=could,
    )


def _toll(counted: tuple[Outcome, ...], found: Spread) -> Toll:
    lost = [one for one in counted if _lost(one, found)]
    degraded = [one for one in counted if one not in lost and any(found.harm[node] & int(HIT) for node in one.nodes)]
    return Toll(
        total=len(counted),
        lost=len(lost),
        degraded=len(degraded),
        stand_ins=sum(one.stand_in for one in counted),
        value_total=sum(one.value for one in counted),
        value_lost=sum(one.value for one in lost),
    )


def _lost(outcome: Outcome, found: Spread) -> bool:
    fallen = sum(bool(found.harm[node] & int(_LOST)) for node in outcome.nodes)
    return len(outcome.nodes) - fallen < outcome.need


def _ordered(graph: Graph, found: Spread, hit: NDArray[np.bool_], counted: set[int]) -> list[int]:
    """Order what is hit: what counts first, then the gravest, then the soonest."""
    numbers = np.flatnonzero(hit)
    harm = found.harm[numbers].astype(np.int64) & int(HIT)
    gravest = harm & -harm
    less = ~np.isin(numbers, list(counted))
    business = ~np.isin(numbers, [one for one in counted if graph.kind_of(one) in {"capability", "process"}])
    return [int(one) for one in numbers[np.lexsort((numbers, found.hours[numbers], gravest, less, business))]]


def _hit(graph: Graph, found: Spread, number: int, counted: set[int], owned: dict[int, tuple[Ownership, ...]]) -> Hit:
    harm = Harm(int(found.harm[number]))
    gravest = Harm(int(harm & HIT)).gravest
    path = tuple(step_of(graph, edge) for edge in found.path(number))
    rank = {word.value: place for place, word in enumerate(Certainty)}
    return Hit(
        node=name_of(graph, number),
        harm=gravest.word,
        also=tuple(one.word for one in Harm if one & harm and one is not gravest),
        after_hours=float(found.hours[number]),
        path=path,
        certainty=max((step.certainty for step in path), key=rank.__getitem__, default=Certainty.CERTAIN.value),
        presumed=any(step.presumed for step in path),
        counts=number in counted,
        owners=tuple(graph.names[one.owner] for one in owned.get(number, ())),
    )


def _counts(harms: NDArray[np.uint16]) -> dict[str, int]:
    grave = harms.astype(np.int64) & int(HIT)
    found = dict(zip(*np.unique(grave & -grave, return_counts=True), strict=True))
    return {one.word: int(found[int(one)]) for one in Harm if int(one) in found}


def _within(graph: Graph, found: Spread, hit: NDArray[np.bool_], depth: int) -> NDArray[np.bool_]:
    """Keep what is reached in so many steps."""
    near = np.zeros(len(graph), np.bool_)
    for number in np.flatnonzero(hit).tolist():
        near[number] = len(found.path(number)) <= depth
    return near


def _possible_more(graph: Graph, failing: Sequence[int], by: Travel, hit: NDArray[np.bool_]) -> int:
    """Count what else would be hit if the merely possible relations were real."""
    if not (graph.certainty == CERTAINTIES.index(Certainty.POSSIBLE)).any():
        return 0
    wider = spread(FaultGraph.of(graph, tuple(Certainty)), failing, by)
    more = ((wider.harm & int(HIT)) > 0) & ~hit
    more[list(failing)] = False
    return int(more.sum())


def _whom_to_tell(
    graph: Graph, numbers: list[int], owned: dict[int, tuple[Ownership, ...]]
) -> tuple[tuple[NodeName, int], ...]:
    votes = Counter(one.owner for number in numbers for one in owned.get(number, ()))
    ranked = sorted(votes.items(), key=lambda pair: (-pair[1], graph.ids[pair[0]]))
    return tuple((name_of(graph, owner), count) for owner, count in ranked)


def _silence(graph: Graph, hit: NDArray[np.bool_], asked: set[int]) -> tuple[int, int]:
    """Count what is not hit and could need something, and of it, what has never said what it needs."""
    could = np.isin(graph.kind, [KIND_NAMES.index(name) for name in EXPECTED_TO_NEED]) & ~hit
    could &= graph.state != STATES.index(State.DANGLING)
    could[sorted(asked)] = False
    return int((undescribed(graph) & could).sum()), int(could.sum())
