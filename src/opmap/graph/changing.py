"""Change: something behaves differently, and what leans on it may.

Certain for one step, possible beyond it; it stops at a contract (an API, an operation) that
has not changed itself: whoever calls the contract sees no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct, in_order, ranges, starts_of
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.harm import Harm
from opmap.graph.model import KIND_NAMES
from opmap.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from opmap.graph.arrays import Numbers
    from opmap.graph.reading import Reading

_CONTRACT = np.array([KINDS[name].contract for name in KIND_NAMES])


def change(reading: Reading, faults: Sequence[int]) -> tuple[NDArray[np.uint16], Numbers]:
    """Give for each node what a change of some does to it, and the edge by which the change comes."""
    size = len(reading.graph)
    needs = reading.changes
    order = in_order(needs.need)
    start, hurt, edge = starts_of(needs.need, size), needs.hurt[order], needs.edge[order]
    harm, by = np.zeros(size, np.uint16), np.full(size, NOWHERE, np.int32)
    passed_on = distinct(np.asarray(faults, np.int64))
    harm[passed_on] = Harm.CHANGED
    so_sure = Harm.CHANGED
    while len(passed_on):
        arcs = ranges(start[passed_on], start[passed_on + 1] - start[passed_on])
        arcs = arcs[harm[hurt[arcs]] == 0]
        by[hurt[arcs]] = edge[arcs]
        reached = distinct(hurt[arcs]).astype(np.int64)
        harm[reached] = so_sure
        so_sure = Harm.MAY_CHANGE
        passed_on = reached[~_CONTRACT[reading.graph.kind[reached]]]
    return harm, by
