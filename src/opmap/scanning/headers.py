"""The header of a document: its record without the facts, and what must be unchanged for it to hold, as bytes."""

from __future__ import annotations

import json

from opmap.frozen import frozen
from opmap.scanning.reading import ReadDocument
from opmap.scanning.recording import DocumentOutcome, DocumentRecord, SecretPlace
from opmap.scanning.siblings import Consulted


@frozen
class Remembered:
    """A document as an earlier scan read it, and the context that it was read in."""

    context: str
    read: ReadDocument


def header_of(read: ReadDocument, context: str) -> bytes:
    """Write the header of a document; equal documents give equal bytes."""
    record = read.record
    row = [
        context,
        read.stamp,
        read.lasting,
        record.digest,
        record.outcome,
        record.reason,
        record.line,
        record.connectors,
        record.failed,
        [[each.path, each.digest, each.stamp] for each in read.consulted],
        [[place.name, place.kind, place.path, place.line, place.fingerprint] for place in record.secrets],
    ]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def remembered(source: str, path: str, header: bytes, readings: bytes, *, earlier: bool = False) -> Remembered:
    """Give back what was written, now or by an earlier scan; raise ValueError where it is something else."""
    row = json.loads(header.decode("utf-8", "surrogatepass"))
    try:
        context, stamp, lasting, digest, outcome, reason, line, connectors, failed, consulted, secrets = row
        beside = tuple([Consulted(*each) for each in consulted])
        record = DocumentRecord(
            source,
            path,
            digest,
            DocumentOutcome(outcome),
            reason,
            line,
            tuple(connectors),
            tuple(failed),
            tuple([(each.path, each.digest) for each in beside]),
            tuple([SecretPlace(*place) for place in secrets]),
            readings,
            earlier,
        )
    except TypeError as error:
        raise ValueError from error
    return Remembered(context, ReadDocument(record, stamp, beside, lasting))
