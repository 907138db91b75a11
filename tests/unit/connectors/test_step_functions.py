"""Step Functions: what placeholders resolve to, which states run, and that reading whatever a file holds ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import ANYTHING, cut_off, read_with
from tests.resolving import documents_in, read_folder
from tests.workflows import agreement, control, entities, relations, steps

from opmap.automations import expanded
from opmap.connecting import Locator, Unreadable
from opmap_connectors.step_functions import StepFunctions

CASES = Path(__file__).parents[2] / "connectors" / "step-functions"
RICH = (CASES / "template/input/flows/settle.asl.json").read_text("utf-8")
PATH = "settle.asl.json"


@pytest.mark.corpus
def test_every_state_machine_of_the_corpora_is_read_or_named_unreadable(corpora: Path) -> None:
    read, unreadable = 0, []
    for each in documents_in(corpora / "stepfunctions", "stepfunctions", {}):
        if b"StartAt" not in each.data:
            continue
        try:
            assert StepFunctions().detect(each), each.path
        except Unreadable as error:
            unreadable.append((each.path, error.line))
            continue
        readings = list(expanded(StepFunctions().read(each)))
        assert entities(readings, "workflow"), each.path
        read += 1
    assert read > 35
    assert all(line for _, line in unreadable)
    assert len(unreadable) < 3


@pytest.mark.corpus
def test_placeholders_resolve_through_the_template_that_deploys_the_machine(corpora: Path) -> None:
    for folder in ("inventory-management-sam", "common-error-handling", "parallel-agent-early-stopping"):
        readings = read_folder(StepFunctions(), corpora / "stepfunctions" / folder, folder)
        unresolved = [
            each.target.value
            for each in relations(readings)
            if isinstance(each.target, Locator) and each.target.form == "expression" and "${" in each.target.value
        ]
        assert unresolved == [], folder
        assert any("#" in str(each.target) for each in relations(readings)), folder


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(StepFunctions(), RICH, PATH, end)


@given(
    state=st.dictionaries(
        st.sampled_from(["Type", "Resource", "Parameters", "Arguments", "Catch", "Branches", "Iterator", "Next"]),
        ANYTHING,
    ),
    start=ANYTHING,
)
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(state: dict[str, Any], start: Any) -> None:
    whole = json.loads(RICH)
    whole["States"]["Odd"] = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", **state}
    assert entities(read_with(StepFunctions(), json.dumps(whole), PATH), "workflow")
    read_with(StepFunctions(), json.dumps({**whole, "StartAt": start, "Resources": {"A": state}}), PATH)


def test_a_task_whose_failure_goes_on_is_soft_and_one_whose_failure_ends_in_failure_is_not() -> None:
    found = read_with(StepFunctions(), RICH, PATH)
    assert {each.strength for each in relations(found, "calls") if "Partner" in str(each.target)} == {"soft"}
    assert {each.strength for each in relations(found, "publishes")} == {None}


def test_states_are_told_in_the_order_in_which_a_run_comes_by() -> None:
    names = [step[0] for step in steps(read_with(StepFunctions(), RICH, PATH))]
    assert names == ["Rates", "Each", "Partner", "Approve", "Tell", "Refuse", "Mark"]


def test_a_machine_answers_to_the_name_that_its_template_gives_it() -> None:
    template = {
        "Resources": {
            "Settle": {
                "Type": "AWS::Serverless::StateMachine",
                "Properties": {
                    "Name": "settle-claims",
                    "Definition": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
                },
            },
            "Varying": {
                "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {
                    "StateMachineName": "settle-${Stage}",
                    "Definition": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
                },
            },
        }
    }
    found = read_with(StepFunctions(), json.dumps(template), "template.json", instance="111122223333")
    named = {each.name: {address.value for address in each.addresses} for each in entities(found, "workflow")}
    assert named == {
        "Settle": {"settle-claims", "stateMachine:settle-claims"},
        "Varying": {"stateMachine:Varying"},
    }


@pytest.mark.parametrize(
    ("retry", "standing"),
    [
        ([{"ErrorEquals": ["States.ALL"]}], "shown"),
        ([{"ErrorEquals": ["States.ALL"], "MaxAttempts": 0}], "lacking"),
        ([{"ErrorEquals": ["A"], "MaxAttempts": 0}, {"ErrorEquals": ["B"], "MaxAttempts": 2}], "shown"),
        ([], "lacking"),
    ],
)
def test_a_retry_that_tries_nought_times_is_none(retry: list[Any], standing: str) -> None:
    task = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", "Retry": retry, "End": True}
    found = read_with(StepFunctions(), json.dumps({"StartAt": "A", "States": {"A": task}}), PATH)
    assert control(found, "retries") == standing
    assert ("tried again" in steps(found)[0][2]) is (standing == "shown")


TOKEN = "arn:aws:states:::sns:publish.waitForTaskToken"


def task(following: str = "", resource: str = "arn:aws:lambda:eu-west-1:1:function:pay", **more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, **({"Next": following} if following else {"End": True}), **more}


def agreed(start: str, **states: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """Give the approved states of a machine, and how it stands to the control."""
    return agreement(read_with(StepFunctions(), json.dumps({"StartAt": start, "States": states}), PATH))


def test_a_token_shows_an_approval_where_it_speaks_of_people() -> None:
    assert agreed("Approve", Approve=task("Pay", TOKEN), Pay=task()) == (("Pay",), "shown")
    assert agreed("Fan out", **{"Fan out": task("Pay", TOKEN)}, Pay=task()) == ((), "lacking")


def test_a_refusal_that_is_caught_and_leads_to_the_same_state_keeps_nothing_back() -> None:
    caught = [{"ErrorEquals": ["States.ALL"], "Next": "Pay"}]
    assert agreed("Approve", Approve=task("Pay", TOKEN, Catch=caught), Pay=task()) == ((), "lacking")


@pytest.mark.parametrize(
    ("rule", "approved"),
    [
        ({"Variable": "$.decision", "StringEquals": "approved"}, ("Pay",)),
        ({"Variable": "$.decision", "StringEquals": "rejected"}, ("Tell",)),
        ({"Not": {"Variable": "$.approved", "BooleanEquals": True}}, ("Tell",)),
        ({"Variable": "$.rejected", "BooleanEquals": True}, ("Tell",)),
        ({"And": [{"Variable": "$.amount", "NumericLessThan": 5}, {"Variable": "$.approved", "BooleanEquals": True}]},
         ("Pay",)),
        ({"Variable": "$.Status", "StringEquals": "Approved"}, ("Pay",)),
        ({"Condition": "{% $states.input.decision = 'approve' %}"}, ("Pay",)),
        ({"Condition": "{% $states.input.decision != 'approve' %}"}, ("Tell",)),
        ({"Condition": "{% $not($states.input.approved) %}"}, ("Tell",)),
        ({"Condition": "{% $states.input.approved and $states.input.amount < 5 %}"}, ("Pay",)),
        ({"Condition": "{% $states.input.approved or $states.input.amount < 5 %}"}, ()),
        ({"Condition": "{% $exists($states.input.approved) %}"}, ()),
        ({"Condition": "{% $states.input.approved != '' %}"}, ()),
        ({"Variable": "$.approved", "IsPresent": True}, ()),
        ({"Variable": "$.decision", "StringMatches": "*"}, ()),
        ({"Or": [{"Variable": "$.amount", "NumericLessThan": 5}, {"Variable": "$.approved", "BooleanEquals": True}]},
         ()),
    ],
)  # fmt: skip
def test_a_choice_on_the_answer_keeps_back_what_an_agreement_takes(
    rule: dict[str, Any], approved: tuple[str, ...]
) -> None:
    choice = {"Type": "Choice", "Choices": [{**rule, "Next": "Pay"}], "Default": "Tell"}
    found = agreed("Approve", Approve=task("Agreed", TOKEN), Agreed=choice, Pay=task(), Tell=task())
    assert set(found[0]) - {"Agreed"} == set(approved)


def test_a_failure_that_people_agree_to_is_nothing_that_is_done() -> None:
    rule = {"Variable": "$.decision", "StringEquals": "rejected", "Next": "Pay"}
    choice = {"Type": "Choice", "Choices": [rule], "Default": "Stop"}
    states = {"Approve": task("Agreed", TOKEN), "Agreed": choice, "Pay": task(), "Stop": {"Type": "Fail"}}
    assert agreed("Approve", **states) == ((), "lacking")


def test_a_choice_on_what_the_run_was_given_before_looks_at_no_answer() -> None:
    for place, approved in (("$.answer.approved", ("Agreed", "Pay")), ("$.order.approved", ())):
        rule = {"Variable": place, "BooleanEquals": True, "Next": "Pay"}
        choice = {"Type": "Choice", "Choices": [rule], "Default": "Tell"}
        found = agreed("Approve", Approve=task("Agreed", TOKEN, ResultPath="$.answer"), Agreed=choice, Pay=task(),
                       Tell=task())  # fmt: skip
        assert set(found[0]) - {"Agreed"} == set(approved) - {"Agreed"}


def test_an_approval_in_a_parallel_branch_keeps_back_what_comes_after_all_branches() -> None:
    branches = [
        {"StartAt": "Approve", "States": {"Approve": task("", TOKEN)}},
        {"StartAt": "Log", "States": {"Log": task()}},
    ]
    parallel = {"Type": "Parallel", "Branches": branches, "Next": "Pay"}
    assert agreed("Both", Both=parallel, Pay=task()) == (("Pay",), "shown")


def test_a_way_for_failures_that_only_fails_is_no_error_path() -> None:
    def standing(caught: str) -> str:
        states = {
            "Pay": task("", Catch=[{"ErrorEquals": ["States.ALL"], "Next": caught}]),
            "Stop": {"Type": "Fail"},
            "Note": {"Type": "Pass", "Next": "Stop"},
            "Tell": task("Stop", "arn:aws:states:::sns:publish"),
        }
        return control(read_with(StepFunctions(), json.dumps({"StartAt": "Pay", "States": states}), PATH), "error path")

    assert [standing(name) for name in ("Stop", "Note", "Tell")] == ["lacking", "lacking", "shown"]


@pytest.mark.parametrize(("seconds", "found"), [(600, "shown"), (31_536_000, "lacking"), (99_999_999, "lacking")])
def test_a_limit_beyond_the_engines_own_is_none(seconds: int, found: str) -> None:
    whole = {"StartAt": "Pay", "TimeoutSeconds": seconds, "States": {"Pay": task()}}
    assert control(read_with(StepFunctions(), json.dumps(whole), PATH), "time-out") == found
    inside = {"StartAt": "Pay", "States": {"Pay": task(TimeoutSeconds=seconds)}}
    assert control(read_with(StepFunctions(), json.dumps(inside), PATH), "time-out") == found
