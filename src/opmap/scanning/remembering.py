"""What an earlier scan found in a document, as long as nothing that it was read with has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from opmap.connecting.documents import digest_of
from opmap.errors import Unreadable
from opmap.scanning.caching import Cache
from opmap.scanning.headers import header_of, remembered
from opmap.scanning.opening import inside, open_file, stamp_of
from opmap.scanning.paths import file_at, on_disk
from opmap.scanning.reading import ReadDocument
from opmap.scanning.recording import DocumentRecord
from opmap.scanning.siblings import Consulted, look
from opmap.scanning.walking import FoundFile


class Memory:
    """The cache of one source, asked only what still holds."""

    def __init__(self, cache: Cache, root: Path, source: str, most_bytes: int) -> None:
        self._cache = cache
        self._root = root
        self._source = source
        self._most = most_bytes
        self._digests: dict[str, str] = {}  # of what stands beside documents, as it is now
        self._stamps: dict[str, str] = {}

    def recall(self, file: FoundFile, context: str) -> DocumentRecord | None:
        """Give the record of a file that would be read just the same again; None where that is not certain."""
        entry = self._cache.get(file.path)
        if entry is None:
            return None
        try:
            known = remembered(self._source, file.path, *entry, earlier=True)
        except ValueError:  # an older opmap wrote it
            return None
        if known.context != context or not all(map(self._stands, known.read.consulted)):
            return None
        record = known.read.record
        if not (known.read.stamp and known.read.stamp == file.stamp):
            stamp = self._stamp_of_same(file.path, record.digest)
            if stamp is None:
                return None
            if stamp:
                again = replace(known.read, stamp=stamp)
                self.keep(again, header_of(again, context))
        return record

    def keep(self, read: ReadDocument, header: bytes) -> None:
        """Remember a document, unless reading it again might give something else."""
        if read.lasting:
            self._cache.put(read.record.path, header, read.record.encoded)

    def _stamp_of_same(self, path: str, digest: str) -> str | None:
        """Give the stamp of a file that holds what it held; None where it holds something else."""
        try:
            opened = open_file(file_at(self._root, path), self._most)
        except Unreadable:
            return None
        return opened.stamp if digest_of(opened.data) == digest else None

    def _stands(self, each: Consulted) -> bool:
        """Say whether beside the document stands what stood there."""
        if each.stamp and self._stamp(each.path) == each.stamp:
            return True
        if each.path not in self._digests:
            found = look(self._root, each.path, self._most)
            self._digests[each.path] = digest_of(found.data) if found else ""
        return self._digests[each.path] == each.digest

    def _stamp(self, path: str) -> str:
        if path not in self._stamps:
            place = inside(self._root, self._root / on_disk(path))
            try:
                self._stamps[path] = stamp_of(place.stat()) if place else ""
            except OSError:
                self._stamps[path] = ""
        return self._stamps[path]
