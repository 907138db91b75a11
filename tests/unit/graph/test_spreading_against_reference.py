"""What a scenario does to each node equals what the vocabulary says word for word, on thousands of random graphs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.graphs import WORLDS, random_graph
from tests.reference.told import Reference, Told

from opmap.graph import Graph
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.spreading import Spread, spread
from opmap.kinds import Travel

EACH_WORLD = pytest.mark.parametrize("world", WORLDS, ids=["plain", "data", "people", "all"])
CHANCE = st.randoms(use_true_random=False)


def some_nodes(rng: Random, graph: Graph) -> list[int]:
    return [rng.randrange(len(graph)) for _ in range(rng.choice([1, 1, 2]))]


def as_told(found: Spread) -> list[tuple[int, float]]:
    return list(zip(found.harm.tolist(), found.hours.tolist(), strict=True))


def as_found(told: Told) -> list[tuple[int, float]]:
    found = []
    for harms in told.values():
        together = Harm(0)
        for harm in harms:
            together |= harm
        found.append((int(together), harms[min(harms)] if harms else float("inf")))
    return found


@EACH_WORLD
@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_outages_and_absence_are_what_the_vocabulary_says(world: tuple, rng: Random) -> None:
    graph = random_graph(rng, world)
    nodes = some_nodes(rng, graph)
    travel = rng.choice([Travel.OUTAGE, Travel.ABSENCE])
    assert as_told(spread(FaultGraph.of(graph), nodes, travel)) == as_found(Reference(graph).outage(nodes))


@EACH_WORLD
@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_staleness_is_what_the_vocabulary_says(world: tuple, rng: Random) -> None:
    graph = random_graph(rng, world)
    nodes = some_nodes(rng, graph)
    found = spread(FaultGraph.of(graph), nodes, Travel.STALENESS)
    assert as_told(found) == as_found(Reference(graph).staleness(nodes))


@EACH_WORLD
@given(CHANCE)
@settings(max_examples=75, deadline=None)
def test_change_is_what_the_vocabulary_says(world: tuple, rng: Random) -> None:
    graph = random_graph(rng, world)
    nodes = some_nodes(rng, graph)
    found = spread(FaultGraph.of(graph), nodes, Travel.CHANGE)
    expected = Reference(graph).change(nodes)
    assert {node: Harm(harm) for node, harm in enumerate(found.harm.tolist()) if harm} == expected


@EACH_WORLD
@given(CHANCE)
@settings(max_examples=75, deadline=None)
def test_every_path_leads_from_a_node_to_a_fault(world: tuple, rng: Random) -> None:
    graph = random_graph(rng, world)
    nodes = some_nodes(rng, graph)
    found = spread(FaultGraph.of(graph), nodes, rng.choice(list(Travel)))
    for node in [node for node in range(len(graph)) if found.harm[node]]:
        path, here = found.path(node), node
        assert path[:1] == [edge for edge in [int(found.edge[node])] if edge >= 0]
        assert len(set(path)) == len(path)
        for edge in path:
            ends = {int(graph.source[edge]), int(graph.target[edge])}
            assert here in ends
            (here,) = ends - {here} or ends  # what owns itself
            assert found.harm[here]
        assert here in nodes


def test_a_long_row_of_random_graphs_agrees_hour_by_hour() -> None:
    rng = Random(20)
    for number in range(600):
        graph = random_graph(rng, WORLDS[number % 4], most=11, density=2.6)
        faults, reference = FaultGraph.of(graph), Reference(graph)
        for node in range(len(graph)):
            assert as_told(spread(faults, [node])) == as_found(reference.outage([node])), (number, node)
