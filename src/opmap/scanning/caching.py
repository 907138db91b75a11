"""What a scan remembers of each document, so that the next one need not read it again.

The store keeps it and knows nothing of what it means: for each path of one source two
pieces of bytes, the *header* (what the scan said of the document, and all that must be
unchanged for it to hold) and the *readings* (its facts, in the form of ``opmap.encoding``).

A remembered document is served again only while all of this is as it was:

- its context: the source's name, opmap's version, the names and versions of all
  connectors, what opmap.toml says about its path, and the fingerprint key;
- its bytes: told by the file system's stamp where that is beyond doubt, else by digest;
- everything that was looked at beside it, told in the same way; what did not exist then
  must not exist now.

So a changed ``.env`` or setting never serves stale facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from opmap.connecting import Connector

FORM = 2
"""Raised whenever scanning itself would give other records for the same bytes."""


class Cache(Protocol):
    """The memory of one source. It is asked from one thread only, and may load all at once when it is made."""

    def get(self, path: str) -> tuple[bytes, bytes] | None:
        """Give the header and the readings that were last put under a path; None where there are none."""
        ...

    def put(self, path: str, header: bytes, readings: bytes) -> None:
        """Remember a document in place of what was remembered under its path.

        It is called while the scan runs, once for each document that was read anew. A cache
        may write at once or later; what it loses costs time, not truth. Paths that a whole
        scan no longer names may be forgotten by the one who keeps the cache.
        """
        ...


class Forgetful:
    """A cache that remembers nothing: every scan reads everything."""

    def get(self, path: str) -> None:
        """Find nothing."""

    def put(self, path: str, header: bytes, readings: bytes) -> None:
        """Keep nothing."""


class Contexts:
    """The part of a document's context that is not in its bytes, as a short hash of its settings and of the rest."""

    def __init__(self, source: str, connectors: Iterable[Connector], key: bytes) -> None:
        read_by = sorted((connector.name, connector.version) for connector in connectors)
        self._common = repr((FORM, version("opmap"), source, read_by)).encode()
        self._key = blake2b(key, digest_size=32).digest()
        self._known: dict[tuple[tuple[str, str], ...], str] = {}

    def of(self, settings: Mapping[str, str]) -> str:
        """Give the context of a document with these settings."""
        wanted = tuple(sorted(settings.items()))
        if wanted not in self._known:
            text = self._common + repr(wanted).encode()
            self._known[wanted] = blake2b(text, digest_size=16, key=self._key).hexdigest()
        return self._known[wanted]
