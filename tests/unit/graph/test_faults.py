"""Single faults, hidden ones, pairs and counts equal what trying everything gives."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.graphs import PLAIN, WORLDS, Says, graph_of, random_graph
from tests.reference.told import Reference

from opmap.graph.faultgraph import FaultGraph
from opmap.graph.faults import double_faults, hidden_faults, single_faults
from opmap.graph.harm import Harm
from opmap.graph.tallies import COUNTED, blast_sizes, tallies
from opmap.kinds import KINDS

CHANCE = st.randoms(use_true_random=False)
ALL_COUNTED = COUNTED[0] | COUNTED[1] | COUNTED[2] | COUNTED[3] | COUNTED[4]


class Tried:
    """A random graph, and every single fault tried."""

    def __init__(self, rng: Random, world: tuple = PLAIN, density: float = 2.7) -> None:
        self.graph = random_graph(rng, world, most=7, density=density)
        self.faults = FaultGraph.of(self.graph)
        self.reference = Reference(self.graph)
        self.nodes = range(len(self.graph))
        self.down = {node: self.reference.standing.down([("able", node)]) for node in self.nodes}
        self.can_fail = [node for node in self.nodes if KINDS[self.graph.kind_of(node)].fails]

    def taking(self, claim: tuple[str, int]) -> list[int]:
        return [node for node in self.can_fail if node != claim[1] and claim in self.down[node]]


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_the_single_faults_of_a_target_are_those_that_take_it_down(rng: Random) -> None:
    tried = Tried(rng, rng.choice(WORLDS))
    world = tried.reference.world
    found = {harm: single_faults(tried.faults, tried.nodes, harm) for harm in (Harm.DOWN, Harm.IDLE, Harm.STALE)}
    for node in tried.nodes:
        assert found[Harm.DOWN][node].tolist() == tried.taking(("able", node))
        assert found[Harm.IDLE][node].tolist() == tried.taking(world.running(node))
        stale = tried.taking(("renewed", node)) if node in world.reached else []
        assert found[Harm.STALE][node].tolist() == stale


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_hidden_faults_are_those_that_the_least_failure_does_not_show(rng: Random) -> None:
    tried = Tried(rng)
    shown = {node: tried.reference.standing.least([("able", node)]) for node in tried.nodes}
    hidden = hidden_faults(tried.faults, tried.nodes)
    for node in tried.nodes:
        expected = [fault for fault in tried.taking(("able", node)) if ("able", node) not in shown[fault]]
        assert hidden[node].tolist() == expected


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_double_faults_are_all_pairs_that_no_single_fault_explains(rng: Random) -> None:
    tried = Tried(rng, rng.choice(WORLDS))
    target = rng.choice(tried.nodes)
    claim = ("able", target)
    found = [
        tuple(sorted((one, other)))
        for product in double_faults(tried.faults, target)
        for one in product.one.tolist()
        for other in product.other.tolist()
    ]
    expected = {
        (one, other)
        for one, other in combinations([node for node in tried.can_fail if node != target], 2)
        if claim not in tried.down[one] | tried.down[other]
        and claim in tried.reference.standing.down([("able", one), ("able", other)])
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_what_is_counted_for_all_faults_is_what_each_does(rng: Random) -> None:
    tried = Tried(rng, rng.choice(WORLDS), density=2.2)
    told = {node: tried.reference.outage([node]) for node in tried.nodes}
    for harm, counts in tallies(tried.faults, ALL_COUNTED).items():
        each = [sum(harm in told[fault][node] for node in tried.nodes if node != fault) for fault in tried.nodes]
        assert counts.tolist() == each, harm
    assert blast_sizes(tried.faults).tolist() == tallies(tried.faults, Harm.DOWN)[Harm.DOWN].tolist()


def test_pairs_come_as_products_largest_first() -> None:
    # The target needs one of two services, which rest on two hosts and on one.
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    says += [Says(1, "runs on", 3), Says(1, "runs on", 4), Says(2, "runs on", 5)]
    says += [Says(0, "reads", 6, group=1), Says(0, "reads", 7, group=1)]
    kinds = ["service", "service", "service", "host", "host", "host", "datastore", "datastore"]
    found = double_faults(FaultGraph.of(graph_of(kinds, says, [1, 1])), 0)
    assert [(one.one.tolist(), one.other.tolist(), len(one)) for one in found] == [
        ([1, 3, 4], [2, 5], 6),
        ([6], [7], 1),
    ]


def test_what_has_no_fault_of_its_own_is_no_fault() -> None:
    graph = graph_of(["service", "API", "service"], [Says(0, "calls", 1), Says(2, "exposes", 1)])
    assert single_faults(FaultGraph.of(graph), [0])[0].tolist() == [2]


@pytest.mark.parametrize("size", [1, 64, 65, 2049, 5000])
def test_a_chain_of_any_length_is_counted_right(size: int) -> None:
    graph = graph_of(["service"] * size, [Says(node, "calls", node + 1) for node in range(size - 1)])
    assert blast_sizes(FaultGraph.of(graph)).tolist() == list(range(size))
