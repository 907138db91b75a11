"""Readiness: which automations stand out, what their siblings have, and which questions are open."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.building import graph_of, node
from tests.readiness import agent, automation, exceptions

from opmap.analyses.readying import Readying, Rule, readying
from opmap.analyses.readying.values import Extent, Standing
from opmap.automations import CONTROLS
from opmap.graph import Graph
from opmap.kinds import State

# what is left of a pilot


def stepping(words: str, **more: Any) -> Any:
    return automation("sync", steps=(("Ask", "httpRequest", words, 9),), **more)


@pytest.mark.parametrize(
    "words",
    [
        "GET http://localhost:3000/x",
        "GET http://127.0.0.1/x",
        "GET https://a-b.ngrok-free.app/x",
        "POST https://webhook.site/1",
        "GET https://ops.example/webhook-test/a",
    ],
)
def test_an_address_for_trying_out_is_a_leftover(words: str) -> None:
    assert exceptions(graph_of(nodes={"sync": stepping(words)})) == [(Rule.PILOT, "sync")]


@pytest.mark.parametrize(
    "words",
    [
        "GET https://localhostel.example/rooms",
        "GET https://orders.example/latest",
        "GET https://ngrok.example/x",
        "GET http://localhost:3000/x; switched off",
    ],
)
def test_an_address_that_only_looks_so_is_none(words: str) -> None:
    assert exceptions(graph_of(nodes={"sync": stepping(words)})) == []


@pytest.mark.parametrize("more", [{"inactive": True}, {"environment": "test"}])
def test_what_is_switched_off_or_meant_for_trying_out_may_hold_them(more: dict[str, Any]) -> None:
    others = {f"on{one}": automation(f"on{one}") for one in range(3)}
    assert exceptions(graph_of(nodes={"sync": stepping("GET http://localhost/x", **more), **others})) == []


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("HubSpot trial", True), ("Jo's account", True), ("Test key", True), ("Lab test results", False), ("CRM", False)],
)
def test_a_credential_for_trying_out_is_known_by_its_name(name: str, is_one: Any) -> None:
    graph = graph_of(
        "sync uses credential key", nodes={"sync": automation("sync"), "key": node("key", "credential", label=name)}
    )
    assert bool(exceptions(graph)) is is_one


# production, secrets, error paths


def test_production_that_leans_on_staging_stands_out_and_the_other_way_round_does_not() -> None:
    up = {"sync": automation("sync", environment="production"), "db": node("db", "datastore", environment="staging")}
    down = {"sync": automation("sync", environment="staging"), "db": node("db", "datastore", environment="production")}
    assert exceptions(graph_of("sync reads db", nodes=up)) == [(Rule.STAGING, "sync")]
    assert exceptions(graph_of("sync reads db", nodes=down)) == []


@pytest.mark.parametrize(
    ("host", "is_lower"),
    [
        ("staging.acme.example", True),
        ("https://orders-uat.acme.example:8443", True),
        ("api.test.acme.example", True),
        ("latest.acme.example", False),
        ("Staging", False),
        ("stages of acme", False),
    ],
)
def test_production_that_calls_a_host_named_after_a_lower_environment_stands_out(host: str, is_lower: Any) -> None:
    nodes = {"sync": automation("sync", environment="production"), "far": node("far", "service", label=host)}
    assert bool(exceptions(graph_of("sync calls far", nodes=nodes))) is is_lower
    nodes["far"] = node("far", "service", label=host, environment="production")
    assert exceptions(graph_of("sync calls far", nodes=nodes)) == []


def test_a_pipeline_that_deploys_to_staging_leans_on_nothing() -> None:
    nodes = {
        "ship": automation("ship", "pipeline", environment="production"),
        "web": node("web", environment="staging"),
    }
    assert exceptions(graph_of("ship deploys web", nodes=nodes)) == []


def test_a_secret_is_told_by_its_place_even_where_the_automation_is_switched_off() -> None:
    sync = automation("sync", inactive=True, hard_coded_secrets=(("Ask", "headers: Authorization", 17),))
    (one,) = readying(graph_of(nodes={"sync": sync})).exceptions
    assert (one.rule, one.evidence[0].line) == (Rule.SECRET, 17)


def test_failures_that_are_told_to_nobody_there_stand_out() -> None:
    nodes = {"sync": automation("sync"), "gone": node("gone", "workflow", State.DANGLING)}
    assert exceptions(graph_of("sync on error calls gone", nodes=nodes)) == [(Rule.NO_WAY_OUT, "sync")]


def test_an_error_path_that_leads_to_nobody_there_is_lacking_and_told_once() -> None:
    shown = (("error path", "shown", "another workflow is told of failures", 5),)
    nodes = {"sync": automation("sync", controls=shown), "gone": node("gone", "workflow", State.DANGLING)}
    found = readying(graph_of("sync on error calls gone", nodes=nodes))
    (path,) = [one for one in found.matrix[0].controls if one.name == "error path"]
    assert (path.standing, path.words) == (Standing.LACKING, "gone, which is told of failures, is not there")
    assert [one.rule for one in found.exceptions] == [Rule.NO_WAY_OUT]
    beside = readying(graph_of("sync on error calls there", nodes=nodes | {"there": automation("there")}))
    assert {row.node.name: row.controls[[*CONTROLS].index("error path")].standing for row in beside.matrix}[
        "sync"
    ] is Standing.SHOWN


# siblings and practices


def siblings(shown: int, lacking: int, control: str = "retries", **more: Any) -> Graph:
    standing = ["shown"] * shown + ["lacking"] * lacking
    nodes = {
        f"w{one}": automation(f"w{one}", controls=((control, how, "", 5),), **more) for one, how in enumerate(standing)
    }
    return graph_of(*(f"{name} writes ledger" for name in nodes), nodes=nodes, ledger="datastore")


def test_one_that_lacks_what_its_siblings_have_stands_out() -> None:
    (one,) = readying(siblings(3, 1)).exceptions
    assert (one.rule, one.sort, one.node.id) == (Rule.SIBLINGS, "retries", "w3")
    assert one.because == "no retries: 3 of 4 that write to ledger have one"


@pytest.mark.parametrize(("shown", "lacking"), [(2, 1), (3, 2), (0, 4)])
def test_where_few_agree_nobody_stands_out(shown: int, lacking: int) -> None:
    assert readying(siblings(shown, lacking)).exceptions == ()


def test_what_nearly_all_lack_is_one_line() -> None:
    (practice,) = readying(siblings(1, 9)).practices
    assert (practice.control, practice.lacking, practice.of, practice.cannot) == ("retries", 9, 10, 0)


def test_what_cannot_show_a_control_neither_has_nor_lacks_it() -> None:
    found = readying(graph_of(nodes={"job": automation("job")}))
    assert {one.standing for one in found.matrix[0].controls} == {Standing.UNKNOWN}
    assert (found.silent, found.practices, found.exceptions) == (1, (), ())


# the five questions


def answers(graph: Graph) -> dict[str, tuple[Extent, str]]:
    (row,) = [row for row in readying(graph).matrix if row.answers]
    return {one.question: (one.known, one.words) for one in row.answers}


def test_an_answer_that_no_file_gives_is_open() -> None:
    found = answers(graph_of(nodes={"bot": automation("bot", "agent")}))
    assert [known for known, _ in found.values()] == [Extent.OPEN] * 5


def test_where_data_is_stored_is_answered_where_every_place_is_known() -> None:
    nodes = {"bot": agent(), "crm": node("crm", "datastore", residency="EU")}
    known = answers(graph_of("bot writes crm", nodes=nodes))
    part = answers(graph_of("bot writes crm", "bot uses model gpt", nodes=nodes, gpt="model"))
    question = "where does its data go, and is it stored abroad"
    assert known[question] == (Extent.ANSWERED, "crm (EU)")
    assert part[question] == (Extent.PART, "crm (EU), gpt (nobody says where it is stored)")


def test_a_model_without_another_and_without_an_error_path_just_stops() -> None:
    controls = tuple((name, "lacking", "", 2) for name in ("fallback", "retries", "error path"))
    found = answers(graph_of("bot uses model gpt", nodes={"bot": agent("bot", *controls)}, gpt="model"))
    assert found["what happens when the model fails"] == (
        Extent.ANSWERED,
        "it stops: no other model, and nobody is told",
    )


# accepted, new, hostile


def test_what_people_accepted_is_quiet_until_its_date() -> None:
    for finding in ("", "readiness", "agent without approval"):
        bot = agent("bot", accept=((finding, "2027-01-31"),))
        graph = graph_of("bot writes accounts", nodes={"bot": bot}, accounts="dataset")
        assert (
            readying(graph, today="2027-01-31").exceptions,
            len(readying(graph, today="2027-02-01").exceptions),
        ) == ((), 1)
        assert len(readying(graph, today="2027-01-31").accepted) == 1


def test_accepting_one_exception_leaves_the_others_loud() -> None:
    bot = agent("bot", accept=(("left of a pilot", "2027-01-31"),))
    graph = graph_of("bot writes accounts", nodes={"bot": bot}, accounts="dataset")
    assert len(readying(graph, today="2026-01-01").exceptions) == 1


def test_a_fingerprint_survives_another_name_and_another_line() -> None:
    one, other = (
        readying(graph_of("bot writes accounts", nodes={"bot": agent("bot", label=label)}, accounts="dataset"))
        for label in ("Bot", "The bot")
    )
    assert [each.fingerprint for each in one.exceptions] == [each.fingerprint for each in other.exceptions]


_CELL = (
    st.none() | st.text(max_size=8) | st.integers() | st.booleans() | st.sampled_from([*CONTROLS, "shown", "webhook"])
)
_ROWS = st.lists(st.lists(_CELL, max_size=5).map(tuple) | _CELL, max_size=4).map(tuple) | _CELL


@given(
    st.fixed_dictionaries(
        dict.fromkeys(("controls", "starters", "steps", "hard_coded_secrets", "sample_data", "open_steps"), _ROWS)
    )
)
def test_whatever_a_file_says_under_these_names_is_read_or_left(said: dict[str, Any]) -> None:
    found: Readying = readying(
        graph_of("bot uses model gpt", nodes={"bot": automation("bot", "agent", **said)}, gpt="model")
    )
    assert found.automations == 1


def test_loose_actions_are_an_exception_until_nearly_all_are_loose() -> None:
    def pipelines(loose: int, pinned: int) -> Graph:
        rows = [("lacking", "not pinned: acme/lint@v1")] * loose + [("shown", "")] * pinned
        return graph_of(
            nodes={
                f"p{one}": automation(f"p{one}", "pipeline", controls=(("pinned actions", *row, 4),))
                for one, row in enumerate(rows)
            }
        )

    assert exceptions(pipelines(1, 5)) == [(Rule.LOOSE, "p0")]
    all_loose = readying(pipelines(6, 0))
    assert (all_loose.exceptions, all_loose.practices[0].control) == ((), "pinned actions")
