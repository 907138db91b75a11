"""Many scenarios at once: what falls in each, 64 to the machine word.

``propagate(columns)`` is the one seam for single faults, pairs, samples and scenarios by
name. It takes the rows of the plan in order: a row that any lost need brings down is the
union of the rows that it needs; a group counts. Rows of loops start from "all fallen" and
are computed until nothing changes, so that what holds itself up without a ground comes out
as fallen. Columns are taken in blocks, and of each block only the rows that anything in it
reaches; which these are is found beforehand by taking each block for one scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.bits import ALL_SET, WORD, Bits, mask, spelled, united
from opmap.graph.engine.columns import Columns
from opmap.graph.engine.gathering import Gathering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.engine.aspects import Aspects
    from opmap.graph.engine.plan import Block, Plan, Step

WIDTH = 32
"""Words to a row: 2048 scenarios are computed at once."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What falls in some of the scenarios."""

    first: int  # the number of the first of them
    count: int
    plan: Plan
    rows: Numbers  # the rows of the plan in which anything falls
    place: Numbers  # of each row of the plan, its place in ``bits``; 0 where it never falls
    bits: Bits

    def of(self, aspects: Numbers) -> Bits:
        """Give for each aspect the scenarios in which it falls, as a row of bits."""
        rows: Bits = self.bits[self.place[self.plan.row[aspects]]]
        return rows

    def falls(self, aspects: Numbers) -> Truths:
        """Say for each aspect and scenario whether it falls."""
        return spelled(self.of(aspects), self.count)


def propagate(
    aspects: Aspects, columns: Columns, *, wanted: Numbers | None = None, grounded: bool = True, width: int = WIDTH
) -> Iterator[Outcome]:
    """Compute scenarios, and yield what falls, block of scenarios by block.

    What is yielded is overwritten when the next is asked for. Of the aspects only the
    ``wanted`` ones, and what they rest on, are computed. Where it is not ``grounded``,
    circles may hold themselves up (the least failure fixpoint).
    """
    plan = aspects.plan
    rows = np.arange(1, plan.count) if wanted is None else plan.rests_of(plan.row[wanted])
    words = min(width, -(-columns.count // WORD))
    wide = words * WORD
    blocks = -(-columns.count // wide) if wide else 0
    by_block = Columns(blocks, columns.aspect, columns.scenario // max(wide, 1))
    reached = _Run(plan, len(rows), -(-blocks // WORD), grounded=grounded).outcome(by_block, rows, 0).bits[1:]
    run = _Run(plan, len(rows), words, grounded=grounded)
    for number in range(blocks):
        hit = (reached[:, number // WORD] & (np.uint64(1) << np.uint64(number % WORD))) != 0
        part = columns.part(number * wide, (number + 1) * wide)
        yield run.outcome(part, rows[hit], number * wide)


def propagate_rows(aspects: Aspects, failing: Numbers, bits: Bits, count: int) -> Outcome:
    """Compute scenarios in which aspects fail as rows of bits say; circles may hold themselves up."""
    plan = aspects.plan
    rows = np.arange(1, plan.count)
    some = bits.any(axis=1)
    failing, bits = failing[some], bits[some]
    at_all = Columns(1, failing, np.zeros(len(failing), np.int64))
    reached = _Run(plan, len(rows), 1, grounded=False).outcome(at_all, rows, 0).bits[1:, 0] != 0
    run = _Run(plan, int(reached.sum()), bits.shape[1], grounded=False)
    return run.outcome(Columns(count, failing[:0], failing[:0]), rows[reached], 0, (failing, bits))


class _Run:
    """The computation of blocks of scenarios, one after the other, in the same memory."""

    def __init__(self, plan: Plan, most: int, words: int, *, grounded: bool) -> None:
        self.plan = plan
        self.grounded = grounded
        self.gathering = Gathering(plan, most, words)
        self.bits = self.gathering.bits

    def outcome(
        self, columns: Columns, rows: Numbers, first: int, given: tuple[Numbers, Bits] | None = None
    ) -> Outcome:
        """Compute some rows, in the order of the plan, for some scenarios; some rows may be given in part."""
        self.rows = rows
        place = self.gathering.place
        place[:] = 0
        place[rows] = np.arange(1, len(rows) + 1)
        self.sown = _Sown(place, self.plan, columns, given)
        bounds = np.searchsorted(rows, self.plan.bounds).tolist()
        for block, low, high in zip(self.plan.blocks, bounds, bounds[1:], strict=False):
            if low == high:
                continue
            if block.loop:
                self._loop(block)
            else:
                self._compute(block.steps[0], low, high, self.bits[low + 1 : high + 1])
        return Outcome(first, columns.count, self.plan, rows, place, self.bits[: len(rows) + 1])

    def _compute(self, step: Step, low: int, high: int, out: Bits) -> None:
        """Compute the rows of a step that are asked for: those at ``low`` to ``high`` of all."""
        self.gathering.compute(self.rows[low:high], step.lost, out)
        self.sown.into(out, low + 1, high + 1)

    def _loop(self, block: Block) -> None:
        """Compute the rows of loops until nothing changes, from "all fallen", or, ungrounded, from "all stand"."""
        low, high = np.searchsorted(self.rows, [block.first, block.end])
        own = self.bits[low + 1 : high + 1]
        own[:] = 0
        if not self.grounded:
            self._settle((*block.excused, *block.steps))
            return
        self._sweep(block.excused)
        while True:
            middle = int(np.searchsorted(self.rows, block.steps[0].first)) if block.steps else high
            self.bits[middle + 1 : high + 1] = ALL_SET
            self._settle(block.steps)
            if not self._sweep(block.excused):
                return

    def _settle(self, steps: tuple[Step, ...]) -> None:
        while self._sweep(steps):
            pass

    def _sweep(self, steps: tuple[Step, ...]) -> bool:
        """Compute steps anew, and say whether anything changed."""
        changed = False
        for step in steps:
            low, high = np.searchsorted(self.rows, [step.first, step.end])
            if low < high:
                new = np.empty((high - low, self.bits.shape[1]), np.uint64)
                self._compute(step, low, high, new)
                old = self.bits[low + 1 : high + 1]
                if not np.array_equal(old, new):
                    old[:] = new
                    changed = True
        return changed


class _Sown:
    """What fails of its own, in the order of the rows."""

    def __init__(self, place: Numbers, plan: Plan, columns: Columns, given: tuple[Numbers, Bits] | None) -> None:
        row, order = _in_rows(place, plan, columns.aspect)
        self.points = row
        self.word, self.bit = mask(columns.scenario[order])
        self.given, self.bits = row[:0], None
        if given:
            rows, order = _in_rows(place, plan, given[0])
            self.given, self.bits = united(given[1][order], rows)

    def into(self, out: Bits, first: int, end: int) -> None:
        """Let fail what fails of its own among the rows at some places."""
        low, high = np.searchsorted(self.points, [first, end])
        if low < high:
            at = self.points[low:high] - first, self.word[low:high]
            np.bitwise_or.at(out, at, self.bit[low:high])
        if self.bits is not None:
            low, high = np.searchsorted(self.given, [first, end])
            out[self.given[low:high] - first] |= self.bits[low:high]


def _in_rows(place: Numbers, plan: Plan, aspects: Numbers) -> tuple[Numbers, Numbers]:
    """Give the places of the rows of some aspects, sorted, and the order that sorts them; those computed only."""
    row = place[plan.row[aspects]]
    order = np.argsort(row, kind="stable")
    order = order[np.searchsorted(row[order], 1) :]
    return row[order], order
