"""How deep a node stands: below all that depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSEEN, _OPEN, _DONE = 0, 1, 2


def depths(count: int, arcs: Sequence[tuple[int, int]], least: Sequence[int]) -> list[int]:
    """Give the length of the longest way down to each node; an arc that closes a cycle is left out.

    >>> depths(3, [(0, 1), (1, 2), (2, 0)], [0, 0, 0])
    [0, 1, 2]
    """
    below: list[list[int]] = [[] for _ in range(count)]
    for hurt, needed in arcs:
        below[hurt].append(needed)
    depth = list(least)
    for node in reversed(_finished(below)):
        for needed in below[node]:
            depth[needed] = max(depth[needed], depth[node] + 1)
    return depth


def _finished(below: list[list[int]]) -> list[int]:
    """Give the nodes as a search from above leaves them, and drop the arcs that close a cycle."""
    state = [_UNSEEN] * len(below)
    needed = {one for several in below for one in several}
    order: list[int] = []
    starts = [one for one in range(len(below)) if one not in needed]
    for start in [*starts, *range(len(below))]:
        if state[start] != _UNSEEN:
            continue
        state[start] = _OPEN
        way = [(start, 0)]
        while way:
            node, at = way.pop()
            closing = [one for one in below[node][at : at + 1] if state[one] == _OPEN]
            if closing:
                below[node].remove(closing[0])
                way.append((node, at))
            elif at < len(below[node]):
                way.append((node, at + 1))
                if state[below[node][at]] == _UNSEEN:
                    state[below[node][at]] = _OPEN
                    way.append((below[node][at], 0))
            else:
                state[node] = _DONE
                order.append(node)
    return order
