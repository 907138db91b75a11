"""One scenario, told for the nodes: who is hit, how, when, and along which path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct
from opmap.graph.changing import change
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.falling import Events, fall
from opmap.graph.harm import Harm
from opmap.graph.telling import Telling
from opmap.graph.trail import ChangeTrail, Trail
from opmap.kinds import Travel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from opmap.graph.arrays import Hours, Numbers
    from opmap.graph.faultgraph import FaultGraph


@dataclass(frozen=True, eq=False)
class Spread:
    """What a scenario does to each node."""

    faults: tuple[int, ...]
    travel: Travel
    harm: NDArray[np.uint16]  # of each node, all that is the matter with it, as `Harm`
    hours: Hours  # until the gravest of it sets in; infinite for a node that is not hit
    trail: Trail | ChangeTrail

    @cached_property
    def edge(self) -> Numbers:
        """Give for each node the edge by which the gravest comes; NOWHERE for the faults and for what is not hit."""
        return self.trail.first_edges()

    def path(self, node: int) -> list[int]:
        """Give the edges that lead from a node that is hit back to a fault, the node's own first."""
        return self.trail.back_from(node, Harm(int(self.harm[node])).gravest)


def spread(faults: FaultGraph, nodes: Sequence[int], travel: Travel = Travel.OUTAGE) -> Spread:
    """Follow what comes of some nodes being down, absent, no longer renewed, or changed.

    People fail by being absent, so that outage and absence are one question here, and a
    node is down where a person is not there.
    """
    if travel is Travel.CHANGE:
        return _changed(faults, nodes)
    seeds = distinct(np.asarray(nodes, np.int64))
    failing = faults.renewed[seeds] if travel is Travel.STALENESS else seeds
    failing = failing[failing != NOWHERE]
    core = fall(faults.core, Events(failing, np.zeros(len(failing))))
    told = Telling(faults, core)
    if travel is Travel.STALENESS:
        told.note_stale(seeds)
    return Spread(tuple(seeds.tolist()), travel, told.harm, told.hours, Trail(told))


def _changed(faults: FaultGraph, nodes: Sequence[int]) -> Spread:
    harm, edge = change(faults.reading, nodes)
    hours = np.where(harm > 0, 0.0, np.inf)
    return Spread(tuple(sorted(set(nodes))), Travel.CHANGE, harm, hours, ChangeTrail(faults.graph, edge))
