"""The risks of a ranking, put into words: their points, factor by factor, why each is one, and how sure that is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log10
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import ASSUMED, FAILS, LOWER, ONCE, ONE_PERSON, REPAIR, STATED, UNOWNED, assumptions
from opmap.analyses.counting import dependencies
from opmap.analyses.doubting import Doubt, doubt, layers
from opmap.analyses.families import families
from opmap.analyses.figures import figure
from opmap.analyses.grading import PRESUMED, only_stated
from opmap.analyses.lasting import share_left
from opmap.analyses.learning import narrowing
from opmap.analyses.losses import Appraisal, fallen
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, name_of
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.kinds import BEARS_NO_OWNER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from opmap.analyses.supposing import Habits, Number
    from opmap.graph import Graph

ONE_HOUR = 1.0
"""The loss that stands for no points: one value-weighted outage hour a year."""


@frozen
class Factor:
    """One factor of a loss, in its unit and in points."""

    name: str
    amount: float
    unit: str
    points: float
    basis: str  # assumed, set in opmap.toml, stated, or computed from the graph
    low: float  # in nineteen of twenty cases the amount lies between these two
    high: float


@frozen
class Lesson:
    """The number of a node whose knowledge would change its rank most."""

    fact: str  # fails (times a year) or repair (hours)
    used: float
    low: float
    high: float
    places: tuple[int, int]  # where it would stand at one end of the range, and at the other


@frozen
class Risk:
    """One ranked node."""

    rank_from: int
    rank_to: int
    node: NodeName
    points: float
    loss: float  # value-weighted outage hours a year
    takes_down: int
    outcomes: tuple[str, ...]
    because: tuple[str, ...]
    owners: tuple[str, ...]
    left: tuple[str, ...]  # of these, those who are not there any more
    ownable: bool  # whether it makes sense to ask who owns it
    factors: tuple[Factor, ...]  # their points add up to the points
    evidence: tuple[Evidence, ...]
    likely_from: int | None  # nine times in ten its place lies between these two; drawn for the first hundreds only
    likely_to: int | None
    among_first: float | None  # how likely it is among the first ten
    layer: int | None  # what no weighing can turn round: nothing in the first layer is exceeded in every way
    worst: float  # value-weighted outage hours of one bad time: a repair such as one in twenty takes
    hygiene: tuple[str, ...]  # weak controls that were found, whether or not they work on the points
    rests_on: str  # stated, or presumed strength
    learn: Lesson | None
    ask: NodeName | None = None  # whom to ask where nobody owns it; sought for the first ones only
    alike: tuple[NodeName, ...] = ()  # its copies, where families were asked for


class Wording:
    """The numbers of an appraisal, put into words."""

    def __init__(self, graph: Graph, found: Appraisal) -> None:
        self.graph = graph
        self.found = found
        self.left: dict[int, str] = people_who_left(graph)
        self.leaning = _leaning(graph)
        self.table = assumptions(graph)
        self.doubt: Doubt = doubt(found)
        self.layers = layers(found)
        self.lessons = narrowing(found)
        self.stated = _stated(graph, found)
        self.first, self.last = _ranks(found)

    def families(self, places: list[int]) -> list[list[int]]:
        """Put copies together; each family stands at the rank that its members share."""
        owned, falls, habits = self.graph.owners, np.bincount(self.found.falls.node), self.found.supposed.habits

        def apart(place: int) -> tuple[object, ...]:
            number = self._number(place)
            owners = tuple(self.graph.names[one.owner] for one in owned.get(number, ()))
            return self.first[place], falls[place], tuple(self._because(number, habits[place])), owners

        return families(self.graph, places, self._number, apart)

    def cause(self, several: list[int], *, in_families: bool) -> Risk:
        """Put one into words; of a family the first, with the others beside it, and whom to ask."""
        lead = self._risk(several[0])
        if not in_families:
            return lead
        members = [self._number(place) for place in several]
        is_alone = lead.ownable and len(lead.left) == len(lead.owners)
        ask = neighbouring_owner(self.graph, members, self.left) if is_alone else None
        return replace(lead, ask=ask, alike=tuple(name_of(self.graph, number) for number in members[1:]))

    def _number(self, place: int) -> int:
        return int(self.found.numbers[place])

    def _risk(self, place: int) -> Risk:
        graph, habits, number = self.graph, self.found.supposed.habits[place], self._number(place)
        factors = tuple(self._factors(place, habits))
        taken = self.found.falls.outcome[self.found.falls.of(place)].tolist()
        drawn = place < len(self.doubt.first)
        owned = graph.owners.get(number, ())
        return Risk(
            rank_from=int(self.first[place]),
            rank_to=int(self.last[place]),
            node=name_of(graph, number),
            points=sum(factor.points for factor in factors),
            loss=float(self.found.losses[place]),
            takes_down=len(taken),
            outcomes=tuple(graph.names[self.found.counted[one].node] for one in taken),
            because=tuple(self._because(number, habits)),
            owners=tuple(graph.names[one.owner] for one in owned),
            left=tuple(graph.names[one.owner] for one in owned if one.owner in self.left),
            ownable=graph.kind_of(number) not in BEARS_NO_OWNER,
            factors=factors,
            evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
            likely_from=int(self.doubt.low[place]) if drawn else None,
            likely_to=int(self.doubt.high[place]) if drawn else None,
            among_first=round(float(self.doubt.first[place]), 2) if drawn else None,
            layer=int(self.layers[place]) if place < len(self.layers) else None,
            worst=self._worst(place),
            hygiene=tuple(one.name for one in habits.weaknesses),
            rests_on=STATED if self.stated[place] else PRESUMED,
            learn=Lesson(*self.lessons[place]) if place in self.lessons else None,
        )

    def _factors(self, place: int, habits: Habits) -> Iterator[Factor]:
        found = self.found
        rows = found.falls.of(place)
        value, felt = float(found.value_lost[place]), float(found.felt[place])
        spread = float(found.value_range[found.falls.outcome[rows]].max())
        basis = ASSUMED if any(found.counted[one].assumed for one in found.falls.outcome[rows].tolist()) else STATED
        yield _factor("fails", habits.fails, "times a year")
        yield from _weak(habits, FAILS)
        yield _factor("repair", habits.repair, "hours")
        yield from _weak(habits, REPAIR)
        left = share_left(float(found.supposed.fails[place] * found.supposed.repair[place]))
        if left < 1:
            yield _computed("share of the year that is left to fail in", left)
        yield Factor("value that falls with it", value, "units", _points(value), basis, value / spread, value * spread)
        if felt < value * (1 - 1e-12):
            yield _computed("share of it beyond buffers and tolerances", felt / value)

    def _worst(self, place: int) -> float:
        """Give the value-weighted hours of one outage whose repair takes as long as one in twenty does."""
        found, rows = self.found, self.found.falls.of(place)
        hours = float(found.supposed.repair[place]) * -float(np.log(0.05))
        return float(found.value[found.falls.outcome[rows]] @ np.maximum(hours - found.falls.grace[rows], 0.0))

    def _because(self, number: int, habits: Habits) -> list[str]:
        graph = self.graph
        weak = {one.name for one in habits.weaknesses}
        reasons = [f"{self.leaning[number]:,} lean on it directly"] if self.leaning.get(number, 0) > 1 else []
        if LOWER in weak:
            reasons.append(f"it is a {graph.environments[number]} system")
        if UNOWNED in weak:
            gone = [one.owner for one in graph.owners.get(number, ()) if one.owner in self.left]
            reasons.append(f"its owner left on {self.left[gone[0]]}" if gone else "nobody owns it")
        premise = self.table.of(graph.kind_of(number))
        if habits.probability is not None:
            reasons.append(f"it is down {figure(habits.probability * 100, 2)} % of the time, as stated")
        elif habits.fails.amount > premise.per_year:
            reasons.append(f"it fails {figure(habits.fails.amount)} times a year")
        if habits.repair.amount > premise.hours:
            reasons.append(f"its repair takes {figure(habits.repair.amount)} h")
        reasons += ["one person alone answers for it"] if ONE_PERSON in weak else []
        reasons += ["it has one replica"] if ONCE in weak else []
        return reasons or ["nothing stands in for it"]


def _factor(name: str, number: Number, unit: str) -> Factor:
    amount, spread = number.amount, number.range
    return Factor(name, amount, unit, _points(amount), number.basis, amount / spread, amount * spread)


def _computed(name: str, share: float) -> Factor:
    return Factor(name, share, "", _points(share), "computed", share, share)


def _weak(habits: Habits, name: str) -> Iterator[Factor]:
    for weakness in habits.working:
        if weakness.works_on == name:
            amount, spread = weakness.factor, weakness.range
            low, high = amount / spread, amount * spread
            unit = "times as often" if name == FAILS else "times as long"
            yield Factor(weakness.name, amount, unit, _points(amount), weakness.basis, low, high)


def _points(amount: float) -> float:
    return 10 * log10(amount / ONE_HOUR)


def _ranks(found: Appraisal) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the first and the last rank of each; what differs by less than the inputs can tell shares them."""
    points = np.round(10 * np.log10(found.losses / ONE_HOUR))
    first = 1 + np.searchsorted(-points, -points, "left")
    return first.astype(np.int64), np.searchsorted(-points, -points, "right").astype(np.int64)


def _stated(graph: Graph, found: Appraisal) -> list[bool]:
    """Say of which nodes something falls on stated facts alone."""
    sure = set(fallen(only_stated(graph), found.counted)[0].tolist())
    return [number in sure for number in found.numbers.tolist()]


def _leaning(graph: Graph) -> dict[int, int]:
    """Count what leans directly on each node."""
    hurt, needed = dependencies(graph)
    pairs = np.unique(hurt * len(graph) + needed) % max(1, len(graph))
    return Counter(pairs.tolist())
