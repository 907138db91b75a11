"""What redundancy hides in the sample organisation, what falls in pairs, what has to be back: as its truth says."""

from __future__ import annotations

from typing import Any

import pytest
from tests.golden.test_tarnwick import TRUTH, each, number

from opmap import app
from opmap.analyses.hiding import CIRCULAR, COLD, COMMON, UNGROUNDED, Hiding, hiding
from opmap.analyses.pairing import pairing
from opmap.analyses.recovering import Recovery, recovering
from opmap.cli.demonstrating import lay_out
from opmap.graph import Graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory) -> Graph:
    folder = tmp_path_factory.mktemp("demo")
    app.scan([lay_out(folder)], store_path=folder / "opmap.db")
    return app.open_graph(folder / "opmap.db")


@pytest.fixture(scope="module")
def hidden(graph: Graph) -> tuple[Hiding, ...]:
    return hiding(graph, cold=True)


@pytest.fixture(scope="module")
def recoveries(graph: Graph) -> dict[str, Recovery]:
    return {one.node.id: one for one in recovering(graph).recoveries}


def planted(graph: Graph) -> list[tuple[Any, ...]]:
    causes = TRUTH["hidden_common_cause"]["planted"]
    found = [(COMMON, one["cause"]["name"], one["at"], frozenset(one["alternatives"])) for one in causes]
    circles = TRUTH["circular_fallback"]["planted"]
    return found + [(CIRCULAR, one["hidden_single_point"], one["at"], frozenset(one["circle"])) for one in circles]


def test_all_that_redundancy_hides_is_found_and_nothing_else(graph: Graph, hidden: tuple[Hiding, ...]) -> None:
    found = [(one.finding, one.node.name, one.at.name, frozenset(each.name for each in one.among)) for one in hidden]
    assert sorted(found, key=str) == sorted(planted(graph), key=str)
    assert {one.finding for one in hidden}.isdisjoint({UNGROUNDED, COLD})


def test_a_hidden_finding_takes_down_what_the_truth_says(hidden: tuple[Hiding, ...]) -> None:
    (circular,) = [one for one in hidden if one.finding == CIRCULAR]
    assert [one.name for one in circular.takes_down] == TRUTH["circular_fallback"]["planted"][0]["of"]
    (common,) = [one for one in hidden if one.finding == COMMON]
    assert [one.name for one in common.takes_down] == ["Claims payment", "Large-loss settlement"]


def test_every_hidden_finding_is_proven_with_file_and_line(hidden: tuple[Hiding, ...]) -> None:
    for one in hidden:
        assert one.path
        assert all(step.evidence and step.evidence[0].line for step in one.path)


@each("recovery", "planted")
def test_a_recovery_slower_than_tolerated_is_found(
    graph: Graph, recoveries: dict[str, Recovery], item: dict[str, Any]
) -> None:
    found = recoveries[graph.ids[number(graph, item["node"])]]
    assert (found.slower, found.repair.assumed) == (True, False)
    assert (found.required_hours, found.repair.hours) == (pytest.approx(item["required"]), item["repair"])
    assert found.outcome.name == item["for"]


@each("recovery", "look_alikes")
def test_a_recovery_in_time_is_no_finding(graph: Graph, recoveries: dict[str, Recovery], item: dict[str, Any]) -> None:
    found = recoveries.get(graph.ids[number(graph, item["node"])])
    assert found is None or not found.slower


@each("criticality_inversion", "planted")
def test_what_is_thought_less_of_than_it_should_be_is_found(
    graph: Graph, recoveries: dict[str, Recovery], item: dict[str, Any]
) -> None:
    assert recoveries[graph.ids[number(graph, item["node"])]].inverted


@pytest.mark.parametrize("kind", ["look_alikes", "too_close_to_tell"])
def test_what_is_called_as_critical_as_it_is_is_no_inversion(
    graph: Graph, recoveries: dict[str, Recovery], kind: str
) -> None:
    for item in TRUTH["criticality_inversion"][kind]:
        found = recoveries.get(graph.ids[number(graph, item["node"])])
        assert found is None or not found.inverted, item["node"]["name"]


def pairs_of(graph: Graph, outcome: str) -> set[frozenset[str]]:
    found = pairing(graph, number(graph, {"name": outcome, "kind": "capability"}))
    assert sum(one.count for one in found.products) == found.pairs
    return {frozenset((one.name, other.name)) for each in found.products for one in each.one for other in each.other}


@pytest.mark.parametrize("item", TRUTH["pairs"]["planted"], ids=lambda item: f"{item['one']} and {item['other']}")
def test_a_planted_pair_is_found(graph: Graph, item: dict[str, Any]) -> None:
    assert frozenset((item["one"], item["other"])) in pairs_of(graph, item["of"])


@pytest.mark.parametrize("item", TRUTH["pairs"]["look_alikes"], ids=lambda item: f"{item['one']} and {item['other']}")
def test_a_look_alike_of_a_pair_is_none(graph: Graph, item: dict[str, Any]) -> None:
    assert frozenset((item["one"], item["other"])) not in pairs_of(graph, item["of"])
