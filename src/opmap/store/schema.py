"""The tables of the store, as the steps that lead from each version to the next.

A step that has once been released is never edited: a store in somebody's repository was
made by it. A change of the tables is a new step at the end.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence

from opmap.errors import BrokenStore
from opmap.store.connection import Connection

Step = Callable[[Connection], None]

_FIRST = """
CREATE TABLE meta (           -- what the store knows of itself
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL       -- "fingerprint key" is made at random and never leaves this file
) WITHOUT ROWID;

CREATE TABLE sources (        -- the scanned roots
    name TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    identity TEXT NOT NULL,   -- what makes two folders clones of one source; empty where only the folder names it
    revision TEXT NOT NULL,   -- the commit that it was last read at
    seen_at TEXT NOT NULL,    -- when it was last read
    skipped TEXT NOT NULL,    -- what was left out of it, and how many of each
    unseen_since INTEGER      -- the last snapshot before it was no longer there
) WITHOUT ROWID;

CREATE TABLE documents (      -- each file of a source, as the last whole scan left it
    source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    line INTEGER,
    connectors TEXT NOT NULL, -- those that read it
    facts TEXT,               -- what it says, or last said when it could be read: a digest in "readings"
    unseen_since INTEGER,     -- the last snapshot before it, or a part of it, could no longer be read
    PRIMARY KEY (source, path)
) WITHOUT ROWID;

CREATE TABLE cache (          -- what scanning remembers of each file, also of a scan that never came to its end
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    header BLOB NOT NULL,
    readings TEXT NOT NULL,
    PRIMARY KEY (source, path)
) WITHOUT ROWID;

CREATE TABLE readings (       -- what documents say, compressed, under the digest of it
    digest TEXT PRIMARY KEY,
    data BLOB NOT NULL
);

CREATE TABLE secrets (        -- where secrets stand; not what they are
    source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    document TEXT NOT NULL,   -- the document that was read when it was met
    path TEXT NOT NULL,
    line INTEGER,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    fingerprint TEXT NOT NULL -- keyed, so that nobody can try values out; equal where the secret is the same
);
CREATE INDEX secrets_of_source ON secrets (source);

CREATE TABLE decisions (      -- what people said, and what they took back
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    objects TEXT NOT NULL,
    value TEXT NOT NULL,
    by TEXT NOT NULL,
    because TEXT NOT NULL,
    time TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES decisions (number)  -- the decision that this row takes back
);
CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;

CREATE TABLE parts (          -- pieces of snapshots, named by what they hold: equal ones stand here once
    digest TEXT PRIMARY KEY,
    packed INTEGER NOT NULL,  -- 1 where the data is compressed
    data BLOB NOT NULL
);

CREATE TABLE snapshots (
    number INTEGER PRIMARY KEY,
    content TEXT NOT NULL,    -- the hash of all that an analysis can see
    previous TEXT NOT NULL,   -- the chain hash of the snapshot before
    chain TEXT NOT NULL,      -- the hash of this one and of the one before
    created TEXT NOT NULL,
    heard INTEGER NOT NULL,   -- the last decision that it knows
    nodes INTEGER NOT NULL,
    edges INTEGER NOT NULL,
    graph TEXT NOT NULL REFERENCES parts (digest)
);
CREATE TRIGGER snapshots_are_never_changed BEFORE UPDATE ON snapshots
BEGIN SELECT RAISE (ABORT, 'snapshots are append-only'); END;
CREATE TRIGGER snapshots_are_never_deleted BEFORE DELETE ON snapshots
BEGIN SELECT RAISE (ABORT, 'snapshots are append-only'); END;

CREATE TABLE contents (       -- which parts a snapshot is made of
    snapshot INTEGER NOT NULL REFERENCES snapshots (number),
    role TEXT NOT NULL,       -- nodes, edges, beside
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    part TEXT NOT NULL REFERENCES parts (digest),
    PRIMARY KEY (snapshot, role, first)
) WITHOUT ROWID;

CREATE TABLE coverage (       -- what a snapshot was made from; renewed by a scan that changes nothing else
    snapshot INTEGER PRIMARY KEY REFERENCES snapshots (number),
    inputs TEXT NOT NULL,     -- the hash of everything that it was compiled from
    sources BLOB NOT NULL
);

CREATE TABLE names (          -- node ids of the past, and what they are called now
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE positions (      -- where people have put nodes on the map
    node TEXT PRIMARY KEY,
    x REAL NOT NULL,
    y REAL NOT NULL
) WITHOUT ROWID;
"""


def _first(connection: Connection) -> None:
    for statement in _statements(_FIRST):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('fingerprint key', ?)", (secrets.token_bytes(32),))


STEPS: tuple[Step, ...] = (_first,)
"""Step number n leads from version n to version n + 1; an empty file has version 0."""


def version_of(connection: Connection) -> int:
    """Give the version of the tables; 0 where there are none yet."""
    return int(connection.value("PRAGMA user_version"))


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring the tables to the newest version, in one transaction; raise BrokenStore where they are newer still."""
    if version_of(connection) == len(steps):
        return
    with connection.writing():
        version = version_of(connection)  # another process may have been faster
        if version > len(steps):
            reason = f"a newer opmap wrote it (its tables have version {version}, this opmap knows {len(steps)})"
            raise BrokenStore(connection.path, reason, "Upgrade opmap: pip install --upgrade opmap")
        for step in steps[version:]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(steps)}")


def _statements(script: str) -> list[str]:
    """Split a script, since running it whole would commit the transaction that it runs in."""
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found
