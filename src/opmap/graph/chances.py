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
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.columns import Columns
from opmap.graph.engine.conditions import Fragile, condition, order_of
from opmap.graph.engine.diagrams import MOST_VARIABLES, Diagrams, Overgrown
from opmap.graph.engine.propagation import propagate
from opmap.graph.engine.strata import estimate
from opmap.graph.faults import Goal, candidates, deadly, effects

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph.arrays import Truths
    from opmap.graph.faultgraph import FaultGraph

    Nodes = NDArray[np.int64]
    Chances = NDArray[np.float64]


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


def chance_of(
    faults: FaultGraph,
    aspect: int,
    chances: Chances,
    *,
    common_cause: float = 0.0,
    failover: float = 0.0,
    most: int | None = None,
) -> Chance:
    """Compute how likely an aspect falls, where each node fails with its chance, independently.

    Raise Overgrown where virtual faults are asked for and there is too much for a diagram;
    ``most`` steps are taken to build one.
    """
    nodes = np.sort(candidates(faults, np.array([aspect])))
    kills, marks = effects(faults, Goal(np.array([aspect]), 1), nodes)
    alone, others = nodes[kills], nodes[~kills & marks.any(axis=1)]
    rest = _Rest(faults, aspect, chances, others, marks[~kills & marks.any(axis=1)])
    try:
        rest.diagram(common_cause, failover, most)
    except Overgrown:
        if common_cause or failover:
            raise
        rest.strata()
    stands = 1 - _any(chances[alone])
    down = 1 - stands * (1 - rest.down)
    birnbaum = np.zeros(len(nodes))
    birnbaum[kills] = _others(chances[alone]) * (1 - rest.down)
    birnbaum[np.searchsorted(nodes, others)] = stands * rest.birnbaum()
    low, high = (1 - stands * (1 - end) for end in (rest.low, rest.high))
    return Chance(down, low, high, rest.exact, alone, rest.down, nodes, birnbaum, len(rest.members))


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

    def __init__(
        self, faults: FaultGraph, aspect: int, chances: Chances, nodes: Nodes, marks: NDArray[np.uint8]
    ) -> None:
        self.faults, self.aspect, self.chances, self.nodes = faults, aspect, chances, nodes
        _, self.kind = np.unique(marks, axis=0, return_inverse=True) if len(nodes) else (nodes, nodes)
        count = int(self.kind.max(initial=-1)) + 1
        self.members = [nodes[self.kind == number] for number in range(count)]
        self.spokesmen = np.array([members[0] for members in self.members], np.int64)
        self.chance = np.array([_any(chances[members]) for members in self.members])
        self.down = self.low = self.high = 0.0
        self.exact = True
        self.sensitivity: Chances | None = np.zeros(count)

    def diagram(self, common_cause: float, failover: float, most: int | None) -> None:
        """Compute it exactly; raise Overgrown where there is too much."""
        plan = self.faults.core.plan
        target = int(plan.row[self.aspect])
        if not len(self.members) and not (common_cause or failover):
            return
        order = order_of(plan, target)
        groups = set(plan.row[self.faults.spare].tolist())
        row_of = {int(plan.row[node]): number for number, node in enumerate(self.spokesmen.tolist())}
        sown: dict[int, int] = {}
        together: dict[int, int] = {}
        switching: dict[int, int] = {}
        variables: list[float] = []
        mine: dict[int, int] = {}  # of each variable that is a class, its number
        for row in order:
            if row in row_of:
                sown[row] = len(variables)
                mine[len(variables)] = row_of[row]
                variables.append(float(self.chance[row_of[row]]))
            if row in groups and common_cause and (least := self._least(row)):
                together[row] = len(variables)
                variables.append(common_cause * least)
            if row in groups and failover:
                switching[row] = len(variables)
                variables.append(failover)
        if len(variables) > MOST_VARIABLES:
            raise Overgrown
        diagrams = Diagrams(len(variables)) if most is None else Diagrams(len(variables), most)
        found = condition(plan, target, sown, Fragile(together, switching), diagrams)
        self.down = self.low = self.high = diagrams.chances(variables)[found]
        sensitivities = diagrams.sensitivities(found, variables)
        self.sensitivity = np.zeros(len(self.members))
        for variable, number in mine.items():
            self.sensitivity[number] = sensitivities[variable]

    def _least(self, row: int) -> float:
        """Give the least chance of the places of a group that have one."""
        plan = self.faults.core.plan
        places = set(plan.need[plan.start[row] : plan.start[row + 1]].tolist())
        own = [
            chance
            for node, chance in zip(self.nodes, self.chances[self.nodes], strict=True)
            if int(plan.row[node]) in places
        ]
        return float(min(own, default=0.0))

    def strata(self) -> None:
        """Draw it, and give the interval that it lies in."""
        wanted = np.array([self.aspect])
        odds = self.chance / (1 - self.chance)
        none = 1 - _any(self.chance)
        pairs = none * sum(
            float(odds[one] * odds[other]) for one, other in deadly(self.faults, Goal(wanted, 1), self.spokesmen)
        )

        def falls(failing: Truths) -> Truths:
            columns = Columns.drawn(failing, self.spokesmen)
            blocks = propagate(self.faults.core, columns, wanted=wanted)
            return np.concatenate([outcome.falls(wanted)[0] for outcome in blocks])

        found = estimate(self.chance, pairs, falls)
        self.down, self.low, self.high, self.exact = found.chance, found.low, found.high, False
        self.sensitivity = None

    def birnbaum(self) -> Chances:
        """Give for each node how much likelier the rest takes it down where that node has failed."""
        if self.sensitivity is None:
            return np.full(len(self.nodes), np.nan)
        found = np.zeros(len(self.nodes))
        for number, members in enumerate(self.members):
            found[self.kind == number] = self.sensitivity[number] * _others(self.chances[members])
        return found
