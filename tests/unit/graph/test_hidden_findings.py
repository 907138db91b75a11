"""Common causes, cold starts and times to impact equal what trying everything gives."""

from __future__ import annotations

from itertools import combinations
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.claims import AnyOf, Leaf, Requirement
from tests.reference.faults import holds, leaves
from tests.reference.graphs import PEOPLE, PLAIN, WORLDS, Says, graph_of, random_graph
from tests.reference.told import Reference

from opmap.graph import Graph
from opmap.graph.common import common_causes
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.faults import double_faults
from opmap.graph.harm import Harm
from opmap.graph.impact import hours_to_impact
from opmap.graph.starting import cold_start, ordered_circles

CHANCE = st.randoms(use_true_random=False)
NO_CHOICE = {"runs on", "located in", "exposes", "starts", "supports", "owned by", "on call for", "member of"}


def choices(graph: Graph, reference: Reference, node: int) -> list[AnyOf]:
    """Give the real alternatives that a node has, each with less than all of them needed."""
    groups = [one for one in reference.world.claims["able", node] if isinstance(one, AnyOf)]
    verbs = [{graph.verb_of(leaf.edge) for leaf in leaves(one)} for one in groups]
    return [one for one, of in zip(groups, verbs, strict=True) if one.keep < len(one.places) and not of & NO_CHOICE]


def stands(one: Requirement, lost: set, unit: frozenset) -> bool:
    """Say whether a requirement of a unit's member holds, whatever else of the unit may have fallen."""
    return (isinstance(one, Leaf) and one.claim in unit) or holds(one, lost - unit)


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_a_common_cause_breaks_the_group_and_nothing_else_that_its_owner_needs(rng: Random) -> None:
    graph = random_graph(rng, rng.choice(WORLDS), most=7, density=2.7)
    reference = Reference(graph)
    claims, unit = reference.world.claims, reference.standing.unit
    everything = np.ones(len(graph), bool)
    found = {(one.node, one.edges): set(one.causes) for one in common_causes(graph.faults, everything)}
    expected: dict[tuple, set[int]] = {}
    for node in range(len(graph)):
        own = unit["able", node]
        for group in choices(graph, reference, node):
            key = node, tuple(sorted({leaf.edge for leaf in leaves(group)}))
            for fault in np.flatnonzero(graph.faults.reading.can_fail).tolist():
                lost = reference.standing.least([("able", fault)])
                rest = [one for one in claims["able", node] if one is not group]
                whole = all(stands(one, lost, own) for one in rest)
                if ("able", fault) not in own and whole and not holds(group, lost - own):
                    expected.setdefault(key, set()).add(fault)
    assert found == expected


def comes_up(graph: Graph, reference: Reference) -> set[int]:
    up: set[int] = set()
    while True:
        down = {("able", node) for node in range(len(graph))} - {("able", node) for node in up}
        more = {
            node
            for node in range(len(graph))
            if node not in up and all(holds(one, down) for one in reference.world.claims["able", node])
        }
        if not more:
            return up
        up |= more


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_what_cannot_start_from_cold_is_what_never_comes_up(rng: Random) -> None:
    graph = random_graph(rng, rng.choice([PLAIN, PEOPLE]), most=8, density=1.8)
    reference = Reference(graph)
    for requirements in reference.world.claims.values():  # being started is no question of this kind
        if any(leaf.claim[0] != "able" for one in requirements for leaf in leaves(one)):
            return
    up = comes_up(graph, reference)
    found = cold_start(graph.faults)
    assert set(np.flatnonzero(~found.stuck).tolist()) == up
    for circle in found.circles:
        assert not set(circle.nodes) & up
    assert bool(found.circles) is (len(up) < len(graph))


def test_a_circle_of_calls_cannot_start_and_what_waits_for_it_is_stuck() -> None:
    says = [Says(0, "calls", 1), Says(1, "calls", 2), Says(2, "calls", 1), Says(3, "calls", 4)]
    found = cold_start(graph_of(["service"] * 5, says).faults)
    assert found.stuck.tolist() == [True, True, True, False, False]
    assert [circle.nodes for circle in found.circles] == [(1, 2)]


def test_a_way_round_the_circle_starts_it() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0), Says(1, "calls", 0)]
    found = cold_start(graph_of(["service"] * 3, says, [1]).faults)
    assert not found.stuck.any()
    assert found.circles == []


@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_circles_of_stated_order_are_the_strong_parts_of_the_ordered_edges(rng: Random) -> None:
    graph = random_graph(rng, PLAIN, most=9, density=1.6)
    ordered = np.array(sorted(rng.sample(range(len(graph.source)), rng.randint(0, len(graph.source)))), np.int64)
    drawn = nx.DiGraph()
    drawn.add_edges_from((int(graph.source[edge]), int(graph.target[edge])) for edge in ordered)
    expected = sorted(tuple(sorted(part)) for part in nx.strongly_connected_components(drawn) if len(part) > 1)
    found = [circle for circle in ordered_circles(graph.faults, ordered) if len(circle.nodes) > 1]
    assert sorted(circle.nodes for circle in found) == expected


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_the_time_to_impact_is_the_hour_at_which_enough_is_down_or_idle(rng: Random) -> None:
    graph = random_graph(rng, rng.choice(WORLDS), most=8, density=2.4)
    reference = Reference(graph)
    pairs, expected = [], []
    for fault in range(len(graph)):
        hours = reference.standing.hours({("able", fault): 0.0})
        nodes = rng.sample(range(len(graph)), rng.randint(1, len(graph)))
        lost = rng.randint(1, len(nodes))
        when = sorted(hours[reference.world.running(node)] for node in nodes)[lost - 1]
        if when < float("inf"):
            pairs.append((fault, lost, nodes))
            expected.append(when)
    assert hours_to_impact(graph.faults, pairs) == expected


@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_pairs_of_several_targets_take_down_as_many_as_were_asked_for(rng: Random) -> None:
    graph = random_graph(rng, rng.choice(WORLDS), most=7, density=2.7)
    faults, reference = FaultGraph.of(graph), Reference(graph)
    nodes = sorted(rng.sample(range(len(graph)), 2))
    lost = rng.randint(1, 2)
    wanted = [reference.world.running(node) for node in nodes]

    def enough(*failed: int) -> bool:
        down = reference.standing.down([("able", one) for one in failed])
        return sum(claim in down for claim in wanted) >= lost

    can_fail = np.flatnonzero(faults.reading.can_fail).tolist()
    expected = {
        (one, other)
        for one, other in combinations(can_fail, 2)
        if enough(one, other) and not enough(one) and not enough(other)
    }
    products = double_faults(faults, nodes, Harm.IDLE, lost=lost)
    found = [tuple(sorted((one, other))) for each in products for one in each.one for other in each.other]
    assert len(found) == len(set(found))
    assert set(found) == expected


@pytest.mark.parametrize("verb", ["runs on", "located in"])
def test_what_replicas_share_is_no_common_cause(verb: str) -> None:
    says = [Says(0, verb, 1, group=0), Says(0, verb, 2, group=0), Says(1, "calls", 3), Says(2, "calls", 3)]
    graph = graph_of(["service", "host", "host", "service"], says, [1])
    assert common_causes(graph.faults, np.ones(4, bool)) == []
