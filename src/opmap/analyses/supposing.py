"""How often each node is supposed to fail and how long its repair to take, and what that rests on.

What somebody stated of the node comes before what is set or assumed for its kind, and
already contains its weak controls. Otherwise each weakness works once: on how often, or on
how long. Where a probability of being down is stated, as fault trees do, how often follows
from it and from how long, stated or assumed; where only how often is stated, how long does.
Whatever else is said, such a node is down for that share of the time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import (
    FAILS,
    FOLLOWS,
    LOWER,
    ONCE,
    ONE_PERSON,
    RANGES,
    REPAIR,
    STATED,
    UNOWNED,
    UNSEEN,
    Assumptions,
    Weakness,
    assumptions,
)
from opmap.analyses.lasting import A_YEAR
from opmap.analyses.owning import people_who_left
from opmap.frozen import frozen
from opmap.graph.model import STATES, VERB_NAMES
from opmap.graph.ownership import needs_owner
from opmap.kinds import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.facts import Plain
    from opmap.graph import Graph

    Amounts = NDArray[np.float64]

LOWER_ENVIRONMENTS = frozenset({"staging", "test", "development"})
"""Environments that nobody outside waits for."""
_WATCHING = ("monitored by", "on error calls")
_MOST = 1e9
"""More hours, or times a year, mean no more than this, and products of what a file says stay numbers."""
_FEWEST = 5
"""Of fewer of a kind nobody can say what is usual."""


@frozen
class Number:
    """A number, what it rests on, and how many times more or less it may be."""

    amount: float
    basis: str
    range: float


@frozen
class Habits:
    """What is supposed of one node."""

    fails: Number  # times a year, without its weaknesses
    repair: Number  # hours, without its weaknesses
    weaknesses: tuple[Weakness, ...]  # all that were found
    working: tuple[Weakness, ...]  # those that make the loss greater: of a stated number none does
    probability: float | None = None  # of being down, where somebody stated it

    def total(self, name: str) -> Number:
        """Give a number with the weaknesses that work on it."""
        number = self.fails if name == FAILS else self.repair
        amount, spread = number.amount, np.log(number.range) ** 2
        for weakness in self.working:
            if weakness.works_on == name:
                amount *= weakness.factor
                spread += np.log(weakness.range) ** 2
        return Number(amount, number.basis, float(np.exp(np.sqrt(spread))))


@dataclass(frozen=True, eq=False)
class Supposed:
    """What is supposed of several nodes, weaknesses included."""

    habits: tuple[Habits, ...]
    fails: Amounts
    fails_range: Amounts
    repair: Amounts
    repair_range: Amounts
    bound: NDArray[np.bool_]  # a stated probability of being down binds how often to how long; it errs as `fails` does

    def of(self, places: NDArray[np.int64]) -> Supposed:
        """Give it in another order."""
        return Supposed(
            tuple(self.habits[place] for place in places.tolist()),
            self.fails[places],
            self.fails_range[places],
            self.repair[places],
            self.repair_range[places],
            self.bound[places],
        )

    def with_repair(self, place: int, hours: float) -> tuple[float, float]:
        """Give how often one fails and how long its repair takes, were that another time."""
        fails = float(self.fails[place])
        return (fails * float(self.repair[place]) / hours if self.bound[place] else fails), hours


def supposed(graph: Graph, numbers: NDArray[np.int64], hurts_higher: NDArray[np.bool_]) -> Supposed:
    """Give what is supposed of some nodes; a lower environment is a weakness of what hurts a higher one."""
    return Supposing(graph).all_of(numbers, hurts_higher)


class Supposing:
    """What is supposed of the nodes of a graph; of each it is worked out once.

    It holds as well for a graph of the same nodes and owners in which needs are other ones.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.table: Assumptions = assumptions(graph)
        self.left = people_who_left(graph)
        self.unseen = _unseen(graph)
        self._known: dict[tuple[int, bool], Habits] = {}
        self._alike: dict[tuple[object, ...], tuple[Habits, tuple[float, ...]]] = {}  # thousands are supposed alike
        self._columns = np.full((2, len(graph), 5), np.nan)

    @cached_property
    def alphabet(self) -> NDArray[np.int64]:
        """Give for each node its place in the order of names."""
        graph = self.graph
        names = [(name.casefold(), identity) for name, identity in zip(graph.names, graph.ids, strict=True)]
        place = np.empty(len(names), np.int64)
        place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        return place

    def all_of(self, numbers: NDArray[np.int64], hurts_higher: NDArray[np.bool_]) -> Supposed:
        """Give what is supposed of some nodes, of each with whether it hurts what belongs to no lower environment."""
        higher = hurts_higher.astype(np.int64)
        fresh = np.isnan(self._columns[higher, numbers, 0])
        for number, hurts in zip(numbers[fresh].tolist(), hurts_higher[fresh].tolist(), strict=True):
            self._known[number, hurts], self._columns[int(hurts), number] = self._row(number, hurts_higher=hurts)
        habits = tuple(map(self._known.__getitem__, zip(numbers.tolist(), hurts_higher.tolist(), strict=True)))
        fails, fails_range, repair, repair_range, bound = self._columns[higher, numbers].T.copy()
        return Supposed(habits, fails, fails_range, repair, repair_range, bound > 0)

    def _row(self, number: int, *, hurts_higher: bool) -> tuple[Habits, tuple[float, ...]]:
        said = dict(self.graph.details.node(number).attributes)
        fails, repair = _amount(said.get("incidents_per_year")), _amount(said.get("repair_hours"))
        weak = tuple(self._weaknesses(number, said, hurts_higher=hurts_higher))
        key = (self.graph.kind_of(number), fails, repair, weak, stated_probability(self.graph, number))
        if key not in self._alike:
            habits = self._of(*key)
            fail, last = habits.total(FAILS), habits.total(REPAIR)
            bound = float(habits.probability is not None)
            self._alike[key] = habits, (fail.amount, fail.range, last.amount, last.range, bound)
        return self._alike[key]

    def _of(self, kind: str, often: float, long: float, weak: tuple[str, ...], probability: float | None) -> Habits:
        fails, repair = self._number(kind, FAILS, often), self._number(kind, REPAIR, long)
        found = [self.table.weaknesses[name] for name in weak]
        stated = {name for name, one in ((FAILS, fails), (REPAIR, repair)) if one.basis == STATED}
        working = tuple(one for one in found if one.works_on not in stated and one.factor != 1)
        habits = Habits(fails, repair, tuple(found), working)
        return habits if probability is None else _bound(habits, probability)

    def _number(self, kind: str, name: str, said: float) -> Number:
        premise = self.table.of(kind)
        basis = STATED if said else self.table.basis(kind, name)
        return Number(said or (premise.per_year if name == FAILS else premise.hours), basis, RANGES[name, basis])

    def _weaknesses(self, number: int, said: dict[str, Plain], *, hurts_higher: bool) -> list[str]:
        graph = self.graph
        holders = [one.owner for one in graph.owners.get(number, ())]
        there = [owner for owner in holders if owner not in self.left]
        found = [LOWER] if hurts_higher and graph.environments[number] in LOWER_ENVIRONMENTS else []
        found += [ONCE] if said.get("replicas") == 1 and (_amount(said.get("min_replicas")) or 1) <= 1 else []
        if (holders and not there) or (not holders and needs_owner(graph, number)):
            found.append(UNOWNED)
        elif len(there) == 1 and graph.kind_of(there[0]) == "person":
            found.append(ONE_PERSON)
        return found + ([UNSEEN] if self.unseen[number] else [])


