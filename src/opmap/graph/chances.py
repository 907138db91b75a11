"""How likely something is down, where each node is with a chance of its own, and what matters for it most.

The single faults are split off exactly: it stands where none of them has failed, and the rest
does not take it down. In the rest, faults with the same effect on all members of groups are
one (they are interchangeable in any set, `faults`), and what is left becomes a diagram; where
that grows too large, the rest is drawn in strata, and the answer comes with an interval.

Virtual faults may be asked for at every group: a *common cause*, which takes all its members
with some share of their least chance, and a *failover* that does not happen when any of them
is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.columns import Columns
from opmap.graph.engine.conditions import Fragile, condition, order_of
from opmap.graph.engine.diagrams import MOST_VARIABLES, NEVER, Diagrams, Overgrown
from opmap.graph.engine.propagation import propagate
from opmap.graph.engine.strata import Estimate, estimate
from opmap.graph.faults import Goal, candidates, deadly, effects

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from opmap.graph.arrays import Truths
    from opmap.graph.faultgraph import FaultGraph

    Nodes = NDArray[np.int64]
    Chances = NDArray[np.float64]


_ALL_BUT_CERTAIN = 1 - 2.0**-50
"""No chance that is drawn with is greater, so that its odds are a number."""


@dataclass(frozen=True, eq=False)
class Chance:
    """How likely an aspect falls."""

    down: float
    low: float  # the same as `down` where it is exact; else nineteen of twenty such intervals hold the truth
    high: float
    exact: bool
    alone: Nodes  # what takes it down alone
    rest: float  # how likely it falls although none of these has
    nodes: Nodes  # all that it rests on and that can fail
    birnbaum: Chances  # of each of these, how much likelier it is down where that one is; NaN where not known
    classes: int  # so many kinds of faults are left when those with the same effect are put together
    otherwise: tuple[float, ...]  # how likely it falls with each of the other chances that were asked for


def chance_of(
    faults: FaultGraph,
    aspect: int,
    chances: Chances,
    *,
    otherwise: tuple[Chances, ...] = (),
    common_cause: float = 0.0,
    failover: float = 0.0,
    most: int | None = None,
) -> Chance:
    """Compute how likely an aspect falls, where each node fails with its chance, independently.

    How likely it falls with ``otherwise`` other chances costs little more. Raise Overgrown
    where virtual faults are asked for and there is too much for a diagram; ``most`` steps are
    taken to build one.
    """
    nodes = np.sort(candidates(faults, np.array([aspect])))
    kills, marks = effects(faults, Goal(np.array([aspect]), 1), nodes)
    alone, others = nodes[kills], nodes[~kills & marks.any(axis=1)]
    rest = _Rest(faults, aspect, others, marks[~kills & marks.any(axis=1)])
    try:
        rest.put_into_a_diagram(chances, common_cause, failover, most)
    except Overgrown:
        if common_cause or failover:
            raise
    stands = 1 - _any(chances[alone])
    found = rest.likely(chances)
    birnbaum = np.zeros(len(nodes))
    birnbaum[kills] = _others(chances[alone]) * (1 - found.chance)
    birnbaum[np.searchsorted(nodes, others)] = stands * rest.birnbaum(chances)
    down, low, high = (1 - stands * (1 - end) for end in (found.chance, found.low, found.high))
    others_say = tuple(1 - (1 - _any(some[alone])) * (1 - rest.likely(some).chance) for some in otherwise)
    kinds = len(rest.members)
    return Chance(down, low, high, rest.is_exact, alone, found.chance, nodes, birnbaum, kinds, others_say)


def _any(chances: Chances) -> float:
    """Give the chance that any of several fails, with all its digits where that is small."""
    with np.errstate(divide="ignore"):  # what has failed for certain
        return float(-np.expm1(np.log1p(-chances).sum()))


def _others(chances: Chances) -> Chances:
    """Give for each the chance that none of the others fails; a certain failure leaves the others no chance."""
    before = np.cumprod(np.concatenate([[1.0], 1 - chances[:-1]])) if len(chances) else chances
    behind = np.cumprod(np.concatenate([[1.0], 1 - chances[:0:-1]]))[::-1] if len(chances) else chances
    return before * behind


class _Rest:
    """What takes an aspect down only together."""

    def __init__(self, faults: FaultGraph, aspect: int, nodes: Nodes, marks: NDArray[np.uint8]) -> None:
        self.faults, self.aspect, self.nodes = faults, aspect, nodes
        _, self.kind = np.unique(marks, axis=0, return_inverse=True) if len(nodes) else (nodes, nodes)
        count = int(self.kind.max(initial=-1)) + 1
        self.members = [nodes[self.kind == number] for number in range(count)]
        self.spokesmen = np.array([members[0] for members in self.members], np.int64)
        self.diagrams: Diagrams | None = None
        self.function = NEVER
        self.variables: list[Callable[[Chances], float]] = []  # of the diagram: how likely each is
        self.mine: dict[int, int] = {}  # of each variable that is a class, its number

    @property
    def is_exact(self) -> bool:
        """Say whether it need not be drawn."""
        return self.diagrams is not None

    def put_into_a_diagram(self, chances: Chances, common_cause: float, failover: float, most: int | None) -> None:
        """Build a diagram of it; raise Overgrown where there is too much."""
        if not len(self.members) and not (common_cause or failover):
            self.diagrams = Diagrams(0)
            return
        plan = self.faults.core.plan
        target = int(plan.row[self.aspect])
        groups = set(plan.row[self.faults.spare].tolist())
        row_of = {int(plan.row[node]): number for number, node in enumerate(self.spokesmen.tolist())}
        sown: dict[int, int] = {}
        together: dict[int, int] = {}
        switching: dict[int, int] = {}
        for row in order_of(plan, target):
            if row in row_of:
                self.mine[len(self.variables)] = row_of[row]
                sown[row] = self._variable(partial(self._of_class, row_of[row]))
            if row in groups and common_cause and self._least(row, chances):
                together[row] = self._variable(partial(self._common, row, common_cause))
            if row in groups and failover:
                switching[row] = self._variable(lambda _: failover)
        if len(self.variables) > MOST_VARIABLES:
            raise Overgrown
        diagrams = Diagrams(len(self.variables), *([] if most is None else [most]))
        self.function = condition(plan, target, sown, Fragile(together, switching), diagrams)
        self.diagrams = diagrams

    def _variable(self, likely: Callable[[Chances], float]) -> int:
        self.variables.append(likely)
        return len(self.variables) - 1

    def _of_class(self, number: int, chances: Chances) -> float:
        return _any(chances[self.members[number]])

    def _common(self, row: int, share: float, chances: Chances) -> float:
        return share * self._least(row, chances)

    def _least(self, row: int, chances: Chances) -> float:
        """Give the least chance of the places of a group that have one."""
        plan = self.faults.core.plan
        places = set(plan.need[plan.start[row] : plan.start[row + 1]].tolist())
        own = [
            chance
            for node, chance in zip(self.nodes, chances[self.nodes], strict=True)
            if int(plan.row[node]) in places
        ]
        return float(min(own, default=0.0))

    def likely(self, chances: Chances) -> Estimate:
        """Give how likely it is: out of the diagram, else drawn in strata."""
        if self.diagrams is None:
            return self._drawn(np.array([_any(chances[members]) for members in self.members]))
        found = self.diagrams.chances([likely(chances) for likely in self.variables])[self.function]
        return Estimate(found, found, found)

    def _drawn(self, chance: Chances) -> Estimate:
        wanted = np.array([self.aspect])
        chance = np.minimum(chance, _ALL_BUT_CERTAIN)
        odds = chance / (1 - chance)
        pairs = (1 - _any(chance)) * sum(float(odds[one] * odds[other]) for one, other in self._pairs)

        def falls(failing: Truths) -> Truths:
            columns = Columns.drawn(failing, self.spokesmen)
            blocks = propagate(self.faults.core, columns, wanted=wanted)
            return np.concatenate([outcome.falls(wanted)[0] for outcome in blocks])

        return estimate(chance, pairs, falls)

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        return list(deadly(self.faults, Goal(np.array([self.aspect]), 1), self.spokesmen))

    def birnbaum(self, chances: Chances) -> Chances:
        """Give for each node how much likelier the rest takes it down where that node has failed."""
        if self.diagrams is None:
            return np.full(len(self.nodes), np.nan)
        sensitivities = self.diagrams.sensitivities(self.function, [likely(chances) for likely in self.variables])
        found = np.zeros(len(self.nodes))
        for variable, number in self.mine.items():
            members = self.members[number]
            found[self.kind == number] = sensitivities[variable] * _others(chances[members])
        return found
