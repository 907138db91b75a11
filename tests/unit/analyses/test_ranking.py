"""The ranking: it adds up, it is monotone, and it never calls safe what nobody knows."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from math import log, log10, prod
from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.building import edge, estate_of, graph_of, node
from tests.rankable import organisation, rankable

from opmap.analyses.assumptions import assumptions
from opmap.analyses.lasting import A_YEAR
from opmap.analyses.losses import LEAST_FELT, appraise
from opmap.analyses.naming import name_of
from opmap.analyses.ranking import Ranking, ranking, value_by_node
from opmap.analyses.risks import Risk
from opmap.estate import Estate
from opmap.graph import Graph, from_estate
from opmap.reports.formats import as_json
from opmap.reports.ranking import risks_page, tenths


def risk_of(found: Ranking, name: str) -> Risk:
    (only,) = [risk for risk in found.risks if risk.node.id == name]
    return only


def loss_of(graph: Graph, name: str) -> float:
    found = appraise(graph)
    number = graph.number[name]
    return float(found.losses[found.rank[number] - 1]) if number in found.rank else 0.0


def shop(**more: object) -> Graph:
    said = {"tolerance_hours": 2, "value": 5} | {
        name: more.pop(name) for name in ("tolerance_hours", "value") if name in more
    }
    nodes = {"sales": node("sales", "capability", **said), "db": node("db", "datastore", **more)}
    return graph_of("web supports sales", "web calls cart", "cart stored in db", nodes=nodes)


# it adds up


@given(rankable())
def test_the_explanation_of_every_score_adds_up_from_the_json(estate: Estate) -> None:
    answer = json.loads(as_json(risks_page(ranking(from_estate(estate)))))
    for risk in answer["risks"]:
        assert risk["points"] == pytest.approx(sum(factor["points"] for factor in risk["factors"]))
        assert risk["loss"] == pytest.approx(prod(factor["amount"] for factor in risk["factors"]), rel=1e-6)
        for factor in risk["factors"]:
            assert factor["points"] == pytest.approx(10 * log10(factor["amount"]), abs=1e-9)
            assert factor["low"] <= factor["amount"] <= factor["high"]


@given(rankable())
def test_the_tenths_that_are_shown_add_up_to_the_tenth(estate: Estate) -> None:
    for risk in ranking(from_estate(estate)).risks:
        shown = tenths(risk.factors)
        assert round(sum(shown), 1) == round(risk.points, 1)
        assert all(abs(one - factor.points) <= 0.1 for one, factor in zip(shown, risk.factors, strict=True))


def test_the_formula_is_worked_out_by_hand() -> None:
    risk = risk_of(ranking(shop(repair_hours=8, incidents_per_year=3)), "db")
    assert risk.loss == pytest.approx(3 * 8 * 5 * np.exp(-2 / 8))
    assert [(factor.name, factor.amount) for factor in risk.factors[:3]] == [
        ("fails", 3.0),
        ("repair", 8.0),
        ("value that falls with it", 5.0),
    ]
    assert {factor.basis for factor in risk.factors} == {"stated", "computed"}


def test_factors_stand_in_their_order() -> None:
    nodes = {
        "sales": node("sales", "capability", value=5, tolerance_hours=1, environment="production"),
        "rate": node("rate", environment="staging", replicas=1),
    }
    risk = risk_of(ranking(graph_of("web supports sales", "web calls rate", nodes=nodes)), "rate")
    assert [factor.name for factor in risk.factors] == [
        *("fails", "lower environment", "single replica", "repair", "unowned"),
        *("value that falls with it", "share of it beyond buffers and tolerances"),
    ]


# no node is down for longer than a year has hours


def hours_of_outages(fails: float, repair: float) -> float:
    """Live through a thousand years: up until it fails, then down until it is repaired."""
    failures = clock = 0.0
    while clock < 1000 * A_YEAR and failures < 200_000:
        clock += A_YEAR / fails + repair
        failures += 1
    return failures * repair * A_YEAR / clock


@given(st.floats(0.01, 9000), st.floats(0.1, 20_000), st.floats(0, 48))
@example(8000, 720, 0)
def test_a_loss_is_what_living_through_the_years_would_bring(fails: float, repair: float, tolerated: float) -> None:
    graph = shop(repair_hours=repair, incidents_per_year=fails, tolerance_hours=tolerated)
    felt = np.exp(-tolerated / repair)
    whole = hours_of_outages(fails, repair) * 5 * felt if felt >= LEAST_FELT else 0.0  # what is less is never felt
    assert loss_of(graph, "db") == pytest.approx(whole, rel=0.0101)
    assert loss_of(graph, "db") <= A_YEAR * 5


def test_what_is_nearly_always_down_ranks_below_what_matters_more() -> None:
    nodes = {
        "small": node("small", "capability", value=1),
        "big": node("big", "capability", value=100),
        "x": node("x", incidents_per_year=8000, repair_hours=720),
        "y": node("y", incidents_per_year=365, repair_hours=20),
    }
    found = ranking(graph_of("x supports small", "y supports big", nodes=nodes))
    assert [risk.node.id for risk in found.risks] == ["y", "x"]
    names = [factor.name for factor in found.risks[1].factors]
    assert names[names.index("value that falls with it") - 1] == "share of the year that is left to fail in"


def test_what_is_seldom_down_has_the_whole_year_to_fail_in() -> None:
    risk = risk_of(ranking(shop(repair_hours=8, incidents_per_year=10)), "db")
    assert "share of the year that is left to fail in" not in [factor.name for factor in risk.factors]


@given(st.floats(0.5, 2), st.floats(1, 1.001))
def test_nothing_jumps_where_the_year_begins_to_fill(near: float, more: float) -> None:
    one = loss_of(shop(repair_hours=8.766, incidents_per_year=10 * near), "db")
    other = loss_of(shop(repair_hours=8.766, incidents_per_year=10 * near * more), "db")
    assert one * (1 - 1e-9) <= other <= one * more * (1 + 1e-9)


# each weak control acts once


def test_a_weak_control_acts_once_and_not_on_what_is_stated() -> None:
    owned = graph_of("web calls db", "db owned by ops", db="datastore", ops="team")
    alone = graph_of("web calls db", "db owned by ann", db="datastore", ann="person")
    nobody = graph_of("web calls db", db="datastore")
    table = assumptions().weaknesses
    assert loss_of(alone, "db") == pytest.approx(loss_of(owned, "db") * table["one person"].factor)
    assert loss_of(nobody, "db") == pytest.approx(loss_of(owned, "db") * table["unowned"].factor)
    stated = {"db": node("db", "datastore", repair_hours=4)}
    risk = risk_of(ranking(graph_of("web calls db", nodes=stated)), "db")
    assert risk.loss == pytest.approx(loss_of(owned, "db"))
    assert risk.hygiene == ("unowned",)


def test_what_hurts_only_its_own_lower_environment_is_not_weak_for_that() -> None:
    lab = {name: node(name, environment="test") for name in ("lab", "rate")}
    assert "lower environment" not in risk_of(ranking(graph_of("lab calls rate", nodes=lab)), "rate").hygiene


# it is monotone


@given(st.floats(0.01, 1000), st.floats(1, 50), st.sampled_from(["repair_hours", "incidents_per_year", "value"]))
def test_more_often_longer_and_more_valuable_is_worse(amount: float, times: float, what: str) -> None:
    assert loss_of(shop(**{what: amount * times}), "db") >= loss_of(shop(**{what: amount}), "db") * (1 - 1e-9)


@given(rankable(), st.integers(0, 10_000))
def test_another_hard_dependant_that_counts_makes_nothing_better(estate: Estate, seed: int) -> None:
    graph = from_estate(estate)
    found = appraise(graph)
    if not len(found.numbers):
        return
    needed = graph.ids[Random(seed).choice(found.numbers.tolist())]
    new = (node("zz new", "service", environment="production"), node("zz use", "capability", value=1))
    more = (edge(f"zz new depends on {needed}", strength="hard"), edge("zz new supports zz use", strength="hard"))
    nodes = tuple(sorted((*estate.nodes, *new), key=lambda one: one.id))
    edges = tuple(sorted((*estate.edges, *more), key=lambda one: one.id))
    after = from_estate(replace(estate, nodes=nodes, edges=edges))
    assert loss_of(after, needed) >= loss_of(graph, needed) * (1 - 1e-6)


@given(rankable(), st.sampled_from(sorted(assumptions().weaknesses)), st.floats(1, 20))
def test_a_weaker_control_makes_nothing_better(estate: Estate, name: str, times: float) -> None:
    graph = from_estate(estate)
    weaker = replace(graph, overrides={"weakness": {name: assumptions().weaknesses[name].factor * times}})
    before, after = appraise(graph), appraise(weaker)
    for number, place in before.rank.items():
        assert after.losses[after.rank[number] - 1] >= before.losses[place - 1] * (1 - 1e-6)


# what is not known


@given(rankable())
def test_every_node_is_ranked_or_without_points_or_not_judged_or_has_no_fault(estate: Estate) -> None:
    graph = from_estate(estate)
    found = ranking(graph)
    ranked = {risk.node.id for risk in found.risks}
    unjudged = {one.id for one in found.not_judged}
    pointless, unfelt = set(found.without_points), set(found.never_felt)
    assert len(ranked | unjudged | pointless | unfelt) == len(ranked) + len(unjudged) + len(pointless) + len(unfelt)
    rest = set(graph.ids) - ranked - unjudged - pointless - unfelt
    assert all(assumptions().of(graph.kind_of(graph.number[one])).per_year == 0 for one in rest)


def test_what_is_repaired_long_before_it_is_felt_has_no_points_and_that_is_said() -> None:
    graph = shop(repair_hours=1, tolerance_hours=300 * 24)
    found = ranking(graph)
    assert "db" in found.never_felt
    assert "db" not in {risk.node.id for risk in found.risks} | set(found.without_points)
    assert value_by_node(graph)[graph.number["db"]] == 5
    asked = name_of(graph, graph.number["db"])
    assert "for it is never felt" in risks_page(found, only=[], asked=asked).headline


@given(st.floats(0.1, 1000), st.floats(0, 10_000))
def test_points_have_a_floor(repair: float, tolerated: float) -> None:
    found = ranking(shop(repair_hours=repair, incidents_per_year=1, tolerance_hours=tolerated))
    assert ("db" in found.never_felt) == (tolerated / repair > -log(1e-6))
    for risk in found.risks:
        if risk.node.id == "db":
            assert risk.factors[-1].amount >= 1e-6


def test_what_is_never_felt_of_one_outcome_is_ranked_by_the_other() -> None:
    nodes = {
        "slow": node("slow", "capability", value=8, tolerance_hours=7200),
        "fast": node("fast", "capability", value=2),
        "db": node("db", repair_hours=1),
    }
    risk = risk_of(ranking(graph_of("db supports slow", "db supports fast", nodes=nodes)), "db")
    assert risk.factors[-1].amount == pytest.approx(0.2)


def test_declaring_one_capability_removes_nothing_else() -> None:
    before = ranking(graph_of("web calls cart", "shop calls rate"))
    after = ranking(graph_of("web calls cart", "shop calls rate", "web supports sales", sales="capability"))
    assert {risk.node.id for risk in before.risks} == {risk.node.id for risk in after.risks}


def test_what_only_seems_to_have_an_alternative_is_told_from_what_is_stated() -> None:
    presumed = ranking(graph_of("web supports sales", "web calls db", sales="capability", db="datastore"))
    sure = edge("web calls db", strength="hard"), edge("web supports sales", strength="hard")
    stated = ranking(from_estate(estate_of(*sure, sales="capability", db="datastore")))
    assert (risk_of(presumed, "db").rests_on, risk_of(stated, "db").rests_on) == ("presumed", "stated")


# how sure a rank is


@given(rankable())
def test_ties_ranks_and_likely_ranks_agree_with_the_order(estate: Estate) -> None:
    risks = ranking(from_estate(estate)).risks
    for place, risk in enumerate(risks, 1):
        assert risk.rank_from <= place <= risk.rank_to
        assert risk.likely_from is not None
        assert 1 <= risk.likely_from <= risk.likely_to <= len(risks)
    for one, other in pairwise(risks):
        assert (round(one.points) == round(other.points)) == (one.rank_from == other.rank_from)
        assert one.loss >= other.loss * (1 - 1e-6)


@given(rankable())
def test_the_first_layer_holds_what_nothing_exceeds_in_every_way(estate: Estate) -> None:
    found = appraise(from_estate(estate))
    layer = [risk.layer for risk in ranking(from_estate(estate)).risks]
    rows = np.stack([found.supposed.fails, found.supposed.repair, found.felt], axis=1).round(9)
    for place, row in enumerate(rows):
        exceeding = [
            layer[other] for other, more in enumerate(rows) if (more >= row).all() and (more > row * (1 + 1e-6)).any()
        ]
        assert layer[place] == 1 + max(exceeding, default=0)


def test_the_same_graph_is_always_ranked_the_same() -> None:
    graph = graph_of("web calls cart", "shop calls rate", "cart calls rate")
    assert ranking(graph) == ranking(graph)


def test_a_number_that_is_stated_makes_a_rank_surer() -> None:
    def width(graph: Graph) -> int:
        risk = risk_of(ranking(graph), "n5")
        return (risk.likely_to or 0) - (risk.likely_from or 0)

    calls = [f"w{number} calls n{number}" for number in range(12)]
    known = {"n5": node("n5", repair_hours=2, incidents_per_year=2)}
    unknown = {"n5": node("n5")}
    assert width(graph_of(*calls, nodes=known)) < width(graph_of(*calls, nodes=unknown))


def test_the_organisations_that_are_drawn_can_be_ranked() -> None:
    sizes = [len(ranking(from_estate(organisation(seed))).risks) for seed in range(60)]
    assert sum(size > 3 for size in sizes) > 35
