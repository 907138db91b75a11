"""The scanned roots: what they are called, where they lie, and what is there of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from opmap.errors import SourceClash, UnknownSource
from opmap.estate import SourceState
from opmap.facts import Evidence, Notice
from opmap.frozen import frozen
from opmap.store import readings
from opmap.store.connection import Connection


@frozen
class Source:
    """A folder that was scanned, or is about to be."""

    name: str
    root: str  # absolute
    identity: str = ""  # what makes two folders clones of one source; empty where only the folder names it
    commit: str = ""
    seen_at: str = ""  # when it was last read: ISO 8601, UTC
    skipped: tuple[tuple[str, int], ...] = ()  # what was left out, such as "virtual environments", and how many
    unseen_since: int | None = None  # the last snapshot before it was no longer there


def listed(connection: Connection) -> list[Source]:
    """Give all sources by name."""
    asked = "SELECT name, root, identity, revision, seen_at, skipped, unseen_since FROM sources ORDER BY name"
    return [
        Source(name, root, identity, commit, seen_at, tuple(map(tuple, json.loads(skipped))), unseen_since)
        for name, root, identity, commit, seen_at, skipped, unseen_since in connection.rows(asked)
    ]


def find(connection: Connection, name: str) -> Source:
    """Give the source of that name; raise UnknownSource."""
    known = listed(connection)
    for source in known:
        if source.name == name:
            return source
    raise UnknownSource(name, [source.name for source in known])


def claim(connection: Connection, wanted: Source) -> None:
    """Raise SourceClash unless this folder can be scanned under this name beside the sources that are there."""
    for known in listed(connection):
        if known.name == wanted.name:
            _refuse_other_folder(known, wanted)
        else:
            _refuse_overlap(known, wanted)


def _refuse_other_folder(known: Source, wanted: Source) -> None:
    same = known.root == wanted.root or (known.identity and known.identity == wanted.identity)
    if not same and Path(known.root).exists():
        raise SourceClash(
            wanted.name,
            wanted.root,
            f"that is the name of {known.root}",
            f"Give it another name (--source NAME), or drop the other one: opmap sources forget {known.name}",
        )


def _refuse_overlap(known: Source, wanted: Source) -> None:
    there, here = Path(known.root), Path(wanted.root)
    if there == here:
        now = f"Scan it under that name (--source {known.name}), or drop that one: opmap sources forget {known.name}"
        raise SourceClash(wanted.name, wanted.root, f'it is the source "{known.name}" already', now)
    if here.is_relative_to(there) or there.is_relative_to(here):
        how = "lies inside" if here.is_relative_to(there) else "holds"
        reason = f'it {how} the source "{known.name}" ({known.root}), so that files would count twice'
        raise SourceClash(
            wanted.name, wanted.root, reason, f"Drop the other one first: opmap sources forget {known.name}"
        )


def keep(connection: Connection, source: Source) -> None:
    """Write down that a source was read."""
    connection.execute(
        "INSERT INTO sources (name, root, identity, revision, seen_at, skipped) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET root = excluded.root, identity = excluded.identity,"
        " revision = excluded.revision, seen_at = excluded.seen_at, skipped = excluded.skipped, unseen_since = NULL",
        (source.name, source.root, source.identity, source.commit, source.seen_at, json.dumps(source.skipped)),
    )


def miss(connection: Connection, names: Iterable[str], since: int) -> None:
    """Mark sources as not there; what they said stays. Those that are marked already keep their mark."""
    rows = [(since, name) for name in names]
    connection.execute_many("UPDATE sources SET unseen_since = ? WHERE name = ? AND unseen_since IS NULL", rows)


def forget(connection: Connection, name: str) -> None:
    """Drop a source with all that it said; raise UnknownSource."""
    find(connection, name)
    connection.execute("DELETE FROM cache WHERE source = ?", (name,))
    connection.execute("DELETE FROM sources WHERE name = ?", (name,))
    readings.tidy(connection)


def states(connection: Connection) -> tuple[SourceState, ...]:
    """Give each source as an estate knows it: how much of it was read, and what was not."""
    counts: dict[str, dict[str, int]] = {}
    for source, outcome, count in connection.rows("SELECT source, outcome, count(*) FROM documents GROUP BY 1, 2"):
        counts.setdefault(source, {})[outcome] = count
    unreadable = _unreadable(connection)
    return tuple(
        SourceState(
            source.name,
            source.root,
            source.commit,
            documents=sum(counts.get(source.name, {}).values()),
            read=counts.get(source.name, {}).get("read", 0),
            unreadable=tuple(unreadable.get(source.name, ())),
            not_recognised=counts.get(source.name, {}).get("not recognised", 0),
            unseen_since="" if source.unseen_since is None else f"snapshot {source.unseen_since}",
        )
        for source in listed(connection)
    )


def _unreadable(connection: Connection) -> dict[str, list[Notice]]:
    found: dict[str, list[Notice]] = {}
    asked = (
        "SELECT source, path, line, digest, reason FROM documents WHERE outcome = 'unreadable' ORDER BY source, path"
    )
    for source, path, line, digest, reason in connection.rows(asked):
        found.setdefault(source, []).append(Notice(reason, Evidence(source, path, line, "", digest, "scan")))
    return found
