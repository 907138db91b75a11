"""The nodes and edges of a push: compared with what the database has, and written where they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opmap.graphdb import statements as text
from opmap.graphdb.columns import edge_row, node_row, staged_row
from opmap.graphdb.comparing import Head, Speaking, What, changed_edges, changed_nodes, left_over, no_longer_said
from opmap.graphdb.speaking import edges_called, nodes_called

if TYPE_CHECKING:
    from opmap.estate import Edge, Estate, Node
    from opmap.graphdb.comparing import Change
    from opmap.graphdb.connection import Connection
    from opmap.graphdb.writing import Writer

_Item = TypeVar("_Item")
_LOOKED_UP = 5_000
_TOLD_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many elements were new, changed, not seen any more, and pruned."""

    new: int = 0
    changed: int = 0
    unseen: int = 0
    pruned: int = 0

    @property
    def total(self) -> int:
        """Give how many were touched."""
        return self.new + self.changed + self.unseen + self.pruned


def write_elements(
    connection: Connection,
    writer: Writer,
    estate: Estate,
    speaking: Speaking,
    progress: Callable[[str, int, int], None],
) -> tuple[Counts, Counts]:
    """Write nodes, then edges; give how many of each were touched."""
    nodes = _Nodes(connection, writer, speaking).write(_told(estate.nodes, "Pushing nodes", progress))
    writer.flush()
    edges = _Edges(connection, writer, speaking).write(_told(estate.edges, "Pushing relations", progress))
    writer.flush()
    for identity in nodes.pruned:
        writer.add(text.CLOSE_NODES, identity)
    writer.flush()
    return _counts(nodes.counts), _counts(edges.counts)


def _counts(found: Counter[What]) -> Counts:
    return Counts(found[What.NEW], found[What.CHANGED], found[What.UNSEEN], found[What.PRUNED])


class _Nodes:
    """Write nodes: new ones at once, changes beside them."""

    def __init__(self, connection: Connection, writer: Writer, speaking: Speaking) -> None:
        self.connection = connection
        self.writer = writer
        self.speaking = speaking
        self.counts: Counter[What] = Counter()
        self.pruned: list[str] = []

    def write(self, nodes: Iterable[Node]) -> _Nodes:
        """Write what differs."""
        head = self._head()
        for change in changed_nodes(nodes, head, self.speaking):
            self._add(change)
        for some in _chunks(left_over(head, self.speaking)):
            for identity, said in self.connection.read(
                text.SOME_NODES, estate=self.connection.address.estate, ids=list(some)
            ):
                gone = no_longer_said(nodes_called(identity), said, self.speaking)
                if gone is not None:
                    self._add(gone)
        return self

    def _head(self) -> Head:
        head, estate = Head(), self.connection.address.estate
        held = list(self.speaking.held.voices)
        for name, hashed, said in self.connection.read(text.HEAD_NODES, estate=estate, open=text.OPEN, held=held):
            head.note(name, hashed, said)
        for name, hashed, said in self.connection.read(text.STAGED, estate=estate):
            head.note(name, hashed, said)
        return head

    def _add(self, change: Change[Node]) -> None:
        self.counts[change.what] += 1
        node = change.element
        row = node_row(node, change.voices, change.said)
        if change.what is What.NEW:
            self.writer.add_node(text.write_nodes(node.kind), row)
            return
        self.writer.add_node(text.STAGE, staged_row(row, node.kind))
        if change.what is What.PRUNED:
            self.pruned.append(node.id)


class _Edges:
    """Write edges: a change is a new relationship in place of the old one."""

    def __init__(self, connection: Connection, writer: Writer, speaking: Speaking) -> None:
        self.connection = connection
        self.writer = writer
        self.speaking = speaking
        self.counts: Counter[What] = Counter()
        self.replaced: list[Change[Edge]] = []

    def write(self, edges: Iterable[Edge]) -> _Edges:
        """Write what differs."""
        head = self._head()
        for change in changed_edges(edges, head, self.speaking):
            if change.what is What.CHANGED:
                self._replace(change)
            else:
                self._add(change)
        self._close_replaced()
        for some in _chunks(left_over(head, self.speaking)):
            for identity, number, ends, said in self._looked_up((head.begins[name], name) for name in some):
                gone = no_longer_said(edges_called(identity, ends), said, self.speaking)
                if gone is not None:
                    self.writer.add(text.CLOSE_EDGES, number)
                    self._add(gone)
        return self

    def _head(self) -> Head:
        head, held = Head(), list(self.speaking.held.voices)
        push = self.writer.parameters["push"]
        for begins, edges in self.connection.read(
            text.HEAD_EDGES, estate=self.connection.address.estate, open=text.OPEN, push=push, held=held
        ):
            for name, hashed, said, closed in edges:
                if not closed or name not in head.hashes:
                    head.note(name, hashed, said)
                    head.begins[name] = begins
        return head

    def _replace(self, change: Change[Edge]) -> None:
        self.replaced.append(change)
        self._add(change)
        if len(self.replaced) >= _LOOKED_UP:
            self._close_replaced()

    def _close_replaced(self) -> None:
        changed = [change.element for change in self.replaced]
        begins = [edge.target if edge.verb in text.TURNED else edge.source for edge in changed]
        for _, number, _, _ in self._looked_up(zip(begins, [edge.id for edge in changed], strict=True)):
            self.writer.add(text.CLOSE_EDGES, number)
        self.replaced.clear()

    def _looked_up(self, some: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, tuple[str, str, str], bytes]]:
        """Give the open relationships of some edges, each named by the node that it leaves and its id."""
        names: defaultdict[str, list[str]] = defaultdict(list)
        for begins, name in some:
            names[begins].append(name)
        rows = self.connection.read(
            text.SOME_EDGES,
            estate=self.connection.address.estate,
            push=self.writer.parameters["push"],
            begins=list(names),
            ids=[name for several in names.values() for name in several],
        )
        for name, number, begins, label, ends, said in rows:
            yield name, number, text.sentence(begins, label, ends), said

    def _add(self, change: Change[Edge]) -> None:
        self.counts[change.what] += 1
        if change.what is not What.PRUNED:
            row = edge_row(change.element, change.voices, change.said)
            self.writer.add(text.write_edges(change.element.verb, rare=row[-1] is not None), row)


def _told(items: Sequence[_Item], what: str, progress: Callable[[str, int, int], None]) -> Iterator[_Item]:
    for number, item in enumerate(items):
        if number % _TOLD_EVERY == 0:
            progress(what, number, len(items))
        yield item


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _LOOKED_UP):
        yield items[start : start + _LOOKED_UP]
