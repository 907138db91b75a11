"""Nodes and edges on the desk: what decisions are applied to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from opmap.decisions import Decision
from opmap.estate import Edge, Node
from opmap.facts import Plain
from opmap.identity.combining import Ends, edge_id
from opmap.identity.describing import ALSO
from opmap.identity.order import in_order
from opmap.kinds import VERBS, Certainty, State


@dataclass
class Desk:
    """Every node by id, every edge by its ends, and the ids that nodes had."""

    nodes: dict[str, Node]
    edges: dict[Ends, Edge]
    renamed: Mapping[str, str]  # by lesser keys
    former: Mapping[str, str]  # remembered by the store
    _decided: set[tuple[str, str]] = field(default_factory=set)  # (node, attribute) that a decision has said already

    def find(self, text: str) -> str | None:
        """Give the id of the node that an id means, also one of former times; None where it is not there."""
        seen: set[str] = set()
        while text not in self.nodes:
            seen.add(text)
            text = self.renamed.get(text) or self.former.get(text, "")
            if not text or text in seen:
                return None
        return text

    def find_all(self, texts: tuple[str, ...]) -> list[str] | None:
        """Give the ids of several nodes; None where one is not there, or none was asked for."""
        found = [self.find(text) for text in texts]
        return [each for each in found if each is not None] if found and None not in found else None

    def add_node(self, decision: Decision, node_id: str, kind: str, name: str, state: State) -> str:
        """Put a node on the desk of which a decision is the only evidence."""
        self.nodes[node_id] = Node(node_id, kind, name, (node_id,), state, (decision.evidence,))
        if kind == "capability":
            self._outcomes.add(node_id)
        return node_id

    def set_attribute(self, decision: Decision, node_id: str, name: str, value: Plain) -> None:
        """Let a decision say an attribute of a node; what was said before is kept beside it."""
        node = self.nodes[node_id]
        known = dict(node.attributes)
        before = known.get(name)
        if before is not None and before != value and (node_id, name) not in self._decided:
            earlier = known.get(name + ALSO)
            known[name + ALSO] = (before, *earlier) if isinstance(earlier, tuple) else (before,)
        known[name] = value
        self._decided.add((node_id, name))
        self.nodes[node_id] = _with_evidence(replace(node, attributes=tuple(sorted(known.items()))), decision)

    def add_to_list(self, decision: Decision, node_id: str, name: str, item: Plain) -> None:
        """Let a decision add to a list that a node has."""
        node = self.nodes[node_id]
        known = dict(node.attributes)
        before = known.get(name)
        listed = before if isinstance(before, tuple) else () if before is None else (before,)
        known[name] = (*listed, item)
        self.nodes[node_id] = _with_evidence(replace(node, attributes=tuple(sorted(known.items()))), decision)

    def set_environment(self, decision: Decision, node_id: str, environment: str) -> None:
        """Let a decision say the environment of a node; what was said before is kept beside it."""
        before = self.nodes[node_id].environment
        if before and before != environment and (node_id, "environment") not in self._decided:
            self.add_to_list(decision, node_id, "environment" + ALSO, before)
        self._decided.add((node_id, "environment"))
        self.nodes[node_id] = _with_evidence(replace(self.nodes[node_id], environment=environment), decision)

    def add_edge(self, decision: Decision, ends: Ends, **attributes: str) -> None:
        """Let a decision say a sentence."""
        known = self.edges.get(ends)
        if known is None:
            source, verb, target = ends
            strength = VERBS[verb].strength
            known = Edge(
                edge_id(*ends), source, verb, target, strength, presumed=True, certainty=Certainty.CERTAIN, evidence=()
            )
        said = tuple(
            sorted({**dict(known.attributes), **{name: value for name, value in attributes.items() if value}}.items())
        )
        evidence = in_order((*known.evidence, decision.evidence))
        self.edges[ends] = replace(known, certainty=Certainty.CERTAIN, evidence=evidence, attributes=said)
        for end in (ends[0], ends[2]):
            self._ends_at.setdefault(end, set()).add(ends)

    def edges_at(self, node_id: str) -> list[Ends]:
        """Give the ends of every edge that leaves or reaches a node, in order."""
        return sorted(ends for ends in self._ends_at.get(node_id, ()) if ends in self.edges)

    def capability(self, name: str) -> str | None:
        """Give the capability or process of that name, however it is capitalised."""
        wanted = name.casefold()
        return min((each for each in self._outcomes if self.nodes[each].name.casefold() == wanted), default=None)

    @cached_property
    def _ends_at(self) -> dict[str, set[Ends]]:
        found: dict[str, set[Ends]] = {}
        for ends in self.edges:
            found.setdefault(ends[0], set()).add(ends)
            found.setdefault(ends[2], set()).add(ends)
        return found

    @cached_property
    def _outcomes(self) -> set[str]:
        return {node.id for node in self.nodes.values() if node.kind in {"capability", "process"}}


def _with_evidence(node: Node, decision: Decision) -> Node:
    return replace(node, evidence=in_order((*node.evidence, decision.evidence)))
