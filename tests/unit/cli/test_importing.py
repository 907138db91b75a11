"""A fault tree that opmap wrote is known for its own, and answers as the map did where it stands alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rankable import organisation
from tests.unit.cli.conftest import Ask

from opmap.analyses.counting import outcomes
from opmap.analyses.pairing import pairing
from opmap.app import import_file, open_graph
from opmap.graph import Graph, from_estate
from opmap.reports.openpsa import as_open_psa

SEEDS = range(25)


def capabilities(graph: Graph) -> list[int]:
    return [one.node for one in outcomes(graph) if not one.stand_in]


def faults_of(graph: Graph, number: int) -> tuple[int, int]:
    found = pairing(graph, number)
    return found.single, found.pairs


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_exported_and_imported_has_as_many_single_and_double_faults(seed: int, tmp_path: Path) -> None:
    graph = from_estate(organisation(seed))
    path, store = tmp_path / "model.xml", tmp_path / "opmap.db"
    path.write_text(as_open_psa(graph, outcomes(graph)), "utf-8")
    assert not import_file(path, "open-psa", store).was_there
    again = open_graph(store)
    tops = {
        dict(again.details.node(number).attributes)["opmap_id"]: number
        for number in range(len(again))
        if again.kind_of(number) == "capability"
    }
    for number in capabilities(graph):
        assert faults_of(again, tops[graph.ids[number]]) == faults_of(graph, number)


def test_the_organisations_have_what_is_to_be_counted() -> None:
    graphs = [from_estate(organisation(seed)) for seed in SEEDS]
    counts = [faults_of(graph, number) for graph in graphs for number in capabilities(graph)]
    assert sum(single > 1 for single, _ in counts) > 5
    assert sum(pairs > 0 for _, pairs in counts) > 2


def test_a_tree_that_opmap_wrote_of_this_map_adds_nothing_and_that_is_said(
    shop: Path, ask: Ask, tmp_path: Path
) -> None:
    store = tmp_path / "shop.db"
    store.write_bytes((shop / ".opmap" / "opmap.db").read_bytes())
    tree = tmp_path / "tree.xml"
    tree.write_text(ask(shop, "export", "--format", "open-psa").out, "utf-8")
    before = ask(shop, "nodes", "--top", "0", "--format", "csv").out
    told = ask(tmp_path, "import", "tree.xml", "--store", str(store))
    assert told.code == 0
    assert "tree is a fault tree that opmap wrote from nodes of this map: nothing of it was added" in told.out
    assert ask(shop, "nodes", "--top", "0", "--format", "csv", "--store", str(store)).out == before
    assert "left out, so that nothing counts twice" in ask(tmp_path, "coverage", "--store", str(store)).out


def test_the_same_tree_in_a_store_of_its_own_is_a_map(shop: Path, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "tree.xml").write_text(ask(shop, "export", "--format", "open-psa").out, "utf-8")
    told = ask(tmp_path, "import", "tree.xml", "--store", "own.db")
    assert "capabilities now" in told.out
    assert "nothing of it was added" not in told.out
