"""When an aspect falls, as one function of what fails: the plan's program, run on diagrams instead of bits.

Each row becomes the function that says when it falls. Loops are settled as they are for bits
(`propagation`): from "all fallen" until nothing changes, so that circles and groups without
a ground mean the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opmap.graph.engine.diagrams import ALWAYS, NEVER, Diagrams
from opmap.graph.engine.plan import ALL, ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opmap.graph.arrays import Numbers
    from opmap.graph.engine.plan import Block, Plan, Step


@dataclass(frozen=True)
class Fragile:
    """Virtual faults of groups, each a variable, by row.

    Whether any place is lost, so that another has to take over, is asked in a loop of what
    falls without such switching: a failover that fails needs a cause outside of itself.
    """

    together: Mapping[int, int] = field(default_factory=dict)  # takes all places at once
    switching: Mapping[int, int] = field(default_factory=dict)  # takes the group when any of its places is lost


def condition(plan: Plan, target: int, sown: Mapping[int, int], fragile: Fragile, diagrams: Diagrams) -> int:
    """Give the function that says when a row falls; ``sown`` gives the variables that rows have, by row."""
    if not fragile.switching:
        return _Conditions(plan, sown, fragile, diagrams).of(target)
    plain = _Conditions(plan, sown, Fragile(fragile.together), diagrams)
    plain.of(target)
    return _Conditions(plan, sown, fragile, diagrams, plain.function).of(target)


def order_of(plan: Plan, target: int) -> list[int]:
    """Give the rows that a row rests on in the order in which a walk downwards is done with them."""
    done: list[int] = []
    seen = {target, 0}
    way = [(target, iter(_needs(plan, target)))]
    while way:
        row, needs = way[-1]
        below = next((need for need in needs if need not in seen), None)
        if below is None:
            done.append(row)
            way.pop()
        else:
            seen.add(below)
            way.append((below, iter(_needs(plan, below))))
    return done


def _needs(plan: Plan, row: int) -> list[int]:
    needs: list[int] = plan.need[plan.start[row] : plan.start[row + 1]].tolist()
    return needs


class _Conditions:
    def __init__(
        self,
        plan: Plan,
        sown: Mapping[int, int],
        fragile: Fragile,
        diagrams: Diagrams,
        plain: Mapping[int, int] | None = None,
    ) -> None:
        self.plan = plan
        self.diagrams = diagrams
        self.own = {row: diagrams.variable(variable) for row, variable in sown.items()}
        self.fragile = fragile
        self.plain = plain or {}  # what falls without switching
        self.in_loop = False
        self.function: dict[int, int] = {0: NEVER}

    def of(self, target: int) -> int:
        """Compute all that a row rests on, in the order of the plan, and then the row."""
        rows = self.plan.rests_of(_array(target))
        self.rows = set(rows.tolist()) - {0}
        for block in self.plan.blocks:
            self.in_loop = block.loop
            if block.loop:
                self._loop(block)
            else:
                self._sweep(block.steps)
        return self.function[target]

    def _loop(self, block: Block) -> None:
        """Compute the rows of a loop until nothing changes, from "all fallen"."""
        for step in (*block.excused, *block.steps):
            self.function.update(dict.fromkeys(self._of(step), NEVER))
        self._sweep(block.excused)
        while True:
            for step in block.steps:
                self.function.update(dict.fromkeys(self._of(step), ALWAYS))
            while self._sweep(block.steps):
                pass
            if not self._sweep(block.excused):
                return

    def _sweep(self, steps: Iterable[Step]) -> bool:
        changed = False
        for step in steps:
            new = {row: self._computed(row, step.lost) for row in self._of(step)}
            changed |= any(self.function.get(row) != function for row, function in new.items())
            self.function.update(new)
        return changed

    def _of(self, step: Step) -> list[int]:
        return [row for row in range(step.first, step.end) if row in self.rows]

    def _computed(self, row: int, lost: int) -> int:
        needs = [self.function[need] for need in _needs(self.plan, row)]
        found = self._any(needs) if lost == ANY else self._all(needs) if lost == ALL else self._count(lost, needs)
        if row in self.fragile.together:
            found = self.diagrams.either(found, self.diagrams.variable(self.fragile.together[row]))
        if row in self.fragile.switching:
            lost_one = [self.plain[need] for need in _needs(self.plan, row)] if self.in_loop else needs
            switch = self.diagrams.variable(self.fragile.switching[row])
            found = self.diagrams.either(found, self.diagrams.both(self._any(lost_one), switch))
        return self.diagrams.either(found, self.own.get(row, NEVER))

    def _any(self, needs: list[int]) -> int:
        found = NEVER
        for need in needs:
            found = self.diagrams.either(found, need)
        return found

    def _all(self, needs: list[int]) -> int:
        found = ALWAYS if needs else NEVER
        for need in needs:
            found = self.diagrams.both(found, need)
        return found

    def _count(self, lost: int, needs: list[int]) -> int:
        return self.diagrams.at_least(lost, needs)


def _array(row: int) -> Numbers:
    import numpy as np

    return np.array([row])
