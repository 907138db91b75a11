"""Why does this depend on that: the shortest path, and for every step of it the file and line."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from opmap.analyses.naming import NodeName, Step, name_of, needs, step_of
from opmap.frozen import frozen
from opmap.graph.model import CERTAINTIES
from opmap.kinds import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opmap.graph import Graph

_POSSIBLE = CERTAINTIES.index(Certainty.POSSIBLE)


@frozen
class Why:
    """The answer to *why*."""

    start: NodeName
    end: NodeName | None
    direction: str  # needs, is needed by, is connected with, nothing; or relations where no end was named
    steps: tuple[Step, ...]
    only_possible: bool = False  # no path exists without a relation that is merely possible


def why(graph: Graph, start: int, end: int | None = None) -> Why:
    """Give the shortest path from one node to another, or all relations of one, also where it is named twice.

    A path along what is needed is sought first, then one the other way round, then any
    connection; each without merely possible relations before with them.
    """
    if end is None or end == start:
        edges = sorted({*graph.outgoing(start).tolist(), *graph.incoming(start).tolist()})
        return Why(name_of(graph, start), None, "relations", tuple(step_of(graph, edge) for edge in edges))
    tries = (("needs", _needed), ("is needed by", _hurt), ("is connected with", _any))
    for direction, following in tries:
        for with_possible in (False, True):
            path = _shortest(graph, start, end, following, with_possible=with_possible)
            if path is not None:
                steps = tuple(step_of(graph, edge) for edge in path)
                return Why(name_of(graph, start), name_of(graph, end), direction, steps, with_possible)
    return Why(name_of(graph, start), name_of(graph, end), "nothing", ())


def _needed(graph: Graph, node: int, edge: int) -> int | None:
    ends = needs(graph, edge)
    return ends[1] if ends and ends[0] == node else None


def _hurt(graph: Graph, node: int, edge: int) -> int | None:
    ends = needs(graph, edge)
    return ends[0] if ends and ends[1] == node else None


def _any(graph: Graph, node: int, edge: int) -> int:
    source, target = int(graph.source[edge]), int(graph.target[edge])
    return target if source == node else source


def _shortest(
    graph: Graph, start: int, end: int, following: Callable[[Graph, int, int], int | None], *, with_possible: bool
) -> list[int] | None:
    """Search breadth first; of equally short paths the one over the lowest numbers is given."""
    came: dict[int, tuple[int, int]] = {start: (-1, -1)}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if node == end:
            return list(_back(came, end))[::-1]
        for edge in _edges(graph, node):
            if not with_possible and graph.certainty[edge] == _POSSIBLE:
                continue
            reached = following(graph, node, edge)
            if reached is not None and reached not in came:
                came[reached] = (node, edge)
                waiting.append(reached)
    return None


def _edges(graph: Graph, node: int) -> list[int]:
    return sorted({*graph.outgoing(node).tolist(), *graph.incoming(node).tolist()})


def _back(came: dict[int, tuple[int, int]], node: int) -> Iterator[int]:
    while came[node][0] >= 0:
        node, edge = came[node]
        yield edge
