"""Rows of bits: 64 scenarios to the word."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths

Bits: TypeAlias = NDArray[np.uint64]

WORD = 64
ALL_SET = np.uint64(0xFFFFFFFFFFFFFFFF)
_FEW = 16  # so few rows are counted bit by bit
_STACK = 128


def mask(scenario: Numbers) -> tuple[Numbers, Bits]:
    """Give the word that a scenario stands in, and its bit."""
    return scenario >> 6, np.uint64(1) << (scenario & 63).astype(np.uint64)


def spelled(row: Bits, count: int) -> Truths:
    """Give the first bits of a row, or of several, one by one."""
    return np.unpackbits(row.view(np.uint8), axis=-1, count=count, bitorder="little").view(bool)


def set_bits(rows: Bits, count: int) -> tuple[Numbers, Numbers]:
    """Give the row and the column of each bit that is set among the first of rows in which few are."""
    row, word = np.nonzero(rows)
    place, bit = np.nonzero(spelled(rows[row, word][:, None], WORD))
    column = word[place] * WORD + bit
    inside = column < count
    return row[place][inside], column[inside]


def column_counts(rows: Bits) -> NDArray[np.int64]:
    """Count the set bits of each column.

    Carry-save adders: three rows become one of sums and one of carries, which weighs twice
    as much, so that nearly all the work is five operations on whole words. Rows are taken in
    stacks that fit the processor's cache.
    """
    stacks = len(rows) // _STACK // 2 * 2
    tally = _Tally()
    for first in range(0, stacks * _STACK, 2 * _STACK):
        tally.add(0, rows[first : first + _STACK], rows[first + _STACK : first + 2 * _STACK])
    total = _plain_counts(rows[stacks * _STACK :])
    for digit, sums in enumerate(tally.sums):
        total += _plain_counts(sums) << digit
    for digit, carry in tally.waiting.items():
        total += _plain_counts(carry) << digit
    return total


class _Tally:
    """Stacks of rows, added up: for each binary digit the sums, and perhaps a carry that waits for a second one."""

    def __init__(self) -> None:
        self.sums: list[Bits] = []
        self.waiting: dict[int, Bits] = {}

    def add(self, digit: int, one: Bits, two: Bits) -> None:
        """Add two stacks to the sums of a digit, and pass the carry on."""
        if digit == len(self.sums):
            self.sums.append(np.zeros(one.shape, np.uint64))
        sums, either, carry = self.sums[digit], one ^ two, one & two
        carry |= either & sums
        sums ^= either
        other = self.waiting.pop(digit + 1, None)
        if other is None:
            self.waiting[digit + 1] = carry
        else:
            self.add(digit + 1, other, carry)


def _plain_counts(rows: Bits) -> NDArray[np.int64]:
    """Count few rows: halve them a few times, then bit by bit."""
    total = np.zeros(rows.shape[1] * WORD, np.int64)
    weight = 1
    while len(rows):
        carries: list[Bits] = []
        while len(rows) > _FEW:
            third = len(rows) // 3
            one, two, three = rows[:third], rows[third : 2 * third], rows[2 * third : 3 * third]
            either = one ^ two
            carries.append((one & two) | (either & three))
            rows = np.concatenate([either ^ three, rows[3 * third :]])
        total += weight * spelled(rows, total.size).sum(axis=0, dtype=np.int64)
        rows = np.concatenate(carries) if carries else rows[:0]
        weight *= 2
    return total


def weighted_counts(rows: Bits, weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add up, for each column, the weights of the rows in which it is set.

    >>> weighted_counts(np.array([[3], [1]], np.uint64), np.array([1, 4]))[:3].tolist()
    [5, 1, 0]
    """
    total = np.zeros(rows.shape[1] * WORD, np.int64)
    for sign in (1, -1):
        size = np.maximum(sign * weights, 0)
        for digit in range(int(size.max(initial=0)).bit_length()):
            chosen = (size >> digit & 1).astype(bool)
            few = 2 * int(chosen.sum()) < len(rows)
            counts = column_counts(rows[chosen]) if few else column_counts(rows) - column_counts(rows[~chosen])
            total += sign * (counts << digit)
    return total


def united(rows: Bits, keys: Numbers) -> tuple[Numbers, Bits]:
    """Unite the rows that share a key; give the keys, sorted, and their rows."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    new = np.diff(keys, prepend=-1) != 0
    found = rows[order[new]]
    if not new.all():  # reducing all would move every row, and few share a key
        again = ~new
        np.bitwise_or.at(found, np.cumsum(new)[again] - 1, rows[order[again]])
    return keys[new], found
