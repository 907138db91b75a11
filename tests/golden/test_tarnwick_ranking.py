"""The ranking of the sample organisation reads sensibly to someone who knows it."""

from __future__ import annotations

import json
from itertools import combinations
from math import log10, prod

import pytest
from tests.golden.test_tarnwick import TRUTH, number

from opmap import app
from opmap.analyses.availability import availability
from opmap.analyses.counting import outcomes
from opmap.analyses.ranking import Ranking, ranking
from opmap.cli.demonstrating import lay_out
from opmap.graph import Graph
from opmap.reports.formats import as_json
from opmap.reports.ranking import risks_page


@pytest.fixture(scope="module")
def graph(tmp_path_factory) -> Graph:
    folder = tmp_path_factory.mktemp("demo")
    app.scan([lay_out(folder)], store_path=folder / "opmap.db")
    return app.open_graph(folder / "opmap.db")


@pytest.fixture(scope="module")
def found(graph: Graph) -> Ranking:
    return ranking(graph)


@pytest.fixture(scope="module")
def places(graph: Graph, found: Ranking) -> dict[str, int]:
    place = {risk.node.id: at for at, risk in enumerate(found.risks, 1)}
    return {item["node"]["name"]: place[graph.ids[number(graph, item["node"])]] for item in TRUTH["ranking"]}


def test_all_of_the_true_ten_have_points(places: dict[str, int]) -> None:
    assert len(places) == 10


def test_the_riskiest_is_the_riskiest(places: dict[str, int]) -> None:
    assert places["Corvus (legacy policy system)"] == 1


def test_five_of_the_true_ten_are_among_the_first_ten_and_eight_among_the_first_twenty(places: dict[str, int]) -> None:
    assert sum(place <= 10 for place in places.values()) >= 5
    assert sum(place <= 20 for place in places.values()) >= 8


def test_who_differs_fourfold_in_truth_mostly_stands_in_that_order(places: dict[str, int]) -> None:
    told = [
        places[one["node"]["name"]] < places[other["node"]["name"]]
        for one, other in combinations(TRUTH["ranking"], 2)
        if one["points"] >= 4 * other["points"]
    ]
    assert len(told) > 10
    assert sum(told) / len(told) >= 0.6


def test_what_is_lower_than_it_seems_is_said_to_be_unsure(graph: Graph, found: Ranking) -> None:
    """Nobody wrote down how long a key or an IBAN check takes to replace: their likely ranks are wide."""
    iban = TRUTH["ranking"][2]["node"]
    (risk,) = [one for one in found.risks if one.node.id == graph.ids[number(graph, iban)]]
    assert risk.likely_from is not None
    assert risk.likely_from <= 5
    assert "nobody owns it" in risk.because


def test_every_explanation_adds_up_from_the_json(found: Ranking) -> None:
    answer = json.loads(as_json(risks_page(found)))
    for risk in answer["risks"]:
        assert sum(factor["points"] for factor in risk["factors"]) == pytest.approx(risk["points"])
        assert 10 * log10(prod(factor["amount"] for factor in risk["factors"])) == pytest.approx(risk["points"])


def test_a_look_alike_has_no_points_for_what_it_does_not_hurt(graph: Graph, found: Ranking) -> None:
    falls = {risk.node.id: risk.outcomes for risk in found.risks}
    for item in TRUTH["single_points"]["look_alikes"]:
        hurts = falls.get(graph.ids[number(graph, item["node"])], ())
        assert not set(item["of"]) & set(hurts)


def test_every_capability_is_available_for_most_of_the_time_and_not_always(graph: Graph) -> None:
    for one in outcomes(graph):
        if not one.stand_in:
            told = availability(graph, one.node)
            assert told.available is not None
            assert 0.9 < told.available < 1
            assert told.exact
            assert told.likely_low < told.hours_down < told.likely_high
