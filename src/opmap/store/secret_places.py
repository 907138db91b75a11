"""Where secrets stand; never what they are."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from opmap.frozen import frozen
from opmap.store.connection import Connection


@frozen
class SecretPlace:
    """Where a secret stands. Equal secrets have equal fingerprints."""

    source: str
    path: str
    line: int | None
    name: str
    kind: str
    fingerprint: str


def listed(connection: Connection) -> list[SecretPlace]:
    """Say where secrets stand."""
    asked = "SELECT DISTINCT source, path, line, name, kind, fingerprint FROM secrets ORDER BY 1, 2, 3, 4, 5, 6"
    return [SecretPlace(*row) for row in connection.rows(asked)]


Places = Mapping[str, tuple[SecretPlace, ...]]
"""Documents, and where secrets stand that were met when each was read."""


def replace(connection: Connection, source: str, found: Places, held: AbstractSet[str]) -> None:
    """Put what documents were found to hold in place of what was known; of those that are held, add to it."""
    rows = connection.rows(
        "SELECT document, path, line, name, kind, fingerprint FROM secrets WHERE source = ?", (source,)
    )
    before = set(rows)
    after = {row for row in before if row[0] in held}
    after |= {
        (document, place.path, place.line, place.name, place.kind, place.fingerprint)
        for document, places in found.items()
        for place in places
    }
    if before != after:
        connection.execute("DELETE FROM secrets WHERE source = ?", (source,))
        connection.execute_many(
            "INSERT INTO secrets (source, document, path, line, name, kind, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(source, *row) for row in sorted(after, key=repr)],
        )
