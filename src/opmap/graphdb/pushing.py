"""A map on its way into the shared database: only what changed travels, and it is seen whole or not at all.

The push writes with a number that nobody sees yet: new nodes and relationships bear it in
``from``, relationships that go bear it in ``until``, and changes of nodes are staged
beside them. The last transaction applies the staged changes and moves the pointer. What
was interrupted before is taken up where it stopped when the same map is pushed again, and
undone when another one is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from opmap import errors
from opmap.garbage import not_collecting
from opmap.graphdb import statements as text
from opmap.graphdb.beside import key_of, parts_beside
from opmap.graphdb.comparing import Speaking
from opmap.graphdb.deciding import new_rows
from opmap.graphdb.elements import Counts, write_elements
from opmap.graphdb.locking import alone
from opmap.graphdb.remembering import decisions_at, otherwise_since, said_last, voices_at
from opmap.graphdb.state import make_schema, state_of, sweep
from opmap.graphdb.voices import Held, held_by
from opmap.graphdb.writing import Writer

if TYPE_CHECKING:
    from opmap.estate import Estate
    from opmap.graphdb.beside import Voices
    from opmap.graphdb.connection import Connection
    from opmap.graphdb.parcels import Parcel
    from opmap.graphdb.state import State

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Pushed:
    """What a push did."""

    estate: str
    push: int  # the number of the push that is current now
    nodes: Counts
    edges: Counts
    decisions: int
    resumed: bool  # an interrupted push was taken up

    @property
    def unchanged(self) -> bool:
        """Say whether the database knew it all."""
        return not (self.nodes.total or self.edges.total or self.decisions)


def push(
    connection: Connection,
    parcel: Parcel,
    *,
    at: str,
    prune: bool = False,
    progress: Progress = lambda *_: None,
    waiting: Callable[[], None] = lambda: None,
) -> Pushed:
    """Bring the database to know what the parcel says; raise DatabaseError."""
    make_schema(connection)
    with alone(connection, waiting) as still:
        state = state_of(connection)
        if state.unswept:
            sweep(connection, state)
        one = _Push(connection, parcel, state, said_last(connection, state.current, parcel), prune=prune)
        if one.is_said and not prune:
            return Pushed(connection.address.estate, state.current, Counts(), Counts(), 0, resumed=False)
        return one.run(at, progress, still)


def _loaded(parcel: Parcel) -> Estate:
    """Load a map without looking for garbage among its many values, of which there is none."""
    with not_collecting():
        return parcel.load()


class _Push:
    """One push."""

    def __init__(
        self, connection: Connection, parcel: Parcel, state: State, last: Voices | None, *, prune: bool
    ) -> None:
        self.connection = connection
        self.parcel = parcel
        self.state = state
        self.last = last
        self.prune = prune
        self.estate = connection.address.estate
        self.is_said = not state.pending and last is not None and last.content == parcel.digest
        self.pending = blake2b(f"{parcel.digest}{prune}".encode(), digest_size=16).hexdigest()

    def run(self, at: str, progress: Progress, still: Callable[[], None]) -> Pushed:
        """Write it all, then show it."""
        resumed = self.state.pending == self.pending
        if self.state.pending and not resumed:
            self._undo()
        ((number,),) = self.connection.write(text.BEGIN, estate=self.estate, pending=self.pending)
        progress("Reading the map", 0, 0)
        estate, instead_of = self._otherwise() or (_loaded(self.parcel), None)
        held = held_by(estate, self.parcel.decisions)
        speaking = Speaking(held, f"push {self.state.current}", self.prune)
        parameters = {"estate": self.estate, "push": number, "open": text.OPEN}
        with Writer(self.connection, parameters) as writer:
            nodes, edges = write_elements(self.connection, writer, estate, speaking, progress, instead_of)
            decisions = self._write_decisions(writer)
            if self.is_said and not (nodes.total or edges.total or decisions):
                self.connection.write(text.GIVE_UP, estate=self.estate, pending=self.pending)
                return Pushed(self.estate, self.state.current, nodes, edges, 0, resumed)
            self._write_beside(writer, estate, held, number)
        still()
        self._show(number, at)
        sweep(self.connection, state_of(self.connection))
        return Pushed(self.estate, number, nodes, edges, decisions, resumed)

    def _otherwise(self) -> tuple[Estate, Estate] | None:
        """Give what is otherwise than the database has it, and how it was; None where all has to be compared."""
        if self.prune or self.state.pending or self.last is None or self.last.push != self.state.current:
            return None
        return otherwise_since(self.connection, self.last, self.parcel)

    def _undo(self) -> None:
        for statement in text.UNDO:
            self.connection.run(statement, estate=self.estate, push=self.state.pending_push, open=text.OPEN)

    def _write_decisions(self, writer: Writer) -> int:
        rows = new_rows(self.parcel.decisions, decisions_at(self.connection, text.OPEN - 1))
        for row in rows:
            writer.add(text.CLOSE_DECISIONS, row)
        for row in rows:
            writer.add(text.WRITE_DECISIONS, row)
        return len(rows)

    def _write_beside(self, writer: Writer, estate: Estate, held: Held, number: int) -> None:
        parts = parts_beside(estate)
        ((known,),) = self.connection.read(text.KNOWN_PARTS, estate=self.estate, digests=list(parts))
        for digest in parts.keys() - set(known):
            writer.add(text.WRITE_PARTS, [digest, parts[digest]], batch=20)
        writer.flush()
        mine, others = key_of(held.sources), voices_at(self.connection, text.OPEN - 1)
        spoken = set(held.sources)
        over = [one.key for one in others if one.key != mine and not spoken.isdisjoint(one.sources)]
        replaced = [one.key for one in others if one.key == mine or spoken.issuperset(one.sources)]
        self.connection.write(
            text.CLOSE_VOICES,
            text.KEEP_VOICES,
            text.WRITE_VOICES,
            estate=self.estate,
            push=number,
            open=text.OPEN,
            key=mine,
            keys=replaced,
            overlapping=over,
            sources=list(held.sources),
            content=self.parcel.digest,
            parts=list(parts),
            map=self.parcel.content,
            held=held.digest,
        )

    def _show(self, number: int, at: str) -> None:
        stamp = blake2b(f"{self.state.stamp}{self.pending}".encode(), digest_size=16).hexdigest()
        shown: list[list[Any]] = self.connection.write(
            text.APPLY,
            text.FINISH,
            estate=self.estate,
            pending=self.pending,
            push=number,
            stamp=stamp,
            at=at,
            labels=list(text.KIND_LABELS.values()),
        )
        if not shown:
            raise errors.PushOvertaken(self.connection.address.server)
