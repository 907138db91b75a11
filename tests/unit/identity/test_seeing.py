"""What was not seen lately, who owns a path, and ids."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.identity.saying import decision, edge, entity, node, relation, sentences

from opmap.estate import SourceState
from opmap.facts import Key, Locator, Relation
from opmap.identity import compile_estate, node_id
from opmap.identity.ids import key_of, strength
from opmap.kinds import Certainty, Known

PAY, SHOP, TEAM = "k8s:prod/shop/Deployment/pay", "k8s:prod/shop/Deployment/shop", "github:acme/pay"


def test_what_stands_only_in_documents_that_are_not_seen_is_marked() -> None:
    facts = [
        entity(PAY, place="acme/pay.yaml"),
        entity(SHOP, place="acme/shop.yaml"),
        entity(SHOP, place="other/shop.yaml"),
        relation(SHOP, "calls", PAY, place="acme/shop.yaml"),
    ]
    seen = compile_estate(facts, unseen={("acme", "pay.yaml"): "snapshot 3", ("acme", "shop.yaml"): "snapshot 12"})
    assert node(seen, PAY).unseen_since == "snapshot 3"
    assert node(seen, SHOP).unseen_since == ""
    assert edge(seen, SHOP, "calls", PAY).unseen_since == "snapshot 12"


def test_a_source_that_is_not_there_marks_all_that_only_it_says() -> None:
    facts = [entity(PAY, place="acme/a.yaml"), entity(PAY, place="acme/b.yaml"), entity(SHOP, place="other/a.yaml")]
    estate = compile_estate(facts, unseen={("acme", ""): "snapshot 9"})
    assert [each.unseen_since for each in estate.nodes] == ["snapshot 9", ""]


def test_the_latest_sight_of_several_counts() -> None:
    facts = [entity(PAY, place="acme/a.yaml"), entity(PAY, place="acme/b.yaml")]
    unseen = {("acme", "a.yaml"): "snapshot 9", ("acme", "b.yaml"): "snapshot 10"}
    assert compile_estate(facts, unseen=unseen).nodes[0].unseen_since == "snapshot 10"


def test_what_people_decided_is_always_seen() -> None:
    estate = compile_estate(
        [entity(PAY)], unseen={("acme", ""): "snapshot 9"}, decisions=[decision(1, "note", PAY, value="x")]
    )
    assert estate.nodes[0].unseen_since == ""


def test_sources_stand_in_the_order_of_their_names() -> None:
    states = [SourceState("shop", "/srv/shop"), SourceState("acme", "/srv/acme")]
    assert [each.name for each in compile_estate([], sources=states).sources] == ["acme", "shop"]


def rule(pattern: str, owner: str = TEAM, order: int = 1, source: str = "acme") -> Relation:
    locator = Locator("path", pattern, f"codeowners:{source}")
    return relation(
        locator,
        "owned by",
        owner,
        place=f"{source}/CODEOWNERS",
        line=order,
        attributes={"order": order},
        known=Known.DECLARED,
    )


def test_who_owns_the_file_probably_owns_what_it_configures() -> None:
    estate = compile_estate(
        [entity(PAY, place="acme/pay/deploy.yaml"), rule("*", "github:acme/all"), rule("/pay/", order=2)]
    )
    owned = edge(estate, PAY, "owned by", TEAM)
    assert owned.certainty is Certainty.PROBABLE
    assert [(each.path, each.known) for each in owned.evidence] == [("CODEOWNERS", Known.INFERRED)]
    assert sentences(estate) == {(PAY, "owned by", TEAM)}


def test_rules_speak_of_their_own_source_only() -> None:
    assert not compile_estate([entity(PAY, place="acme/pay.yaml"), rule("*", source="other")]).edges


@pytest.mark.parametrize(
    "other",
    [
        relation(PAY, "owned by", "backstage:group:default/pay"),
        rule("/nothing-here/"),
    ],
)
def test_a_stated_owner_goes_before_the_owner_of_the_file(other: Relation) -> None:
    rules = [] if other.verb != "owned by" or isinstance(other.source, Locator) else [rule("*")]
    estate = compile_estate([entity(PAY, place="acme/pay.yaml"), other, *rules])
    assert (PAY, "owned by", TEAM) not in sentences(estate)


def test_a_decided_owner_goes_before_the_owner_of_the_file() -> None:
    said = decision(1, "own", PAY, "person:ana@acme.example")
    estate = compile_estate([entity(PAY), rule("*")], decisions=[said])
    assert sentences(estate) == {(PAY, "owned by", "person:ana@acme.example")}


def test_an_inferred_owner_can_be_rejected() -> None:
    estate = compile_estate([entity(PAY), rule("*")], decisions=[decision(1, "not-depends", PAY, TEAM)])
    assert not estate.edges


def test_who_keeps_a_list_does_not_own_what_it_lists() -> None:
    listed = [entity(f"inventory:acme/{each}", known=Known.DECLARED) for each in range(4)]
    assert not compile_estate([*listed, rule("*")]).edges
    assert len(compile_estate([*listed[:1], rule("*")]).edges) == 1
    assert not compile_estate([entity("person:ana@acme.example", kind="person"), rule("*")]).edges
    assert not compile_estate([entity(PAY, mentioned=True), rule("*")]).edges


KEYS = st.builds(Key, st.sampled_from(["k8s", "sheet", "a b", "a:b", "a"]), st.text(min_size=1, max_size=300))


@given(KEYS)
def test_an_id_is_one_printable_word_and_leads_back_to_its_key(key: Key) -> None:
    text = node_id(key)
    assert text.isprintable()
    assert " " not in text
    assert len(text) <= 213
    if len(text) <= 200:
        assert key_of(text) == key


@given(KEYS, KEYS)
@example(Key("a:b", "c"), Key("a", "b:c"))
def test_two_keys_have_two_ids(one: Key, other: Key) -> None:
    assert (node_id(one) == node_id(other)) == (one == other)


def test_the_strongest_key_names_a_thing() -> None:
    texts = ["sheet:a#1", "zenml:x/1", "app:x", "person:a@b.example", "inventory:a/x", "backstage:component:default/x"]
    texts += ["k8s:c/n/Service/x", "k8s:c/n/Deployment/x", "arn:aws:s3:x"]
    assert [str(key) for key in sorted(map(Key.parse, texts), key=strength)] == [
        "arn:aws:s3:x",
        "k8s:c/n/Deployment/x",
        "k8s:c/n/Service/x",
        "backstage:component:default/x",
        "inventory:a/x",
        "person:a@b.example",
        "app:x",
        "zenml:x/1",
        "sheet:a#1",
    ]
