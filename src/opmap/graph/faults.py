"""Which faults take something down: alone, or two together.

Two faults with the same effect on all members of the groups that the target rests on are
interchangeable in every pair (proved by induction on the order of support), so that pairs
are computed class by class and answered as products: any one of these and any one of those.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct, ranges
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.bits import set_bits, spelled
from opmap.graph.engine.columns import Columns
from opmap.graph.engine.propagation import Outcome, propagate
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.faultgraph import FaultGraph

    Nodes = NDArray[np.int64]

_PAIRS_AT_ONCE = 1 << 16


@dataclass(frozen=True, eq=False)
class Product:
    """Any one of some nodes together with any one of others."""

    one: Nodes
    other: Nodes

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.one) * len(self.other)


def single_faults(
    faults: FaultGraph, targets: Sequence[int], harm: Harm = Harm.DOWN, *, grounded: bool = True
) -> dict[int, Nodes]:
    """Give for each target the other nodes that alone take it down (or at least leave it idle, or its data stale).

    Nodes that have no fault of their own, as an API has none, are no answer.
    """
    several = list(dict.fromkeys(targets))
    place, fault = single_fault_pairs(faults, several, harm, grounded=grounded)
    bounds = np.searchsorted(place, np.arange(1, len(several)))
    return dict(zip(several, np.split(fault, bounds), strict=True)) if several else {}


def single_fault_pairs(
    faults: FaultGraph, targets: Sequence[int] | Nodes, harm: Harm = Harm.DOWN, *, grounded: bool = True
) -> tuple[Nodes, Nodes]:
    """Give the same as pairs: the place of the target among those asked for, and the fault; in this order."""
    asked = np.asarray(targets, np.int64)
    aspects = _aspects(faults, harm)[asked].astype(np.int64)
    known = np.flatnonzero(aspects != NOWHERE)
    none = np.empty(0, np.int64)
    if not len(known):
        return none, none
    nodes = candidates(faults, aspects[known])
    places, found = [none], [none]
    for outcome in propagate(faults.core, Columns.singles(nodes), wanted=aspects[known], grounded=grounded):
        row, column = set_bits(outcome.of(aspects[known]), outcome.count)
        places.append(known[row])
        found.append(nodes[outcome.first + column])
    place, fault = np.concatenate(places), np.concatenate(found)
    others = fault != asked[place]
    pairs = np.sort(place[others] * len(faults) + fault[others])
    return pairs // len(faults), pairs % len(faults)


def hidden_faults(faults: FaultGraph, targets: Sequence[int], harm: Harm = Harm.DOWN) -> dict[int, Nodes]:
    """Give for each target the single faults that a circular fallback hides.

    They are those that take it down although a circle of alternatives seems to hold it up.
    """
    if not len(faults.core.loops):
        return {target: np.empty(0, np.int64) for target in targets}
    all_of_them = single_faults(faults, targets, harm)
    plain = single_faults(faults, targets, harm, grounded=False)
    return {target: np.setdiff1d(several, plain[target]) for target, several in all_of_them.items()}


def double_faults(
    faults: FaultGraph, target: int | Sequence[int], harm: Harm = Harm.DOWN, *, lost: int = 1
) -> list[Product]:
    """Give the pairs of nodes that together take a target down, and neither alone, as products, largest first.

    Of several targets, ``lost`` must fall; a single one is no fault of its own.
    """
    asked = [target] if isinstance(target, int) else list(target)
    goal = Goal(_aspects(faults, harm)[asked], lost)
    nodes = candidates(faults, goal.aspects)
    nodes = nodes[~np.isin(nodes, asked)] if len(asked) == 1 else nodes
    alone, marks = effects(faults, goal, nodes)
    nodes, marks = nodes[~alone], marks[~alone]
    nodes, marks = nodes[marks.any(axis=1)], marks[marks.any(axis=1)]
    if not len(nodes):
        return []
    _, kind = np.unique(marks, axis=0, return_inverse=True)
    classes = [np.sort(nodes[kind == number]) for number in range(int(kind.max()) + 1)]
    classes.sort(key=lambda members: int(members[0]))
    spokesmen = np.array([members[0] for members in classes])
    products = [Product(classes[one], classes[other]) for one, other in deadly(faults, goal, spokesmen)]
    return sorted(products, key=lambda product: -len(product))


def _aspects(faults: FaultGraph, harm: Harm) -> Numbers:
    """Give for each node the aspect that is lost with it when it is harmed like this."""
    return {Harm.DOWN: np.arange(len(faults)), Harm.IDLE: faults.running, Harm.STALE: faults.renewed}[harm]


@dataclass(frozen=True, eq=False)
class Goal:
    """Aspects, and how many of them must fall."""

    aspects: Numbers
    lost: int

    def is_met(self, outcome: Outcome) -> Truths:
        """Say in which scenarios that many fall."""
        met: Truths = outcome.falls(self.aspects).sum(axis=0) >= self.lost
        return met


def candidates(faults: FaultGraph, wanted: Numbers) -> Nodes:
    """Give the nodes with a fault of their own that some aspects rest on, those that little rests on first."""
    plan = faults.core.plan
    concerned = np.zeros(plan.count, bool)
    concerned[plan.rests_of(plan.row[wanted])] = True
    nodes = np.flatnonzero(concerned[plan.row[: len(faults)]] & faults.reading.can_fail)
    return nodes[np.argsort(-plan.row[nodes], kind="stable")]


def effects(faults: FaultGraph, goal: Goal, nodes: Nodes) -> tuple[Truths, NDArray[np.uint8]]:
    """Say which nodes are enough alone, and what each does to the members of groups, packed into bytes."""
    plan = faults.core.plan
    rows = plan.rests_of(plan.row[goal.aspects])
    groups = rows[plan.group[rows]]
    members = plan.need[ranges(plan.start[groups], plan.start[groups + 1] - plan.start[groups])]
    members = distinct(np.concatenate([members, plan.row[goal.aspects]]) if len(goal.aspects) > 1 else members)
    alone = np.zeros(len(nodes), bool)
    marks = np.zeros((len(nodes), -(-len(members) // 8)), np.uint8)
    for outcome in propagate(faults.core, Columns.singles(nodes), wanted=goal.aspects):
        some = slice(outcome.first, outcome.first + outcome.count)
        alone[some] = goal.is_met(outcome)
        marks[some] = np.packbits(spelled(outcome.bits[outcome.place[members]], outcome.count), axis=0).T
    return alone, marks


def reached_groups(faults: FaultGraph, aspect: int, nodes: Nodes) -> NDArray[np.uint8]:
    """Give for each of some nodes the groups that an aspect rests on and of which it can take anything, in bytes."""
    core = faults.core
    concerned = np.zeros(core.plan.count, bool)
    concerned[core.plan.rests_of(core.plan.row[np.array([aspect])])] = True
    groups = np.flatnonzero((core.bearing > 1) & concerned[core.plan.row])
    frail = replace(core, bearing=np.ones_like(core.bearing))
    found = np.zeros((len(nodes), -(-len(groups) // 8)), np.uint8)
    for outcome in propagate(frail, Columns.singles(nodes), wanted=np.append(groups, aspect)):
        some = slice(outcome.first, outcome.first + outcome.count)
        found[some] = np.packbits(outcome.falls(groups), axis=0).T
    return found


def deadly(faults: FaultGraph, goal: Goal, nodes: Nodes) -> Iterator[tuple[int, int]]:
    """Give which two of some nodes are enough together."""
    one, other = np.triu_indices(len(nodes), 1)
    for start in range(0, len(one), _PAIRS_AT_ONCE):
        first, second = one[start : start + _PAIRS_AT_ONCE], other[start : start + _PAIRS_AT_ONCE]
        for outcome in propagate(faults.core, Columns.pairs(nodes[first], nodes[second]), wanted=goal.aspects):
            met = np.flatnonzero(goal.is_met(outcome)) + outcome.first
            yield from zip(first[met].tolist(), second[met].tolist(), strict=True)
