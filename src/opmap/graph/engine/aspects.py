"""What can fall, and what each of it rests on: the form in which faults are computed.

An *aspect* is one thing that holds or falls: that a node is able to work, that something
still starts it, that its data is renewed, that one of its groups holds. An *arc* says that
an aspect needs another. An aspect falls when as many of its needs have fallen as its
*bearing* says: one for most, all of them for "any one suffices", n - k + 1 for "any k of n".

Nothing here knows a verb. How a graph becomes aspects is told in `faultgraph`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import in_order, starts_of
from opmap.graph.engine.parts import parts_of

if TYPE_CHECKING:
    from opmap.graph.arrays import Hours, Numbers, Truths
    from opmap.graph.engine.ground import Loops
    from opmap.graph.engine.plan import Plan


NOWHERE = -1
"""Stands for no edge, no arc, no aspect."""


@dataclass(frozen=True, eq=False)
class Aspects:
    """Aspects and the arcs between them, the arcs in the order of what they need."""

    bearing: Numbers  # so many lost needs bring the aspect down
    serves: Numbers  # a group or a place serves another aspect; every other aspect serves itself
    start: Numbers  # the arcs that need aspect a are start[a] to start[a + 1]
    hurt: Numbers
    need: Numbers
    hours: Hours  # so long after the need has fallen is it felt
    edge: Numbers  # of the graph; NOWHERE where an arc stands for none

    def __len__(self) -> int:
        """Count the aspects."""
        return len(self.bearing)

    @cached_property
    def degree(self) -> Numbers:
        """Count for each aspect the arcs that need it."""
        return np.diff(self.start)

    @cached_property
    def delayed(self) -> bool:
        """Say whether any arc has a buffer."""
        return bool(self.hours.any())

    @cached_property
    def into_group(self) -> Truths:
        """Say for each arc whether more than its own loss is needed."""
        return self.bearing[self.hurt] > 1

    @cached_property
    def grouped(self) -> bool:
        """Say whether there is any redundancy at all."""
        return bool((self.bearing > 1).any())

    @cached_property
    def part(self) -> Numbers:
        """Give the strongly connected part of each aspect, named by one of its members."""
        return parts_of(self.hurt, self.need, len(self))

    @cached_property
    def loops(self) -> Loops:
        """Give the circles that redundancy closes, and what in them has a ground."""
        from opmap.graph.engine.ground import loops_of

        return loops_of(self)

    @cached_property
    def plan(self) -> Plan:
        """Give the order in which many scenarios at once are computed."""
        from opmap.graph.engine.plan import plan_of

        return plan_of(self)


class Draft:
    """Aspects in the making: add aspects and arcs, then `build`."""

    def __init__(self) -> None:
        self.size = 0
        self._bearing: list[Numbers] = []
        self._serves: list[Numbers] = []
        self._arcs: list[tuple[Numbers, Numbers, Hours, Numbers]] = []

    def add(self, count: int) -> Numbers:
        """Add aspects that any lost need brings down, and give their numbers."""
        new = np.arange(self.size, self.size + count, dtype=np.int32)
        return self._register(new, np.ones(count, np.int32), new)

    def add_serving(self, served: Numbers, bearing: Numbers) -> Numbers:
        """Add the groups or places that aspects have, and give their numbers."""
        new = np.arange(self.size, self.size + len(served), dtype=np.int32)
        return self._register(new, bearing.astype(np.int32), served.astype(np.int32))

    def _register(self, new: Numbers, bearing: Numbers, serves: Numbers) -> Numbers:
        self.size += len(new)
        self._bearing.append(bearing)
        self._serves.append(serves)
        return new

    def connect(self, hurt: Numbers, need: Numbers, hours: Hours | None = None, edge: Numbers | None = None) -> None:
        """Let aspects need others."""
        count = len(hurt)
        waits = np.zeros(count) if hours is None else hours.astype(np.float64)
        edges = np.full(count, NOWHERE, np.int32) if edge is None else edge.astype(np.int32)
        self._arcs.append((hurt.astype(np.int32), need.astype(np.int32), waits, edges))

    def build(self) -> Aspects:
        """Give what was drafted, its arcs in order."""
        nothing = np.empty(0, np.int32)
        arcs = [(nothing, nothing, np.empty(0), nothing), *self._arcs]
        hurt, need, edge = (np.concatenate([part[column] for part in arcs]) for column in (0, 1, 3))
        hours = np.concatenate([part[2] for part in arcs])
        order = in_order(need)
        return Aspects(
            bearing=np.concatenate(self._bearing),
            serves=np.concatenate(self._serves),
            start=starts_of(need, self.size),
            hurt=hurt[order].astype(np.intp),  # as wide as numpy wants its indices, which saves much time later
            need=need[order].astype(np.intp),
            hours=hours[order],
            edge=edge[order],
        )
