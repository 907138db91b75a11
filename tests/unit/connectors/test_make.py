"""Make: what is soft, what is the same however it is wrapped, and that reading whatever a file holds ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import ANYTHING, cut_off, read_with
from tests.workflows import agreement, control, effects, entities, placeless, relations, steps

from opmap.connecting import Reading
from opmap_connectors.make import Make

CASES = Path(__file__).parents[2] / "connectors" / "make"
RICH = (CASES / "scenario/input/claims.json").read_text("utf-8")
KEYS = ["module", "mapper", "parameters", "metadata", "onerror", "routes", "branches", "filter", "id"]


def read(value: Any) -> list[Reading]:
    return read_with(Make(), json.dumps(value), "claims.json")


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(Make(), RICH, "claims.json", end)


@given(
    module=st.dictionaries(st.sampled_from(KEYS), ANYTHING),
    app=st.sampled_from(["http", "slack", "postgres", "datastore"]),
)
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(module: dict[str, Any], app: str) -> None:
    whole = json.loads(RICH)
    whole["flow"] += [{"id": 77, "module": f"{app}:addRow", **module}]
    assert entities(read(whole), "workflow")


def test_a_scenario_says_the_same_alone_in_a_wrapper_and_as_text() -> None:
    whole = json.loads(RICH)
    alone = placeless(read({**whole, "id": 5}))
    assert alone == placeless(read({"blueprint": whole, "id": 5})) == placeless(read([{"blueprint": RICH, "id": 5}]))


def test_what_a_failing_module_needs_is_soft_only_where_the_run_goes_on() -> None:
    found = {str(each.target): each.strength for each in relations(read(json.loads(RICH)), "calls")}
    assert found["https://ledger.fernhill.example/v1/claims/{}"] == "soft"
    kept_and_tried_again = relations(read(json.loads(RICH)), "writes")
    assert {each.strength for each in kept_and_tried_again} == {None}


def test_modules_beside_the_flow_and_on_disabled_branches_need_nothing() -> None:
    targets = {str(each.target) for each in relations(read(json.loads(RICH)))}
    assert not {target for target in targets if "jira" in target or "twilio" in target}


@pytest.mark.parametrize(
    ("given", "dlq", "standing"),
    [
        ({"retry": True, "count": "3"}, True, "shown"),
        ({"count": "3"}, None, "shown"),
        ({"retry": True, "count": "3"}, False, "lacking"),
        ({"retry": False, "count": "3"}, True, "lacking"),
        ({"retry": True, "count": "0"}, True, "lacking"),
    ],
)
def test_a_break_that_keeps_no_run_or_tries_none_again_is_no_retry(given: Any, dlq: Any, standing: str) -> None:
    post = {"id": 1, "module": "http:ActionSendData", "mapper": {"url": "https://a.example"}}
    post["onerror"] = [{"id": 2, "module": "builtin:Break", "mapper": given}]
    found = read({"name": "A", "flow": [post], "metadata": {"scenario": {"dlq": dlq}}})
    assert control(found, "retries") == standing
    assert ("tried again" in steps(found)[0][2]) is (standing == "shown")


@pytest.mark.parametrize(
    "given",
    [
        {"method": "patch", "data": '{"state": "closed", "note": "{{1.note}}"}'},
        {"method": "PATCH", "jsonStringBodyContent": '{"state": "closed", "note": {{1.note}}}'},
        {"method": "patch", "formDataFields": [{"key": "state", "value": "closed"}, {"key": "note", "value": "{{2}}"}]},
    ],
)
def test_a_request_that_changes_something_says_what_it_sets_and_where(given: dict[str, Any]) -> None:
    sending = {"id": 1, "module": "http:ActionSendData", "mapper": {"url": "https://a.example/cases/{{1.id}}", **given}}
    assert effects(read({"name": "A", "flow": [sending]}), "calls") == [
        ("PATCH", "note", "", "/cases/{}"),
        ("PATCH", "state", "closed", "/cases/{}"),
    ]


def agreed(*flow: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """Give the approved modules of a scenario, and how it stands to the control."""
    return agreement(read({"name": "Pay", "flow": [{"id": number, **each} for number, each in enumerate(flow, 1)]}))


def only(answer: str, how: str = "text:equal") -> dict[str, Any]:
    return {"name": "Agreed", "conditions": [[{"a": "{{1.status}}", "o": how, "b": answer}]]}


REVIEWED = {"module": "human-in-the-loop:WatchReviews"}


def test_a_run_waits_for_no_review_that_it_asks_for() -> None:
    hook, tell = {"module": "gateway:CustomWebHook"}, {"module": "slack:CreateMessage"}
    assert agreed(hook, {"module": "human-in-the-loop:CreateReview"}, tell) == ((), "lacking")
    assert agreed(hook, {"module": "xero:ApproveInvoice"}, tell) == ((), "lacking")


@pytest.mark.parametrize(
    ("wanted", "is_kept_back"),
    [
        (None, False),
        (only("approved"), True),
        (only("rejected"), False),
        (only("rejected", "text:notequal"), True),
        (only("{{2.word}}"), False),
        (only("", "text:notequal"), False),
        (only("approved") | {"conditions": [[{"a": "{{2.status}}", "o": "text:equal", "b": "approved"}]]}, False),
    ],
)
def test_what_a_review_starts_is_approved_behind_a_filter_on_its_outcome(wanted: Any, is_kept_back: Any) -> None:
    tell = {"module": "slack:CreateMessage"} | ({"filter": wanted} if wanted else {})
    found = agreed(REVIEWED, tell)
    assert found == ((("slack:CreateMessage (2)",), "shown") if is_kept_back else ((), "lacking"))


def test_each_route_behind_a_review_has_a_filter_of_its_own() -> None:
    routes = [
        {"flow": [{"id": 7, "module": "slack:Refuse", "filter": only("rejected")}]},
        {"flow": [{"id": 8, "module": "stripe:Pay", "filter": only("approved")}]},
    ]
    assert agreed(REVIEWED, {"module": "builtin:BasicRouter", "routes": routes}) == (("stripe:Pay (8)",), "shown")


@pytest.mark.parametrize(
    ("handler", "is_one"),
    [("builtin:Ignore", False), ("builtin:Break", False), ("builtin:Rollback", False), ("builtin:Resume", True),
     ("slack:CreateMessage", True)],
)  # fmt: skip
def test_an_error_handler_that_tells_nobody_is_no_error_path(handler: str, is_one: Any) -> None:
    module = {"id": 1, "module": "http:ActionSendData", "onerror": [{"id": 2, "module": handler}]}
    assert control(read({"name": "A", "flow": [module]}), "error path") == ("shown" if is_one else "lacking")
