from __future__ import annotations

from random import Random

import numpy as np
import pytest
from tests.reference.chances import aged, enumerated, tabulated
from tests.reference.claims import World
from tests.reference.faults import Standing
from tests.reference.graphs import WORLDS, Says, graph_of, random_graph
from tests.scram.models import model

from opmap.graph import Graph
from opmap.graph.chances import chance_of
from opmap.graph.engine.diagrams import Overgrown

PORTIONS = 20
OF_EACH = 100


def drawn(rng: Random, size: int) -> np.ndarray:
    return np.array([rng.choice([0.001, 0.01, 0.1, 0.3, 0.5, 0.9]) for _ in range(size)])


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_chance_and_importance_are_those_of_all_sets_of_up_to_sixteen_faults(portion: int) -> None:
    for seed in range(portion * OF_EACH, (portion + 1) * OF_EACH):
        rng = Random(seed)
        graph = random_graph(rng, WORLDS[seed % len(WORLDS)], most=16 if seed % 10 == 0 else 9, density=2.5)
        chances = drawn(rng, len(graph))
        for target in rng.sample(range(len(graph)), 2):
            aspect = int(graph.faults.running[target])
            found = chance_of(graph.faults, aspect, chances)
            down, birnbaum = tabulated(graph.faults, aspect, found.nodes, chances)
            assert found.exact
            assert (found.down, found.low, found.high) == pytest.approx((down,) * 3, abs=1e-12)
            assert found.birnbaum == pytest.approx(birnbaum, abs=1e-11)


@pytest.mark.parametrize("seed", range(200))
def test_chance_and_importance_are_those_of_the_slow_reference(seed: int) -> None:
    rng = Random(seed)
    graph = random_graph(rng, WORLDS[seed % len(WORLDS)], most=6)
    chances = drawn(rng, len(graph))
    target = rng.randrange(len(graph))
    world = World(graph)
    found = chance_of(graph.faults, int(graph.faults.running[target]), chances)
    down, birnbaum = enumerated(Standing(world.claims), world.running(target), found.nodes.tolist(), chances.tolist())
    assert found.down == pytest.approx(down, abs=1e-12)
    assert found.birnbaum == pytest.approx(birnbaum, abs=1e-11)


def on_hosts(rng: Random) -> Graph:
    """Draw something on a few hosts, and these on sites: at once, or after a while."""
    says = [Says(0, "runs on", host, group=0) for host in (1, 2, 3)]
    sites = [(host, site) for host in (1, 2, 3) for site in (4, 5) if rng.random() < 0.6]
    says += [Says(host, "located in", site, hours=rng.choice([0, 5, 24])) for host, site in sites]
    return graph_of(["service", "host", "host", "host", "site", "site"], says, [rng.randint(1, 2)])


@pytest.mark.parametrize("seed", range(300))
def test_what_is_not_felt_yet_is_never_counted_too_little(seed: int) -> None:
    rng = Random(seed)
    graph = on_hosts(rng) if seed % 3 else random_graph(rng, WORLDS[seed % len(WORLDS)], most=5, density=2.5)
    target, world, chances = rng.randrange(len(graph)) if not seed % 3 else 0, World(graph), drawn(rng, len(graph))
    standing, aspect = Standing(world.claims), int(graph.faults.running[target])
    whole = chance_of(graph.faults, aspect, chances)
    shares = np.ones(len(graph))
    for node in whole.alone.tolist():
        if standing.hours({("able", node): 0.0})[world.running(target)] > 0:
            shares[node] = rng.choice([0.0, 0.2, 0.7])
    found = chance_of(graph.faults, aspect, chances, shares=shares)
    nodes = found.nodes.tolist()
    truth = aged(standing, world.running(target), nodes, chances[nodes].tolist(), shares[nodes].tolist())
    assert truth - 1e-12 <= found.down <= whole.down + 1e-12
    if not len(graph.group_need) and found.rest == 0:
        assert found.down == pytest.approx(truth, abs=1e-12)


