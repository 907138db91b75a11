"""The long part of a stored snapshot, read from the file only when somebody asks for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from opmap.encoding import decode_beside, decode_edges, decode_nodes, decode_sources
from opmap.errors import BrokenStore
from opmap.estate import Edge, Estate, Node, SourceState
from opmap.frozen import frozen
from opmap.store import parts
from opmap.store.connection import Connection

ROLES = ("nodes", "edges", "beside")
_HELD = 512
"""How many pieces of each role are kept at hand once they were read."""

_Item = TypeVar("_Item")


@frozen
class Piece:
    """A part of a snapshot, and which of its nodes or edges stand there."""

    first: int
    count: int
    digest: str


def pieces(connection: Connection, snapshot: int, role: str) -> list[Piece]:
    """Give the pieces of a snapshot in their order."""
    asked = "SELECT first, count, part FROM contents WHERE snapshot = ? AND role = ? ORDER BY first"
    return [Piece(*row) for row in connection.rows(asked, (snapshot, role))]


class StoredDetails:
    """The details of one snapshot.

    It holds no open file: a graph may outlive the store that it came from, and may be
    asked by several threads.
    """

    def __init__(self, path: Path, snapshot: int) -> None:
        self._path = path
        self._snapshot = snapshot
        self._nodes: _Series[Node] = _Series(path, snapshot, "nodes", decode_nodes)
        self._edges: _Series[Edge] = _Series(path, snapshot, "edges", decode_edges)

    def node(self, number: int) -> Node:
        """Give all that is known of a node."""
        return self._nodes.item(number)

    def edge(self, number: int) -> Edge:
        """Give all that is known of an edge."""
        return self._edges.item(number)

    def estate(self) -> Estate:
        """Give everything."""
        beside = self.beside()
        with closing(Connection(self._path)) as connection, readable(self._path, self._snapshot):
            return replace(beside, nodes=self._nodes.everything(connection), edges=self._edges.everything(connection))

    def beside(self) -> Estate:
        """Give all but the nodes and edges: merges, questions, references, notices, sources."""
        with closing(Connection(self._path)) as connection, readable(self._path, self._snapshot):
            (beside,) = pieces(connection, self._snapshot, "beside")
            return replace(decode_beside(parts.fetch(connection, beside.digest)), sources=self.sources())

    def since(self, content: str) -> tuple[Estate, Estate] | None:
        """Give the nodes and edges that are otherwise than in a snapshot of that content, and how they were there.

        None where no such snapshot is kept. Only the parts that differ are read; beside the
        first ones stands all that stands beside nodes and edges.
        """
        beside = self.beside()
        with closing(Connection(self._path)) as connection, readable(self._path, self._snapshot):
            asked = "SELECT max(number) FROM snapshots WHERE content = ?"
            other = connection.value(asked, (content,))
            if other is None:
                return None
            nodes, old_nodes = self._nodes.since(connection, other)
            edges, old_edges = self._edges.since(connection, other)
        return replace(beside, nodes=nodes, edges=edges), Estate(old_nodes, old_edges)

    def sources(self) -> tuple[SourceState, ...]:
        """Give the sources that the estate was read from."""
        with closing(Connection(self._path)) as connection, readable(self._path, self._snapshot):
            asked = "SELECT sources FROM coverage WHERE snapshot = ?"
            return decode_sources(connection.value(asked, (self._snapshot,)))


class _Series(Generic[_Item]):
    """The nodes, or the edges, of a snapshot."""

    def __init__(self, path: Path, snapshot: int, role: str, decode: Callable[[bytes], tuple[_Item, ...]]) -> None:
        self._path = path
        self._snapshot = snapshot
        self._role = role
        self._decode = decode
        self._piece = lru_cache(_HELD)(self._read)

    @cached_property
    def _pieces(self) -> Sequence[Piece]:
        with closing(Connection(self._path)) as connection:
            return pieces(connection, self._snapshot, self._role)

    def item(self, number: int) -> _Item:
        """Give one of them; raise IndexError where there is none of that number."""
        place = bisect_right(self._pieces, number, key=lambda piece: piece.first) - 1
        if number < 0 or place < 0:
            raise IndexError(number)
        return self._piece(place)[number - self._pieces[place].first]

    def everything(self, connection: Connection) -> tuple[_Item, ...]:
        """Give all of them."""
        return self._decoded(connection, pieces(connection, self._snapshot, self._role))

    def since(self, connection: Connection, other: int) -> tuple[tuple[_Item, ...], tuple[_Item, ...]]:
        """Give those that are otherwise than in another snapshot, and those that are otherwise there."""
        now, before = (pieces(connection, number, self._role) for number in (self._snapshot, other))
        both = {piece.digest for piece in now} & {piece.digest for piece in before}
        mine, theirs = (
            self._decoded(connection, [piece for piece in some if piece.digest not in both]) for some in (now, before)
        )
        same = set(mine) & set(theirs)
        return tuple(one for one in mine if one not in same), tuple(one for one in theirs if one not in same)

    def _decoded(self, connection: Connection, some: Iterable[Piece]) -> tuple[_Item, ...]:
        found: list[_Item] = []
        for piece in some:
            found.extend(self._decode(parts.fetch(connection, piece.digest)))
        return tuple(found)

    def _read(self, place: int) -> tuple[_Item, ...]:
        with closing(Connection(self._path)) as connection:
            data = parts.fetch(connection, self._pieces[place].digest)
        with readable(self._path, self._snapshot):
            return self._decode(data)


@contextmanager
def readable(path: Path, snapshot: int) -> Iterator[None]:
    """Say it plainly where what stands in a snapshot is not what was written."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise BrokenStore(path, f"snapshot {snapshot} cannot be read") from error
