"""Starting from cold: what never comes up when nothing is up yet, because each waits for the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import ranges
from opmap.graph.circular import Circle
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.parts import parts_of

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.engine.aspects import Aspects
    from opmap.graph.faultgraph import FaultGraph


@dataclass(frozen=True, eq=False)
class ColdStart:
    """What cannot be started in any order when all is down."""

    stuck: Truths  # of each node
    circles: list[Circle]  # those that wait for nothing but themselves


def cold_start(faults: FaultGraph) -> ColdStart:
    """Start everything in the best order, from nothing, and give what does not come up.

    All that is needed to be able to work must be up before: of a group so many as suffice.
    """
    able = faults.able
    waits = ~_up(able)
    inner = np.flatnonzero(waits[able.hurt] & waits[able.need])
    hurt, need = able.hurt[inner], able.need[inner]
    part = parts_of(hurt, need, len(able))
    bottom = np.zeros(len(able), bool)
    bottom[part[waits]] = True
    bottom[part[hurt[part[hurt] != part[need]]]] = False
    found = []
    for one in np.flatnonzero(bottom).tolist():
        edges = able.edge[inner[(part[hurt] == one) & (part[need] == one)]]
        nodes = np.unique(able.serves[np.flatnonzero(part == one)])
        found.append(Circle(tuple(nodes.tolist()), tuple(np.unique(edges[edges != NOWHERE]).tolist())))
    return ColdStart(waits[: len(faults)], sorted(found, key=lambda circle: circle.nodes))


def _up(aspects: Aspects) -> Truths:
    """Say what comes up, round by round: each as soon as enough of its needs are up."""
    wanting = np.bincount(aspects.hurt, minlength=len(aspects)) - aspects.bearing + 1
    wanting[np.bincount(aspects.hurt, minlength=len(aspects)) == 0] = 0
    up = np.zeros(len(aspects), bool)
    fresh = np.flatnonzero(wanting <= 0)
    while len(fresh):
        up[fresh] = True
        arcs = ranges(aspects.start[fresh], aspects.degree[fresh])
        np.subtract.at(wanting, aspects.hurt[arcs], 1)
        reached = np.unique(aspects.hurt[arcs])
        fresh = reached[(wanting[reached] <= 0) & ~up[reached]]
    return up


def ordered_circles(faults: FaultGraph, ordered: Numbers) -> list[Circle]:
    """Give the circles among edges that each state that one thing starts after another."""
    graph = faults.graph
    hurt, need = graph.source[ordered].astype(np.int64), graph.target[ordered].astype(np.int64)
    part = parts_of(hurt, need, len(graph))
    inside = part[hurt] == part[need]
    found = []
    for one in np.unique(part[hurt[inside]]).tolist():
        edges = ordered[inside & (part[hurt] == one)]
        nodes = np.unique(np.concatenate([graph.source[edges], graph.target[edges]]))
        found.append(Circle(tuple(nodes.tolist()), tuple(np.sort(edges).tolist())))
    return found
