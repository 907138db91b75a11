"""What holds itself up and what does not: the reference, the declaration, the dominators and the engine agree."""

from __future__ import annotations

from random import Random

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.claims import World
from tests.reference.declared import standing
from tests.reference.faults import Standing
from tests.reference.graphs import DATA, PLAIN, Says, graph_of, random_graph

from opmap.graph.circular import Circle, circles_without_ground
from opmap.graph.engine.falling import Events, fall
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.faults import hidden_faults, single_faults

CHANCE = st.randoms(use_true_random=False)


@given(CHANCE)
@settings(max_examples=300, deadline=None)
def test_what_stands_is_what_a_choice_without_circles_holds_up(rng: Random) -> None:
    graph = random_graph(rng, rng.choice([PLAIN, DATA]), most=6, density=2.5)
    world = Standing(World(graph).claims)
    for node in range(len(graph)):
        declared = standing(world, {("able", node)})
        if declared is not None:
            assert set(world.claims) - world.down([("able", node)]) == declared


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_circles_make_it_worse_than_they_seem_and_never_better(rng: Random) -> None:
    graph = random_graph(rng, PLAIN, density=3)
    world = Standing(World(graph).claims)
    for node in range(len(graph)):
        assert world.least([("able", node)]) <= world.down([("able", node)])
    assert not world.down([])


@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_more_faults_never_help(rng: Random) -> None:
    graph = random_graph(rng, PLAIN, density=3)
    core = FaultGraph.of(graph).core
    one, other = rng.randrange(len(graph)), rng.randrange(len(graph))
    alone = fall(core, Events(np.array([one]), np.zeros(1)))
    both = fall(core, Events(np.unique([one, other]), np.zeros(len({one, other}))))
    itself = core.serves == np.arange(len(core))
    assert not (alone.down & ~both.down)[itself].any()


@given(CHANCE)
@settings(max_examples=300, deadline=None)
def test_of_alternatives_alone_the_single_faults_are_the_dominators(rng: Random) -> None:
    size = rng.randint(3, 12)
    ways = {(rng.randrange(size), node) for node in range(1, size) for _ in range(rng.choice([1, 2, 2, 3]))}
    flow = nx.DiGraph((one, node) for one, node in ways if one != node)
    flow.add_node(0)
    flow = flow.subgraph({0, *nx.descendants(flow, 0)})
    says = [Says(node, "calls", one, group=node) for one, node in flow.edges if node]
    graph = graph_of(["service"] * size, says, [1] * size)
    nearest = nx.immediate_dominators(flow, 0)
    found = single_faults(FaultGraph.of(graph), range(size))
    for node in flow:
        expected, here = set(), node
        while here != 0:
            here = nearest[here]
            expected.add(here)
        assert set(found[node].tolist()) == expected


def test_a_circle_of_fallbacks_hides_a_single_fault() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    says += [Says(1, "calls", 0, group=1), Says(1, "calls", 2, group=1)]
    faults = FaultGraph.of(graph_of(["service"] * 3, says, [1, 1]))
    assert {node: several.tolist() for node, several in hidden_faults(faults, [0, 1, 2]).items()} == {
        0: [2],
        1: [2],
        2: [],
    }
    assert circles_without_ground(faults) == []


def test_replicas_that_only_name_each_other_are_a_circle_without_ground() -> None:
    others = [(one, other) for one in range(3) for other in range(3) if one != other]
    says = [Says(one, "calls", other, group=one) for one, other in others] + [Says(3, "calls", 0)]
    faults = FaultGraph.of(graph_of(["service"] * 4, says, [1, 1, 1]))
    assert circles_without_ground(faults) == [Circle((0, 1, 2), (0, 1, 2, 3, 4, 5))]
    assert hidden_faults(faults, [0])[0].tolist() == []


def test_a_group_beside_an_ungrounded_one_still_owes_its_proof() -> None:
    # A: any of B, C, D. B: any of A, C. D: A and any of E, F. E, F and D only name each other.
    a, b, c, d, e, f = range(6)
    says = [Says(d, "depends on", a)]
    for group, (owner, members) in enumerate([(a, (b, c, d)), (b, (a, c)), (d, (e, f)), (e, (d, f)), (f, (d, e))]):
        says += [Says(owner, "calls", member, group=group) for member in members]
    faults = FaultGraph.of(graph_of(["service"] * 6, says, [1] * 5))
    assert hidden_faults(faults, [a])[a].tolist() == [c]
    assert [circle.nodes for circle in circles_without_ground(faults)] == [(d, e, f)]
