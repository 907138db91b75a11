"""Who is hit when something fails, changes, leaves or dries up: how hard, when, over which path, and whom to tell.

The answer is a lower bound. It says *at least*, and how many of the things that it does
not name have never said what they need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import DECLARED_KINDS, Outcome, outcomes
from opmap.analyses.knowing import EXPECTED_TO_NEED, undescribed
from opmap.analyses.naming import NodeName, Step, name_of, step_of
from opmap.frozen import frozen
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.model import CERTAINTIES, STATES
from opmap.graph.ownership import asked_for_owner
from opmap.graph.spreading import Spread, spread
from opmap.kinds import Certainty, State, Travel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from opmap.graph import Graph

_LOST = Harm.DOWN | Harm.IDLE
HIT = ~(Harm.REDUNDANCY_LOST | Harm.PARTLY_STALE | Harm.BLIND | Harm.FROZEN)
"""What counts as being hit; the rest is said beside it."""


@frozen
class Hit:
    """One node that is hit."""

    node: NodeName
    harm: str  # the gravest
    also: tuple[str, ...]
    after_hours: float
    path: tuple[Step, ...]  # from the hit node to what failed
    certainty: str  # the weakest on the path
    presumed: bool  # some strength on the path is presumed
    unseen: str  # since when it, or something on the path, was not seen
    counts: bool
    owners: tuple[str, ...]


@frozen
class Toll:
    """What counts, and how much of it is hit."""

    total: int
    lost: int
    degraded: int
    stand_ins: int  # of the total, those that stand in because nobody has said what counts
    value_total: float
    value_lost: float


@frozen
class Blast:
    """The answer to *what if*."""

    asked: tuple[NodeName, ...]
    by: str
    toll: Toll
    counts: dict[str, int]  # nodes by their gravest harm
    hits: tuple[Hit, ...]  # what counts first, then the gravest, then the soonest, then the nearest
    hits_in_all: int
    possible_more: int  # further nodes that would be hit if the merely possible relations were real
    tell: tuple[tuple[NodeName, int], ...]  # owners, with how many of their nodes are hit
    without_owner: int
    unseen: int  # nodes hit that were not seen lately
    undescribed: int  # nodes not hit of which nobody has said what they need
    not_hit: int  # nodes not hit that could need something


def blast(
    graph: Graph,
    failing: Sequence[int],
    by: Travel = Travel.OUTAGE,
    *,
    depth: int = 0,
    most: int = 0,
    proof: bool = True,
) -> Blast:
    """Say what follows when nodes fail (or change, or are absent); the first ``most`` hits with their paths.

    Without ``proof`` the steps of the paths come without their evidence.
    """
    found = spread(FaultGraph.of(graph), failing, by)
    hit = (found.harm & int(HIT)) > 0
    hit[list(failing)] = False
    if depth:
        hit &= _within(graph, found, hit, depth)
    counted = outcomes(graph)
    outcome_nodes = {node for one in counted for node in one.nodes}
    order = _ordered(graph, found, hit, outcome_nodes)
    asked = np.array(sorted(set(failing)), np.int64)
    numbers = np.flatnonzero(hit)
    undescribed_count, could = _silence(graph, hit, asked)
    return Blast(
        asked=tuple(name_of(graph, one) for one in failing),
        by=by.value,
        toll=_toll(counted, found),
        counts=_counts(found.harm[hit]),
        hits=tuple(_hit(graph, found, one, outcome_nodes, proof=proof) for one in (order[:most] if most else order)),
        hits_in_all=len(numbers),
        possible_more=_possible_more(graph, found, by, hit) if not depth else 0,
        tell=_whom_to_tell(graph, found, np.concatenate([numbers, asked])),
        without_owner=int((hit & asked_for_owner(graph) & ~graph.owners.known).sum()),
        unseen=sum(bool(graph.unseen_since(one)) for one in numbers.tolist()) if any(graph.sinces) else 0,
        undescribed=undescribed_count,
        not_hit=could,
    )


def _toll(counted: tuple[Outcome, ...], found: Spread) -> Toll:
    fallen = ((found.harm & int(_LOST)) > 0).tolist()
    touched = ((found.harm & int(HIT)) > 0).tolist()
    lost = [sum(not fallen[node] for node in one.nodes) < one.need for one in counted]
    worse = [any(touched[node] for node in one.nodes) for one in counted]
    return Toll(
        total=len(counted),
        lost=sum(lost),
        degraded=sum(hit and not gone for hit, gone in zip(worse, lost, strict=True)),
        stand_ins=sum(one.stand_in for one in counted),
        value_total=sum(one.value for one in counted),
        value_lost=sum(one.value for one, gone in zip(counted, lost, strict=True) if gone),
    )


def _ordered(graph: Graph, found: Spread, hit: NDArray[np.bool_], counted: set[int]) -> list[int]:
    """Order what is hit: what counts first, then the gravest, then the soonest, then the nearest."""
    numbers = np.flatnonzero(hit)
    harm = found.harm[numbers].astype(np.int64) & int(HIT)
    gravest = harm & -harm
    counts = np.zeros(len(graph), np.bool_)
    counts[sorted(counted)] = True
    business = counts & graph.is_one_of(DECLARED_KINDS)
    near = _distances(graph, found)[numbers]
    keys = (numbers, near, found.hours[numbers], gravest, ~counts[numbers], ~business[numbers])
    ordered: list[int] = numbers[np.lexsort(keys)].tolist()
    return ordered


def _distances(graph: Graph, found: Spread) -> NDArray[np.int64]:
    """Count for each node the steps by which it was hit, each step twice as long as those of the round before."""
    toward = np.arange(len(graph), dtype=np.int64)
    reached = np.flatnonzero(found.edge >= 0)
    edge = found.edge[reached]
    toward[reached] = graph.source[edge].astype(np.int64) + graph.target[edge] - reached
    steps: NDArray[np.int64] = (toward != np.arange(len(graph))).astype(np.int64)
    for _ in range(len(graph).bit_length()):
        further = toward[toward]
        if (further == toward).all():
            break
        steps += steps[toward]
        toward = further
    return steps


def _hit(graph: Graph, found: Spread, number: int, counted: set[int], *, proof: bool) -> Hit:
    harm = Harm(int(found.harm[number]))
    gravest = Harm(int(harm & HIT)).gravest
    path = tuple(step_of(graph, edge, proof=proof) for edge in found.path(number))
    rank = {word.value: place for place, word in enumerate(Certainty)}
    return Hit(
        node=name_of(graph, number),
        harm=gravest.word,
        also=tuple(one.word for one in Harm if one & harm and one is not gravest),
        after_hours=float(found.hours[number]),
        path=path,
        certainty=max((step.certainty for step in path), key=rank.__getitem__, default=Certainty.CERTAIN.value),
        presumed=any(step.presumed for step in path),
        unseen=graph.unseen_since(number) or next((step.unseen for step in path if step.unseen), ""),
        counts=number in counted,
        owners=tuple(graph.names[one.owner] for one in graph.owners.get(number, ())),
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


def _possible_more(graph: Graph, found: Spread, by: Travel, hit: NDArray[np.bool_]) -> int:
    """Count what else would be hit if the merely possible relations were real."""
    possible = graph.certainty == CERTAINTIES.index(Certainty.POSSIBLE)
    if not possible.any():
        return 0
    wider = spread(FaultGraph.of(graph, tuple(Certainty)), found.faults, by)
    more = ((wider.harm & int(HIT)) > 0) & ~hit
    more[list(found.faults)] = False
    return int(more.sum())


def _whom_to_tell(graph: Graph, found: Spread, numbers: NDArray[np.int64]) -> tuple[tuple[NodeName, int], ...]:
    """Give the owners who are still there, those of most nodes first; not those whose absence this is about."""
    votes, failing = np.bincount(graph.owners.held(numbers), minlength=len(graph)), list(found.faults)
    votes[graph.reading.leaving.gone] = 0
    votes[failing] = 0
    people = graph.is_one_of(("person", "team"))
    if people[failing].all():  # a team that they alone make up is not there either
        votes[people & ((found.harm & int(Harm.DOWN)) > 0)] = 0
    ranked = sorted(np.flatnonzero(votes).tolist(), key=lambda owner: (-votes[owner], owner))
    return tuple((name_of(graph, owner), int(votes[owner])) for owner in ranked)


def _silence(graph: Graph, hit: NDArray[np.bool_], asked: NDArray[np.int64]) -> tuple[int, int]:
    """Count what is not hit and could need something, and of it, what has never said what it needs."""
    could = graph.is_one_of(EXPECTED_TO_NEED) & ~hit & (graph.state != STATES.index(State.DANGLING))
    could[asked] = False
    return int((undescribed(graph) & could).sum()), int(could.sum())
