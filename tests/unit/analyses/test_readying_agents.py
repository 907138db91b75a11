"""Readiness: which agents change something with nobody's approval, and whom strangers reach."""

from __future__ import annotations

from typing import Any

import pytest
from tests.building import edge, graph_of, node, place
from tests.readiness import agent, automation, exceptions

from opmap.analyses.readying import Rule, readying
from opmap.analyses.readying.values import Standing
from opmap.kinds import State

MAIL = ("event", "events of gmail start it", "", "Mail")
APPROVES = ("human approval", "shown", "waits for people", 3)


def test_an_agent_that_writes_without_an_approval_stands_out() -> None:
    graph = graph_of("bot writes accounts", nodes={"bot": agent()}, accounts="dataset")
    assert exceptions(graph) == [(Rule.UNAPPROVED, "bot")]


def test_an_agent_that_only_reads_does_not() -> None:
    assert exceptions(graph_of("bot reads accounts", nodes={"bot": agent()}, accounts="dataset")) == []


PAYS = edge("bot writes accounts", attributes={"steps": ["Pay"]})


def approving(*steps: str) -> dict[str, Any]:
    return {"bot": agent("bot", APPROVES, approved_steps=steps), "accounts": node("accounts", "dataset")}


def test_an_agent_that_people_approve_does_not_whether_its_definition_or_an_inventory_says_so() -> None:
    shown = graph_of(PAYS, nodes=approving("Pay", "Tell"))
    stated = graph_of(
        "bot writes accounts", "bot approved by ana", nodes={"bot": agent()}, accounts="dataset", ana="person"
    )
    assert exceptions(shown) == exceptions(stated) == []


def test_an_approval_beside_the_way_to_what_it_writes_is_none() -> None:
    (one,) = readying(graph_of(PAYS, nodes=approving("Tell"))).exceptions
    assert one.rule is Rule.UNAPPROVED
    assert one.because.endswith("the approval (waits for people, before Tell, not before Pay) does not stand before it")


def test_an_approval_before_one_of_two_steps_that_write_is_none_for_the_other() -> None:
    both = edge("bot writes accounts", attributes={"steps": ["Pay", "Book"]})
    assert exceptions(graph_of(both, nodes=approving("Pay"))) == [(Rule.UNAPPROVED, "bot")]


def test_an_approval_that_keeps_back_nothing_of_what_is_changed_lacks_and_one_of_a_part_says_which() -> None:
    def shown(*steps: str) -> tuple[Standing, str]:
        both = edge("bot writes accounts", attributes={"steps": ["Pay", "Pay anyway"]})
        mail = edge("bot writes letters", attributes={"steps": ["Tell"]})
        nodes = {**approving(*steps), "letters": node("letters", "dataset")}
        (row,) = readying(graph_of(both, mail, nodes=nodes)).matrix
        (one,) = [each for each in row.controls if each.name == "human approval"]
        return one.standing, one.words

    assert shown("Pay") == (Standing.LACKING, "the approval before Pay keeps back nothing of what it changes")
    assert shown("Tell") == (Standing.SHOWN, "waits for people, before Tell, not before Pay, Pay anyway")
    assert shown("Pay", "Pay anyway", "Tell")[0] is Standing.SHOWN


def test_who_approves_one_step_does_not_approve_the_others() -> None:
    asked = edge("bot approved by ana", attributes={"steps": ["Ask"]})
    nodes = approving("Tell") | {"ana": node("ana", "person")}
    assert exceptions(graph_of(PAYS, asked, nodes=nodes)) == [(Rule.UNAPPROVED, "bot")]
    said = edge("bot approved by ana", attributes={"steps": ["Ask"]}, evidence=(place()._replace(connector="native"),))
    assert exceptions(graph_of(PAYS, said, nodes=nodes)) == []


def test_an_approval_inside_what_is_called_counts_where_it_stands_before_what_that_one_writes() -> None:
    writes = edge("helper writes accounts", attributes={"steps": ["Pay"]})
    for steps, found in ((("Pay",), []), (("Tell",), [(Rule.UNAPPROVED, "bot")])):
        nodes = {"bot": agent(), "helper": automation("helper", controls=(APPROVES,), approved_steps=steps)}
        assert exceptions(graph_of("bot calls helper", writes, nodes=nodes, accounts="dataset")) == found


def test_a_definition_that_cannot_show_an_approval_is_no_pass() -> None:
    graph = graph_of("bot writes accounts", nodes={"bot": automation("bot", "agent")}, accounts="dataset")
    (one,) = readying(graph).exceptions
    assert one.because.endswith("no approval is known")


def test_a_conversation_that_is_kept_is_no_act() -> None:
    steps = (("Memory", "memoryRedisChat", "keeps the conversation", 4),)
    kept = edge("bot writes chat", attributes={"steps": ["Memory"]})
    assert exceptions(graph_of(kept, nodes={"bot": agent(steps=steps)}, chat="dataset")) == []


