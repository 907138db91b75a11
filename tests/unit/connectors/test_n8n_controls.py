"""Which controls an n8n workflow shows, and which it could show and lacks; what n8n does not honour is none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.workflows import entities, line, node, read, workflow
from tests.workflows import steps as workflow_steps

from opmap_connectors._shared.model_versions import is_pinned

CHAIN = "@n8n/n8n-nodes-langchain."


def standing(*nodes: dict[str, Any], name: str, **more: Any) -> str:
    """Say how a workflow stands to a control: shown, lacking, or nothing where it cannot show it."""
    (found,) = [
        each
        for each in entities(read(workflow(*nodes, **more)))
        if each.kind in {"workflow", "agent"} and not each.mentioned
    ]
    rows: Any = dict(found.attributes)["controls"]
    return next((row[1] for row in rows if row[0] == name), "")


def asking(*more: dict[str, Any], model: str = "gpt-4.1", **agent: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Make an agent with its model, and what follows."""
    nodes = [
        node("Clock", "scheduleTrigger"),
        node("Agent", f"{CHAIN}agent", agent),
        *more,
        node("Model", f"{CHAIN}lmChatOpenAi", {"model": {"value": model, "mode": "list"}}),
    ]
    links = line("Clock", "Agent", *(each["name"] for each in more))
    links["Model"] = {"ai_languageModel": [[{"node": "Agent", "type": "ai_languageModel", "index": 0}]]}
    return nodes, links


def test_a_workflow_without_a_model_says_nothing_of_models() -> None:
    for name in ("fallback", "pinned model", "confidence threshold", "model monitoring"):
        assert standing(node("Clock", "scheduleTrigger"), name=name) == ""


@pytest.mark.parametrize(
    ("settings", "is_kept"),
    [
        ({}, ""),
        ({"saveDataSuccessExecution": "all"}, "shown"),
        ({"saveDataSuccessExecution": "none"}, "lacking"),
        ({"saveDataSuccessExecution": "all", "saveDataErrorExecution": "none"}, "lacking"),
    ],
)
def test_runs_are_kept_where_the_workflow_says_so(settings: dict[str, str], is_kept: str) -> None:
    assert standing(node("Clock", "scheduleTrigger"), name="audit log", settings=settings) == is_kept


@pytest.mark.parametrize(
    ("model", "is_shown"), [("gpt-4.1", "lacking"), ("gpt-4.1-2025-04-14", "shown"), ("={{ $vars.MODEL }}", "")]
)
def test_a_model_is_pinned_by_its_version_and_a_name_of_the_run_shows_nothing(model: str, is_shown: str) -> None:
    nodes, links = asking(model=model)
    assert standing(*nodes, name="pinned model", connections=links) == is_shown


@pytest.mark.parametrize(
    "name",
    [
        "claude-3-5-sonnet-20241022",
        "gpt-4-0613",
        "gemini-1.5-pro-001",
        "anthropic.claude-v2:1",
        "llama3:8b",
        "mistral-large-2411",
    ],
)
def test_a_version_that_stays_is_known(name: str) -> None:
    assert is_pinned(name)


@pytest.mark.parametrize(
    "name", ["gpt-4.1-mini", "claude-sonnet-4-5", "gpt-4o-latest", "llama3:latest", "gemini-2.0-flash"]
)
def test_a_name_that_moves_is_none(name: str) -> None:
    assert not is_pinned(name)


@pytest.mark.parametrize(("field", "is_shown"), [("confidence", "shown"), ("total", "lacking")])
def test_a_branch_on_how_sure_it_is_is_a_threshold(field: str, is_shown: str) -> None:
    rule = {
        "leftValue": f"={{{{ $json.{field} }}}}",
        "rightValue": 0.8,
        "operator": {"type": "number", "operation": "gte"},
    }
    nodes, links = asking(node("Sure?", "if", {"conditions": {"conditions": [rule]}}), node("Tell", "slack"))
    assert standing(*nodes, name="confidence threshold", connections=links) == is_shown


def test_a_second_model_is_a_fallback_only_where_the_agent_is_to_use_it() -> None:
    for wanted, is_shown in ((True, "shown"), (False, "lacking")):
        nodes, links = asking(needsFallback=wanted)
        nodes.append(
            node("Other", f"{CHAIN}lmChatAnthropic", {"model": {"value": "claude-sonnet-4-5", "mode": "list"}})
        )
        links["Other"] = {"ai_languageModel": [[{"node": "Agent", "type": "ai_languageModel", "index": 1}]]}
        assert standing(*nodes, name="fallback", connections=links) == is_shown


def test_an_approval_counts_where_something_waits_for_it() -> None:
    asked = node("Agreed?", "slack", {"operation": "sendAndWait", "resource": "message"})
    assert (
        standing(node("Clock", "scheduleTrigger"), asked, node("Pay", "httpRequest"), name="human approval") == "shown"
    )
    assert (
        standing(node("Clock", "scheduleTrigger"), node("Pay", "httpRequest"), asked, name="human approval")
        == "lacking"
    )


def test_a_page_of_a_form_and_a_tool_that_asks_are_no_approvals() -> None:
    page = node("Page 2", "form", {"operation": "page"})
    assert standing(node("Form", "formTrigger"), page, node("Pay", "httpRequest"), name="human approval") == "lacking"
    nodes, links = asking(node("Pay", "httpRequest"))
    nodes.append(node("Ask", "slackTool", {"operation": "sendAndWait", "resource": "message"}))
    links["Ask"] = {"ai_tool": [[{"node": "Agent", "type": "ai_tool", "index": 0}]]}
    assert standing(*nodes, name="human approval", connections=links) == "lacking"


