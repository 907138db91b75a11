"""From an estate to a graph: number the nodes, sort the edges, presume the groups.

Where several relations of one verb reach one hurt end from things of one kind, and the
verb is one whose several ends usually stand in for each other (three hosts, two approvers),
they are a group of which any one suffices. Nobody stated that, so it is *presumed*.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from opmap.encoding import content_hash
from opmap.estate import Edge, EdgeGroup, Estate, Node, SourceState
from opmap.facts import Plain
from opmap.graph.model import CERTAINTIES, KIND_NAMES, ROLES, STATES, STRENGTHS, VERB_NAMES, Graph
from opmap.kinds import VERBS, Certainty, End, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class EstateDetails:
    """The long part of nodes and edges, kept in memory."""

    whole: Estate

    def node(self, number: int) -> Node:
        """Give all that is known of a node."""
        return self.whole.nodes[number]

    def edge(self, number: int) -> Edge:
        """Give all that is known of an edge."""
        return self.whole.edges[number]

    def sources(self) -> tuple[SourceState, ...]:
        """Give the sources that the estate was read from."""
        return self.whole.sources

    def estate(self) -> Estate:
        """Give everything."""
        return self.whole

    def since(self, content: str) -> None:
        """Give nothing: no other estate is at hand."""

    def beside(self) -> Estate:
        """Give all but the nodes and edges; here they are at hand as well."""
        return self.whole


def from_estate(estate: Estate, snapshot: int = 0, content: str | None = None) -> Graph:
    """Make the graph of an estate; compute the hash of its content unless that is known, or of no interest here."""
    nodes = tuple(sorted(estate.nodes, key=attrgetter("id")))
    edges = tuple(sorted(_with_presumed_groups(nodes, estate.edges), key=attrgetter("source", "target", "verb")))
    ordered = replace(estate, nodes=nodes, edges=edges)
    number = _numbered(node.id for node in nodes)
    groups = sorted({edge.group.id: edge.group for edge in edges if edge.group}.values(), key=lambda group: group.id)
    group_number = _numbered(group.id for group in groups)

    places = [(index, place) for index, edge in enumerate(edges) if edge.group for place in sorted(edge.group.places)]
    attributes = [dict(node.attributes) for node in nodes]
    sinces = sorted({"", *(node.unseen_since for node in nodes), *(edge.unseen_since for edge in edges)})

    since_number = _numbered(sinces)

    def column(values: Iterable[Any], kind: Any) -> Any:
        return np.fromiter(values, kind, -1)

    return Graph(
        ids=tuple(node.id for node in nodes),
        names=tuple(node.name for node in nodes),
        environments=tuple(node.environment for node in nodes),
        kind=column((_KIND[node.kind] for node in nodes), np.uint8),
        state=column((_STATE[node.state] for node in nodes), np.uint8),
        inactive=column((node.inactive for node in nodes), np.bool_),
        role=column((_role(said) for said in attributes), np.uint8),
        value=column((_value(said) for said in attributes), np.float32),
        counts=column((_COUNTS.get(str(said.get("counts")), -1) for said in attributes), np.int8),
        published=column((said.get("published") is True for said in attributes), np.bool_),
        source=column((number[edge.source] for edge in edges), np.int32),
        target=column((number[edge.target] for edge in edges), np.int32),
        verb=column((_VERB[edge.verb] for edge in edges), np.uint8),
        strength=column((_STRENGTH[edge.strength] for edge in edges), np.uint8),
        presumed=column((edge.presumed for edge in edges), np.bool_),
        certainty=column((_CERTAINTY[edge.certainty] for edge in edges), np.uint8),
        buffer=column((edge.buffer for edge in edges), np.float32),
        group=column((group_number[edge.group.id] if edge.group else -1 for edge in edges), np.int32),
        group_need=column((group.need for group in groups), np.int32),
        group_presumed=column((group.presumed for group in groups), np.bool_),
        place_edge=column((edge for edge, _ in places), np.int32),
        place=column((place for _, place in places), np.int32),
        snapshot=snapshot,
        content=content_hash(ordered) if content is None else content,
        details=EstateDetails(ordered),
        left={
            index: str(said["left"])
            for index, (node, said) in enumerate(zip(nodes, attributes, strict=True))
            if node.kind == "person" and said.get("left")
        },
        node_since=column((since_number[node.unseen_since] for node in nodes), np.uint16),
        edge_since=column((since_number[edge.unseen_since] for edge in edges), np.uint16),
        sinces=tuple(sinces),
    )


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}


_KIND, _STATE, _ROLE = _numbered(KIND_NAMES), _numbered(STATES), _numbered(ROLES)
_VERB, _STRENGTH, _CERTAINTY = _numbered(VERB_NAMES), _numbered(STRENGTHS), _numbered(CERTAINTIES)
_COUNTS = {"yes": 1, "True": 1, "no": 0, "False": 0}


def _role(said: dict[str, Plain]) -> int:
    role = said.get("role") or ""
    return _ROLE.get(role, _ROLE["other"]) if isinstance(role, str) else _ROLE["other"]


def _value(said: dict[str, Plain]) -> float:
    value = said.get("value")
    stated = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
    return float(value) if stated else float("nan")  # type: ignore[arg-type]


def _with_presumed_groups(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> list[Edge]:
    """Give the edges, those that stand in for each other in a presumed group."""
    kinds = {node.id: node.kind for node in nodes}
    siblings: dict[tuple[str, ...], list[int]] = {}
    for index, edge in enumerate(edges):
        verb = VERBS[edge.verb]
        if verb.alternatives and edge.group is None and edge.certainty is not Certainty.POSSIBLE:
            siblings.setdefault(_stand_in_for(edge, verb, kinds), []).append(index)
    grouped = list(edges)
    for key, members in siblings.items():
        if len(members) > 1:
            group = EdgeGroup("|".join(("presumed", *key)), need=1, size=len(members), presumed=True)
            for index in members:
                grouped[index] = replace(edges[index], group=group)
    return grouped


def _stand_in_for(edge: Edge, verb: Verb, kinds: dict[str, str]) -> tuple[str, ...]:
    """Give what edges must share to stand in for each other: hurt end, verb, kind of the other end, and role."""
    hurt, other = (edge.target, edge.source) if _hurt_end(verb) is End.TARGET else (edge.source, edge.target)
    role = str(dict(edge.attributes).get("role", "")) if edge.verb in {"owned by", "on call for"} else ""
    kind = "" if edge.verb == "starts" else kinds[other]
    return hurt, edge.verb, kind, role


def _hurt_end(verb: Verb) -> End | None:
    return verb.outage or verb.absence
