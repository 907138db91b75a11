"""What documents say, each wording stored once, under the digest of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from opmap.encoding import decode_readings
from opmap.errors import BrokenStore
from opmap.facts import Reading
from opmap.store.connection import Connection

NOTHING = ""
"""The digest of a document that says nothing."""


def digest_of(encoded: bytes) -> str:
    """Give the digest under which readings stand."""
    return blake2b(encoded, digest_size=20).hexdigest() if encoded else NOTHING


def keep(connection: Connection, encoded: bytes) -> str:
    """Keep readings unless they are there already; give their digest."""
    digest = digest_of(encoded)
    if digest == NOTHING:
        return digest
    if connection.row("SELECT 1 FROM readings WHERE digest = ?", (digest,)) is None:
        connection.execute("INSERT INTO readings VALUES (?, ?)", (digest, zlib.compress(encoded, 1)))
    return digest


def fetch(connection: Connection, digest: str) -> bytes:
    """Give the readings with this digest, as they were encoded."""
    return unpacked(connection, connection.value("SELECT data FROM readings WHERE digest = ?", (digest,)))


def everything(connection: Connection, ready: Mapping[str, Sequence[Reading]]) -> Iterator[Reading]:
    """Give the facts and notices of all documents of all sources, in the order of their paths.

    What was decoded already, by its digest, is not read again.
    """
    asked = "SELECT facts FROM documents WHERE facts != '' ORDER BY source, path"
    for (digest,) in connection.rows(asked):
        yield from ready[digest] if digest in ready else decoded(connection, fetch(connection, digest))


def decoded(connection: Connection, encoded: bytes) -> list[Reading]:
    """Give readings as values; raise BrokenStore where the bytes are none."""
    try:
        return decode_readings(encoded) if encoded else []
    except ValueError as error:
        raise BrokenStore(connection.path, "what a document says is damaged") from error


def tidy(connection: Connection) -> None:
    """Drop what nobody refers to any more."""
    connection.execute(
        "DELETE FROM readings WHERE digest NOT IN (SELECT readings FROM cache)"
        " AND digest NOT IN (SELECT facts FROM documents WHERE facts IS NOT NULL)"
    )


def unpacked(connection: Connection, data: bytes | None) -> bytes:
    """Give readings as they were encoded; raise BrokenStore where the bytes are none."""
    try:
        return zlib.decompress(data) if data else b""
    except zlib.error as error:
        raise BrokenStore(connection.path, "what a document says is damaged") from error
