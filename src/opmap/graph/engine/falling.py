"""One scenario, hour by hour: what falls, when, and because of what.

A label-setting search (Knuth's generalisation of Dijkstra's algorithm, 1977): an aspect
falls at the hour at which as many of its needs are felt to be lost as its bearing says, so
hours come out exactly. After each hour, what still stands in a circle is asked for its
ground; what has none is *doomed*: it falls as if the others of its circle had fallen at
that hour, each after its own buffer, and counts as standing until then. So does what has
fallen, for whoever has not felt the loss yet; and so do the others of a unit that has lost
a member, which fall anyway, each at its own hour. The hours of what is doomed are thus the
earliest that can be meant; which aspects fall is exact.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import among, distinct, ranges
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.ground import OUTSIDE

if TYPE_CHECKING:
    from opmap.graph.arrays import Hours, Numbers, Truths
    from opmap.graph.engine.aspects import Aspects


NOTHING = np.empty(0, np.int64)
_MANY = 6
"""When a sixth of all arcs may be felt at once, going through all of them is faster than looking them up."""


@dataclass(frozen=True, eq=False)
class Fallen:
    """What fell in one scenario."""

    hours: Hours  # of each aspect; infinite where it stands
    arc: Numbers  # through which it fell; NOWHERE for a fault itself and for what stands

    @property
    def down(self) -> Truths:
        """Say for each aspect whether it falls at all."""
        return np.isfinite(self.hours)

    def edges(self, aspects: Aspects, some: Numbers) -> Numbers:
        """Give for some aspects the edge through which each fell; NOWHERE for faults and for what stands."""
        edge = np.full(len(some), NOWHERE, np.int32)
        unexplained, arc = np.arange(len(some)), self.arc[some]
        while len(unexplained):
            further = arc != NOWHERE
            unexplained, arc = unexplained[further], arc[further]
            edge[unexplained] = aspects.edge[arc]
            further = edge[unexplained] == NOWHERE
            unexplained, arc = unexplained[further], self.arc[aspects.need[arc[further]]]
        return edge

    def back_from(self, aspects: Aspects, aspect: int) -> tuple[list[int], int]:
        """Give the edges through which an aspect fell, its own first, and the aspect where they begin."""
        edges = []
        while (arc := int(self.arc[aspect])) != NOWHERE:
            if aspects.edge[arc] != NOWHERE:
                edges.append(int(aspects.edge[arc]))
            aspect = int(aspects.need[arc])
        return edges, aspect


@dataclass(frozen=True, eq=False)
class Events:
    """What happens from outside: aspects fall and arcs are felt, each at its hour."""

    aspects: Numbers
    at: Hours
    arcs: Numbers = field(default_factory=lambda: NOTHING)
    felt: Hours = field(default_factory=lambda: np.empty(0))


def fall(aspects: Aspects, events: Events, *, before: Truths | None = None, grounded: bool = True) -> Fallen:
    """Let events happen and follow them until nothing more falls.

    What fell ``before`` stays out of it: the events say what is felt of that. Where it is
    not ``grounded``, circles may hold themselves up (the least failure fixpoint).
    """
    falling = _Falling(aspects, before, grounded=grounded)
    for hour in distinct(events.at):
        falling.later(hour, NOTHING, events.aspects[events.at == hour])
    for hour in distinct(events.felt):
        falling.later(hour, events.arcs[events.felt == hour], NOTHING)
    return falling.run()


class _Falling:
    """The state of one search."""

    def __init__(self, aspects: Aspects, before: Truths | None, *, grounded: bool) -> None:
        size = len(aspects)
        self.aspects = aspects
        self.grounded = grounded and aspects.grouped
        self.up = np.ones(size, bool) if before is None else ~before
        self.hours = np.full(size, np.inf)
        self.by = np.full(size, NOWHERE, np.int32)
        self.turn = count()  # so that no two entries compare equal
        self.queue: list[tuple[float, int, Numbers, Numbers]] = []
        if aspects.grouped:
            self.left = aspects.bearing.copy()
            self.felt = np.zeros(len(aspects.hurt), bool)
            self.doomed = np.zeros(size, bool)
            self.sent = np.zeros(len(aspects.hurt), bool)  # arcs of circles that have lost their ground
            self.explained = np.zeros(size, bool)
            self.thinned = False
            self.circular = False  # some circle has lost its ground

    def later(self, hour: float, arcs: Numbers, falling: Numbers) -> None:
        """Remember what is felt and what falls at an hour."""
        heapq.heappush(self.queue, (float(hour), next(self.turn), arcs, falling))

    def run(self) -> Fallen:
        """Take hour after hour."""
        while self.queue:
            now = self.queue[0][0]
            while self.queue and self.queue[0][0] == now:
                _, _, arcs, falling = heapq.heappop(self.queue)
                self._follow(now, self._feel(arcs[self.up[self.aspects.hurt[arcs]]]))
                self._follow(now, distinct(falling[self.up[falling]]))
            if self.grounded and self.thinned:
                self._ask_for_ground(now)
        return Fallen(self.hours, self.by)

    def _follow(self, now: float, falling: Numbers) -> None:
        aspects = self.aspects
        while len(falling):
            self.up[falling] = False
            self.hours[falling] = now
            arcs = self._arcs_from(falling)
            if aspects.grouped and self.circular:
                arcs = arcs[~self.sent[arcs]]
            falling = self._feel(self._at_once(now, arcs) if aspects.delayed else arcs)

    def _arcs_from(self, falling: Numbers) -> Numbers:
        """Give the arcs that need what is falling and lead to what still stands."""
        aspects = self.aspects
        first, count = aspects.start[falling], aspects.degree[falling]
        if _MANY * int(count.sum()) < len(aspects.hurt):
            every = ranges(first, count)
            arcs: Numbers = every[self.up[aspects.hurt[every]]]
            return arcs
        now = np.zeros(len(aspects), bool)
        now[falling] = True
        hit = np.take(now, aspects.need)
        hit &= np.take(self.up, aspects.hurt)
        return np.flatnonzero(hit)

    def _at_once(self, now: float, arcs: Numbers) -> Numbers:
        """Keep the arcs that are felt now; put off the others."""
        wait = self.aspects.hours[arcs]
        put_off = wait > 0
        if not put_off.any():
            return arcs
        late, waits = arcs[put_off], wait[put_off]
        for hours in distinct(waits):
            self.later(now + hours, late[waits == hours], NOTHING)
        return arcs[~put_off]

    def _feel(self, arcs: Numbers) -> Numbers:
        """Feel the loss of needs, and give the aspects that fall by it."""
        hurt = self.aspects.hurt[arcs]
        holding = self._count_losses(arcs, hurt) if self.aspects.grouped else NOTHING
        if self.aspects.grouped and self.circular:
            told = self.explained[hurt]
            self.by[hurt[~told]] = arcs[~told]
            self.by[holding[~self.explained[holding]]] = NOWHERE
        else:
            self.by[hurt] = arcs
            self.by[holding] = NOWHERE
        if _MANY * len(hurt) < len(self.aspects):
            fallen = distinct(hurt)
            return fallen[~among(fallen, holding)] if len(holding) else fallen
        falling = np.zeros(len(self.aspects), bool)
        falling[hurt] = True
        falling[holding] = False
        return np.flatnonzero(falling)

    def _count_losses(self, arcs: Numbers, hurt: Numbers) -> Numbers:
        """Count the losses of groups, and give those that hold all the same."""
        members = np.flatnonzero(self.aspects.into_group[arcs])
        if not len(members):
            return NOTHING
        groups = hurt[members]
        self.felt[arcs[members]] = True
        np.subtract.at(self.left, groups, 1)
        holding: Numbers = groups[self.left[groups] > 0]
        self.thinned |= len(holding) > 0
        return holding

    def _ask_for_ground(self, now: float) -> None:
        """Doom what stands in a circle without a ground."""
        self.thinned = False
        loops = self.aspects.loops
        if not len(loops):
            return
        up, felt = self.up[loops.aspect], self.felt[loops.arc]
        standing = up & up[loops.serving]
        doomed = self.doomed[loops.aspect] | loops.dying(up)
        held = loops.inherent | (loops.need == OUTSIDE) | ~standing[loops.need] | doomed[loops.need]
        unproven = standing & ~doomed & ~loops.proven(standing, held & ~felt)
        lost = unproven & loops.for_itself
        if not lost.any():
            return
        self.circular = True
        self._explain(unproven & lost[loops.serving], felt)
        self.doomed[loops.aspect[lost]] = True
        among = lost[loops.serving[loops.hurt]] & lost[loops.need] & (loops.need != OUTSIDE)
        circle = loops.arc[among & ~felt & (self.aspects.edge[loops.arc] != NOWHERE)]
        self.sent[circle] = True
        for hours in distinct(self.aspects.hours[circle]):
            self.later(now + hours, circle[self.aspects.hours[circle] == hours], NOTHING)

    def _explain(self, lost: Truths, felt: Truths) -> None:
        """Let what is doomed be explained by losses from outside its circle first, then by what these explain."""
        loops = self.aspects.loops
        known = np.zeros(len(loops), bool)
        reasons = felt & lost[loops.hurt]
        within = lost[loops.hurt] & lost[loops.need] & (loops.need != OUTSIDE)
        while reasons.any():
            self.by[loops.aspect[loops.hurt[reasons]]] = loops.arc[reasons]
            known[loops.hurt[reasons]] = True
            reasons = within & known[loops.need] & ~known[loops.hurt]
        self.explained[loops.aspect[lost]] = True
