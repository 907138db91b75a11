"""What leads back to itself: the strongly connected parts of a graph, found with numpy alone.

Loading scipy would cost more than most questions do. What lies on no circle is peeled off,
layer by layer. Of the rest one part is sought around the node with the most arcs, since
where there is a large part at all, that node is in it. Then every node takes the highest
number that leads to it, and the nodes that lead back to that number are a part, many at
once (the colouring algorithm of S. Orzan, *On Distributed Verification and Verified
Distribution*, 2004).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import in_order, ranges, starts_of

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths


def rings(source: Numbers, target: Numbers, count: int) -> tuple[int, Numbers]:
    """Give how many strongly connected parts there are, and the part of each of `count` numbers.

    >>> rings(np.array([0, 1, 2]), np.array([1, 0, 1]), 4)[1].tolist()
    [0, 0, 1, 2]
    """
    part = np.arange(count)
    left = np.ones(count, bool)
    first = True
    while True:
        inner = left[source] & left[target] & (source != target)
        source, target = source[inner], target[inner]
        out, back = _Arcs.of(source, target, count), _Arcs.of(target, source, count)
        _peel(out, back, left)
        _peel(back, out, left)
        if not left.any():
            return _numbered(part)
        colour = _around_the_busiest(out, back, left) if first else _coloured(out, left)
        found = _leading_back(back, colour, left)
        first = False
        part[found] = colour[found]
        left[found] = False


@dataclass(frozen=True, eq=False)
class _Arcs:
    """Arcs in the order of where they begin."""

    start: Numbers
    end: Numbers

    @classmethod
    def of(cls, begin: Numbers, end: Numbers, count: int) -> _Arcs:
        """Sort arcs."""
        return cls(starts_of(begin, count), end[in_order(begin)])

    def ends_of(self, nodes: Numbers) -> Numbers:
        """Give where the arcs of some nodes end, node after node."""
        return self.end[ranges(self.start[nodes], self.size_of(nodes))]

    def size_of(self, nodes: Numbers) -> Numbers:
        """Count the arcs of some nodes."""
        sizes: Numbers = self.start[nodes + 1] - self.start[nodes]
        return sizes


def _peel(arcs: _Arcs, others: _Arcs, left: Truths) -> None:
    """Take away what nothing that is left leads to, until something leads to all that is left."""
    every = np.arange(len(left))
    gone = np.flatnonzero(~left)
    coming = others.size_of(every) - np.bincount(arcs.ends_of(gone), minlength=len(left))
    bare = np.flatnonzero(left & (coming == 0))
    claim = np.empty(len(left), np.int64)
    while len(bare):
        left[bare] = False
        reached = arcs.ends_of(bare)
        np.subtract.at(coming, reached, 1)
        bare = _once(reached[coming[reached] == 0], claim)


def _once(nodes: Numbers, claim: Numbers) -> Numbers:
    """Give nodes once each; ``claim`` is room to write in."""
    place = np.arange(len(nodes))
    claim[nodes] = place
    return nodes[claim[nodes] == place]


def _around_the_busiest(out: _Arcs, back: _Arcs, left: Truths) -> Numbers:
    """Give each node that the busiest one leads to that one's number, and no number to any other."""
    every = np.arange(len(left))
    busiest = int(np.argmax(np.where(left, out.size_of(every) + back.size_of(every), -1)))
    colour = np.full(len(left), -1)
    fresh = np.array([busiest])
    while len(fresh):
        colour[fresh] = busiest
        ends = out.ends_of(fresh)
        fresh = np.unique(ends[left[ends] & (colour[ends] != busiest)])
    return colour


def _coloured(out: _Arcs, left: Truths) -> Numbers:
    """Give each node the highest number from which a way of what is left leads to it."""
    colour = np.arange(len(left))
    moved = np.flatnonzero(left)
    while len(moved):
        ends = out.ends_of(moved)
        given = np.repeat(colour[moved], out.size_of(moved))
        better = left[ends] & (given > colour[ends])
        np.maximum.at(colour, ends[better], given[better])
        moved = np.unique(ends[better])
    return colour


def _leading_back(back: _Arcs, colour: Numbers, left: Truths) -> Truths:
    """Say which nodes lead to the one whose number they took: it leads to them, so that they are one part."""
    found: Truths = left & (colour == np.arange(len(colour)))
    fresh = np.flatnonzero(found)
    while len(fresh):
        ends = back.ends_of(fresh)
        same = colour[ends] == np.repeat(colour[fresh], back.size_of(fresh))
        ends = ends[left[ends] & same & ~found[ends]]
        found[ends] = True
        fresh = np.unique(ends)
    return found


def _numbered(part: Numbers) -> tuple[int, Numbers]:
    """Give the parts numbers from 0, in the order of those that stood for them."""
    named = np.zeros(len(part), bool)
    named[part] = True
    number = np.cumsum(named) - 1
    return int(named.sum()), number[part]
