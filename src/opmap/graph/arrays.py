"""Arrays as the fault graph uses them: their types, stable sorting, ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.signedinteger]  # nodes, edges, aspects, arcs; counts
    Hours: TypeAlias = NDArray[np.floating]
    Truths: TypeAlias = NDArray[np.bool_]

_Number = TypeVar("_Number", bound=np.generic)


def in_order(keys: Numbers) -> Numbers:
    """Give the order that sorts small non-negative numbers, equal ones staying as they stand.

    Two counting passes over 16 bits each: four times as fast as sorting by comparison. What is in order stays.

    >>> in_order(np.array([70000, 1, 70000, 0])).tolist()
    [3, 1, 0, 2]
    """
    if (keys[1:] >= keys[:-1]).all():
        return np.arange(len(keys))
    order = np.argsort(keys.astype(np.uint16), kind="stable")
    if int(keys.max()) < 1 << 16:
        return order
    if int(keys.max()) >= 1 << 32:
        return np.argsort(keys, kind="stable")
    return order[np.argsort((keys >> 16).astype(np.uint16)[order], kind="stable")]


def starts_of(keys: Numbers, count: int) -> Numbers:
    """Give where each key begins in the sorted keys: key k stands at start[k] to start[k + 1]."""
    start = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=count), out=start[1:])
    return start


def ranges(first: Numbers, count: Numbers) -> Numbers:
    """Give the numbers of many ranges, one after the other.

    >>> ranges(np.array([10, 20]), np.array([2, 3])).tolist()
    [10, 11, 20, 21, 22]
    """
    ends = np.cumsum(count)
    if len(ends) == 0:
        return np.empty(0, np.int64)
    return np.repeat(first - ends + count, count) + np.arange(ends[-1])


def distinct(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Give the numbers sorted, each once."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def among(numbers: Numbers, some: Numbers) -> Truths:
    """Say which numbers are among some others; numpy's own way loads its masked arrays first, which takes longer.

    >>> among(np.array([3, 1, 4]), np.array([4, 1, 1])).tolist()
    [False, True, True]
    """
    known = distinct(some)
    if not len(known):
        return np.zeros(len(numbers), bool)
    found: Truths = known[np.minimum(np.searchsorted(known, numbers), len(known) - 1)] == numbers
    return found
