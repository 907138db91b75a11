from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.neo4j.sharing import dump, pulled, pushed, whole
from tests.neo4j.test_sources import ANA, BEN, CAI
from tests.unit.store.making import estate

from opmap.graphdb.connection import Connection

pytestmark = pytest.mark.neo4j


def test_nodes_and_ties_of_others_survive_everything(connect: Callable[..., Connection]) -> None:
    shared, mine = connect(), "not opmap's"
    pushed(shared, ANA)
    shared.write(
        "MATCH (mail:OpmapNode {estate: $estate, id: 'mail'})"
        " CREATE (i:Incident {owner: $mine, estate: 'no estate of opmap'})-[:ABOUT {when: 'May'}]->(mail)"
        " CREATE (s:Service {owner: $mine, name: 'mail'}) SET mail.colour = 'red', mail:Watched"
        " CREATE (s)-[:CALLS {until: 0}]->(i)",
        estate=shared.address.estate,
        mine=mine,
    )
    pushed(shared, replace(ANA, nodes=(ANA.nodes[0], replace(ANA.nodes[1], name="post", kind="queue"))))
    pushed(shared, replace(ANA, nodes=ANA.nodes[:1], edges=()), prune=True)
    assert "mail" not in pulled(shared).number
    pushed(shared, ANA)
    assert pulled(shared).details.estate() == ANA
    found = shared.read(
        "MATCH (i:Incident {owner: $mine})-[about:ABOUT {when: 'May'}]->"
        "(mail:Watched:OpmapNode:Service {colour: 'red'})"
        " MATCH (:Service {owner: $mine})-[:CALLS {until: 0}]->(i) RETURN mail.id, mail.estate",
        mine=mine,
    )
    assert found == [["mail", shared.address.estate]]
    shared.write("MATCH (n {owner: $mine}) DETACH DELETE n", mine=mine)


def test_two_estates_do_not_see_each_other(connect: Callable[..., Connection]) -> None:
    one, other = connect(), connect()
    pushed(one, ANA)
    before = dump(one)
    pushed(other, BEN)
    pushed(other, replace(BEN, nodes=(), edges=()), prune=True)
    pushed(other, replace(ANA, nodes=ANA.nodes[:1], edges=()), prune=True)
    assert dump(one) == before
    assert [node.id for node in pulled(other).details.estate().nodes] == ["claims"]


def test_pushes_at_once_wait_for_each_other_and_add_up(connect: Callable[..., Connection]) -> None:
    calm = connect()
    for map_ in (ANA, BEN, CAI):
        pushed(calm, map_)
    name = connect().address.estate
    doors = [connect(name) for _ in range(6)]
    with ThreadPoolExecutor(6) as several:
        list(several.map(pushed, doors, [ANA, BEN, CAI, BEN, CAI, ANA]))
    assert pulled(doors[0]).details.estate() == pulled(calm).details.estate()


def test_pushes_at_once_of_the_same_sources_leave_one_of_them_whole(connect: Callable[..., Connection]) -> None:
    name = connect().address.estate
    maps = [estate(size=300, mark=mark) for mark in ("a", "b", "c")]
    doors = [connect(name) for _ in maps]
    with ThreadPoolExecutor(3) as several:
        list(several.map(pushed, doors, maps))
    assert pulled(doors[0]).details.estate() in [whole(one) for one in maps]


def test_whoever_waits_is_told(connect: Callable[..., Connection]) -> None:
    from opmap.graphdb.locking import alone

    one, told = connect(), []
    other = connect(one.address.estate)
    pushed(one, ANA)
    with ThreadPoolExecutor(1) as thread, alone(one, lambda: None):
        waits = thread.submit(pushed, other, BEN, waiting=lambda: told.append("waits"))
        while not told:
            assert not waits.done()
    waits.result()
    assert "billing" in pulled(one).number
