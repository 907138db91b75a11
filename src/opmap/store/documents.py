"""The files of a source: a whole scan replaces what each says, and what it cannot read keeps what it last said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace as changed

from opmap.encoding import encode_readings
from opmap.facts import Notice, Reading
from opmap.frozen import frozen
from opmap.store import readings, secret_places
from opmap.store.connection import Connection
from opmap.store.secret_places import SecretPlace

UNREADABLE = "unreadable"


@frozen
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


@frozen
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
    said when it was whole, and so does all that stands in a folder which could not be listed;
    both are marked as not seen since the snapshot ``since``. What was never whole says what
    its good parts say.
    """
    before = {document.path: document for document in listed(connection, source)}
    found = {record.path: record for record in records}
    closed = tuple(path for path, record in found.items() if record.is_folder)
    kept = [document for path, document in before.items() if path not in found and _stands_in(path, closed)]
    after = {document.path: _unseen(document, since) for document in kept}
    for path, record in sorted(found.items()):
        after[path] = _document(connection, source, record, before.get(path), since)
    _write(connection, before, after)
    _replace_secrets(connection, source, found, {document.path for document in kept})
    connection.execute(
        "DELETE FROM cache WHERE source = ?1 AND path NOT IN (SELECT path FROM documents WHERE source = ?1)", (source,)
    )
    readings.tidy(connection)


def _document(
    connection: Connection, source: str, record: Record, before: StoredDocument | None, since: int
) -> StoredDocument:
    known = before if before is not None and before.facts else None
    unseen = None if known is None else since if known.unseen_since is None else known.unseen_since
    if record.outcome == UNREADABLE and known and _was_whole(known):
        facts: str | None = known.facts
    elif record.outcome == UNREADABLE:
        facts, unseen = readings.keep(connection, record.encoded), None
    else:
        kept = _earlier(connection, record, known) if record.failed and known else []
        now = readings.decoded(connection, record.encoded) if kept else []
        facts = readings.keep(connection, encode_readings([*now, *kept]) if kept else record.encoded)
        unseen = unseen if kept else None
    said = (record.digest, record.outcome, record.reason, record.line, record.connectors)
    return StoredDocument(source, record.path, *said, facts or None, unseen)


def _was_whole(known: StoredDocument) -> bool:
    """Say whether what is kept of a document is all that it said, and not what its good parts say."""
    return known.outcome != UNREADABLE or known.unseen_since is not None


def _earlier(connection: Connection, record: Record, known: StoredDocument) -> list[Reading]:
    """Give what the connectors that failed this time said of the document the last time."""
    earlier = readings.decoded(connection, readings.fetch(connection, known.facts or ""))
    facts = (reading for reading in earlier if not isinstance(reading, Notice))
    return [fact for fact in facts if fact.evidence.connector in record.failed]


def _unseen(document: StoredDocument, since: int) -> StoredDocument:
    return changed(document, unseen_since=since if document.unseen_since is None else document.unseen_since)


def _write(connection: Connection, before: dict[str, StoredDocument], after: dict[str, StoredDocument]) -> None:
    """Write what differs."""
    gone = [(document.source, path) for path, document in before.items() if path not in after]
    connection.execute_many("DELETE FROM documents WHERE source = ? AND path = ?", gone)
    connection.execute_many(
        "INSERT OR REPLACE INTO documents"
        " (source, path, digest, outcome, reason, line, connectors, facts, unseen_since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(document) for path, document in sorted(after.items()) if before.get(path) != document],
    )


def _row(document: StoredDocument) -> tuple[object, ...]:
    front = (document.source, document.path, document.digest, document.outcome, document.reason, document.line)
    return (*front, json.dumps(document.connectors), document.facts, document.unseen_since)


def _stands_in(path: str, folders: Sequence[str]) -> bool:
    return any(folder in {"/", "./"} or path.startswith(folder) for folder in folders)


def _replace_secrets(connection: Connection, source: str, found: dict[str, Record], kept: set[str]) -> None:
    """Note where secrets stand now; of what could not be read, where they stood."""
    held = {path for path, record in found.items() if record.outcome == UNREADABLE} | kept
    now = {path: record.secrets for path, record in found.items() if record.secrets}
    secret_places.replace(connection, source, now, held)


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
