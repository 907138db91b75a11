"""What stands in for something that has fallen: the alternatives that still hold, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.naming import NodeName, name_of, needs
from opmap.frozen import frozen
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from opmap.graph import Graph
    from opmap.graph.spreading import Spread

_LOST = int(Harm.DOWN | Harm.IDLE)


@frozen
class Substitute:
    """Where something is stood in for, and by what."""

    at: NodeName
    by: tuple[NodeName, ...]
    presumed: bool  # nobody stated that it is enough


def substitutes(graph: Graph, found: Spread) -> tuple[Substitute, ...]:
    """Give, for each group that has lost a place and still holds up its node, what stands in the places left."""
    lost = (found.harm & _LOST) > 0
    lost[list(found.faults)] = True
    held = []
    for group, places in _groups(graph).items():
        hurt = {end for several in places.values() for end, _ in several}
        left = [several for several in places.values() if not any(lost[need] for _, need in several)]
        if len(hurt) == 1 and 0 < len(left) < len(places) and not lost[[*hurt]].any():
            by = sorted({need for several in left for _, need in several})
            presumed = bool(graph.group_presumed[group])
            held.append(Substitute(name_of(graph, *hurt), tuple(name_of(graph, one) for one in by), presumed))
    return tuple(sorted(held, key=lambda one: (one.presumed, one.at)))


def _groups(graph: Graph) -> dict[int, dict[int, list[tuple[int, int]]]]:
    """Give for each group its places, and for each place who is hurt and what is needed along its edges."""
    named: dict[int, list[int]] = {}
    grouping = graph.faults.reading.grouping
    for edge, place in zip(grouping.place_edge.tolist(), grouping.place.tolist(), strict=True):
        named.setdefault(edge, []).append(place)
    groups: dict[int, dict[int, list[tuple[int, int]]]] = {}
    for edge in np.flatnonzero((graph.group >= 0) & graph.faults.reading.taken).tolist():
        ends = needs(graph, edge)
        if ends is None:
            continue
        for place in named.get(edge, [-1 - edge]):
            groups.setdefault(int(graph.group[edge]), {}).setdefault(place, []).append(ends)
    return groups
