"""Which single faults take something down: each tried on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.falling import Events, fall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from opmap.graph.faultgraph import FaultGraph


def single_faults(faults: FaultGraph, targets: Sequence[int]) -> dict[int, NDArray[np.int64]]:
    """Give, for each target, the nodes whose fault alone takes it down or leaves it idle; itself among them."""
    wanted = np.asarray(sorted(set(targets)), np.int64)
    aspects = faults.running[wanted]
    found: dict[int, list[int]] = {int(target): [] for target in wanted}
    for fault in np.flatnonzero(_cone(faults, aspects)[: len(faults)]).tolist():
        fallen = fall(faults.core, Events(np.array([fault]), np.zeros(1))).down
        for target in wanted[fallen[aspects]].tolist():
            found[target].append(fault)
    return {target: np.array(several, np.int64) for target, several in found.items()}


def _cone(faults: FaultGraph, targets: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Say which aspects some target rests on, however indirectly."""
    core = faults.core
    order = np.argsort(core.hurt, kind="stable")
    start = np.searchsorted(core.hurt[order], np.arange(len(core) + 1))
    reached = np.zeros(len(core), np.bool_)
    frontier = np.unique(targets)
    reached[frontier] = True
    while frontier.size:
        needs = np.concatenate([core.need[order[start[one] : start[one + 1]]] for one in frontier.tolist()])
        frontier = np.unique(needs[~reached[needs]])
        reached[frontier] = True
    return reached