def _bound(habits: Habits, probability: float) -> Habits:
    """Let how often follow from a probability of being down; or how long, where only how often is stated."""
    hours = _hours_of(probability)
    if habits.fails.basis == STATED != habits.repair.basis and hours:
        repair = Number(hours / habits.fails.amount, FOLLOWS, RANGES[REPAIR, FOLLOWS])
        return replace(habits, repair=repair, working=(), probability=probability)
    working = tuple(one for one in habits.working if one.works_on == REPAIR)
    habits = replace(habits, working=working, probability=probability)
    fails = Number(hours / habits.total(REPAIR).amount, FOLLOWS, RANGES[FAILS, FOLLOWS])
    return replace(habits, fails=fails)


def _hours_of(probability: float) -> float:
    """Give failures a year times hours of repair, by the probability that something is down."""
    return min(A_YEAR * probability / (1 - probability), _MOST) if probability < 1 else _MOST


def hours_that_follow(graph: Graph, number: int) -> float:
    """Give how long a repair takes by a stated probability of being down and how often; 0 where one is missing."""
    probability, fails = stated_probability(graph, number), amount_said(graph, number, "incidents_per_year")
    return _hours_of(probability) / fails if probability and fails else 0.0


def _unseen(graph: Graph) -> NDArray[np.bool_]:
    """Say of which nodes nothing watches the failures, though most of their kind here are watched."""
    watched = np.zeros(len(graph), np.bool_)
    verbs = [VERB_NAMES.index(name) for name in _WATCHING]
    watched[graph.source[np.isin(graph.verb, verbs)]] = True
    known = graph.state == STATES.index(State.KNOWN)
    of_kind, seen = Counter(graph.kind[known].tolist()), Counter(graph.kind[known & watched].tolist())
    usual = [kind for kind, count in of_kind.items() if count >= _FEWEST and 2 * seen[kind] > count]
    unseen: NDArray[np.bool_] = known & ~watched & np.isin(graph.kind, usual)
    return unseen


def stated_probability(graph: Graph, number: int) -> float | None:
    """Give the probability that a node is down, where somebody stated one."""
    said = dict(graph.details.node(number).attributes).get("probability")
    is_one = isinstance(said, (int, float)) and not isinstance(said, bool) and 0 <= said <= 1
    return float(said) if is_one else None  # type: ignore[arg-type]


def amount_said(graph: Graph, number: int, name: str) -> float:
    """Give an amount that somebody stated, of hours or of times; 0 where nobody did."""
    return _amount(dict(graph.details.node(number).attributes).get(name))


def _amount(said: Plain) -> float:
    is_number = isinstance(said, (int, float)) and not isinstance(said, bool)
    return float(min(said, _MOST)) if is_number and said > 0 else 0.0  # type: ignore[operator,type-var,arg-type]
