"""Common causes: what takes away, alone, so many alternatives of a group that too few are left.

Only what breaks the group is meant. Where something else that the owner of the group needs
falls as well, no alternative could have helped, and the fault is no affair of the group.
Circles count as holding themselves up here: what only they hide is another finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import in_order, ranges, starts_of
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.bits import spelled
from opmap.graph.engine.columns import Columns
from opmap.graph.engine.propagation import propagate
from opmap.graph.faults import candidates
from opmap.graph.model import VERB_NAMES

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.faultgraph import FaultGraph

_REPLICAS = ("runs on", "located in", "exposes", "starts", "supports", "owned by", "on call for", "member of")
"""Several of these at one end are replicas of one thing, or people; they share much by construction."""
_CHOICES = np.array([name not in _REPLICAS for name in VERB_NAMES])


@dataclass(frozen=True)
class Choice:
    """Alternatives that one node has."""

    node: int
    edges: tuple[int, ...]  # by which it has them
    causes: tuple[int, ...] = ()  # the nodes that alone take too many of them away


def common_causes(faults: FaultGraph, nodes: Truths) -> list[Choice]:
    """Give the choices of some nodes that a single fault takes away, with these faults."""
    core, row = faults.core, faults.core.plan.row
    groups, chosen = _choices(faults, nodes)
    if not chosen:
        return []
    beside, need = _beside(faults, core.serves[groups])
    suspects = candidates(faults, groups)
    causes: list[list[int]] = [[] for _ in chosen]
    wanted = np.concatenate([groups, need])
    for outcome in propagate(faults.core, Columns.singles(suspects), wanted=wanted, grounded=False):
        broken = outcome.of(groups)
        for number in np.flatnonzero(broken.any(axis=1)).tolist():
            others = need[beside[number] : beside[number + 1]]
            others = others[others != groups[number]]
            clear = ~np.bitwise_or.reduce(outcome.of(others), axis=0) & broken[number]
            found = suspects[outcome.first + np.flatnonzero(spelled(clear, outcome.count))]
            causes[number] += found[row[found] != row[chosen[number].node]].tolist()
    found_any = zip(chosen, causes, strict=True)
    return [Choice(one.node, one.edges, tuple(sorted(several))) for one, several in found_any if several]


def choices(faults: FaultGraph, nodes: Truths) -> list[Choice]:
    """Give the real alternatives that some nodes have."""
    return _choices(faults, nodes)[1]


def _beside(faults: FaultGraph, owners: Numbers) -> tuple[Numbers, Numbers]:
    """Give what each of some owners needs, in a row: that of owner i stands at start[i] to start[i + 1]."""
    core, row = faults.core, faults.core.plan.row
    order = in_order(core.hurt)
    start = starts_of(core.hurt, len(core))
    count = start[owners + 1] - start[owners]
    arcs = order[ranges(start[owners], count)]
    whose = np.repeat(np.arange(len(owners)), count)
    apart = row[core.need[arcs]] != row[core.hurt[arcs]]
    return starts_of(whose[apart], len(owners)), core.need[arcs[apart]]


def _choices(faults: FaultGraph, nodes: Truths) -> tuple[Numbers, list[Choice]]:
    """Give the groups of real alternatives that some nodes need to be able to work."""
    core = faults.core
    groups = np.flatnonzero((core.bearing > 1) & (core.serves < len(faults)) & (core.serves != np.arange(len(core))))
    groups = groups[nodes[core.serves[groups]]]
    into = np.flatnonzero(np.isin(core.hurt, groups))
    inner = into[core.edge[into] == NOWHERE]
    below = np.flatnonzero(np.isin(core.hurt, core.need[inner]) & (core.edge != NOWHERE))
    of_place: dict[int, list[int]] = {}
    for arc in below.tolist():
        of_place.setdefault(int(core.hurt[arc]), []).append(int(core.edge[arc]))
    edges: dict[int, list[int]] = {group: [] for group in groups.tolist()}
    for arc in into.tolist():
        edge = int(core.edge[arc])
        edges[int(core.hurt[arc])] += of_place.get(int(core.need[arc]), []) if edge == NOWHERE else [edge]
    real = [group for group, several in edges.items() if several and _CHOICES[faults.graph.verb[several]].all()]
    made = [Choice(int(core.serves[group]), tuple(sorted(set(edges[group])))) for group in real]
    return np.array(real, np.int64), made
