"""The way back: from a node that is hit to the fault, edge by edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers
    from opmap.graph.model import Graph
    from opmap.graph.telling import Telling


@dataclass(frozen=True, eq=False)
class Trail:
    """The way back through what has fallen."""

    told: Telling

    def back_from(self, node: int, harm: Harm) -> list[int]:
        """Give the edges from a node back to a fault, its own first; ``harm`` says what of it is asked about."""
        faults = self.told.faults
        if harm is Harm.DEGRADED:
            return self._through_what_is_degraded(node)
        if harm is Harm.REDUNDANCY_LOST:
            return self._through_a_loss(int(self.told.lost[node]))
        if harm in self.told.shown:
            edges, met = self.told.shown[harm].back_from(node)
            if harm is Harm.UNOWNED:  # the sign knows the first step only; owners are handed down along more
                of_it = next(one for one in faults.signs.owners[node] if one.owner == met)
                edges = [*of_it.chain, of_it.edge]
            return edges + self._through_the_core(met)
        aspect = {Harm.DOWN: node, Harm.IDLE: int(faults.running[node]), Harm.STALE: int(faults.renewed[node])}[harm]
        return self._through_the_core(aspect) if aspect != NOWHERE else []

    def first_edges(self) -> Numbers:
        """Give for each node the edge by which the gravest of it comes; NOWHERE for faults and what is not hit."""
        told, faults = self.told, self.told.faults
        edge = np.full(len(faults), NOWHERE, np.int32)
        gravest = told.harm & -told.harm.astype(np.int32)
        for harm in Harm:
            nodes = np.flatnonzero(gravest == harm)
            if len(nodes):
                edge[nodes] = self._edges(harm, nodes)
        return edge

    def _edges(self, harm: Harm, nodes: Numbers) -> Numbers:
        told, faults = self.told, self.told.faults
        if harm is Harm.DEGRADED or harm is Harm.REDUNDANCY_LOST:
            return np.array([next(iter(self.back_from(node, harm)), NOWHERE) for node in nodes.tolist()], np.int32)
        if harm in told.shown:
            return told.shown[harm].edges(nodes)
        aspect = {Harm.DOWN: nodes, Harm.IDLE: faults.running[nodes], Harm.STALE: faults.renewed[nodes]}[harm]
        return np.where(aspect == NOWHERE, NOWHERE, told.core.edges(faults.core, aspect))

    def _through_the_core(self, aspect: int) -> list[int]:
        return self.told.core.back_from(self.told.faults.core, aspect)[0]

    def _through_a_loss(self, arc: int) -> list[int]:
        core = self.told.faults.core
        own = [int(core.edge[arc])] if core.edge[arc] != NOWHERE else []
        return own + self._through_the_core(int(core.need[arc]))

    def _through_what_is_degraded(self, node: int) -> list[int]:
        told = self.told
        assert told.worse is not None
        edges, met = told.worse.back_from(told.faults.able, node)
        if told.harm[met] & Harm.DOWN:
            return edges + self._through_the_core(met)
        impaired = told.shown[Harm.DEGRADED]
        if told.worse.hours[met] == impaired.hour(met):
            more, beyond = impaired.back_from(met)
            return edges + more + self._through_the_core(beyond)
        return edges + self._through_the_core(int(told.faults.renewed[met]))


@dataclass(frozen=True, eq=False)
class ChangeTrail:
    """The way back along changes."""

    graph: Graph
    edge: Numbers  # of each node, the one by which the change came

    def first_edges(self) -> Numbers:
        """Give for each node the edge by which the change comes."""
        return self.edge

    def back_from(self, node: int, harm: Harm) -> list[int]:  # noqa: ARG002 - a change comes one way only
        """Give the edges from a node back to what changed, its own first."""
        edges = []
        while (edge := int(self.edge[node])) != NOWHERE:
            edges.append(edge)
            source, target = int(self.graph.source[edge]), int(self.graph.target[edge])
            node = target if node == source else source
        return edges
