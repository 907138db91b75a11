"""Time to impact: how long after a fault something is felt to be lost, through the buffers between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import in_order, ranges, starts_of
from opmap.graph.engine.falling import Events, fall

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.graph.arrays import Truths
    from opmap.graph.faultgraph import FaultGraph


def hours_to_impact(faults: FaultGraph, pairs: Iterable[tuple[int, int, Sequence[int]]]) -> list[float]:
    """Give for each fault and each thing that falls with it the hours until it is down or idle.

    Such a thing is given as how many of some nodes have to fall: *(fault, how many, nodes)*.
    """
    waiting = _waiting(faults)
    known: dict[int, list[float]] = {}
    found = []
    for fault, lost, nodes in pairs:
        if not waiting[fault]:
            found.append(0.0)
            continue
        if fault not in known:
            known = {fault: fall(faults.core, Events(np.array([fault]), np.zeros(1))).hours.tolist()}
        hours = known[fault]
        found.append(sorted(hours[faults.running[node]] for node in nodes)[lost - 1])
    return found


def _waiting(faults: FaultGraph) -> Truths:
    """Say which nodes have a buffer somewhere between them and what leans on them, so that hours matter."""
    core = faults.core
    order = in_order(core.hurt)
    start, needs = starts_of(core.hurt, len(core)), core.need[order]
    found = np.zeros(len(core), bool)
    found[core.need[core.hours > 0]] = True
    border = np.flatnonzero(found)
    while len(border):
        below = np.unique(needs[ranges(start[border], start[border + 1] - start[border])])
        border = below[~found[below]]
        found[border] = True
    return found
