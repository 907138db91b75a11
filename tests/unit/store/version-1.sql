-- A store as the first version of opmap made it, of a source whose one document broke after the first snapshot.
-- It is never edited: stores like it stand in the folders of other people, and must open for ever.
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE cache (          -- what scanning remembers of each file, also of a scan that never came to its end
    source TEXT NOT NULL,
    path TEXT NOT NULL,
    header BLOB NOT NULL,
    readings TEXT NOT NULL,
    PRIMARY KEY (source, path)
) WITHOUT ROWID;
INSERT INTO "cache" VALUES('acme','a.yaml',X'686561646572','6154d3ecf63661a53b3de91cbb5e7d2afb1a2c2b');
CREATE TABLE contents (       -- which parts a snapshot is made of
    snapshot INTEGER NOT NULL REFERENCES snapshots (number),
    role TEXT NOT NULL,       -- nodes, edges, beside
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    part TEXT NOT NULL REFERENCES parts (digest),
    PRIMARY KEY (snapshot, role, first)
) WITHOUT ROWID;
INSERT INTO "contents" VALUES(1,'beside',0,1,'c389db16ac3559db0808d14258e41ca91993d276');
INSERT INTO "contents" VALUES(1,'nodes',0,1,'8e1fa381d8294ae7de236504ad78e4b9aa969ff1');
CREATE TABLE coverage (       -- what a snapshot was made from; renewed by a scan that changes nothing else
    snapshot INTEGER PRIMARY KEY REFERENCES snapshots (number),
    inputs TEXT NOT NULL,     -- the hash of everything that it was compiled from
    sources BLOB NOT NULL
);
INSERT INTO "coverage" VALUES(1,'',X'5B22736F75726365732031222C5B5B5D2C5B5D2C5B5D5D2C5B5D5D');
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
INSERT INTO "decisions" VALUES(1,'own','web','["team:claims"]','','Ana','she runs it','2026-05-01T12:00:00Z',NULL);
INSERT INTO "decisions" VALUES(2,'note','web','[]','ask Ana','Ana','she runs it','2026-05-01T12:00:00Z',NULL);
INSERT INTO "decisions" VALUES(3,'undo','web','[]','','Ben','a mistake','2026-05-01T12:00:00Z',1);
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
INSERT INTO "documents" VALUES('acme','a.yaml','of a.yaml, broken','unreadable','not YAML',7,'[]','6154d3ecf63661a53b3de91cbb5e7d2afb1a2c2b',1);
CREATE TABLE meta (           -- what the store knows of itself
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL       -- "fingerprint key" is made at random and never leaves this file
) WITHOUT ROWID;
INSERT INTO "meta" VALUES('fingerprint key',X'6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B');
CREATE TABLE names (          -- node ids of the past, and what they are called now
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE parts (          -- pieces of snapshots, named by what they hold: equal ones stand here once
    digest TEXT PRIMARY KEY,
    packed INTEGER NOT NULL,  -- 1 where the data is compressed
    data BLOB NOT NULL
);
INSERT INTO "parts" VALUES('e7c222a596b1ec98f6dc38c021b9937720fc0ac9',1,X'78015D915B4EC330104583F8641355BE116AE2C42E6C26F263925A2476E4471054155B632BAC04C6C1A95AF275EE9D993BB6F37D57ACDFA95CC0796D4DF9B2AB1E77A5B4268009A84A2A2A41780F957A6E5A5657848138D0A66D58435BD2D31A2421B2EA454D7B255A4609657B2E14A79213C6AA12E3BCE1B33FDA94B74F527F80473E955AF927302A89031650221124C327B829AD462E8259B4B366C213DEF45CFBD89A56BD6AA310D39D7CE001326BC365D0CB269D1D375CF818133738216DC40D79648E62D4FE0897381B9D4C9D694DE06E80ED7AF89422FB3E3830433866393BF0715A23D2940417B836E13D9745EC7B70590CCEC6F99A3B0397C9B5D8FD8B9B472EA103356CA75A8D14713EDFFFFDE7E20DC41566B37858E1EBF3A7F805F2FD91E7');
INSERT INTO "parts" VALUES('8e1fa381d8294ae7de236504ad78e4b9aa969ff1',1,X'7801458D410A80300C04BF223917A9EF0939D43695A26DC5A2E2EF8D51F0B2BB93250942A9815B37804144703E3318F035AFB5717FB9BC08FE134D25A669DF38BCCDA344B26DCDF04545387994AEF17624FF1C5546353230977A16796A258BA946B73426A21B28712C54');
INSERT INTO "parts" VALUES('c389db16ac3559db0808d14258e41ca91993d276',1,X'78018B564A4A2DCE4C49553054D2898E8ED50123200563420480646C2C0021050D2E');
CREATE TABLE positions (      -- where people have put nodes on the map
    node TEXT PRIMARY KEY,
    x REAL NOT NULL,
    y REAL NOT NULL
) WITHOUT ROWID;
INSERT INTO "positions" VALUES('web',1.0,2.0);
CREATE TABLE readings (       -- what documents say, compressed, under the digest of it
    digest TEXT PRIMARY KEY,
    data BLOB NOT NULL
);
INSERT INTO "readings" VALUES('6154d3ecf63661a53b3de91cbb5e7d2afb1a2c2b',X'78013D8C4B0A80300C44AF225907A9E7092E629B4AA1B5D2A2E2ED4DFDC12C26F3264350845D58E6DA0D8044046C930002F727A7A826FBEEF736A735D7866D5E7C98B7224E8F57E3A80306070D6EABA5AF7EC8A4D9C30D4295B207DB761A40324A3E798E55DAE66DF4E902D3A23160');
CREATE TABLE secrets (        -- where secrets stand; not what they are
    source TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    document TEXT NOT NULL,   -- the document that was read when it was met
    path TEXT NOT NULL,
    line INTEGER,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    fingerprint TEXT NOT NULL -- keyed, so that nobody can try values out; equal where the secret is the same
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
INSERT INTO "snapshots" VALUES(1,'6b1b3afe1d94572137eb8645474653f62ec33c1fb26fdb5763670abda6ca3771','','879d922ec4b63592d9996b33a24be966cc84c3b316052ea094143d5f79bfc057','2026-05-01T12:00:00Z',2,1,0,'e7c222a596b1ec98f6dc38c021b9937720fc0ac9');
CREATE TABLE sources (        -- the scanned roots
    name TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    identity TEXT NOT NULL,   -- what makes two folders clones of one source; empty where only the folder names it
    revision TEXT NOT NULL,   -- the commit that it was last read at
    seen_at TEXT NOT NULL,    -- when it was last read
    skipped TEXT NOT NULL,    -- what was left out of it, and how many of each
    unseen_since INTEGER      -- the last snapshot before it was no longer there
) WITHOUT ROWID;
INSERT INTO "sources" VALUES('acme','/srv/acme','git.example/acme/acme','1f0c','2026-05-01T12:00:00Z','[["virtual environments", 2]]',NULL);
CREATE INDEX secrets_of_source ON secrets (source);
CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
CREATE TRIGGER snapshots_are_never_changed BEFORE UPDATE ON snapshots
BEGIN SELECT RAISE (ABORT, 'snapshots are append-only'); END;
CREATE TRIGGER snapshots_are_never_deleted BEFORE DELETE ON snapshots
BEGIN SELECT RAISE (ABORT, 'snapshots are append-only'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('decisions',3);
COMMIT;
