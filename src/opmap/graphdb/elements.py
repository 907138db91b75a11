"""The nodes and edges of a push: compared with what the database has, and written where they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from opmap.frozen import frozen
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


@frozen
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
    instead_of: Estate | None = None,
) -> tuple[Counts, Counts]:
    """Write nodes, then edges; give how many of each were touched.

    With ``instead_of`` the estate is only what is otherwise than this pusher said last, and
    ``instead_of`` is how it was: of nothing else the database has to be asked.
    """
    about_nodes = None if instead_of is None else (*estate.nodes, *instead_of.nodes)
    about_edges = None if instead_of is None else (*estate.edges, *instead_of.edges)
    nodes = _Nodes(connection, writer, speaking).write(_told(estate.nodes, "Pushing nodes", progress), about_nodes)
    writer.flush()
    edges = _Edges(connection, writer, speaking).write(_told(estate.edges, "Pushing relations", progress), about_edges)
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
        ((known,),) = connection.read(text.ANY_NODES, estate=connection.address.estate)
        self.first = not known

    def write(self, nodes: Iterable[Node], about: Sequence[Node] | None) -> _Nodes:
        """Write what differs; the database is asked about some nodes, or about all."""
        head = self._head() if about is None else self._head_of(about)
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
        for row in self.connection.read(text.HEAD_NODES, estate=estate, open=text.OPEN, held=held):
            head.note(*row)
        for row in self.connection.read(text.STAGED, estate=estate):
            head.note(*row)
        return head

    def _head_of(self, nodes: Sequence[Node]) -> Head:
        head, estate = Head(), self.connection.address.estate
        held = list(self.speaking.held.voices)
        for some in _chunks(list({node.id for node in nodes})):
            for row in self.connection.read(text.THESE_NODES, estate=estate, ids=some, open=text.OPEN, held=held):
                head.note(*row)
        return head

    def _add(self, change: Change[Node]) -> None:
        self.counts[change.what] += 1
        node = change.element
        row = node_row(node, change.voices, change.said)
        if change.what is What.NEW:
            self.writer.add_node((text.create_nodes if self.first else text.write_nodes)(node.kind), row)
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

    def write(self, edges: Iterable[Edge], about: Sequence[Edge] | None) -> _Edges:
        """Write what differs; the database is asked about some edges, or about all."""
        head = self._head(about)
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

    def _head(self, about: Sequence[Edge] | None) -> Head:
        head = Head()
        for begins, edges in self._read(text.HEAD_EDGES) if about is None else self._read_of(about):
            for name, hashed, said, closed in edges:
                if not closed or name not in head.hashes:
                    head.note(name, hashed, said)
                    head.begins[name] = begins
        return head

    def _read_of(self, edges: Sequence[Edge]) -> Iterator[list[Any]]:
        places = {edge.id: _begins(edge) for edge in edges}
        for some in _chunks(list(places)):
            yield from self._read(text.THESE_EDGES, begins=list({places[name] for name in some}), ids=some)

    def _read(self, statement: str, **asked: list[str]) -> list[list[Any]]:
        push, held = self.writer.parameters["push"], list(self.speaking.held.voices)
        estate = self.connection.address.estate
        return self.connection.read(statement, estate=estate, open=text.OPEN, push=push, held=held, **asked)

    def _replace(self, change: Change[Edge]) -> None:
        self.replaced.append(change)
        self._add(change)
        if len(self.replaced) >= _LOOKED_UP:
            self._close_replaced()

    def _close_replaced(self) -> None:
        changed = [change.element for change in self.replaced]
        for _, number, _, _ in self._looked_up((_begins(edge), edge.id) for edge in changed):
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
            write = text.create_edges if change.what is What.NEW else text.write_edges
            self.writer.add(write(change.element.verb, rare=row[-1] is not None), row)


def _begins(edge: Edge) -> str:
    """Give the node that the relationship of an edge leaves."""
    return edge.target if edge.verb in text.TURNED else edge.source


def _told(items: Sequence[_Item], what: str, progress: Callable[[str, int, int], None]) -> Iterator[_Item]:
    for number, item in enumerate(items):
        if number % _TOLD_EVERY == 0:
            progress(what, number, len(items))
        yield item


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), _LOOKED_UP):
        yield items[start : start + _LOOKED_UP]
