"""The order in which many scenarios at once are computed: rows, in steps, needs before what needs them.

Each unit (what falls together) is a row. Rows of one kind that stand at one level are a
*step*: their first needs are gathered for all at once, then their second needs, and so on,
which is why the rows of a step are sorted by how many needs they have. The rows of loops
form blocks of steps that are repeated until nothing changes; within a block the order is
that in which the rows are proven when nothing has failed, so that few rounds are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct, in_order, ranges, starts_of

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.engine.aspects import Aspects

ANY, ALL = 1, 0
"""How many lost needs bring a row down: one, or (by convention) all of them; any other number is itself."""


@dataclass(frozen=True)
class Step:
    """Rows that are computed together."""

    first: int
    end: int
    lost: int  # ANY, ALL, or so many


@dataclass(frozen=True)
class Block:
    """Steps that are computed once, or, in a loop, until nothing changes."""

    steps: tuple[Step, ...]
    excused: tuple[Step, ...] = ()
    loop: bool = False

    @property
    def first(self) -> int:
        """Give the first row."""
        return (self.excused or self.steps)[0].first

    @property
    def end(self) -> int:
        """Give the row after the last."""
        return (self.steps or self.excused)[-1].end


@dataclass(frozen=True, eq=False)
class Plan:
    """Rows and their needs. Row 0 is the one that never falls."""

    row: Numbers  # of each aspect
    count: int  # rows, row 0 included
    start: Numbers  # the needs of row r stand at start[r] to start[r + 1]
    need: Numbers  # rows
    group: Truths  # of each row: it takes more than one lost need to bring it down
    blocks: tuple[Block, ...]

    @cached_property
    def bounds(self) -> Numbers:
        """Give the first row of each block, and the row after the last."""
        return np.array([*(block.first for block in self.blocks), self.count])

    def rests_of(self, rows: Numbers) -> Numbers:
        """Give the rows that some rest on, these included, in order."""
        found = np.zeros(self.count, bool)
        border = np.unique(rows)
        while len(border):
            found[border] = True
            below = self.need[ranges(self.start[border], self.start[border + 1] - self.start[border])]
            border = np.unique(below[~found[below]])
        return np.flatnonzero(found)


def plan_of(aspects: Aspects) -> Plan:
    """Plan the computation of some aspects."""
    unit, units, level, turn = _units(aspects)
    hurt, need = _arcs(aspects, unit, units)
    needs = np.bincount(hurt, minlength=units)
    lost = _lost(aspects, unit, units, needs)
    order = np.lexsort((-needs, lost, turn, level))
    row = np.empty(units, np.int32)
    row[order] = np.arange(1, units + 1, dtype=np.int32)
    arc = in_order(row[hurt])
    start = starts_of(row[hurt], units + 1)
    blocks = _blocks(level[order], turn[order], lost[order])
    group = np.concatenate([[False], lost[order] != ANY])
    return Plan(row[unit], units + 1, start, row[need[arc]], group, blocks)


def _units(aspects: Aspects) -> tuple[Numbers, int, Numbers, Numbers]:
    """Give the unit of each aspect, their number, and for each its level and its turn within its loop (0: in none)."""
    loops = aspects.loops
    part = aspects.part
    unit = part.astype(np.int64)
    unit[loops.aspect] = len(aspects) + loops.unit
    used = distinct(unit)
    unit = np.searchsorted(used, unit).astype(np.int32)
    part_of = np.empty(len(used), np.int32)
    part_of[unit] = part
    level = _levels(part[aspects.hurt], part[aspects.need], len(aspects))[part_of]
    turn = np.zeros(len(used), np.int32)
    turn[unit[loops.aspect]] = np.where(loops.excused, 1, 2 + loops.rank[loops.unit])
    return unit, len(used), level, turn


def _arcs(aspects: Aspects, unit: Numbers, units: int) -> tuple[Numbers, Numbers]:
    """Give the arcs between units; those that one loss is enough for stand once."""
    loops = aspects.loops
    kept = unit[aspects.hurt] != unit[aspects.need]
    kept[loops.arc[loops.inherent]] = False
    group = kept & aspects.into_group
    single = kept & ~aspects.into_group
    keys = distinct(unit[aspects.hurt[single]].astype(np.int64) * units + unit[aspects.need[single]])
    hurt = np.concatenate([(keys // units).astype(np.int32), unit[aspects.hurt[group]]])
    return hurt, np.concatenate([(keys % units).astype(np.int32), unit[aspects.need[group]]])


def _lost(aspects: Aspects, unit: Numbers, units: int, needs: Numbers) -> Numbers:
    """Give how many lost needs bring a unit down; of a group that has too few needs left, more than it has."""
    lost = np.full(units, ANY, np.int64)
    groups = np.flatnonzero(aspects.bearing > 1)
    bearing = aspects.bearing[groups].astype(np.int64)
    lost[unit[groups]] = np.where(bearing == needs[unit[groups]], ALL, bearing)
    return lost


def _levels(hurt: Numbers, need: Numbers, count: int) -> Numbers:
    """Give each part the length of the longest way down from it."""
    apart = hurt != need
    hurt, need = hurt[apart], need[apart]
    order = in_order(need)
    start, hurt = starts_of(need, count), hurt[order]
    waiting = np.bincount(hurt, minlength=count)
    level = np.zeros(count, np.int32)
    ready, height = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = height
        height += 1
        above = np.sort(hurt[ranges(start[ready], start[ready + 1] - start[ready])])
        last = np.flatnonzero(np.concatenate([above[1:] != above[:-1], [True]])) if len(above) else above
        waiting[above[last]] -= np.diff(last, prepend=-1)
        ready = above[last][waiting[above[last]] == 0]
    return level


def _blocks(level: Numbers, turn: Numbers, lost: Numbers) -> tuple[Block, ...]:
    """Cut the ordered rows into steps, and these into blocks: each step a block, but for loops."""
    bounds = np.flatnonzero((np.diff(level) != 0) | (np.diff(turn) != 0) | (np.diff(lost) != 0)) + 1
    first = [0, *bounds.tolist()] if len(level) else []
    ends = [*bounds.tolist(), len(level)] if len(level) else []
    blocks: list[Block] = []
    excused: list[Step] = []
    steps: list[Step] = []
    for begin, end in zip(first, ends, strict=True):
        step = Step(begin + 1, end + 1, int(lost[begin]))
        if turn[begin] == 0:
            blocks.append(Block((step,)))
            continue
        (excused if turn[begin] == 1 else steps).append(step)
        if end == len(level) or level[end] != level[begin]:
            blocks.append(Block(tuple(steps), tuple(excused), loop=True))
            excused, steps = [], []
    return tuple(blocks)
