"""The questions in Cypher: pure text, for people who ask the shared graph themselves.

Every query takes ``$estate`` and looks only at what the current push shows. Which verbs an
outage travels along, and towards which end, is derived from the table of verbs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opmap.analyses.assumptions import NO_FAULT_OF_ITS_OWN
from opmap.graphdb.statements import KIND_LABELS, VERB_TYPES
from opmap.kinds import BEARS_NO_OWNER, VERBS, Effect, End, Verb


@dataclass(frozen=True, slots=True)
class Query:
    """One question."""

    name: str
    about: str
    parameters: tuple[str, ...]
    text: str


def _types(verbs: Iterable[Verb]) -> list[str]:
    return [VERB_TYPES[verb.name] for verb in verbs]


def _down(end: End) -> list[str]:
    """Give the types along which an outage takes that end down."""
    found = [verb for verb in VERBS.values() if verb.outage is end and verb.effect is Effect.DOWN]
    return _types([*found, VERBS["member of"]] if end is End.TARGET else found)


def _list(labels: Iterable[str]) -> str:
    return "[" + ", ".join(f"'{label}'" for label in labels) + "]"


TO_SOURCE, TO_TARGET = _down(End.SOURCE), _down(End.TARGET)
STARTING = _types(verb for verb in VERBS.values() if verb.effect is Effect.IDLE)
HEIR_IS_SOURCE = _types(verb for verb in VERBS.values() if verb.inherits_owner is End.SOURCE)
HEIR_IS_TARGET = _types(verb for verb in VERBS.values() if verb.inherits_owner is End.TARGET)
_NO_OWNER = [KIND_LABELS[kind] for kind in sorted(BEARS_NO_OWNER)]
_NO_FAULT = [KIND_LABELS[kind] for kind in sorted(NO_FAULT_OF_ITS_OWN)]

_SHOWN = "{0}.from <= now AND {0}.until > now"
_ESTATE = "MATCH (e:OpmapEstate {name: $estate})\nWITH e.current AS now"
_NODE = (
    "MATCH ({0}:OpmapNode {{estate: $estate}})\n"
    "WHERE ({0}.id = ${1} OR {0}.name = ${1}) AND {0}.from <= now AND {0}.until > now"
)


def _hurts(needed: str, hurt: str, *, starting: bool = False) -> str:
    """Say, inside a quantified path, that an outage travels along ``r`` from one end to the other."""
    to_target = [*TO_TARGET, *STARTING] if starting else TO_TARGET
    return f"""r.strength = 'hard' AND r.certainty <> 'possible' AND {_SHOWN.format("r")}
      AND {hurt}.state <> 'dangling' AND {needed}.state <> 'dangling'
      AND (startNode(r) = {hurt} AND type(r) IN {_list(TO_SOURCE)}
        OR startNode(r) = {needed} AND type(r) IN {_list(to_target)})"""


_STEP = "|".join([*TO_SOURCE, *TO_TARGET])
_STEP_OR_START = "|".join([*TO_SOURCE, *TO_TARGET, *STARTING])
_IDLE_STARTS_ONLY = f"""all(step IN range(0, size(r) - 2)
        WHERE NOT type(r[step]) IN {_list(STARTING)} OR type(r[step + 1]) IN {_list([*STARTING, "SUPPORTS"])})"""


def _radius(last: str) -> str:
    return f"""MATCH SHORTEST 1 (
    (failed) ((needed)-[r:{_STEP_OR_START}]-(hurt)
      WHERE {_hurts("needed", "hurt", starting=True)})+ (hit)
    WHERE {_IDLE_STARTS_ONLY}
      AND {last} type(r[size(r) - 1]) IN {_list(STARTING)})"""


BLAST = Query(
    "blast",
    "Who is down, or idle, when a node fails: along hard dependencies, each in the direction of failure.\n"
    "What is one of several, what is fed by data, and what an agent's tools need is not told apart: see radius.",
    ("node",),
    f"""{_ESTATE}
{_NODE.format("failed", "node")}
CALL (failed, now) {{
  {_radius("NOT").replace(chr(10), chr(10) + "  ")}
  RETURN hit, 'down' AS harm, [step IN r | step.place] AS places, size(r) AS steps,
    reduce(sum = 0.0, step IN r | sum + coalesce(step.buffer_hours, 0.0)) AS hours
UNION ALL
  {_radius("").replace(chr(10), chr(10) + "  ")}
  RETURN hit, 'idle' AS harm, [step IN r | step.place] AS places, size(r) AS steps,
    reduce(sum = 0.0, step IN r | sum + coalesce(step.buffer_hours, 0.0)) AS hours
}}
WITH failed, hit, harm, hours, steps, places ORDER BY harm
WHERE hit <> failed
WITH hit, collect({{harm: harm, hours: hours, steps: steps, places: places}})[0] AS worst
RETURN hit.name AS hit, hit.kind AS kind, worst.harm AS harm, worst.hours AS after_hours, worst.steps AS steps,
  worst.places AS because, hit.id AS id
