"""Nodes that are called alike are a question, never a merge."""

from __future__ import annotations

from itertools import combinations
from shlex import split

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.identity.saying import decision, entity, relation

from opmap.facts import Entity
from opmap.identity import compile_estate
from opmap.identity.spelling import nearly_equal, normal


def running(name: str = "payments", kind: str = "service") -> Entity:
    return entity(f"k8s:prod/shop/Deployment/{name}", kind=kind, place="shop/k8s.yaml", connector="kubernetes")


def listed(name: str = "payments", kind: str = "service") -> Entity:
    key = f"backstage:{'group' if kind == 'team' else 'component'}:default/{name}"
    return entity(key, kind=kind, name=name, place="catalog/all.yaml", connector="backstage")


@pytest.mark.parametrize(
    "name",
    ["payments", "Payments", "payments-service", "PaymentsService", "payments_svc-v2", "payments-5f8c9d7b6c-x2x4z"],
)
def test_two_spellings_of_one_name_from_two_connectors_are_a_question(name: str) -> None:
    (question,) = compile_estate([running(name), listed()]).questions
    nodes = ("backstage:component:default/payments", f"k8s:prod/shop/Deployment/{name}")
    assert question.nodes == nodes
    assert question.commands == (
        f"opmap decide same {nodes[0]} {nodes[1]} --by NAME --because REASON",
        f"opmap decide not-same {nodes[0]} {nodes[1]} --by NAME --because REASON",
    )


def test_a_letter_more_or_less_in_a_long_name_is_a_question_too() -> None:
    (question,) = compile_estate([running("fraudscreening"), listed("fraudscrening")]).questions
    assert question.reason == "their names differ by a letter"


@pytest.mark.parametrize(
    ("one", "other"),
    [("worker1", "worker2"), ("claims-batch-1", "claims-batch-2"), ("cart", "card"), ("ledger", "orders")],
)
def test_names_that_differ_on_purpose_are_no_question(one: str, other: str) -> None:
    assert not compile_estate([running(one), listed(other)]).questions


@pytest.mark.parametrize("act", ["same", "not-same"])
def test_what_people_have_settled_is_not_asked_again(act: str) -> None:
    facts = [running(), listed()]
    settled = decision(1, act, "k8s:prod/shop/Deployment/payments", "backstage:component:default/payments")
    assert not compile_estate(facts, decisions=[settled]).questions


def test_kinds_that_cannot_be_one_are_no_question() -> None:
    assert not compile_estate([running(), listed(kind="team")]).questions
    assert not compile_estate([running(kind="workflow"), listed()]).questions


def test_a_kind_and_a_more_general_one_may_be_one() -> None:
    assert compile_estate([running(kind="datastore"), listed()]).questions


def test_two_that_one_platform_names_are_two() -> None:
    twin = entity("k8s:test/shop/Deployment/payments", place="other/k8s.yaml", connector="kubernetes")
    assert not compile_estate([running(), twin]).questions


def test_services_called_db_in_several_sources_are_one_question() -> None:
    facts = [
        entity(f"compose:{each}/./db", kind="datastore", place=f"{each}/compose.yaml", connector="compose")
        for each in ("one", "two", "three")
    ]
    (question,) = compile_estate(facts).questions
    assert len(question.nodes) == 3


def test_a_dangling_owner_is_asked_about_beside_the_team_that_is_known() -> None:
    facts = [running(), listed("phoenix", kind="team")]
    facts.append(entity("sheet:acme/people.csv#1", kind="team", name="Team Phoenix", place="acme/people.csv"))
    assert len(compile_estate(facts).questions) == 1


def test_a_family_of_many_is_one_question_that_lists_some() -> None:
    facts = [
        entity(f"compose:s{each:03}/./db", kind="datastore", place=f"s{each:03}/compose.yaml", connector="compose")
        for each in range(200)
    ]
    (question,) = compile_estate(facts).questions
    assert len(question.nodes) == 12
    assert "and 170 more" in question.reason
    assert len(question.commands) == 12


def test_nothing_is_asked_about_two_names_that_nobody_describes() -> None:
    facts = [
        running("front"),
        relation("k8s:prod/shop/Deployment/front", "calls", "host=ledger", scope="k8s:prod/shop"),
        relation("n8n:ops/1", "calls", "host=ledger", scope="n8n:ops", place="flows/1.json", connector="n8n"),
    ]
    assert not compile_estate(facts).questions


def test_a_command_can_be_pasted_whatever_the_name() -> None:
    odd = entity("sheet:acme/plan.csv#The payments", name="payments", place="acme/plan.csv", connector="spreadsheet")
    (question,) = compile_estate([running(), odd]).questions
    assert split(question.commands[0])[3:5] == list(question.nodes)


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("service", "service", "service"),
        ("ECommerce API", "API", "ecommerce"),
        ("the Team", "team", "theteam"),
        ("Ana Maria Silva", "person", "anamariasilva"),
        ("Zahlungen-für-alle", "service", "zahlungenfüralle"),
        ("---", "service", ""),
    ],
)
def test_a_form_is_what_spellings_share(name: str, kind: str, form: str) -> None:
    assert normal(name, kind) == form


@given(st.lists(st.text("ab1", min_size=8, max_size=12), max_size=12, unique=True))
@settings(max_examples=300)
def test_exactly_those_forms_are_nearly_equal_that_meet_when_a_letter_is_left_out(forms: list[str]) -> None:
    groups = nearly_equal(forms)
    for one, other in combinations(forms, 2):
        near = share_a_half(one, other) and not left_out(one).isdisjoint(left_out(other))
        assert any({one, other} <= set(group) for group in groups) == near, (one, other)


def left_out(form: str) -> set[str]:
    return {form} | {form[:place] + form[place + 1 :] for place, sign in enumerate(form) if not sign.isdigit()}


def share_a_half(one: str, other: str) -> bool:
    def halves(form: str) -> set[tuple[str, str]]:
        middles = {len(form) // 2, (len(form) - 1) // 2}
        ends = {len(form) // 2, (len(form) + 1) // 2}
        return {("front", form[:middle]) for middle in middles} | {("back", form[end:]) for end in ends}

    return not halves(one).isdisjoint(halves(other))


def test_nearly_equal_forms_are_found_wherever_they_differ() -> None:
    form = "claimsintake"
    for place in range(len(form)):
        for other in (
            form[:place] + form[place + 1 :],
            form[:place] + "x" + form[place + 1 :],
            form[:place] + "x" + form[place:],
        ):
            assert any({form, other} <= set(group) for group in nearly_equal([form, other])), other
