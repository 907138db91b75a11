"""What falls when a node fails, computed as `opmap blast` computes it, for every node of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.blasting import HIT
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.spreading import Spread, spread
from opmap.maps.view import Fallout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.graph import Graph


def fallout_of(graph: Graph, numbers: Sequence[int]) -> dict[int, Fallout]:
    """Give, by its place in these numbers, what falls with each node; those that hit nothing are left out."""
    faults = FaultGraph.of(graph)
    place = {number: index for index, number in enumerate(numbers)}
    found = {}
    for number in numbers:
        fallen = _fallout(spread(faults, [number]), number, place)
        if fallen.hits or fallen.elsewhere:
            found[place[number]] = fallen
    return found


def _fallout(found: Spread, failing: int, place: dict[int, int]) -> Fallout:
    grave = found.harm & np.uint16(int(HIT))
    grave[failing] = 0
    hit = np.flatnonzero(grave).tolist()
    here = [number for number in hit if number in place]
    hits = tuple(
        (
            place[number],
            Harm(int(grave[number])).gravest.word,
            len(found.path(number)),
            round(float(found.hours[number]), 2),
        )
        for number in here
    )
    return Fallout(hits, len(hit) - len(here))
