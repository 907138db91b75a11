"""Availability lies within its range whatever fails how often, and each of its numbers can be followed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import edge, graph_of, node
from tests.rankable import organisation
from tests.scram.models import model

from opmap.analyses.availability import Availability, availability
from opmap.analyses.counting import outcomes
from opmap.analyses.lasting import A_YEAR
from opmap.graph import Graph, from_estate
from opmap.graph.chances import chance_of
from opmap.kinds import State

RARE_TO_CONSTANT = st.sampled_from([1e-6, 0.1, 3.0, 40.0, 1e3, 1e6, 1e300])


def paying(**nodes: object) -> Graph:
    return graph_of(
        edge("web supports paying", strength="hard"),
        edge("web calls card-a", strength="hard", group=("cards", 1, 2)),
        edge("web calls card-b", strength="hard", group=("cards", 1, 2)),
        edge("web reads stock", strength="hard", buffer=8.0),
        nodes={"paying": node("paying", "capability"), **nodes},
    )


def of(graph: Graph, name: str) -> Availability:
    return availability(graph, graph.number[name])


@given(st.lists(RARE_TO_CONSTANT, min_size=4, max_size=4), st.lists(RARE_TO_CONSTANT, min_size=4, max_size=4))
@settings(max_examples=200, deadline=None)
def test_the_value_lies_within_its_range_however_often_things_fail(often: list[float], long: list[float]) -> None:
    names = ("web", "card-a", "card-b", "stock")
    said = zip(names, often, long, strict=True)
    stated = {name: node(name, incidents_per_year=fails, repair_hours=hours) for name, fails, hours in said}
    found = of(paying(**stated), "paying")
    assert 0 <= found.likely_low <= found.hours_down <= found.likely_high <= A_YEAR
    assert 0 <= found.low <= found.available <= found.high <= 1


@given(st.integers(0, 100_000))
@settings(max_examples=100, deadline=None)
def test_the_value_lies_within_its_range_in_any_organisation(seed: int) -> None:
    graph = from_estate(organisation(seed))
    for outcome in outcomes(graph):
        found = availability(graph, outcome.node)
        if found.hours_down is not None:
            assert found.likely_low <= found.hours_down <= found.likely_high


def test_a_thousand_things_that_fail_for_weeks_leave_nothing_and_a_range_that_says_so() -> None:
    names = [f"s{number}" for number in range(1000)]
    graph = graph_of(
        *(edge(f"{name} supports all", strength="hard") for name in names),
        nodes={
            "all": node("all", "capability"),
            **{name: node(name, incidents_per_year=10.0, repair_hours=300.0) for name in names},
        },
    )
    found = of(graph, "all")
    assert found.available == pytest.approx(0, abs=1e-12)
    assert found.likely_low <= found.hours_down <= found.likely_high
    assert found.likely_low > 0.99 * A_YEAR


def test_a_range_holds_nine_of_ten_drawings_of_a_number_that_one_thing_rests_on() -> None:
    said = {"one": node("one", incidents_per_year=2.0, repair_hours=4.0)}
    found = of(graph_of("one supports it", nodes=said), "one")
    spread = np.sqrt(2) * np.log(1.5) / 1.959964
    drawn = 8.0 * np.exp(spread * np.random.default_rng(1).standard_normal(100_000))
    low, high = np.quantile(drawn, (0.05, 0.95))
    assert found.hours_down == pytest.approx(A_YEAR * 8 / (A_YEAR + 8))
    assert found.likely_low == pytest.approx(low, rel=0.01)
    assert found.likely_high == pytest.approx(high, rel=0.01)


def test_hours_of_a_part_are_what_its_numbers_make() -> None:
    found = of(paying(stock=node("stock", "datastore", repair_hours=16.0)), "paying")
    for part in found.parts:
        product = part.fails.amount * part.repair.amount
        assert part.hours == pytest.approx(A_YEAR * product / (A_YEAR + product) * part.felt)
    stock = next(part for part in found.parts if part.node.name == "stock")
    assert stock.felt == pytest.approx(np.exp(-8 / 16))


def test_what_is_asked_to_be_explained_comes_with_the_way_to_it() -> None:
    graph = paying()
    found = availability(graph, graph.number["paying"], explained=2)
    assert [bool(part.path) for part in found.parts] == [True, True, False, False]
    assert all(part.path[0].verb == "supports" for part in found.parts[:2])


def test_what_of_it_could_not_be_judged_is_named() -> None:
    graph = paying(**{"card-a": node("card-a", state=State.MENTIONED), "card-b": node("card-b", state=State.DANGLING)})
    names = {one.name: one.unknown.partition(":")[0] for one in of(graph, "paying").not_judged}
    assert names["card-a"] == "only mentioned"
    assert names["card-b"] == "leads nowhere"
    assert "paying" not in names


@pytest.mark.parametrize("seed", range(30))
def test_other_chances_give_what_asking_with_them_gives(seed: int) -> None:
    graph = model(seed)
    dice = np.random.default_rng(seed)
    chances, others = dice.random(len(graph)) / 3, dice.random(len(graph)) / 3
    for most in (None, 0):
        found = chance_of(graph.faults, 0, chances, otherwise=(others,), most=most)
        assert found.otherwise == (chance_of(graph.faults, 0, others, most=most).down,)


def test_what_fails_for_certain_can_be_drawn_too() -> None:
    graph = model(3)
    found = chance_of(graph.faults, 0, np.ones(len(graph)), most=0)
    assert 0 <= found.low <= found.down <= found.high <= 1


def test_the_way_that_is_shown_is_the_one_whose_buffers_are_in_the_number() -> None:
    graph = graph_of(
        "web supports paying",
        edge("web reads stock", strength="hard", buffer=8.0),
        edge("web calls cart", strength="hard"),
        edge("cart calls stock", strength="hard"),
        edge("web calls rates", strength="hard", buffer=1.0),
        edge("web owned by ann", strength="hard"),
        nodes={"paying": node("paying", "capability"), "stock": node("stock", repair_hours=4)},
        ann="person",
    )
    parts = {part.node.id: part for part in availability(graph, graph.number["paying"], explained=9).parts}
    assert [step.verb for step in parts["stock"].path] == ["supports", "calls", "calls"]
    assert parts["stock"].felt == 1
    assert [step.buffer_hours for step in parts["rates"].path] == [0, 1]
    assert parts["rates"].felt < 1


def test_of_what_takes_it_down_only_with_others_the_way_leads_through_the_alternatives() -> None:
    graph = paying()
    parts = {part.node.id: part for part in availability(graph, graph.number["paying"], explained=9).parts}
    assert [(step.source.id, step.target.id) for step in parts["card-b"].path] == [("web", "paying"), ("web", "card-b")]


def test_it_is_said_what_is_counted_as_if_it_were_there() -> None:
    off = {"card-a": node("card-a", inactive=True), "card-b": node("card-b", inactive=True)}
    assert [(one.id, one.gone) for one in of(paying(**off), "paying").gone] == [
        ("card-a", "is switched off"),
        ("card-b", "is switched off"),
    ]
    del off["card-b"]
    found = of(paying(**off), "paying")
    assert (found.gone, [part.node.id for part in found.parts if not part.alone]) == ((), [])