@pytest.mark.parametrize(("method", "is_act"), [("GET", False), ("POST", True), ("DELETE", True)])
def test_a_call_is_an_act_where_its_method_changes_something(method: str, is_act: Any) -> None:
    call = edge("bot calls orders", attributes={"method": method})
    assert bool(exceptions(graph_of(call, nodes={"bot": agent()}, orders="operation"))) is is_act


def test_asking_a_model_or_for_an_approval_changes_nothing() -> None:
    calls = [edge(f"bot calls {name}", attributes={"method": "POST"}) for name in ("vision", "desk")]
    assert exceptions(graph_of(*calls, nodes={"bot": agent()}, vision="model", desk="approval system")) == []


# strangers


def writing_agent(**more: Any) -> dict[str, Any]:
    return {"bot": agent(**more), "accounts": node("accounts", "operation")}


TOOL = edge("bot uses tool accounts", attributes={"method": "PUT"})


def test_mail_that_reaches_an_agent_with_a_writing_tool_stands_out() -> None:
    assert exceptions(graph_of(TOOL, nodes=writing_agent(starters=(MAIL,)))) == [(Rule.UNTRUSTED, "bot")]


def test_mail_that_reaches_an_agent_whose_tools_only_read_is_told_as_an_agent_that_writes() -> None:
    reading = edge("bot uses tool accounts", attributes={"method": "GET"})
    graph = graph_of(reading, "bot writes tickets", nodes=writing_agent(starters=(MAIL,)), tickets="dataset")
    assert exceptions(graph) == [(Rule.UNAPPROVED, "bot")]


@pytest.mark.parametrize("verb", ["calls", "starts"])
def test_mail_reaches_an_agent_through_another_workflow(verb: str) -> None:
    graph = graph_of(
        TOOL, f"intake {verb} bot", nodes={**writing_agent(), "intake": automation("intake", starters=(MAIL,))}
    )
    assert exceptions(graph) == [(Rule.UNTRUSTED, "bot")]


def test_an_approval_on_the_way_stops_it() -> None:
    calls = edge("intake calls bot", attributes={"steps": ["Ask the bot"]})
    for steps, rule in ((("Ask the bot",), Rule.UNAPPROVED), (("Tell",), Rule.UNTRUSTED)):
        intake = automation("intake", starters=(MAIL,), controls=(APPROVES,), approved_steps=steps)
        assert exceptions(graph_of(TOOL, calls, nodes={**writing_agent(), "intake": intake})) == [(rule, "bot")]


@pytest.mark.parametrize(("guard", "rule"), [("none", Rule.UNTRUSTED), ("headerAuth", Rule.UNAPPROVED)])
def test_a_webhook_is_a_strangers_where_it_asks_nobody_who_calls(guard: str, rule: Rule) -> None:
    starter = ("webhook", "a webhook starts it: POST /in", "", "Hook")
    hook = node("hook", "operation", authentication=guard)
    graph = graph_of(TOOL, "hook starts bot", nodes={**writing_agent(starters=(starter,)), "hook": hook})
    assert exceptions(graph) == [(rule, "bot")]


def test_a_tool_that_is_a_workflow_writes_where_that_one_does() -> None:
    graph = graph_of(
        "bot uses tool helper",
        "helper writes accounts",
        nodes={"bot": agent(starters=(MAIL,)), "helper": automation("helper")},
        accounts="dataset",
    )
    assert exceptions(graph) == [(Rule.UNTRUSTED, "bot")]


@pytest.mark.parametrize("verb", ["calls", "uses tool", "on error calls"])
def test_what_is_switched_off_is_at_work_where_something_at_work_calls_it(verb: str) -> None:
    writes = "bot writes accounts"
    others = {name: automation(name) for name in ("intake", "one", "two")}
    nodes = {"bot": agent(inactive=True), "accounts": node("accounts", "dataset"), **others}
    assert exceptions(graph_of(writes, f"intake {verb} bot", nodes=nodes)) == [(Rule.UNAPPROVED, "bot")]
    assert exceptions(graph_of(writes, nodes=nodes)) == []
    nodes["intake"] = automation("intake", inactive=True)
    assert exceptions(graph_of(writes, f"intake {verb} bot", nodes=nodes)) == []


@pytest.mark.parametrize(
    ("starter", "standing"),
    [(("call", "the failures of other workflows start it", "", "Broken"), Standing.SHOWN),
     (("schedule", "starts it every day", "", "Clock"), Standing.LACKING)],
)  # fmt: skip
def test_whoever_is_told_of_failures_and_is_started_by_none_is_no_error_path(
    starter: tuple[str, ...], standing: Standing
) -> None:
    sync = automation("sync", controls=(("error path", "shown", "another workflow is told of failures", 3),))
    nodes = {"sync": sync, "desk": automation("desk", starters=(starter,))}
    rows = readying(graph_of("sync on error calls desk", nodes=nodes)).matrix
    row = next(row for row in rows if row.node.id == "sync")
    assert next(one.standing for one in row.controls if one.name == "error path") is standing


