"""What runs only after people agreed, the slow way: every simple way to a step is walked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def ways_to(target: int, starts: Collection[int], onwards: Mapping[int, Collection[int]]) -> Iterator[tuple[int, ...]]:
    """Give every way from a start to a step that comes by no step twice."""
    waiting: list[tuple[int, ...]] = [(start,) for start in starts]
    while waiting:
        way = waiting.pop()
        if way[-1] == target:
            yield way
            continue
        waiting += [(*way, after) for after in onwards.get(way[-1], ()) if after not in way]


def behind(
    gates: Collection[int], starts: Collection[int], onwards: Mapping[int, Collection[int]], nodes: Collection[int]
) -> set[int]:
    """Give the steps to which ways lead, and each of them through a gate before it comes there."""
    found = set()
    for node in nodes:
        ways = list(ways_to(node, starts, onwards))
        if ways and all(any(step in gates for step in way[:-1]) for way in ways):
            found.add(node)
    return found


def comes_by(node: int, gates: Collection[int], starts: Collection[int], before: Mapping[int, Collection[int]]) -> bool:
    """Say whether a run without rings, whose steps wait for all before them, comes by without passing a gate."""
    if not before.get(node):
        return node in starts
    return all(each not in gates and comes_by(each, gates, starts, before) for each in before[node])
