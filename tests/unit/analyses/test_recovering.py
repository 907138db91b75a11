"""How soon things have to be back equals what trying every fault gives; each finding stands beside a look-alike."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import edge, graph_of, node

from opmap.analyses.recovering import Recovery, recovering
from opmap.graph import Graph
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
