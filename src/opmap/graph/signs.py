"""What follows from a fall and brings nothing else down: read off once the falling is over.

A soft need that is gone, redundancy that is lost, a source among several that has dried
up, a monitoring that sees nothing, an owner who is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.aspects import NOWHERE, Aspects, Draft
from opmap.graph.falling import Events, Fallen, fall
from opmap.graph.needs import Needs, wire_groups
from opmap.graph.ordering import distinct
from opmap.graph.ownership import owners
from opmap.graph.renewal import Renewal
from opmap.kinds import Effect, Travel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph.faultgraph import FaultGraph

    Numbers = NDArray[np.int32]
    Hours = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sign:
    """Aspects beside the core: first its inputs, which are aspects of the core, then one for each node concerned."""

    aspects: Aspects
    inputs: NDArray[np.int64]  # aspects of the core
    nodes: NDArray[np.int64]

    def after(self, core: Fallen) -> tuple[Hours, Numbers]:
        """Give, for each of the nodes, the hour at which the sign shows, and the edge that is the reason."""
        hours = core.hours[self.inputs]
        lost = np.flatnonzero(np.isfinite(hours))
        fallen = fall(self.aspects, Events(lost, hours[lost]))
        shown = slice(len(self.inputs), len(self.inputs) + len(self.nodes))
        return fallen.hours[shown], reasons(self.aspects, fallen)[shown]


def reasons(aspects: Aspects, fallen: Fallen) -> Numbers:
    """Give for each aspect the edge through which it fell; NOWHERE for faults and for what stands."""
    edge = np.full(len(aspects), NOWHERE, np.int32)
    open_ones = np.flatnonzero(fallen.arc != NOWHERE)
    arc = fallen.arc[open_ones]
    while len(open_ones):
        edge[open_ones] = aspects.edge[arc]
        arc = fallen.arc[aspects.need[arc]]
        through = (edge[open_ones] == NOWHERE) & (arc != NOWHERE)
        open_ones, arc = open_ones[through], arc[through]
    return edge


class Signs:
    """The signs of a fault graph, each made when asked for."""

    def __init__(self, faults: FaultGraph) -> None:
        self._faults = faults
        self._reading = faults.reading
        self._nodes = np.arange(len(faults), dtype=np.int32)

    @cached_property
    def impaired(self) -> Sign:
        """Show what has lost a soft need."""
        needs = self._reading.needs(Travel.OUTAGE, effect=Effect.DOWN)
        needs = needs.where(self._reading.soft_ones(needs))
        supports = self._reading.verbs("supports")[needs.edge]
        return self._all_essential(needs, np.where(supports, self._faults.running[needs.need], needs.need))

    @cached_property
    def blind(self) -> Sign:
        """Show whose failures go unseen."""
        needs = self._reading.needs(Travel.OUTAGE, effect=Effect.BLIND)
        return self._all_essential(needs, needs.need)

    @cached_property
    def frozen(self) -> Sign:
        """Show what cannot be changed any more."""
        needs = self._reading.needs(Travel.OUTAGE, effect=Effect.FROZEN)
        return self._all_essential(needs, needs.need)

    @cached_property
    def thinned(self) -> Sign:
        """Show what has lost some of its redundancy."""
        core, faults = self._faults.core, self._faults
        counted = np.zeros(len(core), bool)
        counted[faults.spare] = True
        arcs = np.flatnonzero(counted[core.hurt] & core.into_group)
        node = np.arange(len(core), dtype=np.int32)
        node[faults.running] = self._nodes
        hurt = node[core.serves[core.hurt[arcs]]]
        return self._any_of_it(hurt, core.need[arcs], core.hours[arcs], core.edge[arcs])

    @cached_property
    def partly_stale(self) -> Sign:
        """Show what has lost some of what renews it."""
        renewal, faults = Renewal(self._reading), self._faults
        needs = renewal.sources.and_also(renewal.inputs).and_also(renewal.supports)
        needs = needs.where(renewal.reached[needs.hurt])
        rests = np.where(faults.renewed == NOWHERE, faults.running, faults.renewed)[needs.need]
        waits = np.where(np.isin(needs.edge, renewal.sources.edge), 0, self._reading.graph.buffer[needs.edge])
        return self._any_of_it(needs.hurt, rests, waits, needs.edge)

    @cached_property
    def unowned(self) -> Sign:
        """Show what nobody answers for any more; owners that are handed down count."""
        rows = [(node, one.owner, one.edge) for node, several in owners(self._faults.graph).items() for one in several]
        node, owner, edge = np.array(rows, np.int32).reshape(-1, 3).T
        return self._while_any(node, owner, edge)

    @cached_property
    def unattended(self) -> Sign:
        """Show what nobody is called for any more."""
        needs = self._reading.needs(Travel.ABSENCE, ["on call for"])
        return self._while_any(needs.hurt, needs.need, needs.edge)

    def _all_essential(self, needs: Needs, rests: Numbers) -> Sign:
        """Show a sign where any need that stands alone is gone, or too much of a group."""
        return _sign(needs, rests, self._reading)

    def _any_of_it(self, hurt: Numbers, rests: Numbers, hours: Hours, edge: Numbers) -> Sign:
        draft, inputs, nodes, outputs = _frame(hurt, rests)
        draft.connect(outputs[hurt], np.searchsorted(inputs, rests), hours, edge)
        return Sign(draft.build(), inputs, nodes)

    def _while_any(self, hurt: Numbers, rests: Numbers, edge: Numbers) -> Sign:
        """Show a sign where all needs are gone."""
        draft, inputs, nodes, outputs = _frame(hurt, rests)
        count = np.bincount(outputs[hurt] - len(inputs), minlength=len(nodes))
        groups = draft.add_serving(outputs[nodes], count)
        draft.connect(groups[outputs[hurt] - len(inputs)], np.searchsorted(inputs, rests), None, edge)
        draft.connect(outputs[nodes], groups)
        return Sign(draft.build(), inputs, nodes)
