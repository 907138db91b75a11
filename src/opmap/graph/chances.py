"""How likely something is down, where each node is with a chance of its own, and what matters for it most.

The single faults are split off exactly: it stands where none of them has failed, and the rest
does not take it down. In the rest, faults with the same effect on all members of groups are
one (they are interchangeable in any set, `faults`), and what is left becomes a diagram; where
that grows too large, the rest is drawn in strata, and the answer comes with an interval.

Of a single fault behind a buffer only a share is felt. In the time that is left it counts as soon
as anything else is lost that a group rests on which the fault reaches as well: then no buffer is
counted. That is never too little (such events only make each other likelier), and it is all that
there is where nothing stands in for anything.

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
from opmap.graph.faults import Goal, candidates, deadly, effects, reached_groups

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
    felt: Chances  # of each of these, how likely it is down and felt: its own chance, but behind a buffer
    otherwise: tuple[float, ...]  # how likely it falls with each of the other chances that were asked for


def chance_of(  # noqa: PLR0913 - each supposition is asked for by itself
    faults: FaultGraph,
    aspect: int,
    chances: Chances,
    *,
    otherwise: tuple[Chances, ...] = (),
    shares: Chances | None = None,
    common_cause: float = 0.0,
    failover: float = 0.0,
    most: int | None = None,
) -> Chance:
    """Compute how likely an aspect falls, where each node fails with its chance, independently.

    How likely it falls with ``otherwise`` other chances costs little more. ``shares`` says of each
    node how much of the time for which it is down is felt, where it fails alone. Raise Overgrown
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
    waits = _Waiting.of(faults, aspect, alone, others, shares)
    felt = waits.felt(chances)
    stands = 1 - _any(felt[alone])
    found = rest.likely(chances)
    birnbaum = np.zeros(len(nodes))
    birnbaum[kills] = _others(felt[alone]) * (1 - found.chance)
    birnbaum[np.searchsorted(nodes, others)] = stands * rest.birnbaum(chances)
    birnbaum += waits.birnbaum(chances, nodes, birnbaum)
    down, low, high = (1 - stands * (1 - end) for end in (found.chance, found.low, found.high))
    others_say = tuple(1 - (1 - _any(waits.felt(some)[alone])) * (1 - rest.likely(some).chance) for some in otherwise)
    kinds = len(rest.members)
    return Chance(
        *(down, low, high, rest.is_exact, alone, found.chance, nodes, birnbaum, kinds, felt[nodes], others_say)
    )


def _any(chances: Chances) -> float:
    """Give the chance that any of several fails, with all its digits where that is small."""
    with np.errstate(divide="ignore"):  # what has failed for certain
        return float(-np.expm1(np.log1p(-chances).sum()))


def _others(chances: Chances) -> Chances:
    """Give for each the chance that none of the others fails; a certain failure leaves the others no chance."""
    before = np.cumprod(np.concatenate([[1.0], 1 - chances[:-1]])) if len(chances) else chances
    behind = np.cumprod(np.concatenate([[1.0], 1 - chances[:0:-1]]))[::-1] if len(chances) else chances
    return before * behind


@dataclass(frozen=True, eq=False)
class _Waiting:
    """The single faults of which only a share is felt, and what makes each of them felt at once."""

    nodes: Nodes
    shares: Chances
    beside: list[Nodes]  # of each of them, those others that share a group with it

    @classmethod
    def of(cls, faults: FaultGraph, aspect: int, alone: Nodes, others: Nodes, shares: Chances | None) -> _Waiting:
        """Find them, and all that reaches a group which they reach."""
        nodes = alone[:0] if shares is None else alone[shares[alone] < 1]
        if shares is None or not len(nodes):
            return cls(nodes, np.empty(0), [])
        several = np.concatenate([nodes, others])
        reached = reached_groups(faults, aspect, several)
        beside = [several[(reached & own).any(axis=1)] for own in reached[: len(nodes)]]
        return cls(nodes, shares[nodes], [some[some != node] for node, some in zip(nodes, beside, strict=True)])

    def felt(self, chances: Chances) -> Chances:
        """Give the chances, less what is not felt."""
        felt = chances.copy()
        felt[self.nodes] *= self.shares + (1 - self.shares) * self._together(chances)
        return felt

    def birnbaum(self, chances: Chances, nodes: Nodes, birnbaum: Chances) -> Chances:
        """Give how much likelier it falls where one of some nodes has failed, since then others are felt at once."""
        more = np.zeros(len(nodes))
        unfelt = chances[self.nodes] * (1 - self.shares) * (1 - self._together(chances))
        for node, beside, share in zip(self.nodes, self.beside, unfelt, strict=True):
            some = np.setdiff1d(beside, self.nodes)
            some = some[chances[some] < 1]
            own = float(birnbaum[np.searchsorted(nodes, node)])
            more[np.searchsorted(nodes, some)] += own * share / (1 - chances[some])
        return more

    def _together(self, chances: Chances) -> Chances:
        """Give for each how likely any of those beside it is down, and is not felt alone."""
        down = chances.copy()
        of_them = chances[self.nodes]
        with np.errstate(invalid="ignore"):  # what is down for certain and felt for certain
            down[self.nodes] = np.nan_to_num(of_them * (1 - self.shares) / (1 - of_them * self.shares))
        return np.array([_any(down[some]) for some in self.beside])


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
