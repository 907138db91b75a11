"""What is not there any more: who has left, what is switched off, and what cannot be without them.

It stands in for nothing. An automation that is switched off is there all the same where
something at work calls it and has no choice: a sub-workflow need not be switched on. What
needs what is gone is gone with it, where the need is hard and nothing else meets it: a
standby on a machine or with a key that is switched off, a team of which everybody has left.
What is started only by what is gone never runs, and stands in for nothing that must be at
work. A mere name takes nothing along.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct
from opmap.graph.drafting import Drafting
from opmap.graph.engine.aspects import Draft
from opmap.graph.engine.falling import Events, fall
from opmap.graph.model import KIND_NAMES, VERB_NAMES
from opmap.graph.needs import NONE, wire_groups
from opmap.graph.ownership import left_on
from opmap.kinds import KINDS

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.engine.aspects import Aspects
    from opmap.graph.engine.falling import Fallen
    from opmap.graph.reading import Reading

_AUTOMATION = np.array([KINDS[name].layer == "automation" for name in KIND_NAMES])
_CALLS = [VERB_NAMES.index(name) for name in ("calls", "uses tool")]


@dataclass(frozen=True, eq=False)
class Leaving:
    """What is gone from a graph."""

    reading: Reading

    @cached_property
    def gone(self) -> Truths:
        """Say of each node whether it is not there any more."""
        return self._following[2].down[: len(self.reading.graph)] if self.first.any() else self.first

    @cached_property
    def idle(self) -> Truths:
        """Say of each node whether it is gone, or is never set to work any more."""
        if not self.first.any():
            return self.first
        _, running, fallen = self._following
        return fallen.down[running]

    def way(self, node: int) -> list[int]:
        """Give the edges from what is gone back to who has left or what is switched off, its own first."""
        if not self.first.any():
            return []
        aspects, running, fallen = self._following
        return fallen.back_from(aspects, node if self.gone[node] else int(running[node]))[0]

    @cached_property
    def lacking(self) -> dict[int, Numbers]:
        """Give what has too little left of what it needs, with its edges to who has left and what is switched off.

        Its need is taken to be met all the same, as far as it can be: it falls with those that
        are left, and where nobody is, with those that were. So it must be said.
        """
        if not self.first.any():
            return {}
        (needs, _, grouping), size = self.reading.said, len(self.reading.graph)
        draft = Draft()
        able, running, held = draft.add(size), draft.add(size), draft.add(size)
        rests = self.reading.at_work(needs, running)
        wiring = wire_groups(draft, needs, grouping, held, rests)
        draft.connect(held[wiring.hurt], wiring.groups)
        draft.connect(held[needs.hurt[wiring.alone]], rests[wiring.alone])
        falling = np.concatenate([able[self.gone], running[self.idle]])
        lost = fall(draft.build(), Events(falling, np.zeros(len(falling))), grounded=False).down[held] & ~self.first
        out = needs.where(lost[needs.hurt] & self.first[needs.need])
        return {node: out.edge[out.hurt == node] for node in distinct(out.hurt).tolist()}

    @cached_property
    def first(self) -> Truths:
        """Say who has left and what is switched off."""
        graph, first = self.reading.graph, self.off.copy()
        first[[number for number in graph.left if left_on(graph, number)]] = True
        return first

    @cached_property
    def off(self) -> Truths:
        """Say what a file says to be switched off, but for automations that something at work calls."""
        graph, reading = self.reading.graph, self.reading
        off: Truths = graph.inactive.copy()
        spared = off & _AUTOMATION[graph.kind]
        if not spared.any():
            return off
        calls = np.flatnonzero(reading.believed & np.isin(graph.verb, _CALLS) & (graph.group == NONE))
        calls = calls[spared[graph.target[calls]] & ~reading.only_named[graph.source[calls]]]
        while (called := calls[off[graph.target[calls]] & ~off[graph.source[calls]]]).size:
            off[graph.target[called]] = False
        return off

    @cached_property
    def _following(self) -> tuple[Aspects, Numbers, Fallen]:
        """Let the first fall, and with them what needs them or is started by nothing else."""
        needs, starts, grouping = self.reading.said
        aspects, running = Drafting(self.reading, grouping).at_work(needs, starts)
        first = np.flatnonzero(self.first)
        return aspects, running, fall(aspects, Events(first, np.zeros(len(first))), grounded=False)
