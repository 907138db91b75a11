"""The store: everything that opmap keeps, in one SQLite file.

Whatever is written is written whole or not at all: a process that is killed at any
moment leaves the store as it was after its last whole step. Two processes may use one
store at once; of two that change it the second one waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from opmap.decisions import Decision
from opmap.encoding import encode_sources
from opmap.errors import NothingScanned
from opmap.estate import Estate, SourceState
from opmap.facts import Reading
from opmap.store import decisions, documents, names, parts, readings, secret_places, snapshots, sources
from opmap.store.caching import StoredCache
from opmap.store.connection import Connection
from opmap.store.documents import Record, StoredDocument
from opmap.store.locking import alone
from opmap.store.schema import migrate, version_of
from opmap.store.secret_places import SecretPlace
from opmap.store.snapshots import Snapshot, StoredGraph
from opmap.store.sources import Source

DEFAULT_PATH = Path(".opmap/opmap.db")
_NOTHING_READY: Mapping[str, Sequence[Reading]] = MappingProxyType({})
_LONGEST_SCAN = 600.0
"""Seconds that a process which wants to change the store waits for another one that does."""


class Store:
    """An open store. Use it in a ``with`` statement, so that it is closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path | str = DEFAULT_PATH, *, create: bool = False) -> Self:
        """Open a store and bring its tables up to date.

        Raise NothingScanned where there is none (unless it is to be created), BrokenStore
        where the file is damaged or was written by a newer opmap.
        """
        path = Path(path)
        if create:
            _make_folder(path.parent)
        elif not path.is_file():
            raise NothingScanned(path)
        connection = Connection(path, create=create)
        store = cls(connection)
        try:
            store.bring_up_to_date(create=create)
        except BaseException:
            store.close()
            raise
        return store

    def bring_up_to_date(self, *, create: bool = False) -> None:
        """Lead the tables to the version that this opmap knows; raise NothingScanned where there are none."""
        if not create and version_of(self._connection) == 0:
            raise NothingScanned(self.path)
        migrate(self._connection)

    @property
    def path(self) -> Path:
        """Give the file that it is."""
        return self._connection.path

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Be used in a ``with`` statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def changing(
        self, seconds: float = _LONGEST_SCAN, waiting: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[None]:
        """Be the only process that changes the store, from before what it changes is read until it is written.

        ``waiting`` is called once where another one does. Raise StoreBusy when that takes
        longer than so many seconds.
        """
        return alone(self.path, seconds, waiting)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write all that is written inside whole, or nothing of it. The only door to writing."""
        with self._connection.writing():
            yield

    def reading(self) -> AbstractContextManager[None]:
        """See one state of the store in all that is read inside, whatever others write meanwhile."""
        return self._connection.reading()

    # Sources and what they say

    def sources(self) -> list[Source]:
        """Give all sources by name."""
        return sources.listed(self._connection)

    def states(self) -> tuple[SourceState, ...]:
        """Give each source as an estate knows it."""
        return sources.states(self._connection)

    def claim(self, source: Source) -> None:
        """Raise SourceClash unless this folder can be a source of this name beside the others."""
        sources.claim(self._connection, source)

    def cache(self, source: str) -> StoredCache:
        """Give what scanning remembers of the documents of a source."""
        return StoredCache(self._connection, source)

    def record(self, source: Source, records: Iterable[Record]) -> None:
        """Put what a whole scan of a source found in place of what was known of it."""
        with self.writing():
            self.claim(source)
            sources.keep(self._connection, source)
            documents.replace(self._connection, source.name, records, self._newest())

    def miss(self, names_of_sources: Iterable[str]) -> None:
        """Mark sources whose folders are not there; they keep all that they said."""
        with self.writing():
            sources.miss(self._connection, names_of_sources, self._newest())

    def forget(self, name: str) -> None:
        """Drop a source with all that it said; raise UnknownSource. Snapshots stay as they are."""
        with self.writing():
            sources.forget(self._connection, name)

    def documents(self, source: str | None = None) -> list[StoredDocument]:
        """Give the documents of one source, or of all."""
        return documents.listed(self._connection, source)

    def readings(self, ready: Mapping[str, Sequence[Reading]] = _NOTHING_READY) -> Iterator[Reading]:
        """Give the facts and notices of all documents, also of those that were not seen lately.

        ``ready`` are those that somebody has at hand, by `digest_of`.
        """
        return readings.everything(self._connection, ready)

    def unseen(self) -> dict[tuple[str, str], str]:
        """Say for each document (source, path) that was not seen lately since when: ``snapshot 12``."""
        return documents.unseen(self._connection)

    def secret_places(self) -> list[SecretPlace]:
        """Say where secrets stand, and by their fingerprints which are the same."""
        return secret_places.listed(self._connection)

    def fingerprint_key(self) -> bytes:
        """Give the key under which secrets are told apart. It never leaves the store."""
        return bytes(self._connection.value("SELECT value FROM meta WHERE name = 'fingerprint key'"))

    # Decisions

    def decisions(self, at: int | None = None) -> list[Decision]:
        """Give all decisions, those taken back marked as undone; with a snapshot's number, as they stood then."""
        return decisions.listed(self._connection, None if at is None else self.snapshot(at).heard)

    def decide(self, decided: Sequence[Decision]) -> list[Decision]:
        """Write decisions down, all of them or none; give them with their numbers."""
        with self.writing():
            return decisions.add(self._connection, decided)

    def undo(self, number: int, *, by: str, because: str, time: str) -> Decision:
        """Take a decision back; raise BadDecision where it cannot be."""
        with self.writing():
            return decisions.undo(self._connection, number, by=by, because=because, time=time)

    # Snapshots

    def snapshots(self) -> list[Snapshot]:
        """Give all snapshots, the oldest first."""
        return snapshots.listed(self._connection)

    def snapshot(self, at: int | None = None) -> Snapshot:
        """Give one snapshot, or the newest; raise UnknownSnapshot or NothingScanned."""
        return snapshots.find(self._connection, at)

    def inputs(self, recipe: str = "") -> str:
        """Give the hash of everything that an estate is compiled from, the recipe (how it is compiled) included.

        Names of the past are not in it: an estate that adds to them was compiled knowing what it adds.
        """
        said = [
            (document.source, document.path, document.facts, document.line, document.reason)
            for document in self.documents()
            if document.facts or document.reason
        ]
        seen = encode_sources(self.states())
        rest = repr((recipe, decisions.last(self._connection), said, self.unseen()))
        return blake2b(seen + rest.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()

    def is_compiled(self, inputs: str) -> bool:
        """Say whether the newest snapshot was compiled from exactly this."""
        last = snapshots.newest(self._connection)
        return last is not None and snapshots.inputs_of(self._connection, last.number) == inputs

    def save_snapshot(self, estate: Estate, packed: bytes, *, created: str, inputs: str = "") -> int | None:
        """Keep an estate with its packed graph; give the number of the new snapshot, or None where nothing is new.

        The nodes and edges of the estate must stand in the order in which the graph numbers them.
        """
        with self.writing():
            heard = decisions.last(self._connection)
            number = snapshots.save(self._connection, estate, packed, inputs=inputs, heard=heard, created=created)
            names.remember(self._connection, estate)
            return number

    def graph(self, at: int | None = None) -> StoredGraph:
        """Give what it takes to unpack the graph of a snapshot; raise UnknownSnapshot or NothingScanned."""
        return snapshots.load_graph(self._connection, at)

    def estate(self, at: int | None = None) -> Estate:
        """Give the whole estate of a snapshot; raise UnknownSnapshot or NothingScanned."""
        return self.graph(at).details.estate()

    def verify(self) -> None:
        """Raise BrokenStore unless the file is sound, every part is what it was, and the chain of snapshots holds."""
        snapshots.check_file(self._connection)
        parts.check(self._connection)
        snapshots.check(self._connection)

    # Names and places of nodes

    def aliases(self) -> dict[str, str]:
        """Give for each node id of the past the id that the node has now."""
        return names.aliases(self._connection)

    def positions(self) -> dict[str, tuple[float, float]]:
        """Give where people have put nodes on the map."""
        return names.positions(self._connection)

    def place(self, positions: Mapping[str, tuple[float, float]]) -> None:
        """Remember where people have put nodes on the map."""
        with self.writing():
            names.place(self._connection, positions)

    def _newest(self) -> int:
        last = snapshots.newest(self._connection)
        return last.number if last else 0


def _make_folder(folder: Path) -> None:
    """Make the store's folder, and keep what is in it out of version control; leave a folder of others alone."""
    ours = folder.name == DEFAULT_PATH.parent.name or not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if ours and not ignored.exists():
        ignored.write_text("*\n", encoding="utf-8")
