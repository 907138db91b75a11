"""What is not there any more: who has left, what is switched off, and what only they carry.

It stands in for nothing. An automation that is switched off is there all the same where
something at work calls it and has no choice: a sub-workflow need not be switched on. What
runs on, is stored in, is offered by, waits for the approval of or is made of nothing but
what is gone is gone with it: a standby on a machine that is switched off, a team of which
everybody has left. A mere name carries nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct
from opmap.graph.engine.aspects import Aspects, Draft
from opmap.graph.engine.falling import Events, Fallen, fall
from opmap.graph.model import KIND_NAMES, VERB_NAMES
from opmap.graph.needs import NONE, wire_groups
from opmap.graph.ownership import left_on
from opmap.kinds import CARRYING, KINDS

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.needs import Grouping, Needs
    from opmap.graph.reading import Reading

_CARRIES = np.array([name in CARRYING for name in VERB_NAMES])
_AUTOMATION = np.array([KINDS[name].layer == "automation" for name in KIND_NAMES])
_CALLS = [VERB_NAMES.index(name) for name in ("calls", "uses tool")]


@dataclass(frozen=True, eq=False)
class Leaving:
    """What is gone from a graph."""

    reading: Reading

    @cached_property
    def gone(self) -> Truths:
        """Say of each node whether it is not there any more."""
        return self._carried[1].down[: len(self.reading.graph)] if self.first.any() else self.first

    def way(self, node: int) -> list[int]:
        """Give the edges from what is gone back to who has left or what is switched off, its own first."""
        aspects, fallen = self._carried
        return fallen.back_from(aspects, node)[0]

    @cached_property
    def lacking(self) -> dict[int, Numbers]:
        """Give what has too little left of what it needs, with its edges to who has left and what is switched off.

        Its need is taken to be met all the same, as far as it can be: it falls with those that
        are left, and where nobody is, with those that were. So it must be said.
        """
        if not self.first.any():
            return {}
        size = len(self.reading.graph)
        needs, grouping = self.reading.said_needs(np.ones(len(VERB_NAMES), bool))
        lost = self._following(needs, grouping, apart=True)[1].down[size : 2 * size] & ~self.first
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
    def _carried(self) -> tuple[Aspects, Fallen]:
        """Follow what is gone to what it alone carries."""
        return self._following(*self.reading.said_needs(_CARRIES), apart=False)

    def _following(self, needs: Needs, grouping: Grouping, *, apart: bool) -> tuple[Aspects, Fallen]:
        """Let the first fall, and with them what needs them: what needs that in turn, or, ``apart``, for one step."""
        size = len(self.reading.graph)
        draft, falling = Draft(), np.flatnonzero(self.gone if apart else self.first)
        nodes = draft.add(size)
        held = draft.add(size) if apart else nodes
        wiring = wire_groups(draft, needs, grouping, held, needs.need)
        draft.connect(held[wiring.hurt], wiring.groups)
        alone = needs.where(wiring.alone)
        draft.connect(held[alone.hurt], alone.need, None, alone.edge)
        aspects = draft.build()
        return aspects, fall(aspects, Events(falling, np.zeros(len(falling))), grounded=False)
