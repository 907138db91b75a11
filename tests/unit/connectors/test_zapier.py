"""Zapier: what hangs on what, what is one however it is exported, and that reading whatever a file holds ends."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document
from tests.engines import ANYTHING, cut_off, read_with
from tests.workflows import agreement, entities, notices, placeless, relations, steps

from opmap.automations import expanded
from opmap.connecting import Key, Locator, Reading
from opmap_connectors.zapier import Zapier

CASES = Path(__file__).parents[2] / "connectors" / "zapier"
RICH = (CASES / "export/input/exported-zap-closed-deals.json").read_text("utf-8")
KEYS = [
    "parent_id",
    "selected_api",
    "action",
    "params",
    "type_of",
    "authentication_id",
    "meta",
    "paused",
    "app",
    "inputs",
]
APPS = [
    "WebHookCLIAPI",
    "PostgreSQLCLIAPI",
    "SalesforceCLIAPI",
    "ScheduleAPI",
    "SubZapCLIAPI",
    "OpenAICLIAPI",
    "FilterAPI",
]


def node(api: str, action: str, parent: int | None = None, sort: str = "write", **given: Any) -> dict[str, Any]:
    return {"type_of": sort, "parent_id": parent, "selected_api": api, "action": action, "params": given}


HOOK = node("WebHookCLIAPI@1.0.29", "hook_v2", None, "read")


def read(*nodes: dict[str, Any], **more: Any) -> list[Reading]:
    """Read a zap of these steps, numbered from 1."""
    zap = {"id": 1, "title": "A zap", "nodes": {str(number): each for number, each in enumerate(nodes, 1)}, **more}
    return read_with(Zapier(), json.dumps({"metadata": {"version": 2}, "zaps": [zap]}), "zap_data.json")


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(Zapier(), RICH, "zaps.json", end)


@given(
    odd=st.dictionaries(st.sampled_from(KEYS), ANYTHING), api=st.sampled_from(APPS), place=st.sampled_from(["1", "77"])
)
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(odd: dict[str, Any], api: str, place: str) -> None:
    whole = json.loads(RICH)
    whole["zaps"][0]["nodes"][place] = {"selected_api": api, "type_of": "write", "parent_id": 1, **odd}
    whole["zaps"].append(odd)
    assert entities(read_with(Zapier(), json.dumps(whole), "zaps.json"), "workflow")


@given(st.permutations(range(10)))
@settings(max_examples=50)
def test_the_order_in_which_steps_are_written_means_nothing(order: list[int]) -> None:
    whole = json.loads(RICH)
    nodes = list(whole["zaps"][0]["nodes"].items())
    whole["zaps"][0]["nodes"] = dict(nodes[place] for place in order)
    shuffled = read_with(Zapier(), json.dumps(whole), "zaps.json")
    assert placeless(shuffled) == placeless(read_with(Zapier(), RICH, "zaps.json"))


def test_a_step_that_is_there_twice_needs_nothing_more() -> None:
    post = node("SlackAPI", "channel_message", 1)
    once, twice = read(HOOK, post), read(HOOK, post, {**post, "parent_id": 2})
    assert {each.target for each in relations(once)} == {each.target for each in relations(twice)}


def test_steps_stand_in_the_order_in_which_a_run_comes_by() -> None:
    ways = [node("BranchingAPI", "branch", 1), node("BranchingAPI", "filter", 2, "filter")]
    found = read(HOOK, *ways, node("BranchingAPI", "filter", 2, "filter"), node("SlackAPI", "channel_message", 3))
    assert [name[-2] for name, *_ in steps(found)] == ["1", "2", "3", "5", "4"]


def test_only_the_first_step_says_whether_a_zap_is_off() -> None:
    paused = [{**HOOK, "paused": False}, {**node("SlackAPI", "channel_message", 1), "paused": True}]
    assert [each.inactive for each in entities(read(*paused), "workflow")] == [False]
    paused[0]["paused"] = True
    assert [each.inactive for each in entities(read(*paused), "workflow")] == [True]


def test_ids_that_each_export_counts_anew_join_nothing() -> None:
    zaps = [{"id": 1, "title": name, "nodes": {"1": HOOK}} for name in ("One", "Two")]
    keys = {
        each.keys[0]
        for path, zap in zip(("a.json", "b.json"), zaps, strict=True)
        for each in entities(read_with(Zapier(), json.dumps({"zaps": [zap]}), path), "workflow")
    }
    assert len(keys) == 2
    zaps = [{**zap, "id": 57649694} for zap in zaps]
    assert {
        each.keys[0]
        for zap in zaps
        for each in entities(read_with(Zapier(), json.dumps({"zaps": [zap]}), "a.json", instance="ours"), "workflow")
    } == {Key("zapier", "ours/57649694")}


def test_a_reference_to_a_step_that_the_export_does_not_hold_is_not_invented() -> None:
    found = read(HOOK, node("WebHookCLIAPI", "post", 1, url="https://a.fernhill.example/{{=gives['281795060']['id']}}"))
    (target,) = [each.target for each in relations(found, "calls") if isinstance(each.target, Locator)]
    assert target.value == "https://a.fernhill.example/{}"


def test_steps_in_a_circle_never_run_and_are_said() -> None:
    circle = [node("SlackAPI", "channel_message", 3), node("AsanaCLIAPI", "create_task", 2)]
    found = read(HOOK, *circle)
    (zap,) = entities(found, "workflow")
    assert {each.verb for each in relations(found) if each.source == zap.keys[0]} == {"runs on", "exposes"}
    assert len(notices(found)) == 2
    assert len(steps(found)) == 3


def test_what_a_step_needs_whose_failure_is_not_one_is_soft() -> None:
    asked = {"url": "https://a.fernhill.example/v1"}
    for said, wanted in (("no", "soft"), (False, "soft"), ("yes", None), (None, None)):
        (call,) = relations(read(HOOK, node("WebHookCLIAPI", "post", 1, **asked, fail_on_errors=said)), "calls")
        assert call.strength == wanted


def test_a_filter_behind_the_start_guards_the_zap_and_one_on_a_path_does_not() -> None:
    rows = [{"key": "1__state", "match": "exact", "value": "open", "action": "continue", "group": 1}]
    ask = node("FilterAPI", "filter", 1, "filter", filter_criteria=rows)
    (whole,) = entities(read(HOOK, ask, node("SlackAPI", "channel_message", 2)), "workflow")
    assert dict(whole.attributes)["guard"] == "state = 'open'"
    (part,) = entities(read(HOOK, ask, node("SlackAPI", "channel_message", 1)), "workflow")
    assert "guard" not in dict(part.attributes)


def test_a_zip_of_an_account_reads_as_what_is_in_it() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("Zapfile.json", RICH)
    found = document("account.zip", held.getvalue(), beside=None, instance="ours")
    assert Zapier().detect(found)
    names = {each.name for each in entities(expanded(Zapier().read(found)), "workflow")}
    assert names == {each.name for each in entities(read_with(Zapier(), RICH, "zaps.json"), "workflow")}


def test_clocks_are_read_from_days_and_hours() -> None:
    def cron(action: str, **given: str) -> object:
        (found,) = entities(read(node("ScheduleAPI", action, None, "read", **given)), "schedule")
        return dict(found.attributes).get("cron")

    assert cron("every_week", dow="Friday", hod="8am") == ("0 8 * * 5",)
    assert cron("every_day", hod="12am") == ("0 0 * * *",)
    assert cron("every_day", hod="5:30 pm", weekends="no") == ("30 17 * * 1-5",)
    assert cron("every_month", hod="noon", dom="1") is None
    assert cron("every_hour") == ("0 * * * *",)


def test_secrets_are_named_by_their_places_alone() -> None:
    secret = "sk-live-" + "9f31c22e84d0f9a6bb7a"
    found = read(
        HOOK, node("SalesforceCLIAPI", "create_record", 1, sobject="Case", password=secret, note=f"x {secret}")
    )
    assert secret not in repr(found)
    (zap,) = entities(found, "workflow")
    assert dict(zap.attributes)["hard_coded_secrets"]


def test_what_is_new_starts_a_zap_and_is_made_by_a_step() -> None:
    found = read(node("TodoistCLIAPI", "new_task", None, "read"), node("AsanaAPI", "new_task", 1, project="12"))
    assert [str(each.target) for each in relations(found, "writes")] == [
        str(Locator("object", "12/task", within=Locator("node type", "zapier:asana")))
    ]
    (heard,) = [each.source for each in relations(found, "starts") if isinstance(each.source, Locator)]
    assert heard.value == "task"


@pytest.mark.parametrize("name", ["id", "Id", "object_id", "objectId", "Record_ID"])
def test_what_says_which_record_is_a_condition_and_no_value_that_is_set(name: str) -> None:
    case = node("SalesforceCLIAPI@1.0", "update_record", 1, sobject="Case", **{name: "7"}, Status="Open")
    (found,) = relations(read(HOOK, case), "writes")
    assert dict(found.attributes)["effects"] == (
        ("salesforce: update_record (2)", "update", "Status", "Open", "id = '7'"),
    )


def agreed(*nodes: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """Give the approved steps of a zap, and how it stands to the control."""
    return agreement(read(HOOK, *nodes))


def request(action: str = "request_approval", **given: Any) -> dict[str, Any]:
    return node("HumanInTheLoopCLIAPI@1.0.0", action, 1, **given)


def post(parent: int) -> dict[str, Any]:
    return node("SlackCLIAPI@1.0.0", "post", parent)


def only(answer: str, action: str = "continue") -> dict[str, Any]:
    row = {"key": "2__decision", "match": "exact", "value": answer, "action": action, "group": "0"}
    return node("FilterAPI", "filter", 2, "filter", filter_criteria=[row])


def test_a_request_for_approval_keeps_back_what_hangs_on_it_and_nothing_beside_it() -> None:
    assert agreed(request(), post(2)) == (("slack: post (3)",), "shown")
    assert agreed(request(), post(1)) == ((), "lacking")


@pytest.mark.parametrize(
    "asked", [request(if_declined="Continue run"), request(timeout_action="continue"), request("collect_data")]
)
def test_a_request_that_goes_on_without_an_agreement_keeps_nothing_back(asked: dict[str, Any]) -> None:
    assert agreed(asked, post(2)) == ((), "lacking")


@pytest.mark.parametrize(
    ("wanted", "is_kept_back"),
    [(only("approved"), True), (only("declined"), False), (only("declined", "stop"), True)],
)
def test_a_filter_on_the_answer_does(wanted: dict[str, Any], is_kept_back: Any) -> None:
    found = agreed(request(if_declined="Continue run"), wanted, post(3))
    assert found == ((("slack: post (4)",), "shown") if is_kept_back else ((), "lacking"))
