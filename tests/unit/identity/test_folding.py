"""A Service and the workload that it selects."""

from __future__ import annotations

import pytest
from tests.unit.identity.saying import decision, edge, entity, ids, node, only_reference, relation, sentences

from opmap.estate import Outcome
from opmap.facts import Entity, Relation
from opmap.identity import compile_estate
from opmap.kinds import Certainty

CART, SERVICE = "k8s:prod/shop/Deployment/cart", "k8s:prod/shop/Service/cart"
FRONT = "k8s:prod/shop/Deployment/front"


def workload(key: str = CART, labels: str = "app=cart", scope: str = "k8s:prod/shop", **more: object) -> Entity:
    return entity(key, addresses=[f"labels={labels}@{scope}"], place=f"acme/{key.rpartition('/')[2]}.yaml", **more)


def service(key: str = SERVICE, **more: object) -> Entity:
    name = key.rpartition("/")[2]
    addresses = [f"host={name}@k8s:prod/shop", f"host={name}.shop@k8s:prod"]
    said = {"role": "address", "ports": [80]}
    return entity(key, addresses=addresses, attributes=said, place=f"acme/{name}-service.yaml", **more)


def selects(key: str = SERVICE, selector: str = "app=cart") -> Relation:
    place = f"acme/{key.rpartition('/')[2]}-service.yaml"
    return relation(key, "calls", f"selector={selector}", scope="k8s:prod/shop", place=place)


def test_a_service_becomes_one_node_with_the_one_workload_that_it_selects() -> None:
    estate = compile_estate([workload(kind="datastore", name="Cart"), service(), selects()])
    assert ids(estate) == [CART]
    cart = node(estate, CART)
    assert (cart.kind, cart.name, cart.keys) == ("datastore", "Cart", (CART, SERVICE))
    assert dict(cart.attributes) == {"ports": (80,)}
    assert "the Service selects exactly this workload" in estate.merges[0].reason
    assert {each.path for each in estate.merges[0].evidence} == {"cart.yaml", "cart-service.yaml"}
    assert only_reference(estate).outcome is Outcome.RESOLVED
    assert only_reference(estate).targets == (CART,)
    assert not estate.edges


def test_who_calls_the_service_calls_the_workload() -> None:
    facts = [workload(), service(), selects(), workload(FRONT, "app=front")]
    facts.append(relation(FRONT, "calls", "host=cart:7070", scope="k8s:prod/shop"))
    facts.append(relation(CART, "calls", "host=cart:7070", scope="k8s:prod/shop"))
    estate = compile_estate(facts)
    assert sentences(estate) == {(FRONT, "calls", CART)}
    assert not estate.notices


def test_a_service_of_several_workloads_calls_any_of_them() -> None:
    blue, green = "k8s:prod/shop/Deployment/blue", "k8s:prod/shop/Deployment/green"
    estate = compile_estate([workload(blue), workload(green), service(), selects()])
    assert ids(estate) == [blue, green, SERVICE]
    assert dict(node(estate, SERVICE).attributes)["role"] == "address"
    edges = [edge(estate, SERVICE, "calls", each) for each in (blue, green)]
    assert [(each.certainty, each.presumed) for each in edges] == [(Certainty.CERTAIN, False)] * 2
    (group,) = {each.group for each in edges}
    assert group is not None
    assert (group.need, group.size, group.presumed) == (1, 2, False)
    assert only_reference(estate).targets == (blue, green)


def test_a_selector_of_nothing_that_is_known_dangles_without_a_placeholder() -> None:
    estate = compile_estate([service(), selects(selector="app=gone")])
    assert ids(estate) == [SERVICE]
    found = only_reference(estate)
    assert (found.outcome, found.targets) == (Outcome.DANGLING, ())
    assert found.reason == "no workload that is known has these labels"


@pytest.mark.parametrize("scope", ["k8s:prod/other", "k8s:prod", "k8s:test/shop"])
def test_a_selector_looks_in_exactly_its_own_scope(scope: str) -> None:
    estate = compile_estate([workload(scope=scope), service(), selects()])
    assert only_reference(estate).outcome is Outcome.DANGLING


def test_a_service_with_two_selectors_never_merges_the_two_workloads() -> None:
    facts = [workload(), workload(FRONT, "app=front"), service(), selects(), selects(selector="app=front")]
    estate = compile_estate(facts)
    assert ids(estate) == [CART, FRONT, SERVICE]
    assert sentences(estate) == {(SERVICE, "calls", CART), (SERVICE, "calls", FRONT)}


def test_several_services_fold_into_one_workload() -> None:
    outside = "k8s:prod/shop/Service/cart-external"
    estate = compile_estate([workload(), service(), service(outside), selects(), selects(outside)])
    assert ids(estate) == [CART]
    assert node(estate, CART).keys == (CART, SERVICE, outside)


def test_not_same_keeps_service_and_workload_two() -> None:
    facts = [workload(), service(), selects()]
    estate = compile_estate(facts, decisions=[decision(1, "not-same", CART, SERVICE)])
    assert ids(estate) == [CART, SERVICE]
    assert sentences(estate) == {(SERVICE, "calls", CART)}


def test_what_publishes_the_service_publishes_the_workload() -> None:
    published = entity(SERVICE, mentioned=True, attributes={"published": True}, addresses=["host=shop.example.com"])
    estate = compile_estate(
        [workload(), service(), selects(), published, relation("n8n:ops/1", "calls", "url=https://shop.example.com/x")]
    )
    assert dict(node(estate, CART).attributes)["published"] is True
    assert ("n8n:ops/1", "calls", CART) in sentences(estate)


def test_settings_are_joined_before_anything_else() -> None:
    from opmap.connecting.settings import setting
    from opmap.facts import Key

    config = Key("k8s", "prod/shop/ConfigMap/shop")
    facts = [workload(), service(), selects(), workload(FRONT, "app=front")]
    facts.append(relation(setting("CART", config), "calls", "host=cart:7070", scope="k8s:prod/shop"))
    facts.append(relation(FRONT, "reads", setting("*", config)))
    assert sentences(compile_estate(facts)) == {(FRONT, "calls", CART)}


def test_a_service_of_more_workloads_than_a_map_can_show_is_said_and_not_drawn() -> None:
    many = [workload(f"k8s:prod/shop/Deployment/w{each}") for each in range(101)]
    estate = compile_estate([*many, service(), selects()])
    assert not estate.edges
    assert only_reference(estate).outcome is Outcome.AMBIGUOUS
    assert only_reference(estate).reason == "it selects too many workloads to draw"
