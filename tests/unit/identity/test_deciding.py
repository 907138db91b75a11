"""What people decide is the last word, and what cannot be applied waits."""

from __future__ import annotations

import pytest
from tests.unit.identity.saying import decision, edge, entity, node, relation, sentences

from opmap.decisions import Decision
from opmap.estate import Estate
from opmap.facts import Reading
from opmap.identity import compile_estate
from opmap.kinds import Known, State, Strength

SHOP, STRIPE, ADYEN = "inventory:acme/shop", "inventory:acme/stripe", "inventory:acme/adyen"
KEY, TEAM = "inventory:acme/stripe-key", "team:acme/shop"
FACTS: list[Reading] = [
    entity(SHOP, attributes={"criticality": "low"}, environment="staging"),
    *(entity(each) for each in (STRIPE, ADYEN)),
    entity(KEY, kind="credential"),
    entity(TEAM, kind="team"),
    relation(SHOP, "calls", STRIPE),
    relation(SHOP, "calls", ADYEN),
    relation(SHOP, "uses credential", KEY),
]


def after(*decisions: Decision) -> Estate:
    return compile_estate(FACTS, decisions=decisions)


def attributes(*decisions: Decision) -> dict[str, object]:
    return dict(node(after(*decisions), SHOP).attributes)


def test_an_owner_is_an_edge_with_its_role_and_the_decision_as_evidence() -> None:
    estate = after(decision(1, "own", SHOP, TEAM, value="operations"))
    owned = edge(estate, SHOP, "owned by", TEAM)
    assert dict(owned.attributes) == {"role": "operations"}
    assert [(each.known, each.person, each.reason) for each in owned.evidence] == [(Known.DECIDED, "Ana", "she knows")]


def test_somebody_whom_no_document_names_may_own() -> None:
    estate = after(decision(1, "own", SHOP, "person:ben@acme.example"))
    assert (node(estate, "person:ben@acme.example").kind, node(estate, "person:ben@acme.example").state) == (
        "person",
        State.MENTIONED,
    )
    assert not estate.waiting
    assert after(decision(1, "own", SHOP, "inventory:acme/gone")).waiting == (1,)


def test_a_dependency_that_no_file_shows_is_added_and_one_that_is_none_is_taken_away() -> None:
    assert (STRIPE, "reads", ADYEN) in sentences(after(decision(1, "depends", STRIPE, ADYEN, value="reads")))
    gone = after(decision(1, "not-depends", SHOP, STRIPE))
    assert sentences(gone) == {(SHOP, "calls", ADYEN), (SHOP, "uses credential", KEY)}
    kept = after(decision(1, "not-depends", SHOP, STRIPE, value="reads"))
    assert (SHOP, "calls", STRIPE) in sentences(kept)


def test_decisions_hold_in_the_order_in_which_they_were_taken() -> None:
    there = after(decision(2, "depends", SHOP, STRIPE, value="calls"), decision(1, "not-depends", SHOP, STRIPE))
    assert (SHOP, "calls", STRIPE) in sentences(there)
    last = [decision(1, "criticality", SHOP, value="high"), decision(2, "criticality", SHOP, value="medium")]
    assert attributes(*last) == {"criticality": "medium", "criticality (also)": ("low",)}


def test_what_is_undone_says_nothing() -> None:
    assert after(decision(1, "not-depends", SHOP, STRIPE, undone=True)) == after()


def test_a_capability_is_made_once_and_found_by_its_name() -> None:
    made = decision(1, "capability", SHOP, "Taking orders")
    estate = after(made, decision(2, "capability", STRIPE, "taking ORDERS"))
    capability = node(estate, "inventory:decided/taking-orders")
    assert (capability.kind, capability.name, capability.state) == ("capability", "Taking orders", State.KNOWN)
    assert sentences(estate, "supports") == {(SHOP, "supports", capability.id), (STRIPE, "supports", capability.id)}
    worth = after(made, decision(2, "value", "inventory:decided/taking-orders", value="3"))
    assert dict(node(worth, capability.id).attributes) == {"value": 3.0}


def test_a_capability_of_the_estate_is_found_by_its_name() -> None:
    own = entity("inventory:acme/orders", kind="capability", name="Taking orders")
    estate = compile_estate([*FACTS, own], decisions=[decision(1, "capability", SHOP, "taking orders")])
    assert sentences(estate, "supports") == {(SHOP, "supports", "inventory:acme/orders")}


def test_redundant_objects_are_the_places_of_one_group() -> None:
    other = relation(SHOP, "reads", STRIPE)
    said = decision(1, "redundant", SHOP, STRIPE, ADYEN, value="1")
    estate = compile_estate([*FACTS, other], decisions=[said])
    groups = {(each.verb, each.target): each.group for each in estate.edges}
    stripe, adyen = groups["calls", STRIPE], groups["calls", ADYEN]
    assert stripe is not None
    assert adyen is not None
    assert stripe.id == adyen.id == f"{SHOP}|decision 1"
    assert (stripe.need, stripe.size, stripe.presumed) == (1, 2, False)
    assert groups["reads", STRIPE] == stripe
    assert stripe.places != adyen.places
    assert groups["uses credential", KEY] is None