ORDER BY harm, steps, hit, id""",
)

GAPS = Query(
    "gaps",
    "What nobody owns: neither an owner of its own, nor one that is handed down to it.",
    (),
    f"""{_ESTATE}
MATCH (n:OpmapNode {{estate: $estate}})
WHERE {_SHOWN.format("n")} AND n.state = 'known' AND NOT n:{"|".join(_NO_OWNER)}
  AND NOT EXISTS {{
    (n) ((heir:!{"&!".join(_NO_OWNER)})-[r:{"|".join([*HEIR_IS_SOURCE, *HEIR_IS_TARGET])}]-(giver)
      WHERE r.certainty <> 'possible' AND {_SHOWN.format("r")}
        AND (startNode(r) = heir AND type(r) IN {_list(HEIR_IS_SOURCE)}
          OR startNode(r) = giver AND type(r) IN {_list(HEIR_IS_TARGET)})){{0,}}
    (owned)-[o:OWNED_BY]->(owner)
    WHERE o.certainty <> 'possible' AND o.from <= now AND o.until > now AND owner.state <> 'dangling'
  }}
RETURN n.name AS name, n.kind AS kind, n.environment AS environment, n.places AS places, n.id AS id
ORDER BY kind, name, id""",
)

SINGLE_POINTS = Query(
    "single-points",
    "What takes down a capability or a process by hard dependencies that nothing stands in for.",
    (),
    f"""{_ESTATE}
MATCH (outcome:(Capability|Process)&OpmapNode {{estate: $estate}})
WHERE {_SHOWN.format("outcome")} AND outcome.state <> 'dangling'
MATCH SHORTEST 1 (outcome) ((hurt)-[r:{_STEP}]-(needed)
      WHERE r.group IS NULL AND {_hurts("needed", "hurt")})+ (point:!{"&!".join(_NO_FAULT)})
WHERE point <> outcome
WITH point, outcome, all(step IN r WHERE NOT step.presumed) AS stated, size(r) AS steps
RETURN point.name AS point, point.kind AS kind, count(outcome) AS takes_down,
  collect(outcome.name)[..5] AS such_as, count(CASE WHEN stated THEN 1 END) AS of_these_stated, point.id AS id
ORDER BY takes_down DESC, point, id""",
)

VENDORS = Query(
    "vendors",
    "How much leans on each vendor: what needs something that it provides, over hard dependencies.",
    (),
    f"""{_ESTATE}
MATCH (vendor:Vendor&OpmapNode {{estate: $estate}}) WHERE {_SHOWN.format("vendor")}
MATCH SHORTEST 1 (vendor) ((needed)-[r:{_STEP}]-(hurt)
      WHERE {_hurts("needed", "hurt")})+ (leaning)
WHERE leaning <> vendor
RETURN vendor.name AS vendor, count(leaning) AS leaning,
  count(CASE WHEN leaning:Capability OR leaning:Process THEN 1 END) AS capabilities,
  count(CASE WHEN leaning:Workflow OR leaning:Agent OR leaning:Pipeline THEN 1 END) AS automations,
  [product IN collect(DISTINCT CASE WHEN size(r) = 1 THEN leaning.name END) | product][..5] AS products, vendor.id AS id
ORDER BY leaning DESC, vendor, id""",
)

PATH = Query(
    "path",
    "The shortest way by which one node needs another, and the file and line of every step.",
    ("from", "to"),
    f"""{_ESTATE}
{_NODE.format("first", "from")}
MATCH (last:OpmapNode {{estate: $estate}})
WHERE (last.id = $to OR last.name = $to) AND {_SHOWN.format("last")}
MATCH SHORTEST 1 (first) ((hurt)-[r:{_STEP_OR_START}]-(needed)
      WHERE {_hurts("needed", "hurt", starting=True).replace("r.strength = 'hard' AND ", "")})+ (last)
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
