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
from opmap.analyses.lasting import hours_down
from opmap.analyses.losses import Appraisal, appraise
from opmap.analyses.naming import NodeName, name_of
from opmap.frozen import frozen
from opmap.graph.model import STRENGTHS
from opmap.graph.spreading import spread
from opmap.kinds import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from opmap.graph import Graph

    Amounts = NDArray[np.float64]

TOLERANCE, ESSENTIAL = "tolerance", "essential"
FIRST = 300
"""Only the inputs of so many nodes, those with the greatest losses, are tried."""
_A_POINT = 10**0.1
_LEAST_HOURS, _MOST_HOURS = 0.25, 72.0
_FOLLOWED = 30


@frozen
class Worth:
    """A fact that nobody stated, and what knowing it would do to the ranking."""

    node: NodeName  # of which it is asked; of a need, the end that is hurt
    number: int
    fact: str  # fails (times a year), repair (hours), value, tolerance (hours), essential
    used: float  # what is used now
    low: float  # the answer is expected between these two
    high: float
    moves: float  # how far the ranking would move, on average over the ends of that range
    places: tuple[int, int]  # the places that the node most concerned would get at these ends; 0: none at all
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
    found = appraise(graph) if found is None else found
    every = [*_of_nodes(found), *_of_outcomes(graph, found)]
    every.sort(key=lambda one: (-round(one.moves, 9), graph.ids[one.number], one.fact))
    return tuple(one.named(graph) for one in every[: most or None])


def narrowing(found: Appraisal) -> dict[int, tuple[str, float, float, float, tuple[int, int]]]:
    """Give, for the first nodes, the number of theirs whose knowledge would change their place most.

    By the place of the node; each is the fact, what is used, the ends of the range, and the
    places at these.
    """
    best: dict[int, _Tried] = {}
    for one in _of_nodes(found):
        place = found.rank[one.number] - 1
        if one.moves > 0 and (place not in best or one.moves > best[place].moves):
            best[place] = one
    return {place: (one.fact, one.used, one.low, one.high, one.places) for place, one in best.items()}


@frozen
class _Tried:
    """What knowing a number would do, before it is put into words."""

    number: int
    fact: str
    used: float
    low: float
    high: float
    moves: float
    places: tuple[int, int]

    def named(self, graph: Graph) -> Worth:
        name = name_of(graph, self.number)
        return Worth(name, self.number, self.fact, self.used, self.low, self.high, self.moves, self.places)


def _of_nodes(found: Appraisal) -> Iterator[_Tried]:
    """Try how often each of the first nodes fails, and how long its repair takes."""
    given = found.supposed
    for place in range(min(FIRST, len(found.numbers))):
        for fact, amounts, ranges in (
            (FAILS, given.fails, given.fails_range),
            (REPAIR, given.repair, given.repair_range),
        ):
            habits = given.habits[place]
            number = habits.fails if fact == FAILS else habits.repair
            if number.basis not in (STATED, FOLLOWS):
                used, spread = float(amounts[place]), float(ranges[place])
                yield _of_node(found, place, fact, used, (used / spread, used * spread))


def _of_node(found: Appraisal, place: int, fact: str, used: float, ends: tuple[float, float]) -> _Tried:
    losses = [_loss(found, place, **{fact: end}) for end in ends]
    places = [_place(found, place, loss) for loss in losses]
    moves = sum(abs(1 / one - 1 / (place + 1)) for one in places) / 2
    return _Tried(int(found.numbers[place]), fact, used, *ends, moves=moves, places=(places[0], places[1]))


def _loss(found: Appraisal, place: int, fails: float = 0.0, repair: float = 0.0) -> float:
    """Give what would be lost with a node if it failed so often, or its repair took so long."""
    often, long = found.supposed.with_repair(place, repair or float(found.supposed.repair[place]))
    often = fails or often
    rows = found.falls.of(place)
    felt = found.value[found.falls.outcome[rows]] @ np.exp(-found.falls.grace[rows] / long)
    return hours_down(often, long) * float(felt)


def _place(found: Appraisal, place: int, loss: float) -> int:
    """Give the place, from 1, that a node would have among the others with another loss."""
    greater = int(np.searchsorted(-found.losses, -loss * (1 + 1e-9)))
    return 1 + greater - int(place < greater)


def _of_outcomes(graph: Graph, found: Appraisal) -> Iterator[_Tried]:
    """Try the value of what counts where nobody stated it, and how long each may be down."""
    given, falls, count = found.supposed, found.falls, min(FIRST, len(found.numbers))
    rows = slice(0, int(np.searchsorted(falls.node, count)))
    order = np.argsort(falls.outcome[rows], kind="stable")
    hit, start = np.unique(falls.outcome[rows][order], return_index=True)
    for outcome, several in zip(hit.tolist(), np.split(order, start)[1:], strict=True):
        node, repair = falls.node[several], given.repair[falls.node[several]]
        worth = hours_down(given.fails[node], repair) * found.value[outcome] * np.exp(-falls.grace[several] / repair)
        for fact, ends, used in _asked(graph, found, outcome):
            if fact == VALUE:
                changes = [worth * (end / used - 1) for end in ends]
            else:
                changes = [worth * (np.exp(-end / repair) - 1) for end in ends]
            tried = [_moved(found.losses[:count], node, change) for change in changes]
            moves, places = sum(one for one, _ in tried) / 2, (tried[0][1], tried[1][1])
            yield _Tried(found.counted[outcome].node, fact, used, *ends, moves=moves, places=places)


def _moved(losses: Amounts, node: NDArray[np.int64], change: Amounts) -> tuple[float, int]:
    """Say how far a ranking moves when some losses change, and where the first of these nodes stands then."""
    after = losses.copy()
    after[node] += change
    place = np.empty(len(after), np.int64)
    place[np.argsort(-after, kind="stable")] = np.arange(1, len(after) + 1)
    ratio = after[node] / losses[node]
    told = node[(ratio >= _A_POINT) | (ratio <= 1 / _A_POINT)]
    return float(np.abs(1 / place[told] - 1 / (told + 1)).max(initial=0.0)), int(place[node].min())


def _asked(graph: Graph, found: Appraisal, outcome: int) -> Iterator[tuple[str, tuple[float, float], float]]:
    from opmap.analyses.supposing import hours_said

    one = found.counted[outcome]
    if one.assumed:
        value, spread = float(found.value[outcome]), float(found.value_range[outcome])
        yield VALUE, (value / spread, value * spread), value
    if not hours_said(graph, one.node, "tolerance_hours"):
        yield TOLERANCE, (_LEAST_HOURS, _MOST_HOURS), 0.0


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
