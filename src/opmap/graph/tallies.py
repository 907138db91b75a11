"""What each single fault does, counted for all nodes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.aspects import NOWHERE
from opmap.graph.bits import Bits, column_counts
from opmap.graph.columns import Columns
from opmap.graph.harm import Harm
from opmap.graph.propagation import WIDTH, Outcome, propagate, propagate_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from opmap.graph.arrays import Numbers
    from opmap.graph.faultgraph import FaultGraph

COUNTED = (Harm.DOWN, Harm.IDLE, Harm.STALE, Harm.DEGRADED, Harm.REDUNDANCY_LOST)
"""What can be counted for all single faults."""


def blast_sizes(faults: FaultGraph, harm: Harm = Harm.DOWN) -> NDArray[np.int64]:
    """Count for each node how many others are down, or are harmed in another way, when it fails alone."""
    return tallies(faults, harm)[harm]


def tallies(faults: FaultGraph, harms: Harm) -> dict[Harm, NDArray[np.int64]]:
    """Count several harms in one go, for each node that fails alone; itself is not counted."""
    counters = [_COUNTERS[harm](faults) for harm in COUNTED if harm & harms]
    size = len(faults)
    found = {counter.harm: np.zeros(size, np.int64) for counter in counters}
    plan = faults.core.plan
    order = np.argsort(-plan.row[:size], kind="stable")  # what little rests on comes first, and costs little
    wanted = np.unique(np.concatenate([counter.wanted for counter in counters]))
    for outcome in propagate(faults.core, Columns.singles(order), wanted=wanted, width=WIDTH):
        nodes = order[outcome.first : outcome.first + outcome.count]
        for counter in counters:
            found[counter.harm][nodes] = counter.count(outcome)[: outcome.count]
    return found
