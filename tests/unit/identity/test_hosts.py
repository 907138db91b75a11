"""Hosts and URLs: who answers there."""

from __future__ import annotations

import pytest
from tests.unit.identity.saying import edge, entity, ids, node, only_reference, relation, sentences

from opmap.estate import Outcome
from opmap.facts import Entity
from opmap.identity import compile_estate, load_catalogue
from opmap.kinds import Certainty, Known, State

ASKER = "n8n:ops/17"
PAYMENTS = "k8s:prod/shop/Deployment/payments"
ASKING = entity(ASKER, kind="workflow")
BUCKETS = [(ASKER, "s3://ml-models/v1"), (PAYMENTS, "s3a://ml-models")]
ANSWERING = entity(
    PAYMENTS,
    addresses=["host=payments@k8s:prod/shop", "host=payments.shop@k8s:prod", "host=pay.acme.example"],
)


def led(
    target: str, *facts: Entity, scope: str = "", verb: str = "calls"
) -> tuple[list[str], Outcome, Certainty | None]:
    """Say where a reference of the workflow leads, how, and how sure."""
    estate = compile_estate([ASKING, *(facts or (ANSWERING,)), relation(ASKER, verb, target, scope=scope)])
    reference = only_reference(estate)
    certainties = {each.certainty for each in estate.edges if each.source == ASKER}
    return list(reference.targets), reference.outcome, max(certainties, default=None)


@pytest.mark.parametrize(
    ("target", "scope"),
    [
        ("host=payments", "k8s:prod/shop"),
        ("host=payments:8080", "k8s:prod/shop"),
        ("host=PAYMENTS.", "k8s:prod/shop"),
        ("url=http://payments/v1", "k8s:prod/shop"),
        ("host=payments.shop", "k8s:prod/checkout"),
        ("host=payments.shop.svc", "k8s:prod/checkout"),
        ("url=http://payments.shop.svc.cluster.local:80/x", "k8s:prod/checkout"),
        ("url=https://pay.acme.example/v1", "n8n:ops"),
        ("url=https://PAY.acme.example:443", ""),
    ],
)
def test_every_spelling_of_an_address_leads_to_who_answers_there(target: str, scope: str) -> None:
    assert led(target, scope=scope) == ([PAYMENTS], Outcome.RESOLVED, Certainty.CERTAIN)


def test_a_host_is_looked_up_in_its_own_scope_first() -> None:
    here = entity("compose:acme/a/db", kind="datastore", addresses=["host=db@compose:acme/a"])
    there = entity("compose:acme/b/db", kind="datastore", addresses=["host=db@compose:acme/b"])
    assert led("host=db:5432", here, there, scope="compose:acme/b")[0] == ["compose:acme/b/db"]


def test_an_internal_host_known_once_elsewhere_is_probably_meant() -> None:
    assert led("host=payments", scope="n8n:ops") == ([PAYMENTS], Outcome.RESOLVED, Certainty.PROBABLE)


@pytest.mark.parametrize("scope", ["compose:acme/shop", "k8s:prod/shop"])
def test_a_name_without_dots_in_a_network_of_its_own_hardly_means_what_stands_in_another(scope: str) -> None:
    db = entity("compose:acme/crm/db", kind="datastore", addresses=["host=db@compose:acme/crm"])
    assert led("host=db:5432", db, scope=scope) == (
        ["compose:acme/crm/db"],
        Outcome.AMBIGUOUS,
        Certainty.POSSIBLE,
    )


def test_an_internal_host_known_in_several_places_is_possibly_each() -> None:
    databases = [entity(f"compose:acme/{each}/db", addresses=[f"host=db@compose:acme/{each}"]) for each in "ab"]
    targets, outcome, certainty = led("host=db:5432", *databases, scope="n8n:ops")
    assert targets == ["compose:acme/a/db", "compose:acme/b/db"]
    assert (outcome, certainty) == (Outcome.AMBIGUOUS, Certainty.POSSIBLE)


def test_a_host_that_too_many_answer_to_leads_to_none_of_them() -> None:
    databases = [entity(f"compose:acme/{each}/db", addresses=[f"host=db@compose:acme/{each}"]) for each in range(40)]
    estate = compile_estate([ASKING, *databases, relation(ASKER, "calls", "host=db", scope="n8n:ops")])
    assert only_reference(estate).outcome is Outcome.DANGLING
    assert "40 things answer to it" in only_reference(estate).reason
    assert sentences(estate) == {(ASKER, "calls", "host:n8n:ops/db")}


