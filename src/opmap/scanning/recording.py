"""What a scan says of one document: how it ended, what it states, and what it was read with."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from opmap.connecting import Reading
from opmap.encoding import decode_readings
from opmap.frozen import frozen


class DocumentOutcome(StrEnum):
    """How a document ended; every one ends in one of these ways."""

    READ = "read"
    UNREADABLE = "unreadable"
    NOT_RECOGNISED = "not recognised"


@frozen
class SecretPlace:
    """Where a secret stands; not what it is. Equal secrets have equal fingerprints under one key."""

    name: str  # what it is called there: DB_PASSWORD
    kind: str  # password, token, key, private key, authorization, credential in an address, known token, secret
    path: str
    line: int | None
    fingerprint: str


@frozen
class DocumentRecord:
    """One document of a source, as a scan found it."""

    source: str
    path: str  # relative to the root, with forward slashes; a folder that could not be listed ends with a slash
    digest: str  # of its bytes; empty where they could not be had
    outcome: DocumentOutcome
    reason: str = ""  # why it is unreadable
    line: int | None = None  # and where
    connectors: tuple[str, ...] = ()  # those that read it
    failed: tuple[str, ...] = ()  # those that broke on it: what they said of it earlier may still hold
    consulted: tuple[tuple[str, str], ...] = ()  # what it was read with: path, and digest or ""
    secrets: tuple[SecretPlace, ...] = ()
    encoded: bytes = field(default=b"", repr=False)  # its readings (those of its good parts), as opmap.encoding writes
    remembered: bool = field(default=False, compare=False)  # it came out of the cache and was not read again

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Give its facts and notices."""
        return tuple(decode_readings(self.encoded)) if self.encoded else ()

    @property
    def is_folder(self) -> bool:
        """Say whether it stands for a folder that could not be listed: nothing below it was seen."""
        return self.path.endswith("/")

    @property
    def place(self) -> str:
        """Give ``path:line``."""
        return f"{self.path}:{self.line}" if self.line else self.path
