"""Staleness: what renews data, and what works on data that is no longer renewed.

The rules are told in `faultgraph`; here they are read off the edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import among
from opmap.graph.model import STRENGTHS, VERB_NAMES
from opmap.graph.needs import Needs
from opmap.kinds import Strength, Travel

if TYPE_CHECKING:
    from opmap.graph.arrays import Truths
    from opmap.graph.reading import Reading


_HARD = STRENGTHS.index(Strength.HARD)
_USES_MODEL = VERB_NAMES.index("uses model")


@dataclass(frozen=True, eq=False)
class Renewal:
    """Who renews what, in a graph."""

    reading: Reading

    @cached_property
    def _reads(self) -> Needs:
        return self.reading.needs(Travel.STALENESS, ["reads", "consumes", "uses model"])

    @cached_property
    def sources(self) -> Needs:
        """Give the sources of data: what writes it, does not read it itself, and does not rest."""
        writes = self.reading.needs(Travel.STALENESS, ["writes", "publishes"])
        writes = writes.where(self.reading.ages[writes.hurt] & ~self.reading.resting[writes.need])
        if not len(writes):
            return writes
        size = len(self.reading.graph)
        reads = self._reads.hurt.astype(np.int64) * size + self._reads.need
        writes = writes.where(~among(writes.need.astype(np.int64) * size + writes.hurt, reads))
        return self.reading.among_alternatives(writes)

    @cached_property
    def inputs(self) -> Needs:
        """Give what readers take data from; a model only where something is known to train it.

        What stands in for nothing is no input beside one that does, unless the reader works through it.
        """
        trained = np.zeros(len(self.reading.graph), bool)
        trained[self.sources.hurt] = True
        is_model = self.reading.graph.verb[self._reads.edge] == _USES_MODEL
        inputs = self._reads.where(~is_model | trained[self._reads.need])
        return inputs.where(self.reading.alternatives(inputs) | self._are_essential(inputs))

    @cached_property
    def alternative_inputs(self) -> Truths:
        """Say which inputs keep the reader up to date as one of several."""
        return self.reading.alternatives(self.inputs)

    @cached_property
    def essential_inputs(self) -> Truths:
        """Say which inputs alone keep the reader up to date: it works through them, or tolerates no greater age."""
        return self._are_essential(self.inputs)

    def _are_essential(self, inputs: Needs) -> Truths:
        graph, edge = self.reading.graph, inputs.edge
        stated = (graph.strength[edge] == _HARD) & ~graph.presumed[edge]
        alone = self.reading.grouping.at_hurt_end(inputs) < 0
        essential: Truths = alone & (stated | (graph.buffer[edge] > 0))
        return essential

    @cached_property
    def supports(self) -> Needs:
        """Give what supports something that staleness can reach."""
        return self.reading.needs(Travel.STALENESS, ["supports"])

    @cached_property
    def reached(self) -> Truths:
        """Say which nodes staleness can reach at all."""
        ages = self.reading.ages
        reached = np.zeros(len(self.reading.graph), bool)
        for ends in (self.sources.hurt, self.sources.need):
            reached[ends] = True
        from_data = self.inputs.where(ages[self.inputs.need])
        reached[from_data.hurt] = True
        reached[from_data.need] = True
        further = self.reading.needs(Travel.STALENESS, ["starts", "supports"])
        reached[further.need[ages[further.need]]] = True
        growing = True
        while growing:
            above = self.supports.hurt[reached[self.supports.need] & ~reached[self.supports.hurt]]
            reached[above] = True
            growing = len(above) > 0
        return reached