def test_an_internal_host_that_nobody_knows_dangles_in_its_scope() -> None:
    estate = compile_estate([ASKING, relation(ASKER, "calls", "url=http://ledger:81/x", scope="n8n:ops")])
    assert node(estate, "host:n8n:ops/ledger").state is State.DANGLING
    assert only_reference(estate).outcome is Outcome.DANGLING


def test_a_public_host_that_nobody_claims_is_an_outsider_of_an_unknown_vendor() -> None:
    estate = compile_estate([ASKING, relation(ASKER, "calls", "url=https://api.other.example/v1?x=1", scope="n8n:ops")])
    outside = node(estate, "host:api.other.example")
    assert (outside.kind, outside.state, outside.name) == ("service", State.MENTIONED, "api.other.example")
    assert dict(outside.attributes) == {"vendor": "unknown"}
    assert only_reference(estate).outcome is Outcome.RESOLVED


def test_two_who_name_one_public_host_name_one_node() -> None:
    estate = compile_estate(
        [
            relation(ASKER, "calls", "url=https://api.other.example/v1", scope="n8n:ops"),
            relation(PAYMENTS, "calls", "host=api.other.example:443", scope="k8s:prod/shop"),
        ]
    )
    assert sentences(estate) == {
        (ASKER, "calls", "host:api.other.example"),
        (PAYMENTS, "calls", "host:api.other.example"),
    }


@pytest.mark.parametrize("target", ["host=localhost:11434", "url=http://127.0.0.1:11434/x", "url=http://[::1]:11434"])
def test_localhost_is_another_machine_for_everyone_who_asks(target: str) -> None:
    other = entity("n8n:ops/18", kind="workflow")
    estate = compile_estate([ASKING, other, *(relation(each, "calls", target) for each in (ASKER, "n8n:ops/18"))])
    found = {each.target for each in estate.edges}
    assert len(found) == 2
    assert all(node(estate, each).state is State.DANGLING for each in found)
    assert {each.reason for each in estate.references} == {"localhost: the machine that asks"}


def test_a_private_number_is_internal_and_a_public_one_is_not() -> None:
    estate = compile_estate([relation(ASKER, "calls", f"host={each}") for each in ("10.0.0.7", "192.0.66.1")])
    assert node(estate, "host:10.0.0.7").state is State.DANGLING
    assert node(estate, "host:192.0.66.1").state is State.MENTIONED


def test_a_bucket_is_no_host_and_one_for_all_who_name_it_in_one_scope() -> None:
    trap = entity("k8s:prod/shop/Deployment/ml-models", addresses=["host=ml-models@k8s:prod/shop"])
    facts = [relation(each, "reads", f"url={url}", scope="k8s:prod/shop") for each, url in BUCKETS]
    estate = compile_estate([ASKING, ANSWERING, trap, *facts])
    ends = {target for _, _, target in sentences(estate)}
    assert {source for source, _, _ in sentences(estate)} == {ASKER, PAYMENTS}
    (bucket,) = ends
    assert bucket.endswith("/ml-models")
    assert (node(estate, bucket).kind, node(estate, bucket).state) == ("datastore", State.MENTIONED)
    own = entity("inventory:acme/models", kind="datastore", addresses=["url=s3://ml-models"])
    assert led("url=s3://ml-models/v1", own, verb="reads")[0] == ["inventory:acme/models"]


def test_the_port_chooses_among_those_who_share_a_host() -> None:
    web = entity("compose:acme/a/web", addresses=["host=box.acme.example:80"])
    admin = entity("compose:acme/a/admin", addresses=["host=box.acme.example:8080"])
    assert led("host=box.acme.example:8080", web, admin)[0] == ["compose:acme/a/admin"]
    assert led("url=http://box.acme.example/x", web, admin)[0] == ["compose:acme/a/web"]
    assert led("host=box.acme.example", web, admin)[1] is Outcome.AMBIGUOUS
    assert led("host=box.acme.example:9", web)[2] is Certainty.PROBABLE


def test_the_longest_path_chooses_among_those_who_share_a_host() -> None:
    front = entity("k8s:a/b/Deployment/front", addresses=["host=shop.acme.example"])
    api = entity("k8s:a/b/Deployment/api", addresses=["url=https://shop.acme.example/api"])
    assert led("url=http://shop.acme.example/api/v1", front, api)[0] == ["k8s:a/b/Deployment/api"]
    assert led("url=https://shop.acme.example/apiary", front, api)[0] == ["k8s:a/b/Deployment/front"]
    assert led("host=shop.acme.example:443", front, api)[0] == ["k8s:a/b/Deployment/front"]


