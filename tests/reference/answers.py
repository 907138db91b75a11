"""The questions answered by the plainest means: sets, loops, and the vocabulary's sentences one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx
import numpy as np
from tests.reference.claims import World
from tests.reference.faults import leaves
from tests.reference.told import Reference, Told

from opmap.graph import Graph
from opmap.graph.harm import Harm
from opmap.graph.model import CERTAINTIES, ROLES, STRENGTHS
from opmap.kinds import BEARS_NO_OWNER, KINDS, VERBS, Certainty, Effect, End, State, Strength

STAND_INS = {"service", "workflow", "agent", "MCP server"}
NEEDING = {"service", "workflow", "agent", "pipeline", "MCP server"}
SET_ASIDE = {"monitoring", "pipeline", "person", "team", "system", "domain", "department"}
ASIDE_ROLES = {"configuration", "discovery", "monitoring", "load generator", "error handler", "address"}
LOST = {Harm.DOWN, Harm.IDLE}
BESIDE = {Harm.REDUNDANCY_LOST, Harm.PARTLY_STALE, Harm.BLIND, Harm.FROZEN}


@dataclass(frozen=True)
class Counted:
    """Something that counts: lost when fewer than ``need`` of its nodes work."""

    nodes: frozenset[int]
    need: int
    value: float

    def is_lost(self, told: Told) -> bool:
        return sum(not LOST & told[node].keys() for node in self.nodes) < self.need


class Plain:
    """A graph, and what is said of it where nobody is in a hurry."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = range(len(graph))

    def kind(self, node: int) -> str:
        return self.graph.kind_of(node)

    def state(self, node: int) -> State:
        return self.graph.state_of(node)

    def said(self, node: int, name: str) -> object:
        return dict(self.graph.details.node(node).attributes).get(name)

    @cached_property
    def relations(self) -> list[tuple[int, str, int, Certainty]]:
        graph = self.graph
        return [
            (int(graph.source[edge]), graph.verb_of(edge), int(graph.target[edge]), CERTAINTIES[graph.certainty[edge]])
            for edge in range(len(graph.source))
        ]

    @cached_property
    def leaning(self) -> list[tuple[int, int]]:
        """Give who is brought down or left idle by whom."""
        found = []
        for source, name, target, _ in self.relations:
            verb = VERBS[name]
            if verb.outage and verb.effect in {Effect.DOWN, Effect.IDLE}:
                found.append((source, target) if verb.outage is End.SOURCE else (target, source))
        return found

    # what counts

    @cached_property
    def counted(self) -> set[Counted]:
        declared = [
            node
            for node in self.nodes
            if self.kind(node) in {"capability", "process"}
            and self.state(node) is not State.DANGLING
            and self.said(node, "counts") != "no"
        ]
        found = {Counted(frozenset([node]), 1, float(self.said(node, "value") or 1.0)) for node in declared}
        return found | self._stand_ins(declared)

    def _stand_ins(self, declared: list[int]) -> set[Counted]:
        needs = nx.DiGraph(self.leaning)
        needs.add_nodes_from(self.nodes)
        reaching = {other for node in declared for other in {node} | nx.descendants(needs, node)}
        named = {node for node in self.nodes if self.kind(node) in STAND_INS} - reaching
        fresh = {node for one in declared for node in self._renewing(one)}
        feeding = {other for node in fresh for other in {node} | nx.descendants(needs, node)}
        able = {node for node in named - self._aside - feeding if self.state(node) is State.KNOWN}
        live = nx.DiGraph([(one, two) for one, two in self._asked_for if one not in self._aside and one != two])
        live.add_nodes_from(self.nodes)
        chosen = {
            frozenset(part)
            for part in nx.strongly_connected_components(live)
            if part <= able and not any(one not in part for node in part for one in live.predecessors(node))
        }
        covered = {node for part in chosen for node in part}
        published = {node for node in able if self.said(node, "published") is True}
        wanted = {node for node in named if self.said(node, "counts") == "yes"}
        chosen |= {frozenset([node]) for node in (published | wanted) - covered}
        unwanted = {node for node in self.nodes if self.said(node, "counts") == "no"}
        return self._in_consumer_groups({part for part in chosen if not part & unwanted})

    def _renewing(self, declared: int) -> set[int]:
        """Give all of which the data has to be renewed for that of something declared to be."""
        claims = World(self.graph).claims
        found, waiting = set(), [("renewed", declared)]
        while waiting:
            claim = waiting.pop()
            if claim[0] == "renewed" and claim in claims and claim not in found:
                found.add(claim)
                waiting += [leaf.claim for one in claims[claim] for leaf in leaves(one)]
        return {node for _, node in found}

    @cached_property
    def _aside(self) -> set[int]:
        handlers = {target for _, verb, target, _ in self.relations if verb == "on error calls"}
        automations = [node for node in self.nodes if self.kind(node) in {"workflow", "agent", "pipeline"}]
        dormant = {node for node in automations if self.graph.inactive[node]}
        if 2 * len(dormant) > len(automations):
            dormant = set()
        while called := self._called_from_work(dormant):
            dormant -= called
        roles = {node for node in self.nodes if ROLES[self.graph.role[node]] in ASIDE_ROLES}
        return {node for node in self.nodes if self.kind(node) in SET_ASIDE} | handlers | dormant | roles

    def _called_from_work(self, dormant: set[int]) -> set[int]:
        """Give those of what is switched off that something at work calls."""
        return {
            target
            for source, verb, target, certainty in self.relations
            if verb in {"calls", "uses tool", "on error calls"} and certainty is not Certainty.POSSIBLE
            if target in dormant and source not in dormant and self.state(source) is not State.DANGLING
        }

    @cached_property
    def _asked_for(self) -> list[tuple[int, int]]:
        """Give the needs, less those of offers that nobody takes up."""
        taken = {node for node in self.nodes if self.kind(node) not in {"API", "operation"}}
        while True:
            further = {two for one, two in self.leaning if one in taken} - taken
            if not further:
                return [(one, two) for one, two in self.leaning if one in taken]
            taken |= further

    def _in_consumer_groups(self, chosen: set[frozenset[int]]) -> set[Counted]:
        groups: dict[object, set[int]] = {}
        alone = set(chosen)
        for edge, (source, verb, target, _) in enumerate(self.relations):
            name = dict(self.graph.details.edge(edge).attributes).get("consumer_group") if verb == "consumes" else None
            if name and frozenset([source]) in chosen:
                for several in groups.values():
                    several.discard(source)
                groups.setdefault((target, name), set()).add(source)
                alone.discard(frozenset([source]))
        found = {Counted(part, len(part), 1.0) for part in alone}
        return found | {Counted(frozenset(several), 1, 1.0) for several in groups.values() if several}

    # single points

    def singles(self, counted: Counted) -> set[int]:
        """Try every node: does its outage alone lose this?"""
        reference = Reference(self.graph)
        return {
            node
            for node in self.nodes
            if KINDS[self.kind(node)].fails and node not in counted.nodes and counted.is_lost(reference.outage([node]))
        }

    def only_stated(self) -> Plain:
        """Give the graph without what is presumed to be essential."""
        certainty = self.graph.certainty.copy()
        for edge in range(len(certainty)):
            if self.graph.presumed[edge] and STRENGTHS[self.graph.strength[edge]] is Strength.HARD:
                certainty[edge] = CERTAINTIES.index(Certainty.POSSIBLE)
        return Plain(replace(self.graph, certainty=certainty))

    def without_presumed_groups(self) -> Plain:
        """Give the graph where nothing that is merely presumed stands in for anything."""
        group = np.array([-1 if one >= 0 and self.graph.group_presumed[one] else one for one in self.graph.group])
        return Plain(replace(self.graph, group=group.astype(self.graph.group.dtype)))

    # owners

    @cached_property
    def owners(self) -> dict[int, set[int]]:
        """Give the owners of each node: those stated, else those of the nearest that hands its owners down."""
        sure = [one for one in self.relations if one[3] is not Certainty.POSSIBLE]
        stated: dict[int, set[int]] = {}
        for source, verb, target, _ in sure:
            if verb == "owned by" and self.state(target) is not State.DANGLING:
                stated.setdefault(source, set()).add(target)
        down = nx.DiGraph()
        down.add_nodes_from(self.nodes)
        for source, verb, target, _ in sure:
            heir = {End.SOURCE: (target, source), End.TARGET: (source, target), None: None}[VERBS[verb].inherits_owner]
            if heir and self.kind(heir[1]) not in BEARS_NO_OWNER:
                down.add_edge(*heir)
        return dict(stated) | {
            node: self._nearest(down, stated, node) for node in self.nodes if node not in stated if node in down
        }

    @staticmethod
    def _nearest(down: nx.DiGraph, stated: dict[int, set[int]], node: int) -> set[int]:
        """Give the owners that could be handed down: of all that are equally near."""
        far = nx.single_target_shortest_path_length(down, node)
        near = [(distance, other) for other, distance in dict(far).items() if other in stated]
        least = min(near, default=(0, -1))[0]
        return {owner for distance, other in near if distance == least for owner in stated[other]}

    def asked(self) -> set[int]:
        return {
            node for node in self.nodes if self.kind(node) not in BEARS_NO_OWNER and self.state(node) is State.KNOWN
        }

    def left(self, node: int) -> bool:
        """Say whether somebody has left, or everybody of a team."""
        gone = {"person": self._world.first_gone, "team": self._world.gone}
        return node in gone.get(self.kind(node), ())

    @cached_property
    def _world(self) -> World:
        return World(self.graph)

    # what is not known

    def unknown(self, node: int) -> bool:
        """Say whether a node must not be called safe: hardly described, or silent on what it needs."""
        silent = node not in {one for one, _ in self.leaning}
        expected = self.kind(node) in NEEDING | {"capability", "process"}
        return self.state(node) is not State.KNOWN or (silent and expected)

    # paths

    def distance(self, start: int, end: int, *, possible: bool, way: str) -> int | None:
        """Count the steps of the shortest path; None where there is none."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        for source, name, target, certainty in self.relations:
            if certainty is Certainty.POSSIBLE and not possible:
                continue
            for hurt, need in self._ends(source, name, target, way):
                graph.add_edge(hurt, need)
        ends = (end, start) if way == "is needed by" else (start, end)
        return nx.shortest_path_length(graph, *ends) if nx.has_path(graph, *ends) else None

    @staticmethod
    def _ends(source: int, name: str, target: int, way: str) -> Iterable[tuple[int, int]]:
        if way == "is connected with":
            return [(source, target), (target, source)]
        end = VERBS[name].outage or VERBS[name].absence
        return {End.SOURCE: [(source, target)], End.TARGET: [(target, source)], None: []}[end]
