"""To scan: read folders, compile what they say together with all that is known, and keep it as a snapshot."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.app.clock import now
from opmap.app.compiling import Compiled, compile_estate_of, prepare
from opmap.errors import NothingThere, NotScannable, SourceClash
from opmap.estate import Outcome, Reference
from opmap.frozen import frozen
from opmap.garbage import not_collecting
from opmap.store import DEFAULT_PATH, Record, SecretPlace, Source, Store, digest_of

if TYPE_CHECKING:
    from opmap.config import Config
    from opmap.facts import Reading
    from opmap.graph.comparing import Difference
    from opmap.scanning import DocumentRecord, Scan

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much; of 0 where nobody can know."""


def nothing(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@frozen
class Unread:
    """A document that could not be read."""

    source: str
    place: str  # path:line
    reason: str


@frozen
class ScannedSource:
    """What a scan found in one folder."""

    name: str
    root: str
    documents: int = 0
    read: int = 0
    remembered: int = 0  # of all documents, those that had not changed
    not_recognised: int = 0
    unreadable: tuple[Unread, ...] = ()
    formats: tuple[tuple[str, int], ...] = ()  # connectors, and how many documents each read
    skipped: tuple[tuple[str, int], ...] = ()  # what was left out, and how many
    missing: bool = False  # its folder is not there; what it said earlier stays


@dataclass(frozen=True)
class ScanResult:
    """What a scan found, and what became of it."""

    sources: tuple[ScannedSource, ...]
    snapshot: int | None  # the new one; None where nothing has changed
    newest: int
    nodes: int
    edges: int
    resolved: int
    ambiguous: int
    dangling: int
    references: tuple[Reference, ...] = field(repr=False, default=())
    difference: Difference | None = None  # to the snapshot before; None where there is none, or no new one
    unseen_sources: tuple[str, ...] = ()  # known sources whose folders are not there
    notices: int = 0  # places of which a part could not be read

    @property
    def read(self) -> int:
        """Count the documents that were read."""
        return sum(source.read for source in self.sources)

    @property
    def not_recognised(self) -> int:
        """Count the files that mean nothing to any connector."""
        return sum(source.not_recognised for source in self.sources)

    @property
    def unreadable(self) -> tuple[Unread, ...]:
        """Give the documents that could not be read."""
        return tuple(unread for source in self.sources for unread in source.unreadable)


@not_collecting()
def scan(
    paths: Sequence[Path | str],
    *,
    store_path: Path | str = DEFAULT_PATH,
    source: str | None = None,
    workers: int | None = None,
    progress: Progress = nothing,
) -> ScanResult:
    """Read folders into the store, and keep what has become of the estate as a snapshot.

    What is interrupted changes nothing: the newest snapshot stays the newest, and what
    was read already need not be read again. Raise NothingThere or SourceClash where a
    folder cannot be scanned, BadSetting where its opmap.toml is wrong. ``NAME=PATH`` names
    a source of several.
    """
    wanted = [_wanted(*_named(path, source or "")) for path in paths]
    _refuse_twins(wanted)
    if not Path(store_path).exists():
        _refuse_missing(wanted, ())

    def wait() -> None:
        progress("Waiting for another opmap to be done", 0, 0)

    with Store.open(store_path, create=True) as store, store.changing(waiting=wait):
        _refuse_missing(wanted, store.sources())
        found = [_read(store, each, workers, progress) for each in wanted]
        progress("Joining the facts", 0, 0)
        return _kept(store, found)


@dataclass(frozen=True)
class _Wanted:
    source: Source
    config: Config
    is_there: bool


@dataclass(frozen=True)
class _Found:
    source: Source
    records: Sequence[DocumentRecord] = ()
    is_there: bool = True
    ready: dict[str, Sequence[Reading]] = field(default_factory=dict)  # what was read anew, as values


def _named(path: Path | str, name: str) -> tuple[Path, str]:
    """Read ``NAME=PATH``; what is there under the whole text is a path."""
    called, equals, rest = str(path).partition("=")
    if name or not (called and equals and rest) or Path(path).expanduser().exists():
        return Path(path), name
    return Path(rest), called


def _wanted(path: Path, name: str) -> _Wanted:
    from opmap.config import Config
    from opmap.scanning import commit_of, identity_of, source_name

    root = path.expanduser().resolve()
    config = Config.load(root)
    called = source_name(root, config, name)
    stated = f"{called} as opmap.toml says" if config.source_name == called else ""
    identity = identity_of(root) or stated
    return _Wanted(Source(called, str(root), identity, commit_of(root), now()), config, root.exists())


def _refuse_twins(wanted: Sequence[_Wanted]) -> None:
    """Raise SourceClash where several folders would become one source."""
    roots: dict[str, str] = {}
    for each in wanted:
        name, root = each.source.name, each.source.root
        if name in roots:
            raise SourceClash(
                name, root, f"{roots[name]} has that name too", "Name each of them: opmap scan NAME=FOLDER NAME=FOLDER"
            )
        roots[name] = root


def _refuse_missing(wanted: Sequence[_Wanted], known: Sequence[Source]) -> None:
    """Raise NothingThere for a folder that is not there, unless it was a source; NotScannable for a device."""
    roots = {source.root for source in known}
    for each in wanted:
        if not each.is_there and each.source.root not in roots:
            raise NothingThere(each.source.root)
        if each.is_there and not (Path(each.source.root).is_file() or Path(each.source.root).is_dir()):
            raise NotScannable(each.source.root)


def _read(store: Store, wanted: _Wanted, workers: int | None, progress: Progress) -> _Found:
    """Read a source; what an interruption leaves behind is only what need not be read again."""
    from opmap.scanning import scan_source

    source = wanted.source
    if not wanted.is_there:
        known = next(known for known in store.sources() if known.root == source.root)
        return _Found(known, is_there=False)
    store.claim(source)
    cache = store.cache(source.name)

    def tell(done: int, total: int) -> None:
        progress(f"Scanning {source.name}", done, total)

    root, key = Path(source.root), store.fingerprint_key()
    try:
        scanning = scan_source(root, source.name, wanted.config, cache=cache, key=key, workers=workers, progress=tell)
        with closing(scanning):
            return _found(source, scanning)
    finally:
        cache.flush()


def _found(source: Source, scanning: Scan) -> _Found:
    """Take in what a source holds; what is new is made ready for compiling while other processes go on reading."""
    from dataclasses import replace
    from threading import Thread

    from opmap.encoding import decode_readings

    records: list[DocumentRecord] = []
    ready: dict[str, Sequence[Reading]] = {}
    beside = Thread(target=prepare)
    try:
        for record in scanning:
            if not record.remembered and not beside.ident:
                beside.start()
            if record.encoded and not record.remembered:
                ready[digest_of(record.encoded)] = decode_readings(record.encoded)
            records.append(record)
    finally:
        if beside.ident:
            beside.join()
    return _Found(replace(source, skipped=tuple(sorted(scanning.skipped.items()))), records, ready=ready)


def _kept(store: Store, found: Sequence[_Found]) -> ScanResult:
    """Write down what was found, whole or not at all."""
    with store.writing():
        for each in found:
            if each.is_there:
                store.record(each.source, map(_record, each.records))
        missing = [source.name for source in store.sources() if not Path(source.root).exists()]
        store.miss(missing)
        compiled = compile_estate_of(store, ChainMap(*(each.ready for each in found)))
    return _result(store, found, compiled, missing)


def _record(record: DocumentRecord) -> Record:
    places = tuple(
        SecretPlace(record.source, place.path, place.line, place.name, place.kind, place.fingerprint)
        for place in record.secrets
    )
    return Record(
        record.path,
        record.digest,
        record.outcome.value,
        record.reason,
        record.line,
        record.connectors,
        record.failed,
        places,
        record.encoded,
    )


def _result(store: Store, found: Sequence[_Found], compiled: Compiled, missing: Sequence[str]) -> ScanResult:
    snapshot = store.snapshot()
    outcomes = Counter(reference.outcome for reference in compiled.beside.references)
    return ScanResult(
        tuple(map(_scanned, found)),
        compiled.number,
        compiled.newest,
        snapshot.nodes,
        snapshot.edges,
        outcomes[Outcome.RESOLVED],
        outcomes[Outcome.AMBIGUOUS],
        outcomes[Outcome.DANGLING],
        compiled.beside.references,
        _difference(store, compiled),
        tuple(missing),
        len(compiled.beside.notices),
    )


def _difference(store: Store, compiled: Compiled) -> Difference | None:
    if compiled.number is None or compiled.number == 1:
        return None
    from opmap.graph.comparing import compare

    return compare(store.estate(compiled.number - 1), store.estate(compiled.number))


def _scanned(found: _Found) -> ScannedSource:
    outcomes = Counter(record.outcome.value for record in found.records)
    formats = Counter(name for record in found.records for name in record.connectors)
    unreadable = [record for record in found.records if record.outcome.value == "unreadable"]
    return ScannedSource(
        found.source.name,
        found.source.root,
        len(found.records),
        outcomes["read"],
        sum(record.remembered for record in found.records),
        outcomes["not recognised"],
        tuple(Unread(record.source, record.place, record.reason) for record in unreadable),
        _sorted(formats),
        found.source.skipped,
        not found.is_there,
    )


def _sorted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items()))
