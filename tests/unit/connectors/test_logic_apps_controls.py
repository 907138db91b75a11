"""Logic Apps and Power Automate: what people approve, and which other controls a flow really has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.engines import read_with
from tests.workflows import agreement, control

from opmap_connectors.logic_apps import LogicApps

PATH = "orders.json"


@pytest.mark.parametrize(
    ("policy", "standing"),
    [
        ({}, "shown"),
        ({"type": "fixed", "count": 3}, "shown"),
        ({"type": "fixed", "count": 0}, "lacking"),
        ({"type": "None"}, "lacking"),
    ],
)
def test_a_retry_policy_that_tries_nought_times_is_none(policy: dict[str, Any], standing: str) -> None:
    asking = {"type": "Http", "inputs": {"method": "GET", "uri": "https://rates.example/v1", "retryPolicy": policy}}
    whole = {"triggers": {}, "actions": {"Ask": asking}, "$schema": "x/workflowdefinition.json#"}
    assert control(read_with(LogicApps(), json.dumps(whole), PATH), "retries") == standing


ASK = {"type": "OpenApiConnectionWebhook", "inputs": {"host": {"operationId": "StartAndWaitForAnApproval"}}}
PAY = {"type": "Http", "inputs": {"uri": "https://pay.example/x", "method": "POST"}}
STOP = {"type": "Terminate", "inputs": {"runStatus": "Cancelled"}}


def after(action: dict[str, Any], before: str = "", *statuses: str) -> dict[str, Any]:
    return {**action, "runAfter": {before: list(statuses or ("Succeeded",))} if before else {}}


def agreed(**actions: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """Give the approved actions of a flow, and how it stands to the control."""
    whole = {"$schema": "https://schema.management.azure.com/schemas/2016-06-01/workflowdefinition.json#"}
    trigger = {"Mail": {"type": "Request"}}
    return agreement(
        read_with(LogicApps(), json.dumps({**whole, "triggers": trigger, "actions": actions}), "flow.json")
    )


def branch(expression: Any, yes: dict[str, Any] | None = None, no: dict[str, Any] | None = None) -> dict[str, Any]:
    return after({"type": "If", "expression": expression, "actions": yes or {}, "else": {"actions": no or {}}}, "Ask")


OUTCOME = "@equals(outputs('Ask')?['body/outcome'], 'Approve')"
DRAWN = {"and": [{"equals": ["@outputs('Ask')?['body/outcome']", "Approve"]}]}
REFUSED = {"or": [{"equals": ["@body('Ask')?['outcome']", "Reject"]}]}
OTHER = "@greater(triggerBody()?['amount'], 5)"


def test_a_flow_goes_on_whatever_was_answered() -> None:
    assert agreed(Ask=ASK, Pay=after(PAY, "Ask")) == ((), "lacking")
    assert agreed(Ask=ASK, Pay=after(PAY)) == ((), "lacking")


EITHER = {"or": [*DRAWN["and"], {"greater": ["@triggerBody()?['amount']", 5]}]}
ANY = {"not": {"equals": ["@body('Ask')?['outcome']", ""]}}
DONE = {"equals": ["@outputs('Ask')?['statusCode']", "ok"]}


@pytest.mark.parametrize(
    ("expression", "approved"),
    [(OUTCOME, True), (DRAWN, True), *((other, False) for other in (REFUSED, OTHER, EITHER, ANY, DONE))],
)
def test_a_condition_on_the_answer_keeps_back_its_branch(expression: Any, approved: Any) -> None:
    assert agreed(Ask=ASK, If=branch(expression, {"Pay": PAY}))[0] == (("Pay",) if approved else ())


def test_an_end_that_people_agree_to_is_nothing_that_is_done() -> None:
    assert agreed(Ask=ASK, If=branch(OUTCOME, {"Stop": STOP}), Pay=after(PAY, "If")) == ((), "lacking")


def test_a_refusal_that_ends_the_run_keeps_back_what_follows() -> None:
    stopped = branch(REFUSED, {"Stop": STOP})
    assert agreed(Ask=ASK, If=stopped, Pay=after(PAY, "If")) == (("Pay",), "shown")
    told = branch(REFUSED, {"Tell": PAY})
    assert agreed(Ask=ASK, If=told, Pay=after(PAY, "If")) == ((), "lacking")


@pytest.mark.parametrize("statuses", [("Succeeded", "TimedOut"), ("Failed",), ("Skipped",)])
def test_what_also_runs_when_nobody_answered_is_not_kept_back(statuses: tuple[str, ...]) -> None:
    stopped = branch(REFUSED, {"Stop": STOP})
    assert agreed(Ask=ASK, If=after(stopped, "Ask", *statuses), Pay=after(PAY, "If")) == ((), "lacking")


def test_a_switch_on_the_answer_keeps_back_its_case() -> None:
    cases = {"A": {"case": "Approve", "actions": {"Pay": PAY}}, "B": {"case": "Reject", "actions": {"Tell": PAY}}}
    switch = after({"type": "Switch", "expression": "@body('Ask')?['outcome']", "cases": cases}, "Ask")
    assert agreed(Ask=ASK, Switch=switch) == (("Pay",), "shown")


def test_an_approval_in_one_of_several_branches_keeps_back_what_waits_for_all_of_them() -> None:
    scope = {"type": "Scope", "actions": {"Ask": ASK, "If": branch(REFUSED, {"Stop": STOP})}}
    both = {**PAY, "runAfter": {"Scope": ["Succeeded"], "Other": ["Succeeded"]}}
    assert agreed(Scope=scope, Other=PAY, Pay=both) == (("Pay",), "shown")


def test_a_way_for_failures_that_only_ends_the_run_is_no_error_path() -> None:
    def standing(taking: dict[str, Any]) -> str:
        whole = {"$schema": "https://schema.management.azure.com/schemas/2016-06-01/workflowdefinition.json#"}
        actions = {"Pay": PAY, "Late": after(taking, "Pay", "Failed", "TimedOut")}
        value = {**whole, "triggers": {"Mail": {"type": "Request"}}, "actions": actions}
        return control(read_with(LogicApps(), json.dumps(value), "flow.json"), "error path")

    scope = {"type": "Scope", "actions": {"Stop": STOP}}
    assert [standing(one) for one in (STOP, scope, PAY)] == ["lacking", "lacking", "shown"]
    assert standing({"type": "Scope", "actions": {"Tell": PAY, "Stop": after(STOP, "Tell")}}) == "shown"
