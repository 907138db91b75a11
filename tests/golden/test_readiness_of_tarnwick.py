"""Readiness of the sample organisation: as its truth says."""

from __future__ import annotations

from typing import Any

import pytest
from tests.golden.test_tarnwick import TRUTH, each, number

from opmap import app
from opmap.analyses.readying import Readying, Standing, readying
from opmap.analyses.readying.values import Extent
from opmap.cli.demonstrating import lay_out
from opmap.graph import Graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory) -> Graph:
    folder = tmp_path_factory.mktemp("demo")
    app.scan([lay_out(folder)], store_path=folder / "opmap.db")
    return app.open_graph(folder / "opmap.db")


@pytest.fixture(scope="module")
def found(graph: Graph) -> Readying:
    return readying(graph)


def test_all_that_was_planted_is_found_and_nothing_else(graph: Graph, found: Readying) -> None:
    planted = {(one["rule"], graph.ids[number(graph, one["node"])]) for one in TRUTH["readiness"]["planted"]}
    assert {(one.rule.value, one.node.id) for one in found.exceptions} == planted


@each("readiness", "look_alikes")
def test_a_look_alike_is_no_exception(graph: Graph, found: Readying, item: dict[str, Any]) -> None:
    looked_at = graph.ids[number(graph, item["node"])]
    assert (item["rule"], looked_at) not in {(one.rule.value, one.node.id) for one in found.exceptions}


def test_what_nearly_all_lack_is_a_practice_and_nothing_else_is(found: Readying) -> None:
    told = {one.control for one in found.practices}
    assert told >= set(TRUTH["readiness"]["practices"])
    assert told.isdisjoint(TRUTH["readiness"]["not_a_practice"])


def test_a_manifest_that_can_show_no_control_passes_none(found: Readying) -> None:
    rows = {row.node.name: row for row in found.matrix}
    for name in TRUTH["readiness"]["cannot_show"]:
        assert {one.standing for one in rows[name].controls} == {Standing.UNKNOWN}


def test_each_automation_with_a_model_is_asked_five_questions_and_no_other_is(found: Readying) -> None:
    asked = {row.node.name: len(row.answers) for row in found.matrix}
    assert asked["Customer answers agent"] == asked["Renewal letters"] == 5
    assert asked["CRM sync: Salesforce to warehouse"] == asked["Settlement approval"] == 0


def test_personal_data_that_reaches_a_prompt_through_another_workflow_is_seen(found: Readying) -> None:
    (row,) = [row for row in found.matrix if row.node.name == "Customer answers agent"]
    answer = row.answers[1]
    assert answer.known is Extent.ANSWERED
    assert "crm.crm_contacts (personal)" in answer.words
    assert answer.evidence[0].path.endswith("ticket-enrichment.json")
