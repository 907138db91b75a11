"""Names that join a thing to one of another connector, where that is clear."""

from __future__ import annotations

from tests.unit.identity.saying import entity, ids, node

from opmap.identity import compile_estate

API = "openapi:acme/claims.yaml"


def test_a_link_joins_one_thing_of_each_connector() -> None:
    catalog = entity("backstage:component:default/cart", links=["kubernetes-id:cart"], connector="backstage")
    running = entity("k8s:a/b/Deployment/cart", links=["kubernetes-id:cart"], connector="kubernetes")
    estate = compile_estate([catalog, running])
    assert ids(estate) == ["k8s:a/b/Deployment/cart"]
    assert estate.merges[0].reason == "both carry the name kubernetes-id:cart"


def test_a_link_that_two_things_of_one_connector_carry_is_a_question() -> None:
    catalog = entity("backstage:component:default/cart", links=["kubernetes-id:cart"], connector="backstage")
    running = [
        entity(f"k8s:{each}/b/Deployment/{each}", links=["kubernetes-id:cart"], connector="kubernetes") for each in "ab"
    ]
    estate = compile_estate([catalog, *running])
    assert len(estate.nodes) == 3
    assert len(estate.questions) == 1
    assert len(estate.questions[0].nodes) == 3


def test_a_link_to_a_key_that_another_connector_carries_joins_too() -> None:
    catalog = entity("backstage:api:default/claims", kind="API", links=[API], connector="backstage")
    described = entity(API, kind="API", connector="openapi", place="acme/claims.yaml")
    estate = compile_estate([catalog, described])
    assert node(estate, API).keys == (API, "backstage:api:default/claims")