def test_a_way_for_failures_whose_steps_are_switched_off_is_none() -> None:
    for disabled, is_shown in ((False, "shown"), (True, "lacking")):
        steps = [
            node("Clock", "scheduleTrigger"),
            node("Ask", "httpRequest", onError="continueErrorOutput"),
            node("Keep", "noOp"),
            node("Tell", "slack", {"resource": "message", "operation": "post"}, disabled=disabled),
        ]
        links = line("Clock", "Ask")
        links["Ask"] = {"main": [[{"node": each, "type": "main", "index": 0}] for each in ("Keep", "Tell")]}
        assert standing(*steps, name="error path", connections=links) == is_shown


def test_a_workflow_that_is_told_of_failures_may_call_somebody() -> None:
    failed, page = (
        node("Failed", "errorTrigger"),
        node("Page", "pagerDuty", {"resource": "incident", "operation": "create"}),
    )
    assert standing(failed, page, name="incident escalation") == "shown"
    assert standing(failed, node("Tell", "slack"), name="incident escalation") == "lacking"
    assert standing(node("Clock", "scheduleTrigger"), page, name="incident escalation") == ""


def test_data_for_trying_out_is_told_by_its_step_and_never_itself() -> None:
    readings = read(workflow(node("Ask", "httpRequest"), pinData={"Ask": [{"json": {"customer": "Ada"}}], "Old": []}))
    (found,) = entities(readings, "workflow")
    assert [row[0] for row in dict(found.attributes)["sample_data"]] == ["Ask"]  # type: ignore[index, union-attr]
    assert "Ada" not in repr(readings)


def test_a_way_for_failures_on_which_nothing_is_done_is_none() -> None:
    for kind, found in (("noOp", "lacking"), ("set", "lacking"), ("stopAndError", "lacking"), ("slack", "shown")):
        steps = [node("Clock", "scheduleTrigger"), node("Ask", "httpRequest", onError="continueErrorOutput")]
        steps += [node("Keep", "httpRequest"), node("Late", kind)]
        links = line("Clock", "Ask")
        links["Ask"] = {"main": [[{"node": each, "type": "main", "index": 0}] for each in ("Keep", "Late")]}
        assert standing(*steps, name="error path", connections=links) == found


@pytest.mark.parametrize(("stated", "tries"), [(0, 3), (1, 2), (3, 3), (50, 5)])
def test_a_step_is_tried_as_often_as_n8n_really_does(stated: int, tries: int) -> None:
    found = read(workflow(node("Clock", "scheduleTrigger"), node("Ask", "slack", retryOnFail=True, maxTries=stated)))
    assert [f"tried {tries} times" in words for _, _, words, _ in workflow_steps(found)] == [False, True]


def test_a_branch_on_how_sure_it_is_whose_ways_are_one_is_no_threshold() -> None:
    rule = {"leftValue": "={{ $json.confidence }}", "rightValue": 0.8, "operator": {"operation": "gte"}}
    nodes, links = asking(node("Sure?", "if", {"conditions": {"conditions": [rule]}}), node("Tell", "slack"))
    for output, found in (("Tell", "lacking"), ("Ask", "shown")):
        links["Sure?"] = {"main": [[{"node": each, "type": "main", "index": 0}] for each in ("Tell", output)]}
        held = [*nodes, node("Ask", "telegram")]
        assert standing(*held, name="confidence threshold", connections=links) == found


@pytest.mark.parametrize(("limit", "found"), [(0.7, "shown"), (0, "lacking")])
def test_a_threshold_is_above_nought_and_stands_before_what_is_changed(limit: float, found: str) -> None:
    rule = {"leftValue": "={{ $json.confidence }}", "rightValue": limit, "operator": {"operation": "gt"}}
    sure = node("Sure?", "if", {"conditions": {"conditions": [rule]}})
    write = node("Write", "postgres", {"operation": "update"})
    for order in ((sure, write), (write, sure, node("Log", "telegram"))):
        nodes, links = asking(*order)
        expected = found if order[0] is sure else "lacking"
        assert standing(*nodes, name="confidence threshold", connections=links) == expected


def test_the_same_model_with_the_same_key_is_no_fallback_for_itself() -> None:
    for model, found in (("gpt-4.1", "lacking"), ("gpt-4.1-mini", "shown")):
        nodes, links = asking(needsFallback=True)
        nodes.append(node("Other", f"{CHAIN}lmChatOpenAi", {"model": {"value": model, "mode": "list"}}))
        links["Other"] = {"ai_languageModel": [[{"node": "Agent", "type": "ai_languageModel", "index": 1}]]}
        assert standing(*nodes, name="fallback", connections=links) == found


def test_a_workflow_with_an_error_trigger_of_its_own_is_told_of_its_own_failures() -> None:
    nodes = [node("Clock", "scheduleTrigger"), node("Broken", "errorTrigger"), node("Tell", "telegram")]
    links = line("Clock", "Tell")
    assert standing(*nodes, name="error path", connections=links) == "lacking"
    assert standing(*nodes, name="error path", connections={**links, **line("Broken", "Tell")}) == "shown"
    assert standing(*nodes[1:], name="error path", connections=line("Broken", "Tell")) == "lacking"
