"""Estates as they would be: replicas beside what is there, and without them, on random maps."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.building import edge, estate_of
from tests.reference.organisations import random_estate

from opmap.estate import Edge, EdgeGroup, Estate
from opmap.graph import Graph, from_estate
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.identity.supposing import lost_without, supposed, with_replica, without_replica

CHANCE = st.randoms(use_true_random=False)
LOST = int(Harm.DOWN | Harm.IDLE)


def lost(graph: Graph, *names: str) -> set[str]:
    numbers = [graph.number[name] for name in names]
    found = spread(graph.faults, numbers)
    return {graph.ids[one] for one in range(len(graph)) if found.harm[one] & LOST} | set(names)


def some(rng: Random, estate: Estate) -> tuple[str, list[str]]:
    names = [node.id for node in estate.nodes]
    chosen = rng.choice(names)
    others = [name for name in names if name != chosen]
    return chosen, rng.sample(others, rng.randint(1, 2))


@given(CHANCE)
@settings(max_examples=300, deadline=None)
def test_a_node_and_its_replica_fail_together_as_the_node_did_alone(rng: Random) -> None:
    estate = random_estate(rng)
    name, others = some(rng, estate)
    assume(all(edge.group is None or edge.group.need == 1 for edge in estate.edges))  # else one more helps
    before, after = from_estate(estate), from_estate(with_replica(estate, name))
    assume(not any(name in lost(before, other) for other in lost(before, name) - {name}))  # a circle has no ground
    copy = f"{name}+replica1"
    assert lost(after, name, copy) - {copy} == lost(before, name)
    assert lost(after, *others) - {copy} == lost(before, *others)


@given(CHANCE)
@settings(max_examples=300, deadline=None)
def test_without_a_replica_all_is_as_if_it_had_failed(rng: Random) -> None:
    graph = from_estate(random_estate(rng))
    estate = graph.details.estate()
    name, others = some(rng, estate)
    assume(not lost_without(estate, name) and lost(graph, name) == {name})  # not even a circle rests on it alone
    after = from_estate(without_replica(estate, name))
    assert lost(after, *others) == lost(graph, name, *others) - {name}


def test_either_of_a_node_and_its_replica_does() -> None:
    graph = from_estate(with_replica(estate_of("web calls cart", "cart runs on box", box="host"), "cart"))
    assert lost(graph, "cart") == {"cart"}
    assert lost(graph, "cart+replica1") == {"cart+replica1"}
    assert lost(graph, "box") == {"box", "cart", "cart+replica1", "web"}


def test_a_replica_in_a_place_needs_what_else_stands_there() -> None:
    def place(sentence: str, number: int) -> Edge:
        return replace(edge(sentence), group=EdgeGroup("web|any", 1, 2, places=(number,)))

    estate = estate_of(
        *(place("web uses model large", 0), place("web uses credential key", 0), place("web uses model small", 1)),
        large="model",
        small="model",
        key="credential",
    )
    graph = from_estate(with_replica(estate, "large"))
    assert "web" not in lost(graph, "large", "small")
    assert "web" in lost(graph, "key", "small")
    assert lost_without(estate, "large") == []
    assert "web" in lost(from_estate(without_replica(estate, "large")), "small")


def test_what_nothing_stands_in_for_cannot_be_left_out() -> None:
    estate = estate_of("web calls cart", "shop calls cart")
    assert lost_without(estate, "cart") == ["shop", "web"]
    assert lost_without(estate, "web") == []


def test_nothing_supposed_changes_nothing() -> None:
    estate = estate_of("web calls cart", "cart runs on one", "cart runs on two", one="host", two="host")
    graph = from_estate(estate)
    assert from_estate(supposed(graph.details.estate(), [])).content == graph.content
