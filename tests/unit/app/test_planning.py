from __future__ import annotations

from dataclasses import replace

import pytest
from tests.building import edge

from opmap.app.planning import Plan, Planning, Row
from opmap.decisions import Decision
from opmap.errors import AmbiguousNode, BadDecision, UnknownNode
from opmap.estate import Estate, Node
from opmap.graph import from_estate
from opmap.kinds import State

PAID = "compose:a/db"
NOON = "2026-05-01T12:00:00Z"


def _node(key: str, name: str, kind: str = "service") -> Node:
    return Node(key, kind, name, (key,), State.KNOWN, ())


GRAPH = from_estate(
    Estate(
        nodes=(
            _node("compose:a/db", "db", "datastore"),
            _node("compose:b/db", "db", "datastore"),
            _node("compose:shop/payments", "payments"),
            _node("inventory:acme/stripe", "Stripe"),
            _node("inventory:acme/adyen", "Adyen"),
            _node("person:ana@acme.example", "Ana", "person"),
        ),
        edges=(
            edge("compose:shop/payments calls inventory:acme/adyen"),
            edge("compose:shop/payments calls inventory:acme/stripe"),
        ),
    )
)
ALIASES = {"sheet:plan#pay": "compose:shop/payments"}
OWN = Row("own", "payments", ("Ana",), "", "Ben", "asked her")


def _planning(*standing: Decision) -> Planning:
    return Planning(GRAPH, ALIASES, standing)


def _plan(*rows: Row, standing: tuple[Decision, ...] = ()) -> Plan:
    numbered = [replace(row, by=row.by or "Ben", line=line) for line, row in enumerate(rows, 2)]
    return _planning(*standing).plan(numbered, NOON)


def _stands(act: str, *names: str, value: str = "", undone: bool = False) -> Decision:
    return Decision(7, act, names[0], names[1:], value, "Cleo", "", NOON, undone)


def test_a_row_becomes_a_decision_about_nodes() -> None:
    expected = ("compose:shop/payments", ("person:ana@acme.example",), "", "Ben", "asked her", NOON)
    assert _planning().decision(OWN, NOON) == Decision(0, "own", *expected)


@pytest.mark.parametrize(
    "name", ["payments", "Payments", "compose:shop/payments", "sheet:plan#pay", "service:payments"]
)
def test_a_node_is_found_by_what_people_call_it(name: str) -> None:
    assert _planning().decision(replace(OWN, node=name), NOON).subject == "compose:shop/payments"


def test_a_mistyped_node_gets_the_nearest() -> None:
    with pytest.raises(UnknownNode, match="Did you mean payments"):
        _planning().decision(replace(OWN, node="paymnets"), NOON)


def test_a_name_of_several_nodes_lists_them() -> None:
    with pytest.raises(AmbiguousNode, match=r"(?s)compose:a/db.*compose:b/db"):
        _planning().decision(replace(OWN, node="db"), NOON)


@pytest.mark.parametrize(
    ("act", "name", "found"),
    [
        ("own", "team:Claims desk", "team:Claims%20desk"),
        ("own", "person:Zoe@Acme.example", "person:zoe@acme.example"),
        ("capability", "capability:Claims handling", "Claims handling"),
        ("capability", " Claims  handling", "Claims handling"),
        ("capability", "stripe", "inventory:acme/stripe"),
    ],
)
def test_owners_and_capabilities_may_be_new(act: str, name: str, found: str) -> None:
    assert _planning().decision(Row(act, "payments", (name,), by="Ben"), NOON).objects == (found,)


def test_an_owner_that_nobody_knows_is_asked_for_by_what_it_is() -> None:
    with pytest.raises(BadDecision, match="team:claims, person:ana"):
        _planning().decision(replace(OWN, objects=("Xylophonists",)), NOON)
    for row in (replace(OWN, node="team:nobody"), Row("depends", "payments", ("team:nobody",), by="Ben")):
        with pytest.raises(UnknownNode):
            _planning().decision(row, NOON)


def test_an_accepted_risk_names_findings_and_not_nodes() -> None:
    row = Row("accept", "payments", ("single point of failure",), "2999-01-01", "Ben", "it is cheap")
    assert _planning().decision(row, NOON).objects == ("single point of failure",)


@pytest.mark.parametrize("names", [("payments", "payments"), ("payments", "sheet:plan#pay")])
def test_nothing_is_decided_between_a_node_and_itself(names: tuple[str, str]) -> None:
    with pytest.raises(BadDecision, match="named twice"):
        _planning().decision(Row("same", names[0], names[1:], by="Ben"), NOON)


def test_one_stand_in_named_twice_is_no_redundancy() -> None:
    with pytest.raises(BadDecision, match="two nodes or more"):
        _planning().decision(Row("redundant", "payments", ("Stripe", "stripe"), "1", "Ben"), NOON)


