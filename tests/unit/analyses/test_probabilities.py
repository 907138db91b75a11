"""A stated probability of being down is used wherever it matters how much of the time something is down."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import edge, graph_of, node

from opmap.analyses.assumptions import ASSUMED, FAILS, FOLLOWS, REPAIR, STATED, UNOWNED, assumptions, stated
from opmap.analyses.availability import availability
from opmap.analyses.doubting import doubt
from opmap.analyses.lasting import A_YEAR
from opmap.analyses.losses import appraise
from opmap.analyses.ranking import ranking
from opmap.analyses.repairing import repair_of
from opmap.analyses.supposing import Habits, supposed
from opmap.graph import Graph

STATABLE = {"probability", "incidents_per_year", "repair_hours"}


def pumping(**said: float | bool) -> Graph:
    return graph_of(
        edge("pump supports cooling", strength="hard"),
        nodes={"pump": node("pump", "host", **said)},
        cooling="capability",
    )


def habits(**said: float | bool) -> Habits:
    graph = pumping(**said)
    return supposed(graph, np.array([graph.number["pump"]]), np.array([True])).habits[0]


@given(
    st.floats(0, 1),
    st.fixed_dictionaries({}, optional={name: st.floats(0.01, 1e3) for name in STATABLE - {"probability"}}),
)
@settings(max_examples=200, deadline=None)
def test_it_is_down_with_the_stated_probability_whatever_else_is_stated(chance: float, said: dict[str, float]) -> None:
    graph = pumping(probability=chance, **said)
    found = availability(graph, graph.number["cooling"])
    assert 1 - found.available == pytest.approx(chance, rel=1e-9, abs=1e-5 if chance > 0.99 else 1e-15)
    assert found.stated == 1
    assert found.likely_low <= found.hours_down <= found.likely_high


def test_how_often_follows_from_the_probability_and_how_long_a_repair_takes() -> None:
    assumed = assumptions().of("host").hours
    weak = habits(probability=0.02)
    assert (weak.fails.basis, weak.repair.basis) == (FOLLOWS, ASSUMED)
    assert weak.repair.amount == assumed
    assert [one.name for one in weak.working] == [UNOWNED]
    hours = weak.fails.amount * weak.total(REPAIR).amount
    assert hours / (A_YEAR + hours) == pytest.approx(0.02)
    known = habits(probability=0.02, repair_hours=50.0)
    assert (known.fails.basis, known.repair.basis, known.working) == (FOLLOWS, STATED, ())
    assert known.fails.amount == pytest.approx(A_YEAR * 0.02 / 0.98 / 50)


def test_how_long_follows_where_only_how_often_is_stated_beside_it() -> None:
    found = habits(probability=0.02, incidents_per_year=4.0)
    assert (found.fails.basis, found.repair.basis) == (STATED, FOLLOWS)
    assert found.repair.amount == pytest.approx(A_YEAR * 0.02 / 0.98 / 4)
    graph = pumping(probability=0.02, incidents_per_year=4.0)
    repair = repair_of(graph, graph.number["pump"], assumptions(graph))
    assert (repair.hours, repair.assumed) == (pytest.approx(found.repair.amount), False)


@pytest.mark.parametrize("said", [-0.1, 1.5, True])
def test_what_is_no_probability_is_not_used(said: float) -> None:
    assert habits(probability=said) == habits()


def test_what_would_be_lost_in_a_year_is_the_stated_share_of_it_and_its_points_add_up() -> None:
    found = ranking(pumping(probability=0.005))
    (risk,) = found.risks
    assert risk.loss == pytest.approx(A_YEAR * 0.005 / 0.995)
    assert sum(one.points for one in risk.factors) == pytest.approx(risk.points)
    assert risk.factors[0].basis == FOLLOWS
    assert "it is down 0.5 % of the time, as stated" in risk.because


def test_what_has_no_chance_to_fail_has_no_points_and_is_named() -> None:
    found = ranking(pumping(probability=0.0))
    assert (found.risks, found.never_fails, found.never_felt) == ((), ("pump",), ())
    assert "pump" not in found.without_points


def test_another_repair_time_leaves_the_probability_as_it_is() -> None:
    given = appraise(pumping(probability=0.02)).supposed
    fails, repair = given.with_repair(0, 100.0)
    assert repair == 100.0
    assert fails * repair == pytest.approx(float(given.fails[0] * given.repair[0]))
    loose = appraise(pumping()).supposed
    assert loose.with_repair(0, 100.0) == (float(loose.fails[0]), 100.0)


def test_nobody_is_asked_how_often_it_fails_and_how_long_only_where_hours_matter() -> None:
    host = assumptions().of("host")
    down = 2 * host.per_year * host.hours / A_YEAR  # nobody owns either, so that a repair takes twice as long

    def asked(tolerated: float, **said: float) -> set[str]:
        nodes = {
            "pump": node("pump", "host", **said),
            "valve": node("valve", "host", incidents_per_year=host.per_year),
            "cooling": node("cooling", "capability", tolerance_hours=tolerated),
        }
        graph = graph_of("pump supports cooling", "valve supports cooling", nodes=nodes)
        return {one.fact for one in ranking(graph).learn if one.node.name == "pump"}

    assert asked(0.0) == {FAILS, REPAIR}
    assert asked(0.0, probability=down) == set()
    assert asked(host.hours, probability=down) == {REPAIR}


def test_drawn_ranks_doubt_a_stated_probability_less_than_what_is_assumed() -> None:
    """How often and how long are drawn bound to each other: the product errs as the probability does."""
    names = [f"h{number}" for number in range(12)]
    nodes = {name: node(name, "host", probability=0.01 * (1.2**place)) for place, name in enumerate(names)}
    caps = {f"c{name}": node(f"c{name}", "capability", value=1.0) for name in names}
    graph = graph_of(*(edge(f"{name} supports c{name}", strength="hard") for name in names), nodes={**nodes, **caps})
    found = doubt(appraise(graph))
    assert int((found.high - found.low).max()) <= 6


def test_how_many_are_stated_is_counted() -> None:
    assert stated(pumping(probability=0.5)).probability == 1
    assert stated(pumping()).probability == 0