def test_workflows_that_call_each_other_in_a_ring_come_to_an_end() -> None:
    graph = graph_of(
        "bot calls one",
        "one calls two",
        "two calls bot",
        nodes={"bot": agent(), "one": automation("one"), "two": automation("two")},
    )
    assert exceptions(graph) == []


@pytest.mark.parametrize(
    ("event", "rule"),
    [("OnNewEmailV3", Rule.UNTRUSTED), ("CreateFormWebhook", Rule.UNTRUSTED), ("OnTask", Rule.UNAPPROVED)],
)
def test_what_happens_says_whose_words_start_it_where_its_product_does_not(event: str, rule: Rule) -> None:
    starter = ("event", "events of office365 start it", "", "T")
    source = node("source", "event source", event=event)
    graph = graph_of(TOOL, "source starts bot", nodes={**writing_agent(starters=(starter,)), "source": source})
    assert exceptions(graph) == [(rule, "bot")]


@pytest.mark.parametrize(
    ("name", "said", "rule"),
    [
        ("Gmail", {"operation": "getAll"}, Rule.UNTRUSTED),
        ("Gmail", {"operation": "send"}, Rule.UNAPPROVED),
        ("labels", {"operation": "getAll"}, Rule.UNAPPROVED),
        ("Ledger", {"operation": "getAll"}, Rule.UNAPPROVED),
        ("news.papers.example", {"method": "GET"}, Rule.UNTRUSTED),
        ("news.papers.example", {"method": "POST"}, Rule.UNAPPROVED),
        ("api.papers.example", {"method": "GET"}, Rule.UNAPPROVED),
        ("papers.internal", {"method": "GET"}, Rule.UNAPPROVED),
    ],
)
def test_a_step_that_fetches_what_strangers_write_is_as_a_start_by_them(name: str, said: Any, rule: Rule) -> None:
    taken = edge("bot calls other", attributes={"steps": ["Fetch"], **said})
    other = node("other", "service", State.MENTIONED, label=name)
    assert exceptions(graph_of(TOOL, taken, nodes={**writing_agent(), "other": other})) == [(rule, "bot")]


def test_a_table_of_ones_own_that_holds_mails_is_no_strangers() -> None:
    nodes = {**writing_agent(), "mails": node("mails", "dataset", label="mails")}
    assert exceptions(graph_of(TOOL, "bot reads mails", nodes=nodes)) == [(Rule.UNAPPROVED, "bot")]


def test_a_host_of_the_organisation_itself_is_no_page_of_strangers() -> None:
    asked = edge("bot calls shop", attributes={"method": "GET"}, evidence=(place()._replace(source="acme"),))
    shop = node("shop", "service", State.MENTIONED, label="shop.acme.example")
    assert exceptions(graph_of(TOOL, asked, nodes={**writing_agent(), "shop": shop})) == [(Rule.UNAPPROVED, "bot")]


# what only a run knows


ASKS_ANYTHING = (("Ask", "postgresTool", "executeQuery what only a run knows in Postgres", 8),)


def test_a_tool_that_may_write_anything_counts_as_one_that_writes() -> None:
    bot = agent(starters=(MAIL,), steps=ASKS_ANYTHING, open_steps=("Ask",))
    (one,) = readying(graph_of(nodes={"bot": bot})).exceptions
    assert (one.rule, one.evidence[-1].line) == (Rule.UNTRUSTED, 8)
    assert "may write anything: only a run knows what (Ask)" in one.because


def test_an_approval_before_what_may_write_anything_is_one() -> None:
    bot = agent("bot", APPROVES, steps=ASKS_ANYTHING, open_steps=("Ask",), approved_steps=("Ask",))
    assert exceptions(graph_of(nodes={"bot": bot})) == []


def test_a_step_that_no_model_chooses_and_that_may_write_anything_is_the_agents_act_too() -> None:
    steps = (("Ask", "postgres", "executeQuery what only a run knows in Postgres", 8),)
    bot = agent(starters=(MAIL,), steps=steps, open_steps=("Ask",))
    assert exceptions(graph_of(nodes={"bot": bot})) == [(Rule.UNAPPROVED, "bot")]


def test_what_may_write_anything_is_never_said_to_write_nothing() -> None:
    words = []
    for steps in (("Ask",), ()):
        (row,) = readying(graph_of(nodes={"bot": agent(steps=ASKS_ANYTHING, open_steps=steps)})).matrix
        words += [one.words for one in row.answers if one.question == "how are its decisions recorded"]
    assert words[0].endswith("it may write anything: only a run knows what (Ask)")
    assert words[1].endswith("nothing shows that it writes to anything")
