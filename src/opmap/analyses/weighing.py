"""How far an answer would move a ranking: tried at points spread over what the answer may be, and averaged.

A ranking has moved far when it has moved in front, as `learning.shift` says; only its first
hundreds are looked at. The ends of a range alone tell little: nearly everything could come
out on top if it were extreme.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.lasting import hours_down
from opmap.frozen import frozen
from opmap.graph.arrays import in_order, starts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from opmap.analyses.losses import Appraisal

    Amounts = NDArray[np.float64]

FIRST = 300
"""Only the inputs of so many nodes, those with the greatest losses, are tried."""
_STEPS = np.array([-1.2816, -0.5244, 0.0, 0.5244, 1.2816]) / 1.96
"""The middles of five equally likely parts of a bell curve, where 1 is the end of the range."""


@frozen
class Weight:
    """How far an answer moves the ranking, and between which places the one most concerned would stand."""

    moves: float
    node: int  # the number of the one most concerned
    now: int  # its place, from 1
    best: int
    worst: int


@dataclass(frozen=True)
class Weighing:
    """A ranking on which answers are tried."""

    found: Appraisal

    @cached_property
    def _places(self) -> Amounts:
        return np.arange(1, min(FIRST, len(self.found.numbers)) + 1, dtype=np.float64)

    @cached_property
    def _rows(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the rows of falls by outcome, and where those of each begin."""
        outcome = self.found.falls.outcome
        return in_order(outcome), starts_of(outcome, len(self.found.counted))

    def fails(self, number: int, low: float, high: float) -> Weight:
        """Try how often a node fails."""
        _, repair = self.habits(number)
        return self._of_node(number, ((amount, repair) for amount in spread_over(low, high)))

    def repair(self, number: int, low: float, high: float) -> Weight:
        """Try how long the repair of a node takes."""
        return self._of_node(number, (self._with_repair(number, amount) for amount in spread_over(low, high)))

    def owner(self, number: int, factor: float) -> Weight:
        """Try that somebody answers for a node, so that its repair takes so many times less."""
        _, repair = self.habits(number)
        return self._of_node(number, [self._with_repair(number, repair / factor)])

    def value(self, outcome: int, low: float, high: float) -> Weight:
        """Try what something is worth."""
        now = float(self.found.value[outcome])
        return self._of_outcome(outcome, (lambda worth, _, at=at: worth * (at / now) for at in spread_over(low, high)))

    def counts(self, outcome: int) -> Weight:
        """Try that something does not count, which is as likely as that it does."""
        return self._of_outcome(outcome, (lambda worth, _, at=at: worth * at for at in (0.0, 1.0)))

    def tolerance(self, outcome: int, low: float, high: float) -> Weight:
        """Try how long something may be down, of which nobody said that it may at all."""
        points = spread_over(low, high)
        return self._of_outcome(outcome, (lambda worth, hours, at=at: worth * np.exp(-at / hours) for at in points))

    def habits(self, number: int) -> tuple[float, float]:
        """Give how often a node fails and how long its repair takes."""
        given, place = self.found.supposed, self.found.rank[number] - 1
        return float(given.fails[place]), float(given.repair[place])

    def _with_repair(self, number: int, hours: float) -> tuple[float, float]:
        return self.found.supposed.with_repair(self.found.rank[number] - 1, hours)

    def _of_node(self, number: int, tried: Iterable[tuple[float, float]]) -> Weight:
        """Try one node alone: those that it passes make way by one place each, which adds up to its own way."""
        place = self.found.rank[number] - 1
        factor = float(self.found.losses[place]) / self.lost(place, *self.habits(number))
        places = [self._place(place, self.lost(place, *habits) * factor) for habits in tried]
        moves = [abs(1 / one - 1 / (place + 1)) for one in places]
        return Weight(sum(moves) / len(moves), number, place + 1, min(place + 1, *places), max(place + 1, *places))

    def _place(self, place: int, loss: float) -> int:
        """Give the place, from 1, that a node would have with another loss; of equals, those before it stay so."""
        losses = self.found.losses
        loss = float(losses[place]) if np.isclose(loss, losses[place], rtol=1e-9, atol=0.0) else loss
        greater = int(np.searchsorted(-losses, -loss, side="left"))
        equal = int(np.searchsorted(-losses, -loss, side="right")) - greater
        return 1 + greater - int(place < greater) + max(0, min(equal, place - greater))

    def lost(self, place: int, fails: float, repair: float) -> float:
        """Give what is lost in a year with a node that fails so often and whose repair takes so long."""
        rows = self.found.falls.of(place)
        falls = self.found.falls
        felt = self.found.value[falls.outcome[rows]] @ np.exp(-falls.grace[rows] / repair)
        return hours_down(fails, repair) * float(felt)

    def _of_outcome(self, outcome: int, changes: Iterable[object]) -> Weight:
        falls, given = self.found.falls, self.found.supposed
        order, start = self._rows
        rows = order[start[outcome] : start[outcome + 1]]
        node = falls.node[rows]
        hours = given.repair[node]
        worth = hours_down(given.fails[node], hours) * self.found.value[outcome] * np.exp(-falls.grace[rows] / hours)

        def after(change: object) -> Amounts:
            losses = self.found.losses.copy()
            losses[node] += change(worth, hours) - worth  # type: ignore[operator]
            return losses

        return self._tried(int(self.found.numbers[node.min()]), map(after, changes))

    def _tried(self, number: int, afters: Iterable[Amounts]) -> Weight:
        """Average how far rankings with other losses are from this one."""
        place = self.found.rank[number] - 1
        moves, places = [], [place + 1]
        for losses in afters:
            new = np.empty_like(self._places)
            new[np.argsort(-losses[: len(new)], kind="stable")] = self._places
            moves.append(float(np.abs(1 / new - 1 / self._places).sum()) / 2)
            ahead = (losses > losses[place]).sum() + (losses[:place] == losses[place]).sum()
            places.append(1 + int(ahead))
        return Weight(sum(moves) / len(moves), number, place + 1, min(places), max(places))


def spread_over(low: float, high: float) -> list[float]:
    """Give points of a range in which an answer is expected in nineteen of twenty cases, equally likely each."""
    middle, width = np.log(low * high) / 2, np.log(high / low) / 2
    return [float(amount) for amount in np.exp(middle + width * _STEPS)]