def test_a_wildcard_takes_what_no_exact_name_does() -> None:
    everything = entity("k8s:a/b/Deployment/any", addresses=["host=*.acme.example"])
    one = entity("k8s:a/b/Deployment/one", addresses=["host=one.acme.example"])
    assert led("host=two.acme.example", everything, one)[0] == ["k8s:a/b/Deployment/any"]
    assert led("host=one.acme.example", everything, one)[0] == ["k8s:a/b/Deployment/one"]


def test_one_pod_of_a_set_leads_to_the_set() -> None:
    database = entity("k8s:prod/shop/StatefulSet/db", kind="datastore", addresses=["host=db.shop@k8s:prod"])
    assert led("host=db-0.db.shop.svc.cluster.local:5432", database, scope="k8s:prod/x")[0] == [
        "k8s:prod/shop/StatefulSet/db"
    ]


def test_the_verb_follows_from_what_stands_at_the_address() -> None:
    database = entity("k8s:prod/shop/StatefulSet/db", kind="datastore", addresses=["host=db@k8s:prod/shop"])
    said = {"verb_by": "address", "port": 5432}
    facts = [database, relation(PAYMENTS, "calls", "host=db", scope="k8s:prod/shop", attributes=said)]
    estate = compile_estate(facts)
    assert sentences(estate) == {(PAYMENTS, "depends on", "k8s:prod/shop/StatefulSet/db")}
    assert estate.edges[0].attributes == (("port", 5432),)


def test_a_relation_of_a_thing_with_itself_is_dropped_and_said_only_where_it_is_declared() -> None:
    itself = relation(PAYMENTS, "calls", "host=pay.acme.example")
    assert not compile_estate([ANSWERING, itself]).edges
    assert not compile_estate([ANSWERING, itself]).notices
    declared = relation(PAYMENTS, "calls", "host=pay.acme.example", known=Known.DECLARED)
    assert len(compile_estate([ANSWERING, declared]).notices) == 1


CATALOGUE = load_catalogue(
    [
        entity("inventory:catalogue/stripe", "product:stripe", name="Stripe", addresses=["host=*.stripe.example"]),
        entity("inventory:catalogue/stripe-js", "product:stripe-js", addresses=["host=js.stripe.example"]),
        entity("inventory:catalogue/stripe-inc", "vendor:stripe", kind="vendor", name="Stripe Inc."),
        relation("inventory:catalogue/stripe", "provided by", "vendor:stripe"),
        relation("inventory:catalogue/stripe-js", "provided by", "vendor:stripe"),
    ]
)


def test_the_catalogue_knows_a_host_by_its_longest_name_and_brings_the_vendor_along() -> None:
    estate = compile_estate([relation(ASKER, "calls", "url=https://api.stripe.example/v1")], catalogue=CATALOGUE)
    assert sentences(estate) == {(ASKER, "calls", "product:stripe"), ("product:stripe", "provided by", "vendor:stripe")}
    assert node(estate, "product:stripe").name == "Stripe"
    assert node(estate, "product:stripe").state is State.MENTIONED
    estate = compile_estate([relation(ASKER, "calls", "host=js.stripe.example")], catalogue=CATALOGUE)
    assert "product:stripe-js" in ids(estate)
    assert "product:stripe" not in ids(estate)


def test_what_people_describe_themselves_goes_before_the_catalogue() -> None:
    own = entity("inventory:acme/pay", "product:stripe", name="Our Stripe", known=Known.DECLARED)
    estate = compile_estate([own, relation(ASKER, "calls", "host=api.stripe.example")], catalogue=CATALOGUE)
    stripe = node(estate, "inventory:acme/pay")
    assert (stripe.name, stripe.state, stripe.keys) == (
        "Our Stripe",
        State.KNOWN,
        ("inventory:acme/pay", "product:stripe"),
    )
    assert ("inventory:acme/pay", "provided by", "vendor:stripe") in sentences(estate)
    assert edge(estate, ASKER, "calls", "inventory:acme/pay").certainty is Certainty.CERTAIN


def test_a_catalogue_that_nothing_names_stays_outside() -> None:
    assert not compile_estate([ASKING], catalogue=CATALOGUE).edges
    assert ids(compile_estate([ASKING], catalogue=CATALOGUE)) == [ASKER]
