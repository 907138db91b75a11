"""Snapshots: whole estates, numbered, each hashed over its content and chained to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from opmap.encoding import (
    Part,
    content_of,
    decode_sources,
    digest_of_part,
    encode_sources,
    parts_of,
)
from opmap.errors import BrokenStore, NothingScanned, UnknownSnapshot
from opmap.estate import Estate, SourceState
from opmap.frozen import frozen
from opmap.store import parts
from opmap.store.connection import Connection
from opmap.store.details import ROLES, StoredDetails, pieces

if TYPE_CHECKING:
    from concurrent.futures import Future

_ASKED = "SELECT number, content, previous, chain, created, heard, nodes, edges FROM snapshots"


@frozen
class Snapshot:
    """One snapshot, as a list of them shows it."""

    number: int
    content: str
    previous: str
    chain: str
    created: str
    heard: int  # the last decision that it knows
    nodes: int
    edges: int


@frozen
class StoredGraph:
    """What it takes to unpack the graph of a snapshot."""

    snapshot: Snapshot
    packed: bytes
    details: StoredDetails


def listed(connection: Connection) -> list[Snapshot]:
    """Give all snapshots, the oldest first."""
    return [Snapshot(*row) for row in connection.rows(_ASKED + " ORDER BY number")]


def newest(connection: Connection) -> Snapshot | None:
    """Give the newest snapshot; None where there is none."""
    row = connection.row(_ASKED + " ORDER BY number DESC LIMIT 1")
    return Snapshot(*row) if row else None


def find(connection: Connection, number: int | None) -> Snapshot:
    """Give the snapshot with this number, or the newest one; raise UnknownSnapshot or NothingScanned."""
    last = newest(connection)
    if last is None:
        raise NothingScanned(connection.path)
    if number is None or number == last.number:
        return last
    row = connection.row(_ASKED + " WHERE number = ?", (number,))
    if row is None:
        raise UnknownSnapshot(number, last.number)
    return Snapshot(*row)


def save(connection: Connection, estate: Estate, packed: bytes, *, inputs: str, heard: int, created: str) -> int | None:
    """Keep an estate with its packed graph as a new snapshot.

    Give its number; or None where it holds nothing that the newest one does not, and
    then renew only the counts and commits of the sources beside that one.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:  # to compress holds up nobody who goes on writing
        cut = [(part, beside.submit(parts.compressed, part.data)) for part in parts_of(estate)]
    content = content_of([part.digest for part, _ in cut], estate.sources)
    last = newest(connection)
    if last is not None and (last.content, last.heard) == (content, heard):
        cover(connection, last.number, inputs, estate.sources)
        return None
    previous = last.chain if last else ""
    number = last.number + 1 if last else 1
    graph = digest_of_part(packed)
    _make_room(connection, graph)
    as_it_is = len(packed) > parts.LARGE
    parts.keep(connection, graph, packed if as_it_is else parts.compressed(packed), as_it_is=as_it_is)
    chain = chained(previous, content, heard)
    counts = (len(estate.nodes), len(estate.edges))
    values = (number, content, previous, chain, created, heard, *counts, graph)
    connection.execute(
        "INSERT INTO snapshots (number, content, previous, chain, created, heard, nodes, edges, graph)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    )
    _keep_parts(connection, number, cut)
    cover(connection, number, inputs, estate.sources)
    return number


def _make_room(connection: Connection, graph: str) -> None:
    """Compress the graph that was the newest until now: only the newest one must load at once."""
    for (digest,) in connection.rows("SELECT graph FROM snapshots ORDER BY number DESC LIMIT 1"):
        if digest != graph:
            parts.compress(connection, digest)


def _keep_parts(connection: Connection, number: int, cut: Iterable[tuple[Part, Future[bytes]]]) -> None:
    rows = []
    for part, packed in cut:
        parts.keep(connection, part.digest, packed.result())
        rows.append((number, part.role, part.first, part.count, part.digest))
    connection.execute_many("INSERT INTO contents (snapshot, role, first, count, part) VALUES (?, ?, ?, ?, ?)", rows)


def cover(connection: Connection, number: int, inputs: str, sources: tuple[SourceState, ...]) -> None:
    """Write down what a snapshot was made from."""
    connection.execute("INSERT OR REPLACE INTO coverage VALUES (?, ?, ?)", (number, inputs, encode_sources(sources)))


def inputs_of(connection: Connection, number: int) -> str:
    """Give the hash of what a snapshot was compiled from."""
    return str(connection.value("SELECT inputs FROM coverage WHERE snapshot = ?", (number,)) or "")


def load_graph(connection: Connection, number: int | None) -> StoredGraph:
    """Give the packed graph of a snapshot, and the details that are read when they are asked for."""
    found = find(connection, number)
    digest = connection.value("SELECT graph FROM snapshots WHERE number = ?", (found.number,))
    return StoredGraph(found, parts.fetch(connection, digest), StoredDetails(connection.path, found.number))


def chained(previous: str, content: str, heard: int) -> str:
    """Give the chain hash of a snapshot."""
    return blake2b(f"{previous}\n{content}\n{heard}".encode(), digest_size=32).hexdigest()


def check(connection: Connection) -> None:
    """Raise BrokenStore unless every snapshot holds what its hash says, and follows the one before."""
    previous, expected = "", 1
    for snapshot in listed(connection):
        if (snapshot.number, snapshot.previous) != (expected, previous):
            raise BrokenStore(connection.path, f"snapshot {snapshot.number} does not follow the one before it")
        sources = decode_sources(
            connection.value("SELECT sources FROM coverage WHERE snapshot = ?", (snapshot.number,))
        )
        digests = [piece.digest for role in ROLES for piece in pieces(connection, snapshot.number, role)]
        if content_of(digests, sources) != snapshot.content:
            raise BrokenStore(connection.path, f"snapshot {snapshot.number} was changed")
        if chained(previous, snapshot.content, snapshot.heard) != snapshot.chain:
            raise BrokenStore(connection.path, f"the chain is broken at snapshot {snapshot.number}")
        previous, expected = snapshot.chain, expected + 1


def check_file(connection: Connection) -> None:
    """Raise BrokenStore unless SQLite finds its file sound."""
    if connection.value("PRAGMA integrity_check(1)") != "ok" or connection.row("PRAGMA foreign_key_check"):
        raise BrokenStore(connection.path, "it is damaged")
