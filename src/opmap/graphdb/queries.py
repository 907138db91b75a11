"""The questions in Cypher: pure text, for people who ask the shared graph themselves.

Every query takes ``$estate`` and looks only at what the current push shows.
"""

from __future__ import annotations

from opmap.analyses.assumptions import NO_FAULT_OF_ITS_OWN
from opmap.frozen import frozen
from opmap.graphdb.statements import KIND_LABELS, VERB_TYPES
from opmap.graphdb.steps import GONE, STARTING, TAKING_DOWN, fall, shown, start, support, taken, without_stand_in
from opmap.kinds import BEARS_NO_OWNER, VERBS


@frozen
class Query:
    """One question."""

    name: str
    about: str
    parameters: tuple[str, ...]
    text: str

    @property
    def of_findings(self) -> bool:
        """Say whether it answers from what opmap computed, and not from the map itself."""
        return "e.findings" in self.text


_HANDING_DOWN = [VERB_TYPES[verb.name] for verb in VERBS.values() if verb.inherits_owner]
_NO_OWNER = [KIND_LABELS[kind] for kind in sorted(BEARS_NO_OWNER)]
_NO_FAULT = [KIND_LABELS[kind] for kind in sorted(NO_FAULT_OF_ITS_OWN)]

_ESTATE = "MATCH (e:OpmapEstate {name: $estate})\nWITH e.current AS now"
_NODE = (
    "MATCH ({0}:OpmapNode {{estate: $estate}})\n"
    "WHERE ({0}.id = ${1} OR {0}.name = ${1}) AND {0}.from <= now AND {0}.until > now"
)

_UNSTATED = f"NOT EXISTS {{ MATCH (heir)-[own:OWNED_BY]->(holder) WHERE {taken('own', 'holder')} }}"
_ALONE = f"{without_stand_in('r1', 'needed1')}\n      AND "
_DOWN = "\n    ".join([f"{fall()}*", f"{support(1)}*", f"{support(2)}*", f"{fall(2)}*"])

BLAST = Query(
    "blast",
    "Who is down, or idle, when a node fails: along hard dependencies, each in the direction of failure.\n"
    "Where others may stand in on the way, that is said and not counted: radius has the exact answer, with any k of n\n"
    "and with old data. The hours are those of the shortest way.",
    ("node",),
    f"""{_ESTATE}
{_NODE.format("failed", "node")}
CALL (failed, now) {{
  MATCH SHORTEST 1 (failed)
    {_DOWN} (lost)
  RETURN lost, r1 + s10 + u1 + s20 + s21 + u2 + r2 AS lost_by
}}
CALL (lost, lost_by, now) {{
  RETURN lost AS hit, 'down' AS harm, lost_by AS steps
UNION ALL
  MATCH SHORTEST 1 (lost)
    {start()}+ (hit)
  RETURN hit, 'idle' AS harm, lost_by + s AS steps
}}
WITH failed, hit, harm, steps ORDER BY harm, size(steps)
WHERE hit <> failed
WITH hit, collect({{harm: harm, steps: steps}})[0] AS worst
RETURN hit.name AS hit, hit.kind AS kind, worst.harm AS harm,
  any(step IN worst.steps WHERE step.group IS NOT NULL) AS others_may_stand_in,
  reduce(sum = 0.0, step IN worst.steps | sum + coalesce(step.buffer_hours, 0.0)) AS after_hours,
  size(worst.steps) AS steps, [step IN worst.steps | step.place] AS because, hit.id AS id
ORDER BY harm, steps, hit, id""",
)

GAPS = Query(
    "gaps",
    "What nobody owns: neither an owner of its own who is still there, nor one that is handed down to it.",
    (),
    f"""{_ESTATE}
{GONE}
MATCH (n:OpmapNode {{estate: $estate}})
WHERE {shown("n")} AND n.state = 'known' AND NOT n:{"|".join(_NO_OWNER)}
  AND NOT EXISTS {{
    (n) ((heir:!{"&!".join(_NO_OWNER)})-[r:{"|".join(_HANDING_DOWN)}]->(giver) WHERE {taken("r")} AND {_UNSTATED}){{0,}}
    (owned)-[o:OWNED_BY]->(owner)
    WHERE {taken("o", "owner")} AND NOT (owner:(Person|Team) AND owner IN gone)
  }}
RETURN n.name AS name, n.kind AS kind, n.environment AS environment, n.places AS places, n.id AS id
ORDER BY kind, name, id""",
)

