"""Circles that redundancy closes, and what in them has a ground.

Where A needs any of {B, C} and B needs any of {A, C}, the two would hold each other up for
ever once C has fallen. They do not: what stands must be *proven* from the ground, that is,
from things that stand without it (greatest failure fixpoint, the stable models of logic
programs; Van Gelder, Ross and Schlipf 1991). Aspects that need each other without any
redundancy between them are one *unit*, whose members fall together; within it no proof is
asked for, and a member of a group that lies in the group's own unit counts as standing.

Groups that have no ground though nothing has failed (replicas that only name each other)
are *excused*: they fall by count only. Excused are the unproven groups in those failing
parts that wait for no other failing part, repeated until everything stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.parts import parts_of

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.engine.aspects import Aspects


OUTSIDE = -1


@dataclass(frozen=True, eq=False)
class Loops:
    """The strongly connected parts that hold a group, in numbers of their own: place i is aspect ``aspect[i]``."""

    aspect: Numbers
    place: Numbers  # of each aspect of the whole; OUTSIDE where it is in no loop
    part: Numbers  # the strongly connected part of each place
    unit: Numbers  # of each place: what falls together, named by one of its places
    arc: Numbers  # the arcs into the loops, as numbers of the whole
    need: Numbers  # the place that such an arc needs; OUTSIDE where it comes from another part, or from no loop
    hurt: Numbers
    inherent: Truths  # the arc stays within the unit, so that nothing is to be proven
    serving: Numbers  # of each place, the place that it serves: its own, but for groups and their places
    group: Truths  # of each place
    keep: Numbers  # so many needs must stand for the place; of groups only
    excused: Truths  # of each place; of groups only
    rank: Numbers  # of each unit, by its name: the round in which it is proven when nothing has failed

    def __len__(self) -> int:
        """Count the aspects in loops."""
        return len(self.aspect)

    @cached_property
    def for_itself(self) -> Truths:
        """Say which places serve no other."""
        itself: Truths = self.serving == np.arange(len(self))
        return itself

    def dying(self, up: Truths) -> Truths:
        """Say which places belong to a unit that has lost a member: they need no proof, for they fall anyway."""
        lost = np.zeros(len(self), bool)
        lost[self.unit[~up & self.for_itself]] = True
        return lost[self.unit]

    def proven(self, standing: Truths, free: Truths) -> Truths:
        """Say for each place whether it is proven, where ``free`` arcs hold without a proof."""
        return _prove(self, standing, free)[self.unit] >= 0


def loops_of(aspects: Aspects) -> Loops:
    """Find the loops of some aspects, their units, and the groups to be excused."""
    size = len(aspects)
    part = aspects.part if aspects.grouped else np.arange(size)
    inner = part[aspects.hurt] == part[aspects.need]
    looped = np.zeros(size, bool)
    looped[part[aspects.hurt[inner & aspects.into_group]]] = True
    member = np.flatnonzero(looped[part]).astype(np.int32)
    place = np.full(size, OUTSIDE, np.int32)
    place[member] = np.arange(len(member), dtype=np.int32)
    arc = np.flatnonzero(place[aspects.hurt] >= 0)
    hurt, need = place[aspects.hurt[arc]], np.where(inner[arc], place[aspects.need[arc]], OUTSIDE)
    hard = inner[arc] & ~aspects.into_group[arc]
    serving = place[aspects.serves[member]]
    unit = parts_of(hurt[hard], need[hard], len(member))
    inherent = (need != OUTSIDE) & ((unit[need] == unit[hurt]) | (unit[need] == unit[serving[hurt]]))
    group = aspects.bearing[member] > 1
    bare = Loops(
        aspect=member,
        place=place,
        part=part[member],
        unit=unit,
        arc=arc,
        need=need,
        hurt=hurt,
        inherent=inherent,
        serving=serving,
        group=group,
        keep=np.bincount(hurt, minlength=len(member)) - aspects.bearing[member] + 1,
        excused=np.zeros(len(member), bool),
        rank=np.zeros(len(member), np.int32),
    )
    return _excuse(bare)


def _excuse(loops: Loops) -> Loops:
    """Excuse groups until everything stands when nothing has failed."""
    standing = np.ones(len(loops), bool)
    free = loops.inherent | (loops.need == OUTSIDE)
    while True:
        rank = _prove(loops, standing, free)
        if (rank >= 0).all():
            return replace(loops, rank=rank)
        failing = rank[loops.unit] < 0
        loops = replace(
            loops, excused=loops.excused | (failing & loops.group & _waits_for_no_other(loops, failing, free))
        )


def _waits_for_no_other(loops: Loops, failing: Truths, free: Truths) -> Truths:
    """Say which failing places lie in a part of them that needs no other failing part."""
    among = ~free & failing[loops.hurt] & failing[loops.need]
    waiting, awaited = loops.unit[loops.hurt[among]], loops.unit[loops.need[among]]
    part = parts_of(waiting, awaited, len(loops))
    bottom = np.ones(len(loops), bool)
    bottom[part[waiting[part[waiting] != part[awaited]]]] = False
    return bottom[part[loops.unit]]


def _prove(loops: Loops, standing: Truths, free: Truths) -> Numbers:
    """Prove units from the ground, round by round: give the round of each, -1 for those without a proof.

    A unit stands when every need of its standing members does; a group when enough do.
    """
    grouped = loops.group[loops.hurt]
    asked = ~free & standing[loops.hurt] & standing[loops.need] & (loops.need != OUTSIDE)
    wanting = np.bincount(loops.unit[loops.hurt[asked & ~grouped]], minlength=len(loops))
    groups = np.flatnonzero(loops.group)
    held = np.bincount(loops.hurt[free], minlength=len(loops))[groups]
    wanting[loops.unit[groups]] = np.where(loops.excused[groups], 0, loops.keep[groups] - held)
    tail, head = loops.unit[loops.need[asked]], loops.unit[loops.hurt[asked]]
    rank = np.full(len(loops), -1, np.int32)
    fresh = wanting <= 0
    for turn in range(len(loops)):
        rank[fresh] = turn
        wanting -= np.bincount(head[fresh[tail]], minlength=len(loops))
        fresh = (wanting <= 0) & (rank < 0)
        if not fresh.any():
            break
    return rank
