"""The risk ranking: what is expected to be lost with each node in a year, in points that add up.

Expected loss is counted in value-weighted outage hours a year (`losses`) and shown as
points, ten for every factor of ten over one such hour a year, so that its factors add up:
always in the order how often, what makes that worse, how long, what makes that worse, how
much of a year is left to fail in, what falls, and how much of that is felt. A point is a
factor of 1.26, finer than any input is known: equal whole points share a rank. What cannot
hurt alone has no points, and what nobody has described is not judged. The worst single loss,
hygiene, and what the answer rests on are told beside it, and never mixed in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import log10
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.assumptions import ASSUMED, FAILS, LOWER, ONCE, ONE_PERSON, REPAIR, STATED, UNOWNED, assumptions
from opmap.analyses.counting import dependencies, outcomes
from opmap.analyses.doubting import Doubt, doubt, layers
from opmap.analyses.families import families
from opmap.analyses.grading import PRESUMED, only_stated
from opmap.analyses.knowing import unknown
from opmap.analyses.lasting import share_left
from opmap.analyses.learning import Worth, narrowing, worth_of_inputs
from opmap.analyses.losses import Appraisal, appraise, fallen
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, name_of
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.analyses.supposing import stated_probability
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm
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


@frozen
class Ranking:
    """The answer to *what is riskiest*."""

    nodes: int
    total: int  # of what counts
    stand_ins: int
    value_total: float
    causes: int  # risks in all, copies counted once where families were asked for
    risks: tuple[Risk, ...]  # the first of them, as many as were asked for
    accepted: tuple[NodeName, ...]  # what people accepted, until a date that has not passed; it keeps its rank
    not_judged: tuple[NodeName, ...]  # of these too little is known to say that nothing hangs on them
    without_points: tuple[str, ...]  # ids of what can fail and, as far as the files show, takes down nothing alone
    never_felt: tuple[str, ...]  # ids of what is repaired long before buffers and tolerances are used up
    never_fails: tuple[str, ...]  # ids of what would take something down alone, and as stated has no chance to fail
    old_data: tuple[NodeName, ...]  # of what has no points, what leaves something that counts on old data
    learn: tuple[Worth, ...]  # the numbers whose knowledge would move the ranking most


def ranking(graph: Graph, *, in_families: bool = False, today: str = "", most: int = 0) -> Ranking:
    """Rank every node that takes down alone something that counts; put the first ``most`` into words.

    Copies are put together ``in_families``. What people accepted until after ``today``, an
    ISO date, is left out.
    """
    found = appraise(graph)
    wording = _Wording(graph, found)
    quiet = accepted(graph, found.numbers.tolist(), "risks", today)
    loud = [place for place, number in enumerate(found.numbers.tolist()) if number not in quiet]
    causes = wording.families(loud) if in_families else [[place] for place in loud]
    judged = ~unknown(graph) & graph.faults.reading.can_fail
    told = np.concatenate([found.numbers, found.unfelt])
    judged[told] = False
    unfailing = {number for number in found.unfelt.tolist() if stated_probability(graph, number) == 0}
    stale = single_faults(graph.faults, [node for one in found.counted for node in one.nodes], Harm.STALE)
    drying = sorted({fault for by in stale.values() for fault in by.tolist()} - {*told.tolist()})
    lacking = np.setdiff1d(np.flatnonzero(unknown(graph)), told)
    return Ranking(
        nodes=len(graph),
        total=len(found.counted),
        stand_ins=sum(one.stand_in for one in found.counted),
        value_total=sum(one.value for one in found.counted),
        causes=len(causes),
        risks=tuple(wording.cause(several, in_families=in_families) for several in causes[: most or None]),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet)),
        not_judged=tuple(name_of(graph, number) for number in lacking.tolist()),
        without_points=tuple(graph.ids[number] for number in np.flatnonzero(judged).tolist()),
        never_felt=tuple(graph.ids[number] for number in found.unfelt.tolist() if number not in unfailing),
        never_fails=tuple(graph.ids[number] for number in sorted(unfailing)),
        old_data=tuple(name_of(graph, number) for number in drying),
        learn=worth_of_inputs(graph, _LESSONS, found),
    )


_LESSONS = 10


def value_by_node(graph: Graph) -> dict[int, float]:
    """Give, for every node that takes down alone something that counts, the value of all that falls."""
    counted = outcomes(graph)
    node, outcome_of = fallen(graph, counted)
    worth = np.array([one.value for one in counted], np.float64)[outcome_of]
    total = np.bincount(node, worth, len(graph))
    value = {number: float(total[number]) for number in np.flatnonzero(total).tolist()}
    for outcome in counted:
        if not outcome.falls_by_itself:
            for number in outcome.nodes:
                value[number] = value.get(number, 0.0) + outcome.value
    return value


class _Wording:
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
            reasons.append(f"it is down {habits.probability * 100:.2g} % of the time, as stated")
        elif habits.fails.amount > premise.per_year:
            reasons.append(f"it fails {habits.fails.amount:g} times a year")
        if habits.repair.amount > premise.hours:
            reasons.append(f"its repair takes {habits.repair.amount:g} h")
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
