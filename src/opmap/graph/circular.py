"""Circles of alternatives that nothing outside them holds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.aspects import NOWHERE

if TYPE_CHECKING:
    from opmap.graph.faultgraph import FaultGraph


@dataclass(frozen=True)
class Circle:
    """Nodes whose redundancy leads only back to themselves, and the edges by which it does."""

    nodes: tuple[int, ...]
    edges: tuple[int, ...]


def circles_without_ground(faults: FaultGraph) -> list[Circle]:
    """Find redundancy that has no ground though nothing has failed: replicas that only name each other.

    Its groups are excused from the proof that all others owe, and fall by count only.
    """
    core, loops = faults.core, faults.core.loops
    excused = np.flatnonzero(loops.excused)
    working = np.concatenate([np.arange(len(faults)), faults.running])
    excused = excused[np.isin(core.serves[loops.aspect[excused]], working)]
    found = []
    for part in np.unique(loops.part[excused]):
        groups = loops.aspect[excused[loops.part[excused] == part]]
        arcs = np.flatnonzero(np.isin(core.hurt, groups))
        places = np.flatnonzero(np.isin(core.hurt, core.need[arcs[core.edge[arcs] == NOWHERE]]))
        edges = core.edge[np.concatenate([arcs, places])]
        nodes = faults.node[groups]
        found.append(Circle(tuple(np.unique(nodes).tolist()), tuple(np.unique(edges[edges != NOWHERE]).tolist())))
    return sorted(found, key=lambda circle: circle.nodes)
