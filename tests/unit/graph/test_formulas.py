"""The formula of a target says in every scenario what the engine says, circles and all."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.graphs import WORLDS, Says, graph_of, random_graph
from tests.reference.told import Reference

from opmap.errors import TooManyCircles
from opmap.graph import formulas
from opmap.graph.formulas import Formula, formula_of

CHANCE = st.randoms(use_true_random=False)


def falls(formula: Formula, failed: set[int]) -> bool:
    fallen: list[bool] = []
    for gate in formula.gates:
        fallen.append(sum(one in failed if one >= 0 else fallen[~one] for one in gate.inputs) >= gate.least)
    top = formula.tops[0]
    return top in failed if top >= 0 else fallen[~top]


@given(CHANCE)
@settings(max_examples=150, deadline=None)
def test_a_formula_says_in_every_scenario_what_falls(rng: Random) -> None:
    graph = random_graph(rng, rng.choice(WORLDS), most=7, density=2.7)
    target = rng.randrange(len(graph))
    reference = Reference(graph)
    formula = formula_of(graph.faults, [([target], 1)])
    can_fail = graph.faults.reading.can_fail
    for _ in range(6):
        failed = {node for node in range(len(graph)) if can_fail[node] and rng.random() < 0.35}
        down = reference.standing.down([("able", node) for node in failed])
        assert falls(formula, failed) is (reference.world.running(target) in down)


@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_a_formula_is_without_circles_and_each_gate_has_inputs_apart(rng: Random) -> None:
    graph = random_graph(rng, rng.choice(WORLDS), most=9, density=2.7)
    every = [([node], 1) for node in range(len(graph))]
    formula = formula_of(graph.faults, [*every, (range(len(graph)), 2)])
    for number, gate in enumerate(formula.gates):
        assert len(set(gate.inputs)) == len(gate.inputs)
        assert all(one >= 0 or ~one < number for one in gate.inputs)


def test_what_would_grow_beyond_all_bounds_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(formulas, "_MOST_GATES", 3)
    says = [Says(node, "calls", other, group=node) for node in range(4) for other in (4, 5, 6) if node != other]
    graph = graph_of(["service"] * 7, [*says, Says(6, "calls", 0)], [1] * 4)
    with pytest.raises(TooManyCircles, match="opmap export --format open-psa --capability"):
        formula_of(graph.faults, [(range(4), 1)])
