"""Which of what counts falls in which scenario: exact, and many scenarios at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.columns import Columns
from opmap.graph.engine.propagation import propagate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from opmap.analyses.counting import Outcome
    from opmap.graph import Graph


def lost_in(graph: Graph, counted: Sequence[Outcome], scenarios: Sequence[Iterable[int]]) -> NDArray[np.bool_]:
    """Say for each outcome and scenario, a set of nodes that fail together, whether it falls."""
    lost = np.zeros((len(counted), len(scenarios)), np.bool_)
    nodes = sorted({node for one in counted for node in one.nodes})
    if not nodes or not scenarios:
        return lost
    running = graph.faults.running[nodes]
    place = {node: number for number, node in enumerate(nodes)}
    members = [[place[node] for node in one.nodes] for one in counted]
    need = np.array([one.need for one in counted])
    for found in propagate(graph.faults.core, Columns.sets(scenarios), wanted=running):
        falls = found.falls(running)
        standing = np.array([(~falls[some]).sum(axis=0) for some in members])
        lost[:, found.first : found.first + found.count] = standing < need[:, None]
    return lost
