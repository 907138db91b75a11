"""How answers name things: a node, a step of a path, a place; plain values that any format can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.knowing import LEADS_NOWHERE, unknown_of
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.arrays import among
from opmap.graph.model import CERTAINTIES, STRENGTHS
from opmap.graph.ownership import left_on
from opmap.kinds import VERBS, Effect, End

if TYPE_CHECKING:
    from opmap.graph import Graph

LONGEST_CALL = 60
MOST_EVIDENCE = 3
"""So many places prove what an answer says of a node; `opmap show` gives them all."""


@dataclass(frozen=True, slots=True, order=True)
class NodeName:
    """A node, as answers name it."""

    id: str
    name: str
    kind: str
    environment: str = ""
    call: str = ""  # what a command is given to mean this node: its name where no other has it
    unknown: str = ""  # what is not known of it; where something is not, no answer calls it safe
    unseen: str = ""  # since when it was not seen, such as "snapshot 12": no document that speaks of it could be read
    gone: str = ""  # why it is not there any more: "has left on 2026-03-01", "is switched off"


@frozen
class Spent:
    """An alternative that stands in for nothing, and why."""

    node: NodeName
    reason: str  # completes a sentence about it: "has left on 2026-03-01", "leads nowhere"


@frozen
class Step:
    """One relation on a path, with the proof for it."""

    source: NodeName
    verb: str
    target: NodeName
    strength: str
    presumed: bool
    certainty: str
    buffer_hours: float
    evidence: tuple[Evidence, ...]
    unseen: str  # since when it was not seen
    spent: tuple[Spent, ...]  # alternatives to it that stand in for nothing


def name_of(graph: Graph, number: int) -> NodeName:
    """Name a node."""
    name, identity = graph.names[number], graph.ids[number]
    tells = name.isprintable() and 0 < len(name) <= LONGEST_CALL and graph.is_alone(number)
    tells = tells and (":" not in name or graph.number_of(name) in (None, number))  # each id has a colon
    call = name if tells and not name.startswith("-") else identity
    kind, environment = graph.kind_of(number), graph.environments[number]
    lacking, unseen, gone = unknown_of(graph, number), graph.unseen_since(number), gone_of(graph, number)
    return NodeName(identity, name, kind, environment, call, lacking, unseen, gone)


def step_of(graph: Graph, edge: int, *, proof: bool = True) -> Step:
    """Name a relation, with its evidence unless nobody will see it: that has to be fetched."""
    found = graph.details.edge(edge) if proof else None
    return Step(
        source=name_of(graph, int(graph.source[edge])),
        verb=graph.verb_of(edge),
        target=name_of(graph, int(graph.target[edge])),
        strength=STRENGTHS[int(graph.strength[edge])].value,
        presumed=bool(graph.presumed[edge]),
        certainty=CERTAINTIES[int(graph.certainty[edge])].value,
        buffer_hours=found.buffer if found else round(float(graph.buffer[edge]), 6),
        evidence=found.evidence if found else (),
        unseen=graph.edge_unseen_since(edge),
        spent=spent_beside(graph, edge),
    )


def gone_of(graph: Graph, number: int) -> str:
    """Say why a node is not there any more by its own file; nothing where it is, or is at work all the same."""
    date = left_on(graph, number)
    off = graph.inactive[number] and graph.reading.leaving.off[number]
    return f"has left on {date}" if date else "is switched off" if off else ""


def spent_beside(graph: Graph, edge: int) -> tuple[Spent, ...]:
    """Give the alternatives to what is needed along an edge that stand in for nothing."""
    reading, ends = graph.reading, needs(graph, edge)
    if graph.group[edge] < 0 or ends is None or not reading.spent.any():
        return ()
    around = np.concatenate([graph.outgoing(ends[0]), graph.incoming(ends[0])])
    beside = around[(graph.group[around] == graph.group[edge]) & reading.spent[around]]
    others = {end[1]: one for one in beside.tolist() if (end := needs(graph, one)) and end[1] != ends[1]}
    possible = {one: "" if reading.believed[way] else "is only possible" for one, way in others.items()}
    told = {one: why_spent(graph, one) or possible[one] for one in others}
    found = {one: _gone_with(graph, edge) for one, edge in others.items() if not told[one]}
    blamed = {one: by for one, by in found.items() if by is not None}
    told |= {one: f"needs {graph.names[by]}, which {why_spent(graph, by)}" for one, by in blamed.items()}
    return tuple(Spent(name_of(graph, one), told[one]) for one in sorted(told.keys() - blamed.values()) if told[one])


def _gone_with(graph: Graph, edge: int) -> int | None:
    """Give what is gone of a place in a group, of which the other end of an edge is there, but of no use without it."""
    grouping = graph.reading.said_grouping
    rows = graph.group[grouping.place_edge] == graph.group[edge]
    edges, places = grouping.place_edge[rows], grouping.place[rows]
    beside = edges[among(places, places[edges == edge])].tolist()
    ends = (needs(graph, one) for one in beside)
    return next((end[1] for end in ends if end and why_spent(graph, end[1])), None)


def why_spent(graph: Graph, number: int) -> str:
    """Say why a node stands in for nothing: it is only a name, it is gone, or it rests on what is; else nothing."""
    if graph.reading.only_named[number]:
        return LEADS_NOWHERE.partition(":")[0]
    way = graph.reading.leaving.way(number)
    if not way:
        return gone_of(graph, number)
    ends = needs(graph, way[-1])
    last = ends[1] if ends else number
    reason = f"{graph.names[last]} {gone_of(graph, last)}"
    by = {"member of": "has nobody left, since", "starts": "is started by nothing that is there:"}
    return f"{by.get(graph.verb_of(way[0]), 'needs what is gone:')} {reason}"


def needs(graph: Graph, edge: int) -> tuple[int, int] | None:
    """Give who is hurt and who is needed along an edge when something fails; None where nothing travels."""
    verb = VERBS[graph.verb_of(edge)]
    end = verb.outage or verb.absence
    source, target = int(graph.source[edge]), int(graph.target[edge])
    if end is None:
        return None
    return (target, source) if end is End.TARGET else (source, target)


def leans(graph: Graph, edge: int) -> tuple[int, int] | None:
    """Give who is hurt and who is needed along an edge where an outage takes the one down or idles it; else None."""
    verb = VERBS[graph.verb_of(edge)]
    return needs(graph, edge) if verb.outage and verb.effect in {Effect.DOWN, Effect.IDLE} else None
