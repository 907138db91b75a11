"""Scenarios as columns: which aspects fail of their own in which scenario.

>>> Columns.singles([4, 7]).count
2
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.graph.arrays import Numbers, Truths


@dataclass(frozen=True, eq=False)
class Columns:
    """Scenarios, numbered from 0, and what fails in each: pairs *(aspect, scenario)*, sorted by scenario."""

    count: int
    aspect: Numbers
    scenario: Numbers

    @classmethod
    def singles(cls, aspects: Sequence[int] | Numbers) -> Columns:
        """Let each of some aspects fail alone."""
        several = np.asarray(aspects, np.int64)
        return cls(len(several), several, np.arange(len(several)))

    @classmethod
    def pairs(cls, one: Sequence[int] | Numbers, other: Sequence[int] | Numbers) -> Columns:
        """Let aspects fail two by two."""
        both = np.stack([np.asarray(one, np.int64), np.asarray(other, np.int64)], axis=1)
        return cls(len(both), both.ravel(), np.repeat(np.arange(len(both)), 2))

    @classmethod
    def sets(cls, scenarios: Iterable[Iterable[int]]) -> Columns:
        """Let some aspects fail in each scenario."""
        each = [np.asarray(sorted(some), np.int64) for some in scenarios]
        sizes = [len(some) for some in each]
        aspect = np.concatenate(each) if each else np.empty(0, np.int64)
        return cls(len(each), aspect, np.repeat(np.arange(len(each)), sizes))

    @classmethod
    def drawn(cls, failing: Truths, aspects: Numbers) -> Columns:
        """Take scenarios from a table that says, scenario by scenario, which of some aspects fail."""
        scenario, place = np.nonzero(failing)
        return cls(len(failing), aspects[place], scenario)

    def part(self, first: int, end: int) -> Columns:
        """Take the scenarios from one number up to another."""
        low, high = np.searchsorted(self.scenario, [first, end])
        return Columns(min(end, self.count) - first, self.aspect[low:high], self.scenario[low:high] - first)
