"""Folders become documents, and documents facts: walked, recognised, read in parallel, remembered, without secrets.

>>> import tempfile
>>> from opmap.config import Config
>>> with tempfile.TemporaryDirectory() as folder:
...     _ = (Path(folder) / "notes.txt").write_text("nothing for us")
...     [record.outcome.value for record in scan_source(Path(folder), "acme", Config(), ())]
['not recognised']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opmap.config import Config
from opmap.connecting import Connector
from opmap.connecting.registry import connectors as installed
from opmap.scanning.caching import Cache, Contexts, Forgetful
from opmap.scanning.naming import commit_of, identity_of, source_name
from opmap.scanning.pool import Pool, Task, read_all, started
from opmap.scanning.reading import Reader
from opmap.scanning.recording import DocumentOutcome, DocumentRecord, SecretPlace
from opmap.scanning.remembering import Memory
from opmap.scanning.walking import FoundFile, Walk, walk

__all__ = [
    "Cache",
    "DocumentOutcome",
    "DocumentRecord",
    "Forgetful",
    "Scan",
    "SecretPlace",
    "commit_of",
    "identity_of",
    "scan_source",
    "source_name",
]


class Scan(Iterator[DocumentRecord]):
    """The records of one source, by path, read as they are asked for; close it to stop before the end."""

    def __init__(self, scanning: _Scanning) -> None:
        self.total = len(scanning.found.files)
        self.skipped = scanning.found.skipped  # what was left out, such as "virtual environments", and how many
        self._scanning = scanning
        self._records = scanning.records()

    def __next__(self) -> DocumentRecord:
        """Give the next record."""
        return next(self._records)

    def close(self) -> None:
        """Stop reading, and end the processes that read."""
        self._scanning.end()


def nothing(_done: int, _total: int) -> None:
    """Show no progress."""


def scan_source(  # noqa: PLR0913 - what a scan is made of, by name
    root: Path,
    name: str,
    config: Config,
    connectors: Sequence[Connector] | None = None,
    *,
    cache: Cache | None = None,
    key: bytes = b"",
    workers: int | None = None,
    progress: Callable[[int, int], None] = nothing,
) -> Scan:
    """Read everything below a folder, or one file, as the source of this name.

    The order of the records, and each of them, is the same however many workers read and
    whatever the cache knew. Where no connectors are given, those that are installed read.
    ``key`` makes the fingerprints of secrets; ``progress`` is told how many documents are
    done, and of how many. Raises Unreadable where nothing is there.
    """
    found, cache, count = walk(root, config), cache or Forgetful(), workers or config.workers
    is_new = not any(cache.get(file.path) for file in (*found.files[:1], *found.files[-1:]))
    pool = started(len(found.files), count) if is_new else None
    try:
        readers = tuple(sorted(installed() if connectors is None else connectors, key=lambda connector: connector.name))
        reader = Reader(root.resolve(), name, readers, key, config.max_bytes)
        memory = Memory(cache, reader.root, name, config.max_bytes)
        return Scan(_Scanning(found, config, reader, memory, count, progress, pool))
    except BaseException:
        if pool:
            pool.end()
        raise


@dataclass
class _Scanning:
    found: Walk
    config: Config
    reader: Reader
    memory: Memory
    workers: int | None
    progress: Callable[[int, int], None]
    pool: Pool | None  # of processes that were started when it was plain that there is much to read

    def records(self) -> Iterator[DocumentRecord]:
        """Give the records in the order of their paths, each as soon as all before it are there."""
        known, tasks = self._known()
        total, done = len(self.found.files), len(known)
        self.progress(done, total)
        self.pool = self.pool or started(len(tasks), self.workers)
        answers = read_all(self.reader, tasks, self.pool)
        try:
            for file in self.found.files:
                while file.path not in known:
                    answer = next(answers)
                    self.memory.keep(answer.read, answer.header)
                    known[answer.task.path] = answer.read.record
                    done += 1
                    self.progress(done, total)
                yield known.pop(file.path)
        finally:
            self.end()

    def end(self) -> None:
        """End the processes that read."""
        if self.pool:
            self.pool.end()

    def _known(self) -> tuple[dict[str, DocumentRecord], list[Task]]:
        """Give the records that need no reading, and what is left to read."""
        contexts = Contexts(self.reader.source, self.reader.connectors, self.reader.key)
        known: dict[str, DocumentRecord] = {}
        tasks: list[Task] = []
        for file in self.found.files:
            settings = self.config.settings_for(file.path)
            context = contexts.of(settings)
            record = self._record_of(file, context)
            if record is None:
                tasks.append(Task(file.path, settings, context))
            else:
                known[file.path] = record
        return known, tasks

    def _record_of(self, file: FoundFile, context: str) -> DocumentRecord | None:
        if file.reason:
            return self.reader.unreadable(file.path, file.reason).record
        return self.memory.recall(file, context)
