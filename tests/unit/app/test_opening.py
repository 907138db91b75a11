from __future__ import annotations

from pathlib import Path

import pytest

from opmap.analyses.owning import people_who_left
from opmap.app import open_graph, scan, verify
from opmap.errors import NothingScanned, UnknownSnapshot
from opmap.graph import pack
from opmap.store import Store


def test_a_graph_knows_its_snapshot_and_its_content(shop: Path, store: Path) -> None:
    scan([shop], store_path=store, workers=1)
    graph = open_graph(store)
    with Store.open(store) as opened:
        assert (graph.snapshot, graph.content) == (1, opened.snapshot().content)


def test_every_snapshot_can_be_asked(shop: Path, store: Path) -> None:
    scan([shop], store_path=store, workers=1)
    (shop / "shop.yaml").unlink()
    scan([shop], store_path=store, workers=1)
    assert (len(open_graph(store)), len(open_graph(store, at=1)), open_graph(store, at=1).snapshot) == (0, 5, 1)
    with pytest.raises(UnknownSnapshot):
        open_graph(store, at=3)
    assert verify(store) == 2


def test_who_leaves_on_a_day_to_come_has_not_left(tmp_path: Path, store: Path) -> None:
    people = "{id: ana, kind: person, left: 2999-01-31}, {id: bob, kind: person, left: 2026-01-31}"
    (tmp_path / "inventory.yaml").write_text(f"opmap: 1\nnodes: [{people}]\n", encoding="utf-8")
    scan([tmp_path], store_path=store, workers=1)
    graph = open_graph(store)
    assert [graph.names[number] for number in people_who_left(graph)] == ["bob"]


def test_a_store_without_a_snapshot_says_how_to_begin(store: Path) -> None:
    Store.open(store, create=True).close()
    with pytest.raises(NothingScanned):
        open_graph(store)


def test_a_graph_that_an_older_opmap_packed_is_assembled_anew(shop: Path, store: Path) -> None:
    scan([shop], store_path=store, workers=1)
    expected = open_graph(store)
    packed = pack(expected).replace(b'"source"', b'"quelle"')
    with Store.open(store) as opened:
        estate = opened.estate()
        opened.save_snapshot(
            type(estate)(estate.nodes, estate.edges, waiting=(9,)), packed, created="2026-05-01T12:00:00Z"
        )
    graph = open_graph(store)
    assert (graph.snapshot, list(graph.ids), graph.details.estate().waiting) == (2, list(expected.ids), (9,))
