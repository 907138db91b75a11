"""How answers name things: a node, a step of a path, a place; plain values that any format can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.analyses.knowing import unknown_of
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.model import CERTAINTIES, STRENGTHS
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


def name_of(graph: Graph, number: int) -> NodeName:
    """Name a node."""
    name, identity = graph.names[number], graph.ids[number]
    tells = name.isprintable() and 0 < len(name) <= LONGEST_CALL and graph.is_alone(number)
    tells = tells and (":" not in name or graph.number_of(name) in (None, number))  # each id has a colon
    call = name if tells and not name.startswith("-") else identity
    kind, environment = graph.kind_of(number), graph.environments[number]
    return NodeName(identity, name, kind, environment, call, unknown_of(graph, number), graph.unseen_since(number))


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
    )


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