SINGLE_POINTS = Query(
    "single-points",
    "What takes down a capability or a process by hard dependencies that nothing stands in for. Who has left, what is\n"
    "switched off and what is only a name stands in for nothing.",
    (),
    f"""{_ESTATE}
{GONE}
MATCH (outcome:(Capability|Process)&OpmapNode {{estate: $estate}})
WHERE {shown("outcome")} AND outcome.state <> 'dangling'
MATCH SHORTEST 1 (outcome)
    {fall(back=True, more=_ALONE)}+ (point:!{"&!".join(_NO_FAULT)})
WHERE point <> outcome
WITH point, outcome, all(step IN r1 WHERE NOT step.presumed) AS stated ORDER BY outcome.name, outcome.id
RETURN point.name AS point, point.kind AS kind, count(outcome) AS takes_down,
  collect(outcome.name)[..5] AS such_as, count(CASE WHEN stated THEN 1 END) AS of_these_stated, point.id AS id
ORDER BY takes_down DESC, point, id""",
)

VENDORS = Query(
    "vendors",
    "How much leans on each vendor: what needs something that it provides, over hard dependencies.",
    (),
    f"""{_ESTATE}
MATCH (vendor:Vendor&OpmapNode {{estate: $estate}}) WHERE {shown("vendor")}
MATCH SHORTEST 1 (vendor)
    {fall()}+ (leaning)
WHERE leaning <> vendor
WITH vendor, leaning, r1 ORDER BY leaning.name, leaning.id
RETURN vendor.name AS vendor, count(leaning) AS leaning,
  count(CASE WHEN leaning:Capability OR leaning:Process THEN 1 END) AS capabilities,
  count(CASE WHEN leaning:Workflow OR leaning:Agent OR leaning:Pipeline THEN 1 END) AS automations,
  collect(DISTINCT CASE WHEN size(r1) = 1 THEN leaning.name END)[..5] AS products, vendor.id AS id
ORDER BY leaning DESC, vendor, id""",
)

PATH = Query(
    "path",
    "The shortest way by which one node needs another, and the file and line of every step.",
    ("from", "to"),
    f"""{_ESTATE}
{_NODE.format("first", "from")}
MATCH (last:OpmapNode {{estate: $estate}})
WHERE (last.id = $to OR last.name = $to) AND {shown("last")}
MATCH SHORTEST 1 (first)
    ((hurt)-[r:{"|".join([*TAKING_DOWN, *STARTING])}]->(needed) WHERE {taken("r")})+ (last)
UNWIND r AS step
RETURN startNode(step).name AS this, lower(replace(type(step), '_', ' ')) AS does, endNode(step).name AS that,
  step.strength AS strength, step.certainty AS certainty, step.place AS place""",
)

RISKS = Query(
    "risks",
    "The ranking that opmap computed, where findings were pushed: opmap push --with-findings.",
    (),
    """MATCH (e:OpmapEstate {name: $estate})
MATCH (f:OpmapFinding {estate: $estate, push: e.findings, rule: 'risk'})-[:OPMAP_ABOUT]->(n)
RETURN f.rank AS rank, round(f.points, 1) AS points, n.name AS node, n.kind AS kind, f.takes_down AS takes_down,
  f.because AS because, f.owners AS owners, n.id AS id
ORDER BY rank, node, id""",
)

RADIUS = Query(
    "radius",
    "Who is hit when a node fails, exactly as opmap computed it (any k of n, stale data, soft needs), where findings\n"
    "were pushed: opmap push --with-findings.",
    ("node",),
    """MATCH (e:OpmapEstate {name: $estate})
MATCH (failed:OpmapNode {estate: $estate})
WHERE (failed.id = $node OR failed.name = $node) AND failed.from <= e.current AND failed.until > e.current
MATCH (failed)-[r:OPMAP_HITS {push: e.findings}]->(hit)
RETURN hit.name AS hit, hit.kind AS kind, r.harm AS harm, r.after_hours AS after_hours, hit.id AS id
ORDER BY harm, after_hours, hit, id""",
)

QUERIES = {query.name: query for query in (BLAST, GAPS, SINGLE_POINTS, VENDORS, PATH, RISKS, RADIUS)}


def as_file(query: Query) -> str:
    """Give a query as a file that can be run: what it answers, what it takes, and its text."""
    lines = [f"// {line}" for line in query.about.split("\n")]
    lines += ["//", "// Set the parameters first, in Neo4j Browser or cypher-shell:"]
    lines += [f'//   :param {name} => "{value}"' for name, value in _examples(query)]
    return "\n".join([*lines, "", f"{query.text};", ""])


def _examples(query: Query) -> list[tuple[str, str]]:
    values = {"node": "claims-db", "from": "Claims intake", "to": "claims-db"}
    return [("estate", "default"), *((name, values[name]) for name in query.parameters)]
