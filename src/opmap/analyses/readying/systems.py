"""The system that something belongs to: what a table is kept in, what offers an operation, whose a model is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opmap.graph import Graph

_UP = frozenset({"stored in", "provided by"})
_DEEPEST = 4


def within(graph: Graph, number: int) -> Iterator[int]:
    """Give what something is kept in, offered by or provided by, from the nearest outwards."""
    seen = {number}
    for _ in range(_DEEPEST):
        found = _above(graph, number)
        if found is None or found in seen:
            return
        yield found
        seen.add(found)
        number = found


def system_of(graph: Graph, number: int) -> int:
    """Give the system that something belongs to, or itself where nothing says."""
    return next(within(graph, number), number)


def _above(graph: Graph, number: int) -> int | None:
    for edge in graph.outgoing(number).tolist():
        if graph.verb_of(edge) in _UP:
            return int(graph.target[edge])
    for edge in graph.incoming(number).tolist():
        if graph.verb_of(edge) == "exposes":
            return int(graph.source[edge])
    return None
