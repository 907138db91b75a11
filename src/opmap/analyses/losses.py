"""What is expected to be lost with each node in a year, as numbers without words.

A node that takes something down alone loses, in value-weighted outage hours a year,

    incidents a year * share of them for which it is up
        * sum over what falls with it of value * E[(repair - grace)+]

where the repair takes an exponential time, so that the expectation is m * exp(-grace / m)
with m its mean, and grace is the buffers on the way and what is tolerated. Whether something
else has taken it down already is left out: a node would look better as another gets worse.
What hurts nothing alone is not here. Hours until the impact are computed for the first
hundreds of those for which buffers matter; the others are taken to hurt at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import RANGES, STATED, VALUE, assumptions
from opmap.analyses.counting import Outcome, outcomes
from opmap.analyses.lasting import hours_down
from opmap.analyses.supposing import LOWER_ENVIRONMENTS, Supposed, Supposing, amount_said
from opmap.graph.arrays import in_order, ranges, starts_of
from opmap.graph.engine.falling import Events, fall
from opmap.graph.faults import single_fault_pairs
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph import Graph

    Places = NDArray[np.int64]
    Amounts = NDArray[np.float64]

LEAST_FELT = 1e-6
"""Of what falls with a node, something is felt for so large a share of its repair, or it is never felt."""
MOST_TIMED = 300
"""For so many nodes, those with the greatest losses, buffers on the way are followed hour by hour."""


@dataclass(frozen=True, eq=False)
class Falls:
    """Which node takes down which outcome alone: rows, sorted by the place of the node."""

    node: Places  # the place of the node among all that hurt alone
    outcome: Places  # the place of the outcome among all that count
    grace: Amounts  # so many hours pass until it is felt

    def of(self, place: int) -> slice:
        """Give the rows of one node."""
        low, high = np.searchsorted(self.node, [place, place + 1]).tolist()
        return slice(low, high)


@dataclass(frozen=True, eq=False)
class Appraisal:
    """The numbers of a ranking: the nodes that hurt alone and are felt, the greatest loss first."""

    counted: tuple[Outcome, ...]
    value: Amounts  # of each outcome
    value_range: Amounts  # each may be so many times more or less
    numbers: Places
    unfelt: Places  # what hurts alone, and is repaired long before that is felt, or never fails as stated
    supposed: Supposed
    falls: Falls
    supposing: Supposing  # with which graphs of the same nodes can be appraised sooner

    @cached_property
    def value_lost(self) -> Amounts:
        """Give for each node the value of all that falls with it."""
        return _summed(self.falls.node, self.value[self.falls.outcome], len(self.numbers))

    @cached_property
    def felt(self) -> Amounts:
        """Give for each node the value that falls with it, times the share of its repair in which that is felt."""
        return _summed(self.falls.node, self.value[self.falls.outcome] * self.shares, len(self.numbers))

    @cached_property
    def shares(self) -> Amounts:
        """Give for each row the share of the repair in which it is felt."""
        shares: Amounts = np.exp(-self.falls.grace / self.supposed.repair[self.falls.node])
        return shares

    @cached_property
    def losses(self) -> Amounts:
        """Give for each node what is lost with it, in value-weighted outage hours a year."""
        return hours_down(self.supposed.fails, self.supposed.repair) * self.felt

    @cached_property
    def rank(self) -> dict[int, int]:
        """Give for each node its place, from 1."""
        return {number: place + 1 for place, number in enumerate(self.numbers.tolist())}


def _summed(place: Places, amounts: Amounts, size: int) -> Amounts:
    total: Amounts = np.bincount(place, amounts, size).astype(np.float64)
    return total


def appraise(graph: Graph, supposing: Supposing | None = None) -> Appraisal:
    """Compute the losses of all nodes that take down alone something that counts and has a value."""
    supposing = supposing or Supposing(graph)
    counted = outcomes(graph)
    node, outcome = fallen(graph, counted)
    value = np.array([one.value for one in counted], np.float64)
    numbers, place = np.unique(node[value[outcome] > 0], return_inverse=True)
    outcome = outcome[value[outcome] > 0]
    table = assumptions(graph)
    rest = [table.basis(graph.kind_of(one.node), VALUE) if one.assumed else STATED for one in counted]
    value_range = np.array([RANGES[VALUE, basis] for basis in rest])
    given = supposing.all_of(numbers, _hurts_higher(graph, counted, place, outcome, len(numbers)))
    grace = _tolerated(graph, counted)[outcome]
    grace += _buffers(graph, counted, numbers, place, outcome, given)
    falls = Falls(place, outcome, grace)
    return _sorted(Appraisal(counted, value, value_range, numbers, np.empty(0, np.int64), given, falls, supposing))


def _sorted(found: Appraisal) -> Appraisal:
    """Put the greatest loss first, and what is never felt apart; what is equal stands in the order of names."""
    losses = np.array(
        [float(f"{loss:.9g}") for loss in found.losses.tolist()]
    )  # equal but for the last digits is equal
    by_name = np.argsort(found.supposing.alphabet[found.numbers])
    order = by_name[np.argsort(-losses[by_name], kind="stable")]
    felt = (np.bincount(found.falls.node, found.shares >= LEAST_FELT, len(order)) > 0) & (found.supposed.fails > 0)
    unfelt, order = found.numbers[~felt], order[felt[order]]
    new = np.full(len(felt), -1)
    new[order] = np.arange(len(order))
    rows = np.lexsort((found.falls.outcome, new[found.falls.node]))
    rows = rows[new[found.falls.node[rows]] >= 0]
    falls = Falls(new[found.falls.node][rows], found.falls.outcome[rows], found.falls.grace[rows])
    given = found.supposed.of(order)
    return replace(found, numbers=found.numbers[order], unfelt=unfelt, supposed=given, falls=falls)


def fallen(graph: Graph, counted: tuple[Outcome, ...]) -> tuple[Places, Places]:
    """Give which node loses which outcome alone, as (nodes, places of outcomes)."""
    targets = np.array(sorted({node for one in counted for node in one.nodes}), np.int64)
    target, fault = single_fault_pairs(graph.faults, targets, Harm.IDLE)
    start = starts_of(target, len(targets))
    single = np.array([place for place, one in enumerate(counted) if len(one.nodes) == 1], np.int64)
    at = np.searchsorted(targets, [counted[place].node for place in single.tolist()])
    count = start[at + 1] - start[at]
    nodes, places = [fault[ranges(start[at], count)]], [np.repeat(single, count)]
    for place, one in enumerate(counted):
        if len(one.nodes) > 1:
            found = {node: fault[slice(*start[[at, at + 1]])] for node, at in _placed(targets, one.nodes)}
            nodes.append(_lost(one, found))
            places.append(np.full(len(nodes[-1]), place, np.int64))
    fails = graph.faults.reading.can_fail
    own = [(node, place) for place, one in enumerate(counted) if one.falls_by_itself for node in one.nodes]
    itself = np.array([pair for pair in own if fails[pair[0]]], np.int64).reshape(-1, 2)
    node, outcome = np.concatenate([*nodes, itself[:, 0]]), np.concatenate([*places, itself[:, 1]])
    order = in_order(outcome)
    return node[order], outcome[order]


def _placed(targets: Places, nodes: tuple[int, ...]) -> zip[tuple[int, int]]:
    """Give some nodes, each with its place."""
    return zip(nodes, np.searchsorted(targets, nodes).tolist(), strict=True)


def _lost(one: Outcome, found: dict[int, Places]) -> Places:
    """Give the faults that leave fewer of several nodes than are needed; their own faults are another matter."""
    taken = np.concatenate([np.append(found[node], node) for node in one.nodes])
    fault, count = np.unique(taken, return_counts=True)
    lost = fault[len(one.nodes) - count < one.need]
    return lost[~np.isin(lost, one.nodes)]


def _hurts_higher(
    graph: Graph, counted: tuple[Outcome, ...], place: Places, outcome: Places, size: int
) -> NDArray[np.bool_]:
    """Say of which nodes something falls that belongs to no lower environment."""
    higher = np.array([graph.environments[one.node] not in LOWER_ENVIRONMENTS for one in counted], bool)
    hurts: NDArray[np.bool_] = np.bincount(place, higher[outcome], size) > 0
    return hurts


def _tolerated(graph: Graph, counted: tuple[Outcome, ...]) -> Amounts:
    """Give for each outcome how long it may be down before that counts."""
    return np.array([0.0 if one.stand_in else amount_said(graph, one.node, "tolerance_hours") for one in counted])


def _buffers(
    graph: Graph, counted: tuple[Outcome, ...], numbers: Places, place: Places, outcome: Places, given: Supposed
) -> Amounts:
    """Give for each row the hours that buffers on the way win."""
    hours = np.zeros(len(place))
    waiting = np.flatnonzero(delayed(graph)[numbers])
    if not len(waiting):
        return hours
    value = np.array([one.value for one in counted], np.float64)
    most = hours_down(given.fails, given.repair) * np.bincount(place, value[outcome], len(numbers))
    start, rows = starts_of(place, len(numbers)), in_order(place)
    for one in waiting[np.argsort(-most[waiting], kind="stable")][:MOST_TIMED].tolist():
        falling = hours_after(graph, int(numbers[one]))
        for row in rows[start[one] : start[one + 1]].tolist():
            several = counted[outcome[row]]
            hours[row] = np.sort(falling[list(several.nodes)])[len(several.nodes) - several.need]
    return hours


def hours_after(graph: Graph, number: int) -> Amounts:
    """Give for each node so many hours after a fault it is no longer at work."""
    fallen = fall(graph.faults.core, Events(np.array([number]), np.zeros(1))).hours
    return fallen[graph.faults.running].astype(np.float64)


def delayed(graph: Graph) -> NDArray[np.bool_]:
    """Say which nodes have a buffer somewhere between them and what leans on them, so that hours matter."""
    core = graph.faults.core
    order = in_order(core.hurt)
    start, needs = starts_of(core.hurt, len(core)), core.need[order]
    found = np.zeros(len(core), np.bool_)
    found[core.need[core.hours > 0]] = True
    frontier = np.flatnonzero(found)
    while frontier.size:
        before = found.copy()
        found[needs[ranges(start[frontier], start[frontier + 1] - start[frontier])]] = True
        frontier = np.flatnonzero(found & ~before)
    return found