def test_a_row_that_cannot_be_read_does_not_stop_the_others() -> None:
    plan = _plan(Row("own", "nobody", ("Ana",)), OWN, Row("paint", "payments"))
    assert [decision.act for decision in plan.decisions] == ["own"]
    assert [(problem.line, problem.is_conflict) for problem in plan.problems] == [(2, False), (4, False)]


def test_what_is_decided_already_is_not_decided_again() -> None:
    redundant = Row("redundant", "payments", ("Stripe", "Adyen"), "1")
    turned = replace(redundant, objects=("Adyen", "Stripe"))
    plan = _plan(OWN, OWN, redundant, turned, standing=(_stands("own", "sheet:plan#pay", "person:ana@acme.example"),))
    assert (len(plan.decisions), plan.repeated, plan.problems) == (1, (2, 3, 5), ())


PAY, STRIPE, ANA = "compose:shop/payments", "inventory:acme/stripe", "person:ana@acme.example"

CONTRADICTIONS = [
    (Row("own", PAY, ("team:claims",)), _stands("own", PAY, ANA)),
    (Row("value", PAY, value="3"), _stands("value", PAY, value="2")),
    (Row("repair", PAY, value="3h"), _stands("repair", "sheet:plan#pay", value="2h")),
    (Row("strength", PAY, (STRIPE,), "soft"), _stands("strength", PAY, STRIPE, value="hard")),
    (
        Row("redundant", PAY, (STRIPE, "Adyen"), "2"),
        _stands("redundant", PAY, "inventory:acme/adyen", STRIPE, value="1"),
    ),
    (Row("same", PAY, (STRIPE,)), _stands("not-same", PAY, STRIPE)),
    (Row("same", PAY, (STRIPE,)), _stands("not-same", STRIPE, PAY)),
    (Row("depends", PAY, (STRIPE,), "calls"), _stands("not-depends", PAY, STRIPE, value="calls")),
    (Row("depends", PAY, (STRIPE,), "calls"), _stands("not-depends", PAY, STRIPE)),
    (Row("not-depends", PAY, (STRIPE,)), _stands("depends", PAY, STRIPE, value="calls")),
]
AGREEMENTS = [
    (Row("own", PAY, ("team:claims",), "deputy"), _stands("own", PAY, ANA)),
    (Row("own", STRIPE, ("team:claims",)), _stands("own", PAY, ANA)),
    (Row("value", PAY, value="3"), _stands("value", PAY, value="2", undone=True)),
    (Row("strength", PAY, ("Adyen",), "soft"), _stands("strength", PAY, STRIPE, value="hard")),
    (Row("depends", PAY, (STRIPE,), "calls"), _stands("not-depends", STRIPE, PAY)),
    (Row("depends", PAY, (STRIPE,), "calls"), _stands("not-depends", PAY, STRIPE, value="reads")),
    (Row("note", PAY, value="a"), _stands("note", PAY, value="b")),
    (Row("same", PAY, (STRIPE,)), _stands("not-same", PAY, "inventory:acme/adyen")),
]


@pytest.mark.parametrize(("row", "standing"), CONTRADICTIONS)
def test_a_row_against_a_decision_that_stands_is_a_conflict(row: Row, standing: Decision) -> None:
    plan = _plan(row, standing=(standing,))
    (problem,) = plan.conflicts
    assert problem.line == 2
    assert "stands against decision 7 of Cleo" in problem.sentence
    assert len(plan.decisions) == 1


@pytest.mark.parametrize(("row", "standing"), AGREEMENTS)
def test_decisions_that_can_both_be_meant_are_no_conflict(row: Row, standing: Decision) -> None:
    assert _plan(row, standing=(standing,)).problems == ()


def test_two_rows_against_each_other_are_a_conflict_that_names_both() -> None:
    (problem,) = _plan(Row("value", PAY, value="3"), OWN, Row("value", "payments", value="4")).conflicts
    assert problem.line == 4
    assert problem.sentence == f'"value {PAY} 4" stands against line 2: "value {PAY} 3"'


@pytest.mark.parametrize("row", [Row("redundant", "payments", ("Stripe", PAID)), Row("strength", "payments", (PAID,))])
def test_what_no_relation_says_cannot_be_redundant_nor_soft(row: Row) -> None:
    row = replace(row, value="1" if row.act == "redundant" else "soft")
    plan = _plan(row)
    assert [(one.line, "no relation says that payments needs db itself" in one.sentence) for one in plan.problems] == [
        (2, True)
    ]
    assert not plan.decisions
    said_before = _plan(Row("depends", "payments", (PAID,), "stored in"), row)
    assert ([one.act for one in said_before.decisions], said_before.problems) == (["depends", row.act], ())
