"""A pusher who knows what was pushed last reads and sends only what is otherwise, and the database ends up the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.neo4j.sharing import NOON, dump, parcel, pulled, pushed, whole
from tests.neo4j.test_interruption import CutOff, Cutting, named, unstamped
from tests.neo4j.test_sources import BEN
from tests.unit.store.making import decision, estate, save

from opmap.decisions import Decision
from opmap.estate import Edge, Estate, Node
from opmap.graphdb.connection import Connection
from opmap.graphdb.parcels import Parcel
from opmap.graphdb.pushing import Pushed, push
from opmap.kinds import Certainty, Strength
from opmap.store import Store

pytestmark = pytest.mark.neo4j


class Pusher:
    """Somebody with a store, who can tell what is otherwise than in an earlier snapshot."""

    def __init__(self, folder: Path, shared: Connection) -> None:
        self.path = folder / "opmap.db"
        self.shared = shared
        self.read_whole = 0

    def push(self, map_: Estate, decisions: Sequence[Decision] = (), **how: Any) -> Pushed:
        with Store.open(self.path, create=True) as store:
            save(store, map_)
            details = store.graph().details
        told = parcel(map_, decisions)

        def load() -> Estate:
            self.read_whole += 1
            return details.estate()

        return push(
            self.shared, Parcel(told.content, map_.sources, told.decisions, load, details.since), at=NOON, **how
        )


def changed(map_: Estate, rng: Random) -> Estate:
    """Change a map as scans do: nodes and edges come, go, and become otherwise."""
    gone = set(rng.sample([node.id for node in map_.nodes], 3))
    nodes = [_renamed(node, rng) for node in map_.nodes if node.id not in gone]
    nodes += [replace(node, id=f"{node.id}-twin") for node in rng.sample(nodes, 3)]
    edges = [_softer(edge, rng) for edge in map_.edges if gone.isdisjoint((edge.source, edge.target))]
    edges += [_between(*rng.sample(nodes, 2), edges[0]) for _ in range(3)]
    each = {edge.id: edge for edge in edges}.values()
    ordered = sorted(each, key=lambda edge: (edge.source, edge.target, edge.verb))
    return replace(map_, nodes=tuple(sorted(nodes, key=lambda node: node.id)), edges=tuple(ordered))


def _renamed(node: Node, rng: Random) -> Node:
    return replace(node, name=f"{node.name}, again") if rng.random() < 0.05 else node


def _softer(edge: Edge, rng: Random) -> Edge:
    return replace(edge, strength=Strength.SOFT) if rng.random() < 0.05 else edge


def _between(one: Node, other: Node, like: Edge) -> Edge:
    ends = {"source": one.id, "target": other.id}
    return replace(like, id=f"{one.id}>{other.id}, new", certainty=Certainty.POSSIBLE, **ends)


def test_what_is_otherwise_leaves_the_database_as_the_whole_would(
    connect: Callable[..., Connection], tmp_path: Path
) -> None:
    calm, rng, map_ = connect(), Random(8), named(estate(size=400))
    pusher = Pusher(tmp_path, connect())
    for _ in range(4):
        pushed(calm, map_)
        pusher.push(map_)
        assert dump(pusher.shared) == dump(calm)
        map_ = changed(map_, rng)
    assert pusher.read_whole == 1


def test_a_new_decision_sends_only_what_is_otherwise(connect: Callable[..., Connection], tmp_path: Path) -> None:
    pusher, map_ = Pusher(tmp_path, connect()), named(estate(size=40))
    pusher.push(map_)
    said = replace(decision("note", "service-00001", value="ours"), number=1)
    first, *others = map_.nodes
    decided = replace(map_, nodes=(replace(first, evidence=(*first.evidence, said.evidence)), *others))
    done = pusher.push(decided, [said])
    assert (done.nodes.changed, done.nodes.total, done.edges.total, done.decisions) == (1, 1, 0, 1)
    assert pusher.read_whole == 1
    assert pulled(pusher.shared).details.estate() == whole(decided)


def test_all_is_compared_where_others_may_have_spoken(connect: Callable[..., Connection], tmp_path: Path) -> None:
    pusher, map_ = Pusher(tmp_path, connect()), named(estate(size=40))
    pusher.push(map_)
    pushed(pusher.shared, BEN)
    less = replace(map_, edges=map_.edges[1:])
    pusher.push(less)
    assert pusher.read_whole == 2
    pushed(pusher.shared, named(estate(size=40, mark="somebody else's")))
    pusher.push(less)
    assert pusher.read_whole == 3
    pusher.push(less, prune=True)
    assert pusher.read_whole == 4
    assert set(whole(less).nodes) <= set(pulled(pusher.shared).details.estate().nodes)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5])
def test_a_push_of_what_is_otherwise_that_dies_is_taken_up(
    connect: Callable[..., Connection], tmp_path: Path, steps: int
) -> None:
    calm, old = connect(), named(estate(size=60))
    new = changed(old, Random(steps))
    pusher = Pusher(tmp_path, connect())
    for map_ in (old, new):
        pushed(calm, map_)
    pusher.push(old)
    shared, pusher.shared = pusher.shared, connect(pusher.shared.address.estate)
    Cutting(pusher.shared, steps)
    with pytest.raises(CutOff):
        pusher.push(new)
    pusher.shared = shared
    pusher.push(new)
    assert unstamped(dump(shared)) == unstamped(dump(calm))
