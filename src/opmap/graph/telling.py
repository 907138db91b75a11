"""From what has fallen to what is the matter with each node, the gravest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.falling import Events, Fallen, fall
from opmap.graph.harm import Harm
from opmap.graph.ownership import OWNED_BY
from opmap.graph.signs import Showing, Sign

if TYPE_CHECKING:
    from opmap.graph.arrays import Hours, Numbers, Truths
    from opmap.graph.faultgraph import FaultGraph


NO_HARM = Harm(0)


class Telling:
    """What is the matter with each node, once it is known what has fallen in the core."""

    def __init__(self, faults: FaultGraph, core: Fallen) -> None:
        size = len(faults)
        self.faults = faults
        self.core = core
        self.worse: Fallen | None = None  # what is degraded, beside what is down
        self.lost = np.full(size, NOWHERE, np.int32)  # of each node, the first loss of redundancy, as an arc
        self.shown: dict[Harm, Showing] = {}
        self.harm = np.zeros(size, np.uint16)
        self.hours = np.full(size, np.inf)
        self._tell_core()
        self._tell_degraded()
        self._show(Harm.PARTLY_STALE, faults.signs.partly_stale, Harm.DOWN | Harm.IDLE | Harm.STALE)
        self._tell_redundancy()
        self._tell_signs()

    def note(self, harm: Harm, nodes: Numbers, hours: Hours) -> None:
        """Note what is the matter with some nodes; what is noted first is the gravest, and gives the hour."""
        first = self.harm[nodes] == 0
        self.hours[nodes[first]] = hours[first]
        self.harm[nodes] |= np.uint16(harm)

    def note_stale(self, nodes: Numbers) -> None:
        """Note nodes of which the data is no longer renewed, whether or not staleness can reach them."""
        self.hours[nodes[~self._is(Harm.DOWN | Harm.IDLE)[nodes]]] = 0.0
        self.harm[nodes] |= np.uint16(Harm.STALE)

    def _is(self, harm: Harm) -> Truths:
        return (self.harm & np.uint16(harm)) > 0

    def _tell_core(self) -> None:
        faults, hours = self.faults, self.core.hours
        down = np.flatnonzero(np.isfinite(hours[: len(faults)]))
        self.note(Harm.DOWN, down, hours[down])
        for harm, nodes, aspect in (
            (Harm.IDLE, faults.started, faults.running),
            (Harm.STALE, faults.reached, faults.renewed),
        ):
            fallen = np.isfinite(hours[aspect[nodes]]) & ~self._is(Harm.DOWN | Harm.IDLE)[nodes]
            self.note(harm, nodes[fallen], hours[aspect[nodes[fallen]]])

    def _tell_degraded(self) -> None:
        """Pass on degradation along hard needs and groups, from soft needs that are gone and old data that is read."""
        faults, able = self.faults, self.faults.able
        down = self._is(Harm.DOWN)
        on_old_data = np.flatnonzero(self._is(Harm.STALE) & ~faults.reading.ages)
        impaired = faults.signs.impaired.after(self.core)
        self.shown[Harm.DEGRADED] = impaired
        suffers = np.flatnonzero(np.isfinite(impaired.hours) & ~down[impaired.sign.nodes])
        if not (len(on_old_data) or len(suffers)):
            return
        beyond = np.flatnonzero(able.hurt >= len(faults))  # arcs into groups and places
        beyond = beyond[able.need[beyond] < len(faults)]
        beyond = beyond[down[able.need[beyond]] & ~down[able.serves[able.hurt[beyond]]]]
        before = np.zeros(len(able), bool)
        before[: len(faults)] = down
        events = Events(
            np.concatenate([impaired.sign.nodes[suffers], on_old_data]),
            np.concatenate([impaired.hours[suffers], self.core.hours[faults.renewed[on_old_data]]]),
            beyond,
            self.core.hours[able.need[beyond]] + able.hours[beyond],
        )
        self.worse = fall(able, events, before=before, grounded=False)
        nodes = np.flatnonzero(np.isfinite(self.worse.hours[: len(faults)]))
        self.note(Harm.DEGRADED, nodes, self.worse.hours[nodes])

    def _tell_redundancy(self) -> None:
        """Tell what has lost one of several and has enough left."""
        core, fallen = self.faults.core, self.core
        arcs = self.faults.into_spare
        felt = fallen.hours[core.need[arcs]] + core.hours[arcs]
        nodes = self.faults.node[core.hurt[arcs]]
        lost = np.isfinite(felt) & ~np.isfinite(fallen.hours[core.hurt[arcs]]) & ~self._is(Harm.DOWN)[nodes]
        order = np.flatnonzero(lost)[np.argsort(-felt[lost], kind="stable")]  # the first loss comes last, and stays
        self.lost[nodes[order]] = arcs[order]
        hit = np.flatnonzero(self.lost != NOWHERE)
        arc = self.lost[hit]
        self.note(Harm.REDUNDANCY_LOST, hit, fallen.hours[core.need[arc]] + core.hours[arc])

    def _tell_signs(self) -> None:
        signs, reading = self.faults.signs, self.faults.reading
        self._show(Harm.BLIND, signs.blind, Harm.DOWN)
        self._show(Harm.FROZEN, signs.frozen, Harm.DOWN)
        down, graph = self._is(Harm.DOWN), self.faults.graph
        if down[graph.target[graph.verb == OWNED_BY]].any():
            self._show(Harm.UNOWNED, signs.unowned, NO_HARM)
        if down[graph.source[reading.verbs("on call for")]].any():
            self._show(Harm.UNATTENDED, signs.unattended, NO_HARM)

    def _show(self, harm: Harm, sign: Sign, unless: Harm) -> None:
        """Note a sign on the nodes that are not worse off in the same way."""
        showing = sign.after(self.core)
        self.shown[harm] = showing
        shows = np.flatnonzero(np.isfinite(showing.hours) & ~self._is(unless)[sign.nodes])
        self.note(harm, sign.nodes[shows], showing.hours[shows])
