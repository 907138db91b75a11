"""What scanning remembers of the documents of one source."""

from __future__ import annotations

from time import monotonic

from opmap.store import readings
from opmap.store.connection import Connection

_MOST_WAITING = 256
_LONGEST_WAIT = 1.0
"""Seconds for which a document that was read may stand in memory only: what a killed scan loses."""


class StoredCache:
    """The memory of one source. What is put is written in batches, and by `flush`."""

    def __init__(self, connection: Connection, source: str) -> None:
        self._connection = connection
        self._source = source
        self._waiting: dict[str, tuple[bytes, bytes]] = {}
        self._written = monotonic()

    def get(self, path: str) -> tuple[bytes, bytes] | None:
        """Give the header and the readings that were last put under a path; None where there are none."""
        if path in self._waiting:
            return self._waiting[path]
        asked = "SELECT header, data FROM cache LEFT JOIN readings ON digest = readings WHERE source = ? AND path = ?"
        row = self._connection.row(asked, (self._source, path))
        return (row[0], readings.unpacked(self._connection, row[1])) if row else None

    def put(self, path: str, header: bytes, encoded: bytes) -> None:
        """Remember a document in place of what was remembered under its path."""
        self._waiting[path] = (header, encoded)
        if len(self._waiting) >= _MOST_WAITING or monotonic() - self._written > _LONGEST_WAIT:
            self.flush()

    def flush(self) -> None:
        """Write down what waits to be written."""
        if self._waiting:
            with self._connection.writing():
                rows = [
                    (self._source, path, header, readings.keep(self._connection, encoded))
                    for path, (header, encoded) in self._waiting.items()
                ]
                self._connection.execute_many("INSERT OR REPLACE INTO cache VALUES (?, ?, ?, ?)", rows)
            self._waiting.clear()
        self._written = monotonic()
