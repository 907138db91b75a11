"""The shared map on its way back: exactly what the pushes said together, as one whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from opmap import errors
from opmap.graphdb import statements as text
from opmap.graphdb.beside import read_beside
from opmap.graphdb.deciding import decisions_in
from opmap.graphdb.remembering import decisions_at, voices_at
from opmap.graphdb.rows import statements_in
from opmap.graphdb.speaking import edges_called, element_of, nodes_called
from opmap.graphdb.state import shared_state

if TYPE_CHECKING:
    from opmap.decisions import Decision
    from opmap.estate import Edge, Estate, Node
    from opmap.graphdb.connection import Connection
    from opmap.graphdb.state import State

_TRIES = 5
_PRESUMED = "presumed|"
"""With this begin the groups that opmap presumes; of several people's edges together they are presumed anew."""


@dataclass(frozen=True)
class Pulled:
    """A shared map."""

    estate: Estate
    decisions: tuple[Decision, ...]
    state: State


def pull(connection: Connection, progress: Callable[[str, int, int], None] = lambda *_: None) -> Pulled:
    """Read the map as it stands at one push; raise UnknownEstate, or DatabaseError where it never holds still."""
    state = shared_state(connection)
    for _ in range(_TRIES):
        found = _read(connection, state, progress)
        now = shared_state(connection)
        if now.stamp == state.stamp:
            return found
        state = now
    raise errors.DatabaseError(
        connection.address.server, "it was pushed to again and again while it was read", "Try again"
    )


def _read(connection: Connection, state: State, progress: Callable[[str, int, int], None]) -> Pulled:
    estate = connection.address.estate
    progress("Pulling nodes", 0, 0)
    nodes = [
        element_of(nodes_called(name), statements_in(said))
        for name, said in connection.read(text.SEEN_NODES, estate=estate, current=state.current)
    ]
    progress("Pulling relations", 0, 0)
    edges = [
        _edge(begins, row)
        for begins, rows in connection.read(text.SEEN_EDGES, estate=estate, current=state.current)
        for row in rows
    ]
    voices = voices_at(connection, state.current)
    digests = sorted({digest for one in voices for digest in one.parts})
    parts = dict(connection.read(text.FIND_PARTS, estate=estate, digests=digests))
    if len(parts) < len(digests):  # swept away meanwhile; whoever asks will see that the push has changed
        voices = []
    decisions = decisions_at(connection, state.current)
    whole = replace(read_beside(voices, parts), nodes=_nodes_in_order(nodes), edges=_edges_in_order(edges))
    return Pulled(whole, tuple(decisions_in(decisions)), state)


def _edge(begins: str, row: list[Any]) -> Edge:
    name, label, ends, said = row
    edge = element_of(edges_called(name, text.sentence(begins, label, ends)), statements_in(said))
    presumed = edge.group is not None and edge.group.presumed and edge.group.id.startswith(_PRESUMED)
    return replace(edge, group=None) if presumed else edge


def _nodes_in_order(nodes: list[Node]) -> tuple[Node, ...]:
    return tuple(sorted(nodes, key=lambda node: node.id))


def _edges_in_order(edges: list[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: (edge.source, edge.target, edge.verb)))
