"""What documents say, each wording stored once, under the digest of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from hashlib import blake2b

from opmap.encoding import decode_readings
from opmap.errors import BrokenStore
from opmap.facts import Reading
from opmap.store.connection import Connection

NOTHING = ""
"""The digest of a document that says nothing."""


def keep(connection: Connection, encoded: bytes) -> str:
    """Keep readings unless they are there already; give their digest."""
    if not encoded:
        return NOTHING
    digest = blake2b(encoded, digest_size=20).hexdigest()
    if connection.row("SELECT 1 FROM readings WHERE digest = ?", (digest,)) is None:
        connection.execute("INSERT INTO readings VALUES (?, ?)", (digest, zlib.compress(encoded, 1)))
    return digest


def fetch(connection: Connection, digest: str) -> bytes:
    """Give the readings with this digest, as they were encoded."""
    return unpacked(connection, connection.value("SELECT data FROM readings WHERE digest = ?", (digest,)))


def everything(connection: Connection) -> Iterator[Reading]:
    """Give the facts and notices of all documents of all sources, in the order of their paths."""
    asked = (
        "SELECT readings.data FROM documents JOIN readings ON readings.digest = documents.facts"
        " ORDER BY documents.source, documents.path"
    )
    for (data,) in connection.rows(asked):
        yield from decoded(connection, unpacked(connection, data))


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
