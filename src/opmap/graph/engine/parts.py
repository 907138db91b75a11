"""Strongly connected parts: what needs each other, directly or in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct, in_order, ranges, starts_of

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers

_FEW = 50_000
"""So many arcs are searched here, which takes less time than importing scipy does."""


def parts_of(hurt: Numbers, need: Numbers, count: int) -> Numbers:
    """Give the strongly connected part of each of ``count`` numbers, named by one of its members.

    >>> parts_of(np.array([0, 1, 2, 3]), np.array([1, 2, 1, 0]), 4).tolist()
    [0, 1, 1, 3]
    """
    part = np.arange(count, dtype=np.int32)
    core = _in_or_between_circles(hurt, need, count)
    if len(core):
        members = distinct(np.concatenate([hurt[core], need[core]]))
        tail, head = np.searchsorted(members, hurt[core]), np.searchsorted(members, need[core])
        found = (_searched if len(core) <= _FEW else _searched_by_scipy)(tail, head, len(members))
        first = np.full(len(members), count, np.int64)
        np.minimum.at(first, found, members)
        part[members] = first[found]
    return part


def _in_or_between_circles(hurt: Numbers, need: Numbers, count: int) -> Numbers:
    """Give the arcs that are left when what rests on no circle, and what no circle rests on, is taken away."""
    order = in_order(need)
    start = starts_of(need, count)
    waiting = np.bincount(hurt, minlength=count)
    ready = np.flatnonzero(waiting == 0)
    while len(ready):
        above = np.sort(hurt[order[ranges(start[ready], start[ready + 1] - start[ready])]])
        last = np.flatnonzero(np.diff(above, append=-1))
        waiting[above[last]] -= np.diff(last, prepend=-1)
        ready = above[last][waiting[above[last]] == 0]
    left = np.flatnonzero((waiting[hurt] > 0) & (waiting[need] > 0))
    while len(left):
        needed = np.zeros(count, bool)
        needed[need[left]] = True
        kept = needed[hurt[left]]
        if kept.all():
            break
        left = left[kept]
    return left


def _searched(tail: Numbers, head: Numbers, count: int) -> Numbers:
    """Find the parts by one depth-first search (Tarjan 1972), without recursion."""
    order = in_order(tail)
    start, heads = starts_of(tail, count).tolist(), head[order].tolist()
    found = [-1] * count
    seen = [0] * count  # when it was first seen; 0: not yet
    low = [0] * count
    position = start[:-1]
    waiting: list[int] = []
    clock = 0
    for root in range(count):
        way = [] if seen[root] else [root]
        while way:
            here = way[-1]
            if not seen[here]:
                clock += 1
                seen[here] = low[here] = clock
                waiting.append(here)
            while position[here] < start[here + 1]:
                there = heads[position[here]]
                if not seen[there]:
                    way.append(there)
                    break
                position[here] += 1
                if found[there] < 0:
                    low[here] = min(low[here], low[there])
            else:
                way.pop()
                if low[here] == seen[here]:
                    while found[here] < 0:
                        found[waiting.pop()] = here
    return np.array(found)


def _searched_by_scipy(tail: Numbers, head: Numbers, count: int) -> Numbers:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    arcs = csr_array((np.ones(len(tail)), (tail, head)), shape=(count, count))
    found: Numbers = connected_components(arcs, directed=True, connection="strong")[1]
    return found
