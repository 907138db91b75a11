"""The Cypher that opmap writes with: pure text, derived from the kinds and verbs.

``OpmapNode`` and the other labels that begin with ``Opmap`` are opmap's own; nothing else
is ever touched, and of these only what bears the name of the estate. Elements carry
``from``, the push with which they came, and ``until``, the push with which they went. A
push writes with a number that the estate does not show yet; the last thing that it does is
to move ``current``, so that nobody ever sees half of it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from opmap.kinds import KINDS, VERBS

OPEN = 2**31 - 1
"""Stands in ``until`` of what is still there: more pushes than there will ever be, and cheap to keep."""

KIND_LABELS = {kind.name: kind.label for kind in KINDS.values()}
TURNED = {"exposes": "EXPOSED_BY", "member of": "HAS_MEMBER", "starts": "STARTED_BY", "supports": "SUPPORTED_BY"}
"""Verbs that hurt their target are written the other way round.

So every relationship along which an outage travels leads from what is hurt to what it
needs, and a path of many steps can be asked for in one direction.
"""

VERB_TYPES = {verb.name: TURNED.get(verb.name, verb.label) for verb in VERBS.values()}
VERB_OF_TYPE = {label: name for name, label in VERB_TYPES.items()}
TYPES = "|".join(VERB_TYPES.values())

SCHEMA = {
    "opmap_estate": "CREATE CONSTRAINT opmap_estate IF NOT EXISTS FOR (e:OpmapEstate) REQUIRE e.name IS UNIQUE",
    "opmap_node": "CREATE CONSTRAINT opmap_node IF NOT EXISTS FOR (n:OpmapNode) REQUIRE (n.estate, n.id) IS UNIQUE",
    "opmap_name": "CREATE INDEX opmap_name IF NOT EXISTS FOR (n:OpmapNode) ON (n.name)",
    "opmap_lock": "CREATE CONSTRAINT opmap_lock IF NOT EXISTS FOR (l:OpmapLock) REQUIRE l.estate IS UNIQUE",
    "opmap_staged": "CREATE CONSTRAINT opmap_staged IF NOT EXISTS "
    "FOR (s:OpmapStaged) REQUIRE (s.estate, s.id) IS UNIQUE",
    "opmap_part": "CREATE CONSTRAINT opmap_part IF NOT EXISTS FOR (p:OpmapPart) REQUIRE (p.estate, p.digest) IS UNIQUE",
    "opmap_voices": "CREATE CONSTRAINT opmap_voices IF NOT EXISTS FOR (v:OpmapVoices)"
    " REQUIRE (v.estate, v.key, v.from) IS UNIQUE",
    "opmap_decision": "CREATE CONSTRAINT opmap_decision IF NOT EXISTS FOR (d:OpmapDecision)"
    " REQUIRE (d.estate, d.key, d.from) IS UNIQUE",
    "opmap_finding": "CREATE CONSTRAINT opmap_finding IF NOT EXISTS FOR (f:OpmapFinding)"
    " REQUIRE (f.estate, f.push, f.key) IS UNIQUE",
}
SHOW_SCHEMA = "SHOW INDEXES YIELD name WHERE name STARTS WITH 'opmap_' RETURN collect(name) AS names"
AWAIT_SCHEMA = "CALL db.awaitIndexes(120)"

BEGIN = (
    "MERGE (e:OpmapEstate {name: $estate}) ON CREATE SET e.current = 0, e.stamp = ''"
    " SET e.pending = $pending, e.pending_push = e.current + 1 RETURN e.current + 1 AS push"
)
FIND_ESTATE = "OPTIONAL MATCH (e:OpmapEstate {name: $estate}) RETURN properties(e) AS estate"
ESTATES = "MATCH (e:OpmapEstate) WHERE e.current > 0 RETURN collect(e.name) AS names"

_HEARD = "CASE WHEN any(voice IN split({0}.voices, '\\n') WHERE NOT voice IN $held) THEN {0}.said END"
ANY_NODES = "RETURN EXISTS { MATCH (n:OpmapNode) WHERE n.estate = $estate AND n.id >= '' }"  # swept ones as well
HEAD_NODES = (
    "MATCH (n:OpmapNode) WHERE n.estate = $estate AND n.id >= '' AND n.until = $open"
    f" RETURN n.id, n.hash, {_HEARD.format('n')}"
)
THESE_NODES = (
    "UNWIND $ids AS id MATCH (n:OpmapNode {estate: $estate, id: id}) WHERE n.until = $open"
    f" RETURN id, n.hash, {_HEARD.format('n')}"
)
STAGED = "MATCH (s:OpmapStaged) WHERE s.estate = $estate AND s.id >= '' RETURN s.id, s.hash, s.said"
_EDGES_OF = f"MATCH (a:OpmapNode)-[r:{TYPES}]->() WHERE a.estate = $estate AND a.id"
_HEARD_EDGES = f" RETURN a.id, collect([r.id, r.hash, {_HEARD.format('r')}, r.until < $open])"
HEAD_EDGES = (  # with what this very push has closed before it was interrupted: what replaces it may not be there yet
    f"{_EDGES_OF} >= '' AND r.until >= $push{_HEARD_EDGES}"
)
THESE_EDGES = f"{_EDGES_OF} IN $begins AND r.id IN $ids AND r.until >= $push{_HEARD_EDGES}"
SOME_NODES = (
    "UNWIND $ids AS id MATCH (n:OpmapNode {estate: $estate, id: id})"
    " OPTIONAL MATCH (s:OpmapStaged {estate: $estate, id: id}) RETURN id, coalesce(s.said, n.said)"
)
SOME_EDGES = (
    f"MATCH (a:OpmapNode)-[r:{TYPES}]->(b) WHERE a.estate = $estate AND a.id IN $begins"
    " AND r.until >= $push AND r.from < $push AND r.id IN $ids RETURN r.id, elementId(r), a.id, type(r), b.id, r.said"
)

_NODE = ", ".join(
    f"{name}: row[{place}]"
    for place, name in enumerate(
        "id name kind keys state environment inactive places voices hash said unseen_since".split()
    )
)
_EDGE = (
    "until: $open, strength: row[3], presumed: row[4], certainty: row[5], place: row[6],"
    " voices: row[7], hash: row[8], said: row[9]"
)
STAGE = (
    "UNWIND $rows AS row MERGE (s:OpmapStaged {estate: $estate, id: row[0]})"
    f" SET s = {{estate: $estate, {_NODE}}} SET s += row[12]"
)
CLOSE_EDGES = "MATCH ()-[r]->() WHERE elementId(r) IN $rows AND r.until = $open SET r.until = $push"
CLOSE_NODES = (
    "UNWIND $rows AS id MATCH (n:OpmapNode {estate: $estate, id: id}) WHERE n.until = $open"
    f" AND NOT EXISTS {{ (n)-[r:{TYPES}]-() WHERE r.until = $open }} SET n.until = $push"
)

APPLY = (
    "MATCH (s:OpmapStaged) WHERE s.estate = $estate AND s.id >= ''"
    " MATCH (n:OpmapNode {estate: $estate, id: s.id})"
    " FOREACH (gone IN [key IN keys(n) WHERE key STARTS WITH 'attribute_' AND s[key] IS NULL] | SET n[gone] = null)"
    " SET n.unseen_since = s.unseen_since SET n += properties(s)"
    " FOREACH (_ IN CASE WHEN s.label IN labels(n) THEN [] ELSE [1] END | REMOVE n:$($labels) SET n:$(s.label))"
    " REMOVE n.label DELETE s"
)
FINISH = (
    "MATCH (e:OpmapEstate {name: $estate}) WHERE e.pending = $pending AND e.pending_push = $push"
    " SET e.current = $push, e.stamp = $stamp, e.pushed_at = $at, e.unswept = true"
    " REMOVE e.pending, e.pending_push, e.findings RETURN e.current"
)

GIVE_UP = "MATCH (e:OpmapEstate {name: $estate}) WHERE e.pending = $pending REMOVE e.pending, e.pending_push"

UNDO_NEW_EDGES = (
    f"MATCH (a:OpmapNode)-[r:{TYPES}]->() WHERE a.estate = $estate AND a.id >= '' AND r.from = $push"
    " CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS"
)
UNDO_OLD_EDGES = (
    f"MATCH (a:OpmapNode)-[r:{TYPES}]->() WHERE a.estate = $estate AND a.id >= '' AND r.until = $push"
    " CALL (r) { SET r.until = $open } IN TRANSACTIONS OF 10000 ROWS"
)
UNDO_NEW_NODES = (
    "MATCH (n) WHERE (n:OpmapNode OR n:OpmapVoices OR n:OpmapDecision) AND n.estate = $estate AND n.from = $push"
    " CALL (n) { SET n.until = 0 } IN TRANSACTIONS OF 10000 ROWS"
)
UNDO_OLD_NODES = (
    "MATCH (n) WHERE (n:OpmapNode OR n:OpmapVoices OR n:OpmapDecision) AND n.estate = $estate AND n.until = $push"
    " CALL (n) { SET n.until = $open } IN TRANSACTIONS OF 10000 ROWS"
)
UNDO_STAGED = "MATCH (s:OpmapStaged {estate: $estate}) CALL (s) { DELETE s } IN TRANSACTIONS OF 10000 ROWS"
UNDO = (UNDO_STAGED, UNDO_NEW_EDGES, UNDO_OLD_EDGES, UNDO_NEW_NODES, UNDO_OLD_NODES)

SWEEP = (
    "MATCH (:OpmapNode {estate: $estate})-[r:OPMAP_HITS]->() WHERE r.push <> $findings"
    " CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (f:OpmapFinding {estate: $estate}) WHERE f.push <> $findings"
    " CALL (f) { DETACH DELETE f } IN TRANSACTIONS OF 1000 ROWS",
    f"MATCH (a:OpmapNode)-[r:{TYPES}]->() WHERE a.estate = $estate AND a.id >= '' AND r.until <= $current"
    " CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (n) WHERE (n:OpmapNode OR n:OpmapVoices OR n:OpmapDecision) AND n.estate = $estate"
    " AND n.until <= $current AND NOT EXISTS { (n)--() } CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (n:OpmapNode) WHERE n.estate = $estate AND n.id >= '' AND n.until <= $current AND n.hash IS NOT NULL"
    " FOREACH (gone IN [key IN keys(n) WHERE key STARTS WITH 'attribute_'] | SET n[gone] = null)"
    " SET n.hash = null, n.said = null REMOVE n:$($labels)",  # others have tied something to it: it stays, bare
    "OPTIONAL MATCH (v:OpmapVoices {estate: $estate}) UNWIND coalesce(v.parts, ['']) AS digest"
    " WITH collect(DISTINCT digest) AS kept MATCH (p:OpmapPart {estate: $estate}) WHERE NOT p.digest IN kept"
    " CALL (p) { DELETE p } IN TRANSACTIONS OF 1000 ROWS",
)
SWEPT = "MATCH (e:OpmapEstate {name: $estate}) WHERE e.current = $current REMOVE e.unswept"

FIND_VOICES = (
    "MATCH (v:OpmapVoices {estate: $estate}) WHERE v.from <= $at AND v.until > $at"
    " RETURN v.key, v.sources, v.push, v.content, v.parts, v.map, v.held ORDER BY v.key"
)
WRITE_VOICES = (
    "MERGE (v:OpmapVoices {estate: $estate, key: $key, from: $push})"
    " SET v.until = $open, v.push = $push, v.sources = $sources, v.content = $content, v.parts = $parts,"
    " v.map = $map, v.held = $held"
)
CLOSE_VOICES = (
    "MATCH (v:OpmapVoices {estate: $estate}) WHERE v.until = $open AND v.from < $push AND v.key IN $keys"
    " SET v.until = $push"
)
KEEP_VOICES = (  # of others, who have to look again at what they said: somebody else spoke for some of it
    "MATCH (v:OpmapVoices {estate: $estate}) WHERE v.until = $open AND v.from < $push AND v.key IN $overlapping"
    " SET v.content = ''"
)
FIND_PARTS = "UNWIND $digests AS digest MATCH (p:OpmapPart {estate: $estate, digest: digest}) RETURN digest, p.data"
KNOWN_PARTS = "MATCH (p:OpmapPart {estate: $estate}) WHERE p.digest IN $digests RETURN collect(p.digest)"
WRITE_PARTS = "UNWIND $rows AS row MERGE (p:OpmapPart {estate: $estate, digest: row[0]}) SET p.data = row[1]"
FIND_DECISIONS = (
    "MATCH (d:OpmapDecision {estate: $estate}) WHERE d.from <= $at AND d.until > $at"
    " RETURN d.key, d.number, d.act, d.subject, d.objects, d.value, d.by, d.because, d.time, d.undone"
    " ORDER BY d.number, d.key"
)
CLOSE_DECISIONS = (
    "UNWIND $rows AS row MATCH (d:OpmapDecision {estate: $estate, key: row[0]})"
    " WHERE d.until = $open AND d.from < $push SET d.until = $push"
)
WRITE_DECISIONS = (
    "UNWIND $rows AS row MERGE (d:OpmapDecision {estate: $estate, key: row[0], from: $push})"
    " SET d += {until: $open, number: row[1], act: row[2], subject: row[3], objects: row[4], value: row[5],"
    " by: row[6], because: row[7], time: row[8], undone: row[9]}"
)

SEEN_NODES = (
    "MATCH (n:OpmapNode) WHERE n.estate = $estate AND n.id >= '' AND n.from <= $current AND n.until > $current"
    " RETURN n.id, n.said"
)
SEEN_EDGES = (
    f"MATCH (a:OpmapNode)-[r:{TYPES}]->(b) WHERE a.estate = $estate AND a.id >= ''"
    " AND r.from <= $current AND r.until > $current RETURN a.id, collect([r.id, type(r), b.id, r.said])"
)

NODE_CALLED = (
    "MATCH (n:OpmapNode {estate: $estate}) WHERE (n.id = $name OR n.name = $name)"
    " AND n.from <= $current AND n.until > $current RETURN n.id LIMIT 1"
)
NAMES = (
    "MATCH (n:OpmapNode {estate: $estate}) WHERE n.from <= $current AND n.until > $current"
    " RETURN n.name, n.kind ORDER BY n.id LIMIT $most"
)

WRITE_FINDINGS = (
    "UNWIND $rows AS row MERGE (f:OpmapFinding {estate: $estate, push: $push, key: row[0]}) SET f += row[2]"
    " WITH f, row MATCH (n:OpmapNode {estate: $estate, id: row[1]}) MERGE (f)-[:OPMAP_ABOUT]->(n)"
)
WRITE_HITS = (
    "UNWIND $rows AS row MATCH (a:OpmapNode {estate: $estate, id: row[0]})"
    " MATCH (b:OpmapNode {estate: $estate, id: row[1]})"
    " MERGE (a)-[r:OPMAP_HITS {push: $push}]->(b) SET r.harm = row[2], r.after_hours = row[3]"
)
SHOW_FINDINGS = (
    "MATCH (e:OpmapEstate {name: $estate}) WHERE e.current = $push AND e.pending IS NULL SET e.findings = $push"
    " RETURN e.findings"
)


class Creation(NamedTuple):
    """A statement for what is certainly not there, and one for a second try, which must not make it twice."""

    first: str
    again: str


@cache
def write_nodes(kind: str) -> str:
    """Give the statement that writes nodes of one kind, new or swept before.

    >>> "SET n:Service" in write_nodes("service")
    True
    """
    return (
        "UNWIND $rows AS row MERGE (n:OpmapNode {estate: $estate, id: row[0]})"
        f" SET n:{KIND_LABELS[kind]} SET n += {{{_NODE}, from: $push, until: $open}} SET n += row[12]"
    )


@cache
def create_nodes(kind: str) -> Creation:
    """Give the statements that write nodes of one kind where the estate has none.

    >>> "CREATE (n:OpmapNode:Service {estate: $estate" in create_nodes("service").first
    True
    """
    made = f"(n:OpmapNode:{KIND_LABELS[kind]} {{estate: $estate, {_NODE}, from: $push, until: $open}})"
    return Creation(f"UNWIND $rows AS row CREATE {made} SET n += row[12]", write_nodes(kind))


@cache
def write_edges(verb: str, *, rare: bool = False) -> str:
    """Give the statement that writes relationships of one verb, with or without what most of them have not.

    >>> "MERGE (a)-[r:RUNS_ON {id: row[2], from: $push}]->" in write_edges("runs on")
    True
    """
    found = f"MERGE (a)-[r:{VERB_TYPES[verb]} {{id: row[2], from: $push}}]->(b) SET r += {{{_EDGE}}}"
    return _between(verb, found, rare=rare)


@cache
def create_edges(verb: str, *, rare: bool = False) -> Creation:
    """Give the statements that write relationships of one verb that were never there.

    >>> "CREATE (a)-[r:RUNS_ON {id: row[2], from: $push, until" in create_edges("runs on").first
    True
    """
    made = f"CREATE (a)-[r:{VERB_TYPES[verb]} {{id: row[2], from: $push, {_EDGE}}}]->(b)"
    return Creation(_between(verb, made, rare=rare), write_edges(verb, rare=rare))


def _between(verb: str, written: str, *, rare: bool) -> str:
    first, last = (1, 0) if verb in TURNED else (0, 1)
    return (
        f"UNWIND $rows AS row MATCH (a:OpmapNode {{estate: $estate, id: row[{first}]}})"
        f" MATCH (b:OpmapNode {{estate: $estate, id: row[{last}]}}) {written}" + (" SET r += row[10]" if rare else "")
    )


def sentence(begins: str, label: str, ends: str) -> tuple[str, str, str]:
    """Read a relationship as *source verb target*.

    >>> sentence("claims intake", "SUPPORTED_BY", "triage")
    ('triage', 'supports', 'claims intake')
    """
    verb = VERB_OF_TYPE[label]
    return (ends, verb, begins) if verb in TURNED else (begins, verb, ends)
