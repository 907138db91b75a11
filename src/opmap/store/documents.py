"""The files of a source: a whole scan replaces what each says, and what it cannot read keeps what it last said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opmap.encoding import encode_readings
from opmap.facts import Notice
from opmap.store import readings
from opmap.store.connection import Connection

READ, UNREADABLE = "read", "unreadable"


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where a secret stands. Equal secrets have equal fingerprints."""

    source: str
    path: str
    line: int | None
    name: str
    kind: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Record:
    """One document, as a scan found it."""

    path: str  # a folder that could not be listed ends with a slash
    digest: str
    outcome: str  # read, unreadable, not recognised
    reason: str = ""  # why it is unreadable
    line: int | None = None
    connectors: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()  # connectors that broke on it: what they said of it earlier stays
    secrets: tuple[SecretPlace, ...] = ()
    encoded: bytes = b""  # its readings

    @property
    def is_folder(self) -> bool:
        """Say whether it stands for a folder that could not be listed."""
        return self.path.endswith("/")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document, as the last whole scan of its source left it."""

    source: str
    path: str
    digest: str
    outcome: str
    reason: str
    line: int | None
    connectors: tuple[str, ...]
    facts: str | None
    unseen_since: int | None


def listed(connection: Connection, source: str | None = None) -> list[StoredDocument]:
    """Give the documents of one source, or of all, by path."""
    rows = connection.rows(
        "SELECT source, path, digest, outcome, reason, line, connectors, facts, unseen_since FROM documents"
        " WHERE ?1 IS NULL OR source = ?1 ORDER BY source, path",
        (source,),
    )
    return [
        StoredDocument(name, path, digest, outcome, reason, line, tuple(json.loads(connectors)), facts, unseen)
        for name, path, digest, outcome, reason, line, connectors, facts, unseen in rows
    ]


def replace(connection: Connection, source: str, records: Iterable[Record], since: int) -> None:
    """Put what a whole scan found in place of what was known of a source.

    What the scan does not name is gone. What it names as unreadable keeps what it last
    said, and so does all that stands in a folder which could not be listed; both are
    marked as not seen since the snapshot ``since``.
    """
    before = {document.path: document for document in listed(connection, source)}
    found = {record.path: record for record in records}
    closed = tuple(path for path, record in found.items() if record.is_folder)
    rows = [_row(connection, source, record, before.get(path), since) for path, record in sorted(found.items())]
    rows += [
        _unseen_row(document, since)
        for path, document in sorted(before.items())
        if path not in found and _stands_in(path, closed)
    ]
    connection.execute("DELETE FROM documents WHERE source = ?", (source,))
    connection.execute_many(
        "INSERT INTO documents (source, path, digest, outcome, reason, line, connectors, facts, unseen_since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    _replace_secrets(connection, source, found, closed)
    connection.execute(
        "DELETE FROM cache WHERE source = ?1 AND path NOT IN (SELECT path FROM documents WHERE source = ?1)", (source,)
    )
    readings.tidy(connection)


def _row(
    connection: Connection, source: str, record: Record, before: StoredDocument | None, since: int
) -> tuple[object, ...]:
    known = before if before is not None and before.facts else None
    unseen = None if known is None else since if known.unseen_since is None else known.unseen_since
    if record.outcome == UNREADABLE:
        facts = known.facts if known else None
    elif record.failed and known:
        facts = _with_earlier(connection, record, known)
    else:
        facts, unseen = readings.keep(connection, record.encoded), None
    connectors = json.dumps(record.connectors)
    said = (record.digest, str(record.outcome), record.reason, record.line, connectors)
    return (source, record.path, *said, facts or None, unseen)


def _with_earlier(connection: Connection, record: Record, known: StoredDocument) -> str:
    """Keep what the connectors that failed this time said of the document the last time."""
    earlier = readings.decoded(connection, readings.fetch(connection, known.facts or ""))
    facts = (reading for reading in earlier if not isinstance(reading, Notice))
    kept = [fact for fact in facts if fact.evidence.connector in record.failed]
    now = readings.decoded(connection, record.encoded)
    return readings.keep(connection, encode_readings([*now, *kept]))


def _unseen_row(document: StoredDocument, since: int) -> tuple[object, ...]:
    unseen = since if document.unseen_since is None else document.unseen_since
    said = (document.digest, document.outcome, document.reason, document.line, json.dumps(document.connectors))
    return (document.source, document.path, *said, document.facts, unseen)


def _stands_in(path: str, folders: Sequence[str]) -> bool:
    return any(folder in {"/", "./"} or path.startswith(folder) for folder in folders)


def _replace_secrets(connection: Connection, source: str, found: dict[str, Record], closed: Sequence[str]) -> None:
    for (path,) in connection.rows("SELECT DISTINCT document FROM secrets WHERE source = ?", (source,)):
        record = found.get(path)
        unseen = _stands_in(path, closed) if record is None else record.outcome == UNREADABLE
        if not unseen:
            connection.execute("DELETE FROM secrets WHERE source = ? AND document = ?", (source, path))
    connection.execute_many(
        "INSERT INTO secrets (source, document, path, line, name, kind, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (source, path, place.path, place.line, place.name, place.kind, place.fingerprint)
            for path, record in sorted(found.items())
            for place in record.secrets
        ],
    )


def secret_places(connection: Connection) -> list[SecretPlace]:
    """Say where secrets stand."""
    asked = "SELECT DISTINCT source, path, line, name, kind, fingerprint FROM secrets ORDER BY 1, 2, 3, 4, 5, 6"
    return [SecretPlace(*row) for row in connection.rows(asked)]


def unseen(connection: Connection) -> dict[tuple[str, str], str]:
    """Say for each document that was not seen lately since when: ``snapshot 12``."""
    rows = connection.rows(
        "SELECT documents.source, path, sources.unseen_since, documents.unseen_since FROM documents"
        " JOIN sources ON sources.name = documents.source WHERE facts IS NOT NULL"
        " AND coalesce(sources.unseen_since, documents.unseen_since) IS NOT NULL ORDER BY 1, 2"
    )
    return {
        (source, path): f"snapshot {min(number for number in since if number is not None)}"
        for source, path, *since in rows
    }
