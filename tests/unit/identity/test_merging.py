"""Which entities become one node, and which stay two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.identity.saying import decision, entity, ids, node, relation, sentences
from tests.unit.identity.strategies import entities, keys

from opmap.decisions import Decision
from opmap.facts import Entity, Key
from opmap.identity import compile_estate, node_id
from opmap.kinds import Known, State

K8S, CATALOG = "k8s:prod/shop/Deployment/payments", "backstage:component:default/payments"

plain_entities = st.lists(entities.map(lambda each: replace(each, addresses=(), links=())), max_size=10)
pairs = st.lists(st.tuples(keys, keys), max_size=3)


def reference(found: Iterable[Entity], same: Iterable[tuple[Key, Key]]) -> set[frozenset[Key]]:
    """Merge as slowly and as plainly as can be: join any two groups that share a key, until none do."""
    groups = [set(each.keys) for each in found] + [set(pair) for pair in same]
    while True:
        met = next(
            ((one, two) for one in range(len(groups)) for two in range(one) if groups[one] & groups[two]),
            None,
        )
        if met is None:
            return {frozenset(group) for group in groups}
        groups[met[1]] |= groups.pop(met[0])


def said(act: str, several: list[tuple[Key, Key]]) -> list[Decision]:
    return [decision(number, act, node_id(one), node_id(two)) for number, (one, two) in enumerate(several, 1)]


@settings(max_examples=200)
@given(plain_entities, pairs)
def test_merging_equals_the_slow_reference(found: list[Entity], same: list[tuple[Key, Key]]) -> None:
    carried = {key for each in found for key in each.keys}
    expected = {frozenset(group & carried) for group in reference(found, same)} - {frozenset()}
    estate = compile_estate(found, decisions=said("same", same))
    assert {frozenset(map(Key.parse, each.keys)) for each in estate.nodes} == expected


@settings(max_examples=200)
@given(plain_entities, pairs, pairs)
def test_what_people_keep_apart_never_meets(
    found: list[Entity], same: list[tuple[Key, Key]], apart: list[tuple[Key, Key]]
) -> None:
    decisions = said("same", same) + [replace(each, number=each.number + 10) for each in said("not-same", apart)]
    estate = compile_estate(found, decisions=decisions)
    joined = reference(found, same)
    for each in estate.nodes:
        members = {Key.parse(text) for text in each.keys}
        assert any(members <= group for group in joined)
        assert not any({one, two} <= members for one, two in apart if one != two)


def test_a_shared_key_makes_one_node_with_the_strongest_key_as_its_id() -> None:
    estate = compile_estate(
        [
            entity(K8S, place="acme/deploy.yaml", connector="kubernetes"),
            entity(CATALOG, K8S, place="acme/catalog.yaml", connector="backstage", known=Known.DECLARED),
        ]
    )
    assert ids(estate) == [K8S]
    assert estate.renamed == ((CATALOG, K8S),)
    (merge,) = estate.merges
    assert merge.names == (K8S, CATALOG)
    assert "several documents carry k8s:prod/shop/Deployment/payments" in merge.reason
    assert [each.place for each in merge.evidence] == ["catalog.yaml:1", "deploy.yaml:1"]


def test_six_services_called_db_stay_six() -> None:
    projects = "abcdef"
    estate = compile_estate(
        [entity(f"compose:acme/{each}/db", kind="datastore", place=f"acme/{each}/compose.yaml") for each in projects]
    )
    assert len(estate.nodes) == 6
    assert not estate.merges
    assert not estate.questions


def test_two_clusters_with_equal_namespace_and_name_stay_apart() -> None:
    estate = compile_estate([entity("k8s:prod/shop/Deployment/cart"), entity("k8s:test/shop/Deployment/cart")])
    assert len(estate.nodes) == 2
    assert not estate.questions


def test_two_instances_that_both_hold_a_workflow_17_stay_apart() -> None:
    estate = compile_estate([entity("n8n:ops/17", kind="workflow"), entity("n8n:sales/17", kind="workflow")])
    assert ids(estate) == ["n8n:ops/17", "n8n:sales/17"]


def test_two_exports_of_one_instance_merge() -> None:
    estate = compile_estate(
        [
            entity("n8n:ops/17", kind="workflow", name="Intake", place="acme/monday/17.json"),
            entity("n8n:ops/17", kind="workflow", name="Intake", place="acme/tuesday/all.json"),
        ]
    )
    assert ids(estate) == ["n8n:ops/17"]
    assert len(estate.nodes[0].evidence) == 2
    assert len(estate.merges) == 1


def test_a_same_decision_merges_and_its_undoing_splits() -> None:
    found = [entity(K8S, place="acme/deploy.yaml"), entity("sheet:acme/plan.csv#7", place="acme/plan.csv", name="Pay")]
    merged = compile_estate(found, decisions=[decision(1, "same", "sheet:acme/plan.csv#7", K8S)])
    assert ids(merged) == [K8S]
    assert merged.merges[0].reason == "Ana decided so: she knows"
    assert merged.merges[0].evidence[-1].person == "Ana" or merged.merges[0].evidence[0].person == "Ana"
    undone = compile_estate(found, decisions=[decision(1, "same", "sheet:acme/plan.csv#7", K8S, undone=True)])
    assert ids(undone) == [K8S, "sheet:acme/plan.csv#7"]


def test_not_same_splits_what_a_key_joins() -> None:
    found = [
        entity(K8S, place="acme/deploy.yaml", name="payments in the cluster"),
        entity(CATALOG, K8S, place="acme/catalog.yaml", name="payments in the catalog"),
        relation(CATALOG, "owned by", "backstage:group:default/pay"),
        relation(K8S, "calls", "k8s:prod/shop/Deployment/ledger"),
    ]
    estate = compile_estate(found, decisions=[decision(1, "not-same", K8S, CATALOG)])
    assert node(estate, CATALOG).name == "payments in the catalog"
    assert node(estate, K8S).name == "payments in the cluster"
    assert (CATALOG, "owned by", "backstage:group:default/pay") in sentences(estate)
    assert (K8S, "calls", "k8s:prod/shop/Deployment/ledger") in sentences(estate)
    assert not estate.waiting


def test_of_two_verdicts_on_one_pair_the_last_holds() -> None:
    found = [entity(K8S), entity(CATALOG, place="acme/b.yaml")]
    twice = [decision(1, "not-same", K8S, CATALOG), decision(2, "same", CATALOG, K8S)]
    assert ids(compile_estate(found, decisions=twice)) == [K8S]
    turned = [replace(twice[1], number=1), replace(twice[0], number=2)]
    assert ids(compile_estate(found, decisions=turned)) == [CATALOG, K8S]


def test_not_same_holds_against_a_chain_of_same() -> None:
    names = ["sheet:acme/p.csv#1", "sheet:acme/p.csv#2", "sheet:acme/p.csv#3"]
    chain = [decision(1, "same", names[0], names[1]), decision(2, "same", names[1], names[2])]
    estate = compile_estate(map(entity, names), decisions=[*chain, decision(3, "not-same", names[0], names[2])])
    assert ids(estate) == [names[0], names[2]]


def test_a_decision_on_an_id_of_former_times_is_heard() -> None:
    found = [entity(K8S), entity(CATALOG, place="acme/b.yaml")]
    old = decision(1, "same", "sheet:acme/plan.csv#7", CATALOG)
    estate = compile_estate(found, decisions=[old], renamed={"sheet:acme/plan.csv#7": "cmdb:x/1", "cmdb:x/1": K8S})
    assert ids(estate) == [K8S]
    assert not estate.waiting


def test_a_described_kind_goes_before_a_mentioned_one_and_a_specific_one_before_service() -> None:
    estate = compile_estate(
        [
            entity("k8s:a/b/Deployment/x", kind="datastore", mentioned=True),
            entity("k8s:a/b/Deployment/x", kind="service"),
            entity("k8s:a/b/Deployment/y", kind="service", known=Known.DECLARED),
            entity("k8s:a/b/Deployment/y", kind="datastore"),
        ]
    )
    assert [each.kind for each in estate.nodes] == ["service", "datastore"]


def test_a_dispute_about_the_kind_is_settled_by_who_is_believed_and_said() -> None:
    estate = compile_estate(
        [
            entity(K8S, kind="workflow", connector="kubernetes", place="acme/deploy.yaml"),
            entity(
                "inventory:acme/pay", K8S, kind="agent", connector="native", known=Known.DECLARED, place="acme/own.yaml"
            ),
        ]
    )
    assert estate.nodes[0].kind == "agent"
    assert "said to be agent and workflow: taken for agent" in estate.merges[0].reason


def test_attributes_are_united_and_what_differs_is_kept_beside_the_first() -> None:
    estate = compile_estate(
        [
            entity(K8S, attributes={"tier": "2", "data": ["health"]}, place="acme/deploy.yaml", environment="staging"),
            entity(
                K8S,
                attributes={"tier": "1", "data": ["personal"], "url": "x"},
                place="acme/own.yaml",
                known=Known.DECLARED,
                environment="production",
            ),
        ]
    )
    assert dict(estate.nodes[0].attributes) == {
        "tier": "1",
        "tier (also)": ("2",),
        "data": ("personal", "health"),
        "url": "x",
        "environment (also)": ("staging",),
    }
    assert estate.nodes[0].environment == "production"


def test_a_thing_is_inactive_only_where_all_that_describes_it_says_so() -> None:
    off, on = (entity("n8n:ops/1", place=f"acme/{each}.json", inactive=each == "off") for each in ("off", "on"))
    named = entity("n8n:ops/1", mentioned=True)
    assert compile_estate([off, named]).nodes[0].inactive
    assert not compile_estate([off, on]).nodes[0].inactive


def test_an_entity_without_a_key_or_of_an_unknown_kind_is_said() -> None:
    estate = compile_estate([replace(entity(K8S), keys=()), entity(CATALOG, kind="gizmo")])
    assert ids(estate) == [CATALOG]
    assert estate.nodes[0].kind == "service"
    assert len(estate.notices) == 2


def test_who_only_mentions_does_not_make_a_thing_known() -> None:
    estate = compile_estate([entity("person:ana@acme.example", kind="person", mentioned=True)])
    assert estate.nodes[0].state is State.MENTIONED
