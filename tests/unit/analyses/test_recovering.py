"""How soon things have to be back equals what trying every fault gives; each finding stands beside a look-alike."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import edge, graph_of, node
from tests.reference.organisations import random_estate
from tests.reference.recovery import back_within, called_less

from opmap.analyses.recovering import Recovery, recovering
from opmap.connecting.words import CRITICALITIES
from opmap.facts import attributes
from opmap.graph import Graph, from_estate
from opmap.graph.spreading import spread

HIT = 3  # down or idle


def needed(graph: Graph) -> dict[str, Recovery]:
    return {one.node.name: one for one in recovering(graph).recoveries}


@given(st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_what_is_required_is_the_least_over_all_that_falls(rng: Random) -> None:
    names = [f"s{number}" for number in range(8)]
    edges = {(one, other) for one in names for other in names if one != other and rng.random() < 0.2}
    said = [
        edge(f"{one} calls {other}", buffer=rng.choice([0.0, 0.0, 1.0, 6.0]), strength=rng.choice(["hard", "soft"]))
        for one, other in sorted(edges)
    ]
    outcomes = {
        f"c{number}": node(f"c{number}", "capability", tolerance_hours=rng.choice([None, 1.0, 4.0, 24.0]))
        for number in range(3)
    }
    said += [edge(f"{rng.choice(names)} supports {one}") for one in outcomes]
    graph = graph_of(*said, nodes=outcomes)
    tolerated = {graph.number[name]: dict(one.attributes).get("tolerance_hours") for name, one in outcomes.items()}
    expected = {}
    for fault in np.flatnonzero(graph.faults.reading.can_fail).tolist():
        found = spread(graph.faults, [fault])
        times = [found.hours[one] + hours for one, hours in tolerated.items() if hours and found.harm[one] & HIT]
        if times:
            expected[graph.names[fault]] = min(times)
    assert {name: one.required_hours for name, one in needed(graph).items()} == expected


def said_at_random(rng: Random) -> Graph:
    """Draw an organisation in which anything may say how long it may be down, and be called critical or not."""
    estate = random_estate(rng, most=7)
    nodes = []
    for one in estate.nodes:
        said = dict(one.attributes)
        said |= {"tolerance_hours": rng.choice([1.0, 4.0, 24.0])} if rng.random() < 0.4 else {}
        said |= {"criticality": rng.choice(CRITICALITIES)} if rng.random() < 0.5 else {}
        nodes.append(replace(one, attributes=attributes(said)))
    edges = [replace(one, buffer=rng.choice([0.0, 0.0, 2.0])) for one in estate.edges]
    return from_estate(replace(estate, nodes=tuple(nodes), edges=tuple(edges)))


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_whatever_may_be_down_for_so_long_binds_what_takes_it_down_and_itself(rng: Random) -> None:
    graph = said_at_random(rng)
    found = recovering(graph)
    told = {graph.number[one.node.id]: one for one in found.recoveries}
    expected = back_within(graph)
    assert {number: one.required_hours for number, one in told.items() if one.required_hours is not None} == expected
    falling = {number for number, one in told.items() if any("falls with it" in why for why in one.inverted)}
    assert falling == called_less(graph)
    assert (found.required, found.inverted) == (len(expected), sum(bool(one.inverted) for one in told.values()))


def test_a_service_with_an_objective_of_its_own_binds_what_it_leans_on_where_no_outcome_has_one() -> None:
    nodes = {
        "web": node("web", tolerance_hours=2.0),
        "cart": node("cart", repair_hours=5.0),
        "stock": node("stock", "datastore", repair_hours=30.0),
        "selling": node("selling", "capability"),
    }
    graph = shop(**nodes)
    found = recovering(graph)
    assert (found.tolerated, found.further, found.slower) == (0, 1, 2)
    told = needed(graph)
    assert {name: one.required_hours for name, one in told.items()} == {"web": 2.0, "cart": 2.0, "stock": 14.0}
    assert (told["web"].outcome.name, told["cart"].outcome.name) == ("web", "web")
    assert [step.verb for step in told["stock"].path] == ["calls", "reads"]


def test_of_one_outcome_what_it_leans_on_binds_too_and_nothing_else_does() -> None:
    nodes = {"web": node("web", tolerance_hours=2.0), "ads": node("ads", tolerance_hours=1.0)}
    graph = graph_of(
        *("web supports selling", "web calls cart", "other calls ads"),
        nodes={"selling": node("selling", "capability"), **nodes},
    )
    found = recovering(graph, graph.number["selling"])
    assert {one.node.name: one.required_hours for one in found.recoveries} == {"web": 2.0, "cart": 2.0}


def test_an_inversion_is_seen_where_nobody_said_how_long_anything_may_be_down() -> None:
    graph = graph_of(
        "web calls cart",
        nodes={"web": node("web", criticality="critical"), "cart": node("cart", criticality="low")},
    )
    found = recovering(graph)
    assert (found.required, found.inverted) == (0, 1)
    (one,) = found.recoveries
    assert (one.node.name, one.required_hours, one.outcome.name) == ("cart", None, "web")
    assert one.inverted == ("web, called critical, falls with it",)
    assert [step.verb for step in one.path] == ["calls"]


def shop(**nodes: object) -> Graph:
    return graph_of(
        "web supports selling",
        edge("web calls cart", strength="hard"),
        edge("web calls ads", strength="soft"),
        edge("web calls card-a", strength="hard", group=("cards", 1, 2)),
        edge("web calls card-b", strength="hard", group=("cards", 1, 2)),
        edge("cart reads stock", strength="hard", buffer=12.0),
        nodes={"selling": node("selling", "capability", tolerance_hours=4.0, criticality="high"), **nodes},
    )


def test_a_repair_that_takes_longer_than_is_tolerated_is_slow_unless_a_buffer_bridges_it() -> None:
    slow = {"cart": node("cart", repair_hours=5.0), "stock": node("stock", "datastore", repair_hours=15.0)}
    found = needed(shop(**slow))
    assert (found["cart"].slower, found["cart"].required_hours) == (True, 4.0)
    assert (found["stock"].slower, found["stock"].required_hours) == (False, 16.0)


def test_what_is_soft_or_one_of_two_is_not_required_back() -> None:
    late = {name: node(name, repair_hours=99.0, criticality="low") for name in ("ads", "card-a")}
    assert {"ads", "card-a"}.isdisjoint(needed(shop(**late)))


def test_what_is_called_less_critical_than_what_falls_with_it_is_inverted() -> None:
    found = needed(shop(cart=node("cart", criticality="medium"), web=node("web", criticality="high")))
    assert found["cart"].inverted == ("selling, called high, falls with it",)
    assert found["web"].inverted == ()


def test_what_may_itself_be_away_for_longer_than_it_is_required_back_is_inverted() -> None:
    found = needed(shop(cart=node("cart", tolerance_hours=8.0), web=node("web", tolerance_hours=2.0)))
    assert found["cart"].inverted == ("it may itself be away for 8 h",)
    assert found["web"].inverted == ()


def test_where_nobody_tolerates_anything_nothing_is_required() -> None:
    found = recovering(graph_of("web supports selling", selling="capability"))
    assert (found.tolerated, found.required, found.recoveries) == (0, 0, ())
