"""Folders for tests of scanning."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.unit.scanning.readers import Cards

from opmap.config import Config
from opmap.connecting import Connector
from opmap.scanning import Cache, DocumentRecord, scan_source

LONG_AGO = 1_700_000_000_000_000_000
"""A time at which nothing changes any more."""


def lay_out(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder, all of them long ago."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(place, ns=(LONG_AGO, LONG_AGO))
    return root


def scanned(
    root: Path,
    connectors: Sequence[Connector] = (Cards(),),
    *,
    config: Config | None = None,
    cache: Cache | None = None,
    workers: int | None = 1,
    key: bytes = b"key",
) -> dict[str, DocumentRecord]:
    """Scan a folder; give the records by path."""
    scan = scan_source(root, "acme", config or Config(), connectors, cache=cache, key=key, workers=workers)
    return {record.path: record for record in scan}


def outcomes(root: Path, connectors: Sequence[Connector] = (Cards(),), config: Config | None = None) -> dict[str, str]:
    """Scan a folder; give how each document ended."""
    records = scanned(root, connectors, config=config)
    return {path: f"{record.outcome}: {record.reason}".removesuffix(": ") for path, record in records.items()}


class InMemory:
    """A cache that lasts as long as the program."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[bytes, bytes]] = {}

    def get(self, path: str) -> tuple[bytes, bytes] | None:
        """Give what was put."""
        return self.entries.get(path)

    def put(self, path: str, header: bytes, readings: bytes) -> None:
        """Keep it."""
        self.entries[path] = (header, readings)
