"""What would be worth knowing: the facts that nobody stated, by how far their answers would move the ranking.

A ranking has moved far when it has moved in front: by how much one divided by the place
changes, for the node that moves furthest of all whose loss changes by a point or more. From
second to first weighs a half, from hundredth to fiftieth a hundredth. What moves together
counts once, and less than a point is a tie, and no move.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import FAILS, FOLLOWS, REPAIR, STATED, VALUE
from opmap.analyses.losses import Appraisal, appraise
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.supposing import amount_said
from opmap.analyses.weighing import FIRST, Weighing, Weight
from opmap.frozen import frozen
from opmap.graph.model import STRENGTHS
from opmap.graph.spreading import spread
from opmap.kinds import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from opmap.graph import Graph

    Amounts = NDArray[np.float64]

TOLERANCE, ESSENTIAL, COUNTS = "tolerance", "essential", "counts"
_A_POINT = 10**0.1
_LEAST_HOURS, _MOST_HOURS = 0.25, 72.0
_FOLLOWED = 30


@frozen
class Worth:
    """A fact that nobody stated, and what knowing it would do to the ranking."""

    node: NodeName  # of which it is asked; of a need, the end that is hurt
    number: int
    fact: str  # fails (times a year), repair (hours), value, tolerance (hours), counts, essential
    used: float  # what is used now
    low: float  # the answer is expected between these two
    high: float
    moves: float  # how far the ranking would move, on average over that range
    places: tuple[int, int]  # the places of the node at these ends; of what counts, the best and worst; 0: none at all
    edge: int | None = None  # of a need, its number in the graph
    other: NodeName | None = None  # and the end that is needed


def shift(before: Appraisal, after: Appraisal) -> float:
    """Say how far a ranking has moved: how far that node has whose loss has changed and that moved furthest.

    What is in one of the two only had, or has, no place at all.
    """
    size = 1 + max(int(one.numbers.max(initial=-1)) for one in (before, after))
    (was, loss), (now, changed) = _by_number(before, size), _by_number(after, size)
    least, most = np.minimum(loss, changed), np.maximum(loss, changed)
    told = (least <= 0) | (most >= least * _A_POINT)
    return float(np.abs(now - was)[told].max(initial=0.0))


def _by_number(found: Appraisal, size: int) -> tuple[Amounts, Amounts]:
    """Give for each node one divided by its place, and its loss; 0 where it has none."""
    places, losses = np.zeros(size), np.zeros(size)
    places[found.numbers] = 1 / np.arange(1, len(found.numbers) + 1)
    losses[found.numbers] = found.losses
    return places, losses


def worth_of_inputs(graph: Graph, most: int = 0, found: Appraisal | None = None) -> tuple[Worth, ...]:
    """Give the numbers that nobody stated, those first whose knowledge would move the ranking most."""
    every = tried_inputs(graph, appraise(graph) if found is None else found)
    return tuple(one.named(graph) for one in every[: most or None])


def tried_inputs(graph: Graph, found: Appraisal) -> list[Tried]:
    """Try what nobody stated, those first whose knowledge would move the ranking most; what moves nothing is left out.

    What is asked of people, and what a ranking says is to be learnt first, both are this.
    """
    weighing = Weighing(found)
    every = [
        one for one in (*_of_nodes(found, weighing), *_of_outcomes(graph, found, weighing)) if one.weight.moves > 0
    ]
    every.sort(key=lambda one: (-round(one.weight.moves, 6), graph.ids[one.number], one.fact))
    return every


def narrowing(found: Appraisal) -> dict[int, tuple[str, float, float, float, tuple[int, int]]]:
    """Give, for the first nodes, the number of theirs whose knowledge would change their place most.

    By the place of the node; each is the fact, what is used, the ends of the range, and the
    places at these.
    """
    best: dict[int, Tried] = {}
    for one in _of_nodes(found, Weighing(found)):
        place = found.rank[one.number] - 1
        if one.weight.moves > 0 and (place not in best or one.weight.moves > best[place].weight.moves):
            best[place] = one
    return {place: (one.fact, one.used, one.low, one.high, one.places) for place, one in best.items()}


@frozen
class Tried:
    """What knowing an input would do, before it is put into words."""

    number: int
    fact: str
    used: float
    low: float
    high: float
    weight: Weight
    places: tuple[int, int]

    def named(self, graph: Graph) -> Worth:
        """Put it into words."""
        name, moves = name_of(graph, self.number), self.weight.moves
        return Worth(name, self.number, self.fact, self.used, self.low, self.high, moves, self.places)


def _of_nodes(found: Appraisal, weighing: Weighing) -> Iterator[Tried]:
    """Try how often each of the first nodes fails, and how long its repair takes."""
    given = found.supposed
    for place, number in enumerate(found.numbers[:FIRST].tolist()):
        for fact, amounts, ranges, tried in (
            (FAILS, given.fails, given.fails_range, weighing.fails),
            (REPAIR, given.repair, given.repair_range, weighing.repair),
        ):
            habits = given.habits[place]
            stated = habits.fails if fact == FAILS else habits.repair
            if stated.basis not in (STATED, FOLLOWS):
                used, spread = float(amounts[place]), float(ranges[place])
                ends = (used / spread, used * spread)
                low, high = (_place(found, place, _loss(weighing, place, fact, end)) for end in ends)
                yield Tried(number, fact, used, *ends, tried(number, *ends), (low, high))


def _loss(weighing: Weighing, place: int, fact: str, amount: float) -> float:
    """Give what would be lost with a node if it failed so often, or its repair took so long."""
    given = weighing.found.supposed
    often, long = (amount, float(given.repair[place])) if fact == FAILS else given.with_repair(place, amount)
    return weighing.lost(place, often, long)


def _place(found: Appraisal, place: int, loss: float) -> int:
    """Give the place, from 1, that a node would have among the others with another loss."""
    greater = int(np.searchsorted(-found.losses, -loss * (1 + 1e-9)))
    return 1 + greater - int(place < greater)


def _of_outcomes(graph: Graph, found: Appraisal, weighing: Weighing) -> Iterator[Tried]:
    """Try the value of what counts where nobody stated it, and how long it may be down; of a stand-in, if it counts."""
    count = min(FIRST, len(found.numbers))
    hit = np.unique(found.falls.outcome[: int(np.searchsorted(found.falls.node, count))])
    for outcome in hit.tolist():
        one = found.counted[outcome]
        if one.stand_in:
            if one.assumed:
                weight = weighing.counts(outcome)
                yield Tried(one.node, COUNTS, 1.0, 0.0, 1.0, weight, (weight.best, weight.worst))
            continue
        if one.assumed:
            value, spread = float(found.value[outcome]), float(found.value_range[outcome])
            weight = weighing.value(outcome, value / spread, value * spread)
            yield Tried(one.node, VALUE, value, value / spread, value * spread, weight, (weight.best, weight.worst))
        if not amount_said(graph, one.node, "tolerance_hours"):
            weight = weighing.tolerance(outcome, _LEAST_HOURS, _MOST_HOURS)
            yield Tried(one.node, TOLERANCE, 0.0, _LEAST_HOURS, _MOST_HOURS, weight, (weight.best, weight.worst))


def worth_of_needs(graph: Graph, most: int = 20, found: Appraisal | None = None) -> tuple[Worth, ...]:
    """Give relations that are essential only because nobody said otherwise, those first that matter most.

    Each of the ``most`` likeliest is left out once, and all is computed again: the likeliest
    are those on the way of the greatest losses.
    """
    found = appraise(graph) if found is None else found
    every = [_of_need(graph, found, edge) for edge in _likeliest(graph, found, most)]
    return tuple(sorted(every, key=lambda one: (-round(one.moves, 9), one.node.id, one.edge)))


def _likeliest(graph: Graph, found: Appraisal, most: int) -> list[int]:
    """Give the presumed relations that most of the loss passes, as far as one way for each fall shows."""
    weight: dict[int, float] = {}
    hard = graph.presumed & (graph.strength == STRENGTHS.index(Strength.HARD))
    for place in range(min(_FOLLOWED, len(found.numbers))):
        falling = spread(graph.faults, [int(found.numbers[place])])
        rows = found.falls.of(place)
        for outcome in found.falls.outcome[rows].tolist():
            for edge in falling.path(found.counted[outcome].node):
                if hard[edge]:
                    weight[edge] = weight.get(edge, 0.0) + float(found.value[outcome]) / (place + 1)
    return sorted(weight, key=lambda edge: (-weight[edge], edge))[:most]


def _of_need(graph: Graph, found: Appraisal, edge: int) -> Worth:
    strength = graph.strength.copy()
    strength[edge] = STRENGTHS.index(Strength.SOFT)
    after = appraise(replace(graph, strength=strength), found.supposing)
    ends = int(graph.source[edge]), int(graph.target[edge])
    hurt, needed = ends if _hurts_source(graph, edge) else ends[::-1]
    then, now = np.full(len(graph), 10**9), np.arange(1, len(found.numbers) + 1)
    then[after.numbers] = np.arange(1, len(after.numbers) + 1)
    most = int(found.numbers[np.argmax((then[found.numbers] - now) / now)])
    places = found.rank[most], after.rank.get(most, 0)
    moved = shift(found, after) / 2  # the answer may as well be yes, which moves nothing
    name, other = name_of(graph, hurt), name_of(graph, needed)
    return Worth(name, hurt, ESSENTIAL, 1.0, 0.0, 1.0, moved, places, edge, other)


def _hurts_source(graph: Graph, edge: int) -> bool:
    from opmap.analyses.naming import leans

    ends = leans(graph, edge)
    return ends is None or ends[0] == int(graph.source[edge])
