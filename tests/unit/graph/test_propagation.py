"""Many scenarios at once equal the same scenarios one by one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.claims import World
from tests.reference.faults import Standing
from tests.reference.graphs import PLAIN, WORLDS, Says, graph_of, random_graph

from opmap.graph.engine.aspects import Aspects
from opmap.graph.engine.columns import Columns
from opmap.graph.engine.falling import Events, fall
from opmap.graph.engine.propagation import propagate
from opmap.graph.faultgraph import FaultGraph

CHANCE = st.randoms(use_true_random=False)


def table(aspects: Aspects, columns: Columns, **how: object) -> np.ndarray:
    """Say for each aspect and scenario whether it falls."""
    every = np.arange(len(aspects))
    parts = [outcome.falls(every) for outcome in propagate(aspects, columns, **how)]  # type: ignore[arg-type]
    return np.concatenate([*parts, np.zeros((len(aspects), 0), bool)], axis=1)


def one_by_one(aspects: Aspects, scenarios: list[set[int]], *, grounded: bool = True) -> np.ndarray:
    fallen = [
        fall(aspects, Events(np.array(sorted(some), int), np.zeros(len(some))), grounded=grounded).down
        for some in scenarios
    ]
    return np.array(fallen).reshape(len(scenarios), len(aspects)).T


def for_themselves(aspects: Aspects) -> np.ndarray:
    return np.flatnonzero(aspects.serves == np.arange(len(aspects)))


@pytest.mark.parametrize("grounded", [True, False])
@given(CHANCE)
@settings(max_examples=200, deadline=None)
def test_a_block_of_scenarios_equals_each_of_them(grounded: bool, rng: Random) -> None:  # noqa: FBT001 - a case
    aspects = FaultGraph.of(random_graph(rng, rng.choice(WORLDS), density=2.7)).core
    size = len(aspects)
    scenarios = [
        {rng.randrange(size) for _ in range(rng.choice([1, 1, 2, 3]))} for _ in range(rng.choice([1, 63, 130]))
    ]
    found = table(aspects, Columns.sets(scenarios), grounded=grounded, width=rng.choice([1, 2, 32]))
    expected = one_by_one(aspects, scenarios, grounded=grounded)
    chosen = for_themselves(aspects)
    assert (found[chosen] == expected[chosen]).all()


@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_single_faults_equal_the_reference(rng: Random) -> None:
    graph = random_graph(rng, PLAIN, density=3)
    world = Standing(World(graph).claims)
    size = len(graph)
    found = table(FaultGraph.of(graph).core, Columns.singles(range(size)))
    for fault in range(size):
        down = {node for _, node in world.down([("able", fault)])}
        assert set(np.flatnonzero(found[:size, fault]).tolist()) == down


@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_what_is_wanted_comes_out_the_same_alone(rng: Random) -> None:
    aspects = FaultGraph.of(random_graph(rng, rng.choice(WORLDS))).core
    wanted = np.array([rng.randrange(len(aspects))])
    columns = Columns.singles(range(len(aspects)))
    whole = table(aspects, columns)[wanted]
    alone = np.concatenate([part.falls(wanted) for part in propagate(aspects, columns, wanted=wanted)], axis=1)
    assert (whole == alone).all()


def test_pairs_sets_and_drawn_scenarios_say_the_same() -> None:
    aspects = FaultGraph.of(random_graph(Random(4), PLAIN, density=3)).core
    one, other = [0, 1, 2], [1, 2, 3]
    drawn = np.zeros((3, 4), bool)
    for scenario, pair in enumerate(zip(one, other, strict=True)):
        drawn[scenario, list(pair)] = True
    pairs = table(aspects, Columns.pairs(one, other))
    assert (pairs == table(aspects, Columns.sets(zip(one, other, strict=True)))).all()
    assert (pairs == table(aspects, Columns.drawn(drawn, np.arange(4)))).all()


def test_no_scenarios_give_no_blocks_and_an_empty_scenario_harms_nothing() -> None:
    aspects = FaultGraph.of(graph_of(["service"] * 2, [Says(0, "calls", 1)])).core
    assert list(propagate(aspects, Columns.singles([]))) == []
    assert not table(aspects, Columns.sets([[]])).any()


@pytest.mark.parametrize("need", [1, 2, 3, 7, 20, 39, 40])
def test_of_many_alternatives_so_many_suffice(need: int) -> None:
    says = [Says(0, "runs on", host, group=0) for host in range(1, 41)]
    aspects = FaultGraph.of(graph_of(["service", *["host"] * 40], says, [need])).core
    scenarios = [set(range(1, 1 + lost)) for lost in range(41)]
    assert table(aspects, Columns.sets(scenarios))[0].tolist() == [40 - lost < need for lost in range(41)]


def test_a_node_with_very_many_needs_falls_with_any_of_them() -> None:
    says = [Says(0, "calls", other) for other in range(1, 101)]
    aspects = FaultGraph.of(graph_of(["service"] * 101, says)).core
    assert table(aspects, Columns.singles(range(101)))[0].all()
