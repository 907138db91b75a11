"""What follows from a fall and brings nothing else down: read off once the falling is over.

A soft need that is gone, a source among several that has dried up, a monitoring that sees
nothing, an owner who is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import among, distinct
from opmap.graph.engine.aspects import NOWHERE, Aspects, Draft
from opmap.graph.engine.falling import Events, Fallen, fall
from opmap.graph.needs import Needs, wire_groups
from opmap.graph.ownership import Ownership, owners
from opmap.kinds import Effect, Travel

if TYPE_CHECKING:
    from opmap.graph.arrays import Hours, Numbers
    from opmap.graph.faultgraph import FaultGraph


@dataclass(frozen=True, eq=False)
class Sign:
    """Aspects beside the core: first its inputs, which are aspects of the core, then one for each node concerned."""

    aspects: Aspects
    inputs: Numbers  # aspects of the core
    nodes: Numbers

    def after(self, core: Fallen) -> Showing:
        """Show the sign, once it is known what has fallen."""
        hours = core.hours[self.inputs]
        lost = np.flatnonzero(np.isfinite(hours))
        return Showing(self, fall(self.aspects, Events(lost, hours[lost]), grounded=False))


@dataclass(frozen=True, eq=False)
class Showing:
    """A sign in one scenario."""

    sign: Sign
    fallen: Fallen

    @property
    def hours(self) -> Hours:
        """Give for each of the sign's nodes the hour at which it shows."""
        return self.fallen.hours[self._outputs]

    def edges(self, nodes: Numbers) -> Numbers:
        """Give for some of the sign's nodes the edge that is the reason."""
        return self.fallen.edges(self.sign.aspects, len(self.sign.inputs) + np.searchsorted(self.sign.nodes, nodes))

    @property
    def _outputs(self) -> slice:
        return slice(len(self.sign.inputs), len(self.sign.inputs) + len(self.sign.nodes))

    def hour(self, node: int) -> float:
        """Give the hour at which the sign shows on a node; infinite where it never does."""
        output = self._output(node)
        known = (
            output < len(self.sign.inputs) + len(self.sign.nodes)
            and self.sign.nodes[output - len(self.sign.inputs)] == node
        )
        return float(self.fallen.hours[output]) if known else float("inf")

    def _output(self, node: int) -> int:
        return len(self.sign.inputs) + int(np.searchsorted(self.sign.nodes, node))

    def back_from(self, node: int) -> tuple[list[int], int]:
        """Give the edges from a node back to the core, and the aspect of the core that is met there."""
        edges, met = self.fallen.back_from(self.sign.aspects, self._output(node))
        return edges, int(self.sign.inputs[met])


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
        return self._all_essential(needs, self._reading.at_work(needs, self._faults.running))

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
    def partly_stale(self) -> Sign:
        """Show what has lost some of what renews it."""
        renewal, faults = self._reading.renewal, self._faults
        supports = renewal.supports.where(renewal.reached[renewal.supports.need])
        needs = renewal.sources.and_also(renewal.inputs).and_also(supports)
        needs = needs.where(renewal.reached[needs.hurt])
        rests = np.where(faults.renewed == NOWHERE, faults.running, faults.renewed)[needs.need]
        waits = np.where(among(needs.edge, renewal.sources.edge), 0, self._reading.graph.buffer[needs.edge])
        return self._any_of_it(needs.hurt, rests, waits, needs.edge)

    @cached_property
    def unowned(self) -> Sign:
        """Show what nobody answers for any more; owners that are handed down count, but none who has left."""
        rows = [
            (node, one.owner, (*one.chain, one.edge)[0]) for node, several in self.owners.items() for one in several
        ]
        node, owner, edge = np.array(rows, np.int32).reshape(-1, 3).T
        needs = self._reading.among_alternatives(Needs(edge, node, owner))
        return self._all_of_it(needs.hurt, needs.need, needs.edge)

    @cached_property
    def owners(self) -> dict[int, tuple[Ownership, ...]]:
        """Give the owners of each node that has any."""
        return owners(self._faults.graph)

    @cached_property
    def unattended(self) -> Sign:
        """Show what nobody is called for any more."""
        needs = self._reading.among_alternatives(self._reading.needs(Travel.ABSENCE, ["on call for"]))
        return self._all_of_it(needs.hurt, needs.need, needs.edge)

    def _all_essential(self, needs: Needs, rests: Numbers) -> Sign:
        """Show a sign where a need that stands alone is gone, or too much of a group."""
        frame = _Frame(needs.hurt, rests)
        draft, output = frame.draft, frame.output
        wiring = wire_groups(draft, needs, self._reading.grouping, output, frame.rests)
        draft.connect(output[wiring.hurt], wiring.groups)
        alone, edge = wiring.alone, needs.edge[wiring.alone]
        draft.connect(output[needs.hurt[alone]], frame.rests[alone], self._reading.graph.buffer[edge], edge)
        return frame.sign()

    def _any_of_it(self, hurt: Numbers, rests: Numbers, hours: Hours, edge: Numbers) -> Sign:
        """Show a sign where anything at all is gone."""
        frame = _Frame(hurt, rests)
        frame.draft.connect(frame.output[hurt], frame.rests, hours, edge)
        return frame.sign()

    def _all_of_it(self, hurt: Numbers, rests: Numbers, edge: Numbers) -> Sign:
        """Show a sign where everything is gone."""
        frame = _Frame(hurt, rests)
        count = np.bincount(hurt, minlength=len(frame.output))[frame.nodes]
        group = frame.output.copy()
        group[frame.nodes] = frame.draft.add_serving(frame.output[frame.nodes], count)
        frame.draft.connect(group[hurt], frame.rests, None, edge)
        frame.draft.connect(frame.output[frame.nodes], group[frame.nodes])
        return frame.sign()


class _Frame:
    """The inputs and outputs of a sign in the making."""

    def __init__(self, hurt: Numbers, rests: Numbers) -> None:
        self.draft = Draft()
        self.inputs = distinct(rests.astype(np.int64))
        self.nodes = distinct(hurt.astype(np.int64))
        self.rests = np.searchsorted(self.inputs, rests).astype(np.int32)
        self.draft.add(len(self.inputs))
        self.output = np.full(int(self.nodes[-1]) + 1 if len(self.nodes) else 0, NOWHERE, np.int32)
        self.output[self.nodes] = self.draft.add(len(self.nodes))

    def sign(self) -> Sign:
        """Give what was made."""
        return Sign(self.draft.build(), self.inputs, self.nodes)