def test_what_a_fault_takes_at_once_leaves_no_time_where_the_other_is_down() -> None:
    says = [Says(0, "runs on", 1, group=0), Says(0, "runs on", 2, group=0), Says(1, "located in", 3)]
    kinds, chances = ["service", "host", "host", "site"], np.array([0.0, 0.0, 0.3, 0.1])
    plain = chance_of(graph_of(kinds, says, [1]).faults, 0, chances)
    graph = graph_of(kinds, [*says, Says(2, "located in", 3, hours=100)], [1])
    found = chance_of(graph.faults, 0, chances, shares=np.array([1, 1, 1, 0.0]))
    assert plain.down == pytest.approx(found.down) == pytest.approx(0.03)
    assert found.birnbaum[found.nodes == 2] == pytest.approx(0.1)


def test_the_graphs_that_are_drawn_have_loops_and_need_diagrams() -> None:
    graphs = [random_graph(Random(seed), WORLDS[seed % len(WORLDS)], most=9, density=2.5) for seed in range(1000)]
    assert sum(len(graph.faults.core.loops) > 0 for graph in graphs) > 20
    together = [
        chance_of(graph.faults, int(graph.faults.running[0]), np.full(len(graph), 0.1)).rest > 0 for graph in graphs
    ]
    assert sum(together) > 15


@pytest.mark.parametrize("seed", range(40))
def test_what_is_drawn_comes_with_an_interval_that_holds_the_truth(seed: int) -> None:
    graph = model(seed)
    chances = drawn(Random(seed), len(graph)) / 2
    exact = chance_of(graph.faults, 0, chances)
    estimated = chance_of(graph.faults, 0, chances, most=0)
    if estimated.exact:  # nothing is left to be drawn: no two faults are needed for anything
        assert estimated.down == exact.down
        return
    assert estimated.low <= estimated.down <= estimated.high
    width = max(estimated.high - estimated.low, 1e-12)
    assert abs(estimated.down - exact.down) <= width  # some of the forty lie outside the interval itself, by chance
    assert chance_of(graph.faults, 0, chances, most=0).down == estimated.down


def test_most_intervals_hold_the_truth() -> None:
    held = drawings = 0
    for seed in range(40):
        graph = model(seed)
        chances = drawn(Random(seed), len(graph)) / 2
        estimated = chance_of(graph.faults, 0, chances, most=0)
        if not estimated.exact and estimated.high > estimated.low:
            drawings += 1
            held += estimated.low - 1e-12 <= chance_of(graph.faults, 0, chances).down <= estimated.high + 1e-12
    assert drawings > 20
    assert held >= 0.85 * drawings


PAIR = graph_of(
    ["capability", "service", "service"],
    [Says(0, "depends on", 1, group=0), Says(0, "depends on", 2, group=0)],
    [1],
)
CHANCES = np.array([0.0, 0.1, 0.2])


def test_a_pair_falls_when_both_do() -> None:
    found = chance_of(PAIR.faults, 0, CHANCES)
    assert found.down == pytest.approx(0.02)
    assert found.birnbaum == pytest.approx([0.2, 0.1])


def test_a_common_cause_takes_a_share_of_the_least_chance() -> None:
    found = chance_of(PAIR.faults, 0, CHANCES, common_cause=0.5)
    assert found.down == pytest.approx(1 - (1 - 0.02) * (1 - 0.5 * 0.1))


def test_a_failover_that_fails_is_enough_with_either() -> None:
    found = chance_of(PAIR.faults, 0, CHANCES, failover=0.25)
    either = 1 - 0.9 * 0.8
    assert found.down == pytest.approx(0.02 + (either - 0.02) * 0.25)


def test_a_failover_needs_a_cause_though_the_alternatives_go_round_in_a_circle() -> None:
    circle = graph_of(
        ["capability", "service", "service", "service"],
        [
            Says(0, "depends on", 1),
            Says(1, "depends on", 2, group=0),
            Says(1, "depends on", 3, group=0),
            Says(2, "depends on", 1),
        ],
        [1],
    )
    chances = np.zeros(4)
    assert chance_of(circle.faults, 0, chances, failover=0.5).down == pytest.approx(0)


def test_virtual_faults_are_never_left_out_in_silence() -> None:
    with pytest.raises(Overgrown):
        chance_of(PAIR.faults, 0, CHANCES, failover=0.1, most=0)


def test_what_has_failed_for_certain_is_no_mistake() -> None:
    assert chance_of(PAIR.faults, 0, np.array([0.0, 1.0, 0.2])).down == pytest.approx(0.2)
