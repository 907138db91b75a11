"""Pieces of snapshots, each stored once under the digest of what it holds."""

from __future__ import annotations

import zlib

from opmap.encoding import digest_of_part
from opmap.errors import BrokenStore
from opmap.store.connection import Connection

LARGE = 1_000_000
"""A part of more bytes than this may stand as it is, since to unpack it would be felt."""


def compressed(data: bytes) -> bytes:
    """Make a part small, quickly rather than as small as can be."""
    return zlib.compress(data, 1)


def keep(connection: Connection, digest: str, data: bytes, *, as_it_is: bool = False) -> None:
    """Keep a part unless it is there already; it is compressed, or else stands as it is."""
    if connection.row("SELECT 1 FROM parts WHERE digest = ?", (digest,)) is None:
        connection.execute("INSERT INTO parts (digest, packed, data) VALUES (?, ?, ?)", (digest, not as_it_is, data))


def compress(connection: Connection, digest: str) -> None:
    """Make a part small that stood as it is."""
    row = connection.row("SELECT data FROM parts WHERE digest = ? AND packed = 0", (digest,))
    if row is not None:
        connection.execute("UPDATE parts SET packed = 1, data = ? WHERE digest = ?", (compressed(row[0]), digest))


def fetch(connection: Connection, digest: str) -> bytes:
    """Give what a part holds; raise BrokenStore where it is not there or cannot be unpacked."""
    row = connection.row("SELECT packed, data FROM parts WHERE digest = ?", (digest,))
    if row is None:
        raise BrokenStore(connection.path, "a part of a snapshot is missing")
    packed, data = row
    try:
        return zlib.decompress(data) if packed else bytes(data)
    except zlib.error as error:
        raise BrokenStore(connection.path, "a part of a snapshot is damaged") from error


def check(connection: Connection) -> None:
    """Raise BrokenStore unless every part holds what its name says."""
    for (digest,) in connection.rows("SELECT digest FROM parts ORDER BY digest"):
        if digest_of_part(fetch(connection, digest)) != digest:
            raise BrokenStore(connection.path, "a part of a snapshot was changed")
