"""One file, read: opened, shown to every connector, its facts cleaned of secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from opmap.automations import expanded
from opmap.connecting import Connector, Document, Entity, Notice, Reading, Relation
from opmap.errors import Unreadable
from opmap.frozen import frozen
from opmap.garbage import let_go, not_collecting
from opmap.scanning.checking import refuse_broken
from opmap.scanning.collecting import FoundSecret, secrets_in
from opmap.scanning.limiting import SECONDS, TookTooLong, at_most, reason
from opmap.scanning.opening import open_file
from opmap.scanning.paths import file_at
from opmap.scanning.recording import DocumentOutcome, DocumentRecord, SecretPlace
from opmap.scanning.redaction import redact, redact_text
from opmap.scanning.siblings import Consulted, Siblings
from opmap.secrecy import fingerprint


@frozen
class ReadDocument:
    """A record, and the stamps by which a later scan knows that it still holds."""

    record: DocumentRecord
    stamp: str = ""
    consulted: tuple[Consulted, ...] = ()
    lasting: bool = True  # reading the same bytes again would give the same; else it is not remembered


@dataclass(frozen=True)
class Reader:
    """Everything that reading a document of one source needs."""

    root: Path
    source: str
    connectors: tuple[Connector, ...]
    key: bytes
    most_bytes: int
    seconds: float = SECONDS  # how long one document may take
    most_readings: int = 500_000  # how many facts and notices of one are kept

    def read(self, path: str, settings: Mapping[str, str]) -> ReadDocument:
        """Read a file; whatever is wrong with it, give a record that says so."""
        try:
            opened = open_file(file_at(self.root, path), self.most_bytes)
        except Unreadable as error:
            return self.unreadable(path, error.reason)
        siblings = Siblings(self.root, self.most_bytes)
        document = Document(path, opened.data, self.source, settings, siblings)
        digest = document.digest
        try:
            with not_collecting(), at_most(self.seconds):
                record, lasting = self._record(document, siblings)
        except TookTooLong:
            return self.unreadable(path, reason(self.seconds), digest)
        except Exception as error:  # noqa: BLE001 - one bad document costs only itself, whatever it does to us
            return self.unreadable(path, f"reading it failed: {type(error).__name__}", digest)
        finally:
            let_go(document)  # it and its tree hold each other
        return ReadDocument(record, opened.stamp, siblings.consulted, lasting)

    def unreadable(self, path: str, why: str, digest: str = "") -> ReadDocument:
        """Make the record of a file that could not be read this time."""
        record = DocumentRecord(self.source, path, digest, DocumentOutcome.UNREADABLE, why)
        return ReadDocument(record, lasting=False)

    def _record(self, document: Document, siblings: Siblings) -> tuple[DocumentRecord, bool]:
        asked = _Asked(document, self.most_readings)
        for connector in self.connectors:
            asked.ask(connector)
        secrets = _secrets(document, siblings) if asked.took else []
        readings = asked.everything() if asked.took else []
        fault = document.broken if asked.took else asked.fault()
        record = DocumentRecord(
            self.source,
            document.path,
            document.digest,
            asked.outcome(fault),
            redact_text(fault.reason) if fault else "",
            fault.line if fault else None,
            tuple(asked.took),
            tuple(asked.refused),
            tuple((each.path, each.digest) for each in siblings.consulted),
            _places(secrets, self.key),
            redact(readings, [secret.value for secret in secrets]) if readings else b"",
        )
        return record, not asked.broke


@dataclass
class _Asked:
    """What the connectors said of one document so far."""

    document: Document
    most: int
    took: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    refused: dict[str, Unreadable] = field(default_factory=dict)  # connectors that took it and could not read it
    broke: bool = False  # a connector failed in a way that it did not mean to

    def ask(self, connector: Connector) -> None:
        """Let a connector look at the document; if it breaks, that is its own affair."""
        self.document.connector = connector.name
        try:
            if self._is_taken_by(connector):
                self.readings += self._readings_of(connector)
                self.took.append(connector.name)
        except Unreadable as error:
            self.refused[connector.name] = error
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a connector does, it costs only this document
            self.broke = True
            self.refused[connector.name] = Unreadable(f"connector {connector.name} failed: {type(error).__name__}")

    def _is_taken_by(self, connector: Connector) -> bool:
        try:
            return connector.detect(self.document)
        except Unreadable:  # it does not parse, which is no connector's affair
            return False

    def _readings_of(self, connector: Connector) -> list[Reading]:
        readings = iter(expanded(connector.read(self.document)))
        kept = list(islice(readings, self.most))
        for reading in kept:
            if not isinstance(reading, (Entity, Relation, Notice)):
                raise TypeError
        if next(readings, None) is not None:
            reason = f"more than {self.most:,} facts in one document; the rest was not read"
            kept.append(Notice(reason, self.document.at()))
        return kept

    def everything(self) -> list[Reading]:
        """Give all facts, and notices of what is odd about the document or could not be read by one of several."""
        notices = []
        for name, error in self.refused.items():
            self.document.connector = name
            notices.append(Notice(error.reason, self.document.at(line=error.line)))
        self.document.connector = self.took[0]
        return [*self.readings, *notices, *self.document.notices()]

    def fault(self) -> Unreadable | None:
        """Say what is wrong with a document that nobody read; None where it means nothing to anybody."""
        for error in self.refused.values():
            return error
        try:
            refuse_broken(self.document)
        except Unreadable as error:
            return error
        return None

    def outcome(self, fault: Unreadable | None) -> DocumentOutcome:
        """Say how the document ended."""
        if fault:
            return DocumentOutcome.UNREADABLE
        return DocumentOutcome.READ if self.took else DocumentOutcome.NOT_RECOGNISED


def _secrets(document: Document, siblings: Siblings) -> list[FoundSecret]:
    """Give the secrets of a document and of everything that it was read with."""
    found = secrets_in(document)
    for path, data in siblings.texts.items():
        found += secrets_in(Document(path, data))
    return found


def _places(secrets: Iterable[FoundSecret], key: bytes) -> tuple[SecretPlace, ...]:
    return tuple(sorted({_place(secret, key) for secret in secrets}, key=_order))


def _place(secret: FoundSecret, key: bytes) -> SecretPlace:
    name = redact_text(secret.name)[:200]
    return SecretPlace(name, secret.kind, secret.path, secret.line, fingerprint(secret.value, key))


def _order(place: SecretPlace) -> tuple[str, int, str, str, str]:
    return (place.path, place.line or 0, place.name, place.kind, place.fingerprint)
