"""A map drawn again from the store: everything stands where it stood, also under another name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.maps.organisations import organisation

from opmap.app.drawing import MapWish, draw
from opmap.errors import BadSelection, UnknownSnapshot
from opmap.graph import from_estate, pack
from opmap.maps import Renderer
from opmap.store import Store


def stored(path: Path, estate) -> None:
    graph = from_estate(estate)
    with Store.open(path, create=True) as store:
        store.save_snapshot(graph.details.estate(), pack(graph), created="2026-01-01T00:00:00Z")


def places(path: Path) -> dict[str, tuple[float, float]]:
    with Store.open(path) as store:
        return store.positions()


@pytest.fixture
def estate():
    return organisation(60).details.estate()


@pytest.fixture
def path(tmp_path: Path, estate) -> Path:
    stored(tmp_path / "opmap.db", estate)
    return tmp_path / "opmap.db"


def test_the_whole_map_is_remembered_and_drawn_the_same_again(path):
    first = draw(MapWish(), path)
    kept = places(path)
    assert kept
    assert draw(MapWish(), path) == first
    assert places(path) == kept


@pytest.mark.parametrize("wish", [MapWish("kind:service"), MapWish(at=1), MapWish(renderer=Renderer.ESTATE)])
def test_a_part_or_another_picture_is_not_remembered(path, wish):
    draw(wish, path)
    assert places(path) == {}


def test_a_node_under_another_name_stays_where_it_was(path, estate):
    draw(MapWish(), path)
    before = places(path)
    old, new = "thing-00010", "aaa-renamed"
    nodes = tuple(replace(node, id=new, keys=(new,)) if node.id == old else node for node in estate.nodes)
    edges = tuple(
        replace(
            edge, source=new if edge.source == old else edge.source, target=new if edge.target == old else edge.target
        )
        for edge in estate.edges
    )
    edges = tuple(replace(edge, id=f"{edge.source}|{edge.verb}|{edge.target}") for edge in edges)
    stored(path, replace(estate, nodes=nodes, edges=edges, renamed=((old, new),)))
    with Store.open(path) as store:
        assert len(store.snapshots()) == 2
    draw(MapWish(), path)
    after = places(path)
    assert after[new] == before[old]
    owned = {name for name in after if name.startswith("thing-")}
    assert {name for name in owned - {old} if after[name] != before[name]} == set()


def test_an_earlier_snapshot_can_be_compared_with_and_must_be_there(path, estate):
    stored(path, replace(estate, nodes=tuple(replace(node, name=f"{node.name}!") for node in estate.nodes)))
    assert '"compared":1' in draw(MapWish(since=1), path)
    with pytest.raises(UnknownSnapshot):
        draw(MapWish(since=9), path)


def test_a_selection_that_does_not_parse_is_refused(path):
    with pytest.raises(BadSelection):
        draw(MapWish('name:"open'), path)
