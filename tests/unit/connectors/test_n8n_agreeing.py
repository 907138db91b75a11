"""Which steps of an n8n workflow run only after people agreed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.workflows import agreement, node, read, workflow

CHAIN = "@n8n/n8n-nodes-langchain."


def agreed(*nodes: dict[str, Any], **connections: Any) -> tuple[tuple[str, ...], str]:
    """Give the approved steps of a workflow, and how it stands to the control."""
    return agreement(read(workflow(node("Mail", "gmailTrigger"), *nodes, connections=connections)))


def to(*outputs: str | list[str], kind: str = "main") -> dict[str, Any]:
    """Lead the outputs of a step on, each to one step or several."""
    names = [[each] if isinstance(each, str) else each for each in outputs]
    return {kind: [[{"node": name, "type": kind, "index": 0} for name in each] for each in names]}


def ask(*, two: bool = False, limited: bool = False, **more: Any) -> dict[str, Any]:
    options = {"limitWaitTime": {"values": {"resumeAmount": 5, "resumeUnit": "hours"}}} if limited else {}
    buttons = {"values": {"approvalType": "double"}} if two else {}
    given = {"operation": "sendAndWait", "approvalOptions": buttons, "options": options}
    return node("Ask", "slack", given, **more)


def branch(left: str = "={{ $json.data.approved }}", right: Any = "", operation: str = "true") -> dict[str, Any]:
    rule = {"leftValue": left, "rightValue": right, "operator": {"type": "boolean", "operation": operation}}
    return node("Agreed?", "if", {"conditions": {"combinator": "and", "conditions": [rule]}})


PAY = node("Pay", "httpRequest", {"method": "POST", "url": "https://pay.example/x"})
TELL = node("Tell", "telegram")
IN_LINE = {"Mail": to("Ask"), "Ask": to("Pay")}
BRANCHED = {"Mail": to("Ask"), "Ask": to("Agreed?"), "Agreed?": to("Pay", "Tell")}


def test_an_approval_on_a_branch_of_its_own_approves_only_what_follows_it() -> None:
    assert agreed(ask(), TELL, PAY, Mail=to(["Ask", "Pay"]), Ask=to("Tell")) == (("Tell",), "shown")


def test_two_answers_without_a_branch_keep_nothing_back() -> None:
    assert agreed(ask(two=True), PAY, **IN_LINE) == ((), "lacking")
    assert agreed(ask(), PAY, **IN_LINE) == (("Pay",), "shown")


def test_a_wait_with_a_limit_goes_on_without_an_answer() -> None:
    assert agreed(ask(limited=True), PAY, **IN_LINE) == ((), "lacking")
    assert agreed(ask(limited=True), branch(), PAY, TELL, **BRANCHED) == (("Pay",), "shown")


@pytest.mark.parametrize(
    ("condition", "approved"),
    [
        (branch(), ("Pay",)),
        (branch(operation="false"), ("Tell",)),
        (branch("={{ $json.data.rejected }}"), ("Tell",)),
        (branch("={{ $('Ask').item.json.data.choice }}", "Reject", "equals"), ("Tell",)),
        (branch("={{ $('Ask').item.json.data.choice }}", "Ship it", "equals"), ("Pay",)),
        (branch("={{ $json.amount }}", 5, "gt"), ()),
        (branch("={{ !$json.data.approved }}"), ("Tell",)),
        (branch("={{ $json.data.choice === 'Reject' }}"), ("Tell",)),
        (branch("={{ $json.data.approved || $json.amount < 5 }}"), ()),
        (branch(operation="exists"), ()),
        (branch(operation="notEmpty"), ()),
        (branch("={{ $json.data.choice }}", "", "notEquals"), ()),
        (branch("={{ $('Mail').item.json.approved }}"), ()),
        (node("Agreed?", "if", {"conditions": {"combinator": "or", "conditions": [
            {"leftValue": "={{ $json.data.approved }}", "operator": {"operation": "true"}},
            {"leftValue": "={{ $json.data.amount }}", "operator": {"operation": "lt"}, "rightValue": 5}]}}), ()),
        (node("Agreed?", "if", {"combineOperation": "any", "conditions": {
            "boolean": [{"value1": "={{ $json.approved }}", "value2": True}],
            "number": [{"value1": "={{ $json.amount }}", "value2": 5}]}}), ()),
        (node("Agreed?", "if", {"conditions": {"boolean": [{"value1": "={{ $json.approved }}", "value2": True}]}}),
         ("Pay",)),
    ],
)  # fmt: skip
def test_a_branch_on_the_answer_keeps_back_what_an_agreement_leads_to(
    condition: dict[str, Any], approved: tuple[str, ...]
) -> None:
    assert agreed(ask(two=True), condition, PAY, TELL, **BRANCHED)[0] == approved


def test_a_branch_looks_at_an_answer_only_where_nothing_else_was_put_in_its_place() -> None:
    reshaped = node("Shape", "set", {"assignments": {"assignments": [{"value": "={{ $json.data.approved }}"}]}})
    mixed = node("Shape", "set", {"assignments": {"assignments": [{"value": "={{ $('Mail').item.json.approved }}"}]}})
    links = {**BRANCHED, "Ask": to("Shape"), "Shape": to("Agreed?")}
    for step, approved in ((reshaped, ("Pay",)), (mixed, ()), (node("Shape", "httpRequest"), ())):
        assert agreed(ask(two=True), step, branch("={{ $json.approved }}"), PAY, TELL, **links)[0] == approved


def test_what_people_write_is_an_answer_where_a_model_sorts_it() -> None:
    sorting = {"inputText": "={{ $json.data.text }}", "categories": {"categories": [{"category": "Approved"},
               {"category": "Declined"}]}}  # fmt: skip
    found = agreed(ask(two=True), node("Agreed?", f"{CHAIN}textClassifier", sorting), PAY, TELL, **BRANCHED)
    assert found == (("Pay",), "shown")


def test_a_refusal_that_leads_to_the_same_step_keeps_nothing_back() -> None:
    assert agreed(ask(two=True), branch(), PAY, **(BRANCHED | {"Agreed?": to("Pay", "Pay")})) == ((), "lacking")


def test_a_failure_to_ask_that_leads_on_is_no_agreement() -> None:
    links = {"Mail": to("Ask"), "Ask": to("Pay", "Pay")}
    assert agreed(ask(onError="continueErrorOutput"), PAY, **links) == ((), "lacking")
    assert agreed(ask(onError="continueRegularOutput"), PAY, **IN_LINE) == ((), "lacking")


def test_an_approval_that_is_switched_off_or_reached_by_nothing_keeps_nothing_back() -> None:
    assert agreed(ask(disabled=True), PAY, **IN_LINE) == ((), "lacking")
    assert agreed(ask(), PAY, Mail=to("Pay"), Ask=to("Pay")) == ((), "lacking")


def test_an_approval_before_an_agent_approves_its_tools_and_one_after_it_does_not() -> None:
    agent, tool = node("Agent", f"{CHAIN}agent"), node("Book", "httpRequestTool", {"method": "POST"})
    tools = {"Book": to("Agent", kind="ai_tool")}
    assert agreed(ask(), agent, tool, Mail=to("Ask"), Ask=to("Agent"), **tools) == (("Agent", "Book"), "shown")
    assert agreed(ask(), agent, tool, PAY, Mail=to("Agent"), Agent=to("Ask"), Ask=to("Pay"), **tools) == (
        ("Pay",),
        "shown",
    )


def test_a_step_between_a_model_and_its_tools_approves_these_alone() -> None:
    nodes = [
        node("Agent", f"{CHAIN}agent"),
        node("Agreed", "slackHitlTool"),
        node("Book", "httpRequestTool", {"method": "POST"}),
        node("Drop", "httpRequestTool", {"method": "DELETE"}),
    ]
    links = {
        "Mail": to("Agent"),
        "Agreed": to("Agent", kind="ai_tool"),
        "Book": to("Agreed", kind="ai_tool"),
        "Drop": to("Agent", kind="ai_tool"),
    }
    assert agreed(*nodes, **links) == (("Book",), "shown")