def test_redundant_supporters_are_grouped_at_what_they_support() -> None:
    orders = entity("inventory:acme/orders", kind="capability")
    facts = [*FACTS, orders, *(relation(each, "supports", "inventory:acme/orders") for each in (STRIPE, ADYEN))]
    estate = compile_estate(facts, decisions=[decision(1, "redundant", "inventory:acme/orders", STRIPE, ADYEN)])
    assert {each.group is not None for each in estate.edges if each.verb == "supports"} == {True}
    assert {each.group for each in estate.edges if each.verb == "calls"} == {None}


def test_what_does_not_depend_cannot_be_redundant() -> None:
    assert after(decision(1, "redundant", STRIPE, SHOP, ADYEN)).waiting == (1,)


@pytest.mark.parametrize(
    ("value", "strength", "buffer"),
    [("soft", Strength.SOFT, 0.0), ("hard", Strength.HARD, 0.0), ("4h", Strength.HARD, 4.0)],
)
def test_a_strength_is_stated_from_then_on(value: str, strength: Strength, buffer: float) -> None:
    found = edge(after(decision(1, "strength", SHOP, STRIPE, value=value)), SHOP, "calls", STRIPE)
    assert (found.strength, found.buffer, found.presumed) == (strength, buffer, False)
    assert {each.known for each in found.evidence} == {Known.CONFIGURED, Known.DECIDED}


def test_attributes_are_set_and_the_decision_is_evidence() -> None:
    said = {"tolerance": "2d", "repair": "30m", "fails": "3", "value": "2.5", "counts": "No", "criticality": "HIGH"}
    decisions = [decision(number, act, SHOP, value=value) for number, (act, value) in enumerate(said.items(), 1)]
    assert attributes(*decisions) == {
        "tolerance_hours": 48.0,
        "repair_hours": 0.5,
        "incidents_per_year": 3.0,
        "value": 2.5,
        "counts": "no",
        "criticality": "high",
        "criticality (also)": ("low",),
    }
    assert sum(each.known is Known.DECIDED for each in node(after(*decisions), SHOP).evidence) == 6


def test_an_environment_is_set_and_the_former_one_kept_beside_it() -> None:
    estate = after(decision(1, "environment", SHOP, value="prod"), decision(2, "environment", SHOP, value="test"))
    assert node(estate, SHOP).environment == "test"
    assert dict(node(estate, SHOP).attributes)["environment (also)"] == ("staging",)


def test_notes_and_accepted_risks_are_listed() -> None:
    found = attributes(
        decision(1, "note", SHOP, value="old box"),
        decision(2, "note", SHOP, value="to be replaced"),
        decision(3, "accept", SHOP, "single-point", value="2026-12-31"),
        decision(4, "accept", SHOP, value="2027-01-31"),
    )
    assert found["note"] == ("old box", "to be replaced")
    assert found["accept"] == (("single-point", "2026-12-31"), ("", "2027-01-31"))


@pytest.mark.parametrize(
    "waiting",
    [
        decision(7, "note", "inventory:acme/gone", value="x"),
        decision(7, "depends", SHOP, "inventory:acme/gone", value="calls"),
        decision(7, "same", SHOP, "inventory:acme/gone"),
        decision(7, "not-same", "inventory:acme/gone", SHOP),
        decision(7, "strength", STRIPE, SHOP, value="soft"),
        decision(7, "tolerance", SHOP, value="soon"),
        decision(7, "depends", SHOP, STRIPE, value="loves"),
        decision(7, "sing", SHOP),
    ],
)
def test_what_cannot_be_applied_waits_and_harms_nothing(waiting: Decision) -> None:
    estate = after(waiting)
    assert estate.waiting == (7,)
    assert sentences(estate) == sentences(after())


def test_a_decision_finds_a_node_by_its_lesser_keys_and_by_ids_of_former_times() -> None:
    facts = [entity("k8s:a/b/Deployment/x", SHOP), entity(STRIPE)]
    note = decision(1, "note", SHOP, value="seen")
    estate = compile_estate(facts, decisions=[note])
    assert dict(node(estate, "k8s:a/b/Deployment/x").attributes) == {"note": ("seen",)}
    former = decision(1, "note", "sheet:acme/old.csv#1", value="seen")
    estate = compile_estate(facts, decisions=[former], renamed={"sheet:acme/old.csv#1": SHOP})
    assert dict(node(estate, "k8s:a/b/Deployment/x").attributes) == {"note": ("seen",)}


def test_ids_that_were_renamed_in_a_ring_harm_nothing() -> None:
    ring = {"sheet:a#1": "sheet:a#2", "sheet:a#2": "sheet:a#1"}
    decisions = [decision(1, "note", "sheet:a#1", value="x"), decision(2, "same", "sheet:a#1", SHOP)]
    assert compile_estate(FACTS, decisions=decisions, renamed=ring).waiting == (1, 2)
