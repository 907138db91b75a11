"""Webhooks: who listens on a path, to which methods and to which events."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.identity.saying import edge, entity, node, only_reference, relation

from opmap.estate import Estate, Outcome
from opmap.facts import Locator, Reading
from opmap.identity import compile_estate
from opmap.kinds import Certainty, State

ASKER = "n8n:ops/17"
ASKING = entity(ASKER, kind="workflow")


def called(target: str | Locator, *facts: Reading, method: str = "GET", verb: str = "calls", scope: str = "") -> Estate:
    said = relation(ASKER, verb, target, scope=scope, attributes={"method": method})
    return compile_estate([ASKING, *facts, said])


def reached(estate: Estate) -> tuple[str, ...]:
    (reference,) = (each for each in estate.references if each.outcome is not Outcome.DANGLING or not each.targets)
    return reference.targets


HOOK = entity("n8n:ops/1/trigger", kind="operation", addresses=["webhook=/webhook/new-claim@n8n:ops"])
OTHER_HOOK = entity("n8n:sales/1/trigger", kind="operation", addresses=["webhook=/webhook/new-claim@n8n:sales"])


def test_a_webhook_is_found_by_its_path_at_a_host_that_nobody_claims() -> None:
    estate = called("url=https://flows.acme.example/n8n/webhook/new-claim", HOOK)
    assert reached(estate) == ("n8n:ops/1/trigger",)
    assert edge(estate, ASKER, "calls", "n8n:ops/1/trigger").certainty is Certainty.PROBABLE


def test_a_webhook_is_found_at_a_host_that_is_its_engines_and_at_no_other() -> None:
    engine = entity("compose:acme/./flows", addresses=["image=n8nio/n8n", "host=flows.acme.example"])
    assert reached(called("url=https://flows.acme.example/webhook/new-claim", HOOK, engine)) == ("n8n:ops/1/trigger",)
    other = entity("compose:acme/./shop", addresses=["image=acme/shop", "host=flows.acme.example"])
    assert reached(called("url=https://flows.acme.example/webhook/new-claim", HOOK, other)) == ("compose:acme/./shop",)


def test_of_two_webhooks_with_one_path_that_of_the_own_instance_is_meant() -> None:
    near = called("url=https://flows.acme.example/webhook/new-claim", HOOK, OTHER_HOOK, scope="n8n:ops")
    assert reached(near) == ("n8n:ops/1/trigger",)
    far = called("url=https://flows.acme.example/webhook/new-claim", HOOK, OTHER_HOOK, scope="compose:acme/.")
    assert only_reference(far).outcome is Outcome.AMBIGUOUS


def test_the_last_step_of_a_path_alone_is_no_webhook() -> None:
    hook = entity("n8n:ops/1/trigger", kind="operation", addresses=["webhook=claims@n8n:ops"])
    assert reached(called("url=https://api.other.example/v2/claims", hook)) == ("host:api.other.example",)


POSTED = entity(
    "n8n:ops/2/trigger",
    kind="operation",
    addresses=["webhook=/webhook/paid@n8n:ops"],
    attributes={"method": "POST, PUT"},
)


@pytest.mark.parametrize(
    ("method", "is_it"), [("POST", True), ("put", True), ("", True), ("GET", False), ("HEAD", False), ("DELETE", False)]
)
def test_a_webhook_hears_the_methods_that_it_takes_and_no_others(method: str, is_it: Any) -> None:
    found = reached(called("url=https://flows.acme.example/webhook/paid", POSTED, method=method))
    assert found == (("n8n:ops/2/trigger",) if is_it else ("host:flows.acme.example",))


def test_the_address_itself_may_say_the_method() -> None:
    dag = entity(
        "airflow:ops/nightly", kind="pipeline", addresses=["webhook=POST /api/v1/dags/nightly/dagRuns@airflow:ops"]
    )
    runs = "url=https://airflow.acme.example/api/v1/dags/nightly/dagRuns"
    assert reached(called(runs, dag, method="POST")) == ("airflow:ops/nightly",)
    assert reached(called(runs, dag)) == ("host:airflow.acme.example",)


def dispatched(name: str, *events: str) -> Reading:
    addresses = [f"webhook=/repos/acme/shop/dispatches#{each}@github" for each in events]
    return entity(
        f"actions:acme/{name}", kind="operation", addresses=addresses or ["webhook=/repos/acme/shop/dispatches@github"]
    )


PAID, ANY = dispatched("paid", "paid", "refunded"), dispatched("any")


@pytest.mark.parametrize(
    ("event", "facts", "found"),
    [
        ("#paid", [PAID, dispatched("sent", "sent")], ("actions:acme/paid", Certainty.PROBABLE)),
        ("#refunded", [PAID], ("actions:acme/paid", Certainty.PROBABLE)),
        ("", [PAID], ("actions:acme/paid", Certainty.POSSIBLE)),
        ("", [ANY], ("actions:acme/any", Certainty.PROBABLE)),
        ("#anything", [ANY], ("actions:acme/any", Certainty.PROBABLE)),
        ("#Paid", [PAID], None),
    ],
)
def test_an_event_reaches_who_listens_to_it_and_an_unknown_one_possibly(
    event: str, facts: list[Reading], found: tuple[str, Certainty] | None
) -> None:
    estate = called(f"webhook=/repos/Acme/Shop/dispatches{event}", *facts, method="POST")
    if found is None:
        assert only_reference(estate).outcome is Outcome.DANGLING
    else:
        assert edge(estate, ASKER, "calls", found[0]).certainty is found[1]


def test_the_body_of_a_request_says_which_event_it_sends() -> None:
    for event, found in (
        ("paid", ("actions:acme/paid",)),
        ("sent", ("host:hub.acme.example",)),
        ("", ("actions:acme/paid",)),
    ):
        row = ("Tell", "POST", "event_type", event, "/repos/acme/shop/dispatches")
        said = {"method": "POST", "effects": [row]}
        url = "url=https://hub.acme.example/repos/acme/shop/dispatches"
        assert reached(compile_estate([ASKING, PAID, relation(ASKER, "calls", url, attributes=said)])) == found


def test_a_webhook_that_nobody_listens_on_dangles() -> None:
    estate = called("webhook=/webhook/gone", scope="n8n:ops")
    assert node(estate, "webhook:n8n:ops//webhook/gone").state is State.DANGLING
