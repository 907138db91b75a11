from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from opmap.analyses.playing import Played
from opmap.app import Row, decide, open_graph, scan, snapshots
from opmap.app.scenarios import Scenario
from opmap.app.supposing import changed_by, meant_by, play
from opmap.errors import BadScenario, BadSelection, UnknownNode
from opmap.graph import Graph

ESTATE = """\
opmap: 1
nodes:
  - {id: selling, kind: capability, value: 3}
  - {id: reporting, kind: capability}
  - id: checkout
    kind: service
    name: Check out
    supports: selling
    calls: [stripe, adyen, rates]
    runs on: [one, two]
  - {id: stripe, kind: service, provided by: acme}
  - {id: adyen, kind: service}
  - {id: rates, kind: service}
  - {id: acme, kind: vendor}
  - {id: one, kind: host}
  - {id: two, kind: host}
  - {id: report, kind: workflow, supports: reporting, reads: lake}
  - {id: lake, kind: datastore}
  - {id: old, kind: service, name: Old lake (since 1999)}
  - {id: shop, kind: team}
redundancy:
  - {at: checkout, verb: calls, need: 1, of: [stripe, adyen]}
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give a store that knows a small organisation."""
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "estate.yaml").write_text(ESTATE, encoding="utf-8")
    scan([tmp_path / "acme"], store_path=tmp_path / "opmap.db", workers=1)
    return tmp_path / "opmap.db"


@pytest.fixture
def graph(store: Path) -> Graph:
    """Give its graph."""
    return open_graph(store)


def one(graph: Graph, **parts: tuple[str, ...]) -> Played:
    """Play a scenario."""
    (found,) = play(graph, [Scenario("", **parts)])
    return found


def names(nodes: tuple) -> set[str]:
    return {node.name for node in nodes}


def test_what_fails_takes_down_what_needs_it(graph: Graph) -> None:
    found = one(graph, fail=("rates", "lake"))
    assert names(found.falls) == {"selling", "reporting"}
    assert (found.spared, found.moved) == ((), ())


def test_one_of_two_fails_and_the_other_is_single_as_long_as_it_lasts(graph: Graph) -> None:
    found = one(graph, fail=("acme",))
    assert found.falls == ()
    assert [(point.node.name, names(point.takes_down)) for point in found.meanwhile] == [("adyen", {"selling"})]


def test_a_replica_spares_what_would_fall(graph: Graph) -> None:
    found = one(graph, fail=("rates",), add=("replica of rates",))
    assert (names(found.spared), found.falls) == ({"selling"}, ())
    assert "rates no longer takes down selling alone" in {line.text for line in found.moved}


def test_a_replica_can_be_taken_away_where_something_stands_in(graph: Graph) -> None:
    found = one(graph, remove=("replica adyen",))
    assert "stripe now takes down selling alone" in {line.text for line in found.moved}
    hosts = one(graph, remove=("replica two",), fail=("one",))
    assert names(hosts.falls) == {"selling"}


def test_a_dependency_can_be_soft_or_felt_later(graph: Graph) -> None:
    assert one(graph, add=("report calls rates (soft)",), fail=("rates",)).blast.toll.degraded == 1
    found = one(graph, add=("report calls rates (4h)",), fail=("rates",))
    assert {hit.node.name: hit.after_hours for hit in found.blast.hits}["reporting"] == 4.0


def test_a_name_with_a_verb_in_it_is_no_riddle(graph: Graph) -> None:
    found = one(graph, remove=("Check out calls rates",))
    assert "rates no longer takes down selling alone" in {line.text for line in found.moved}


def test_brackets_that_belong_to_a_name_are_no_strength(graph: Graph) -> None:
    found = one(graph, add=("report calls Old lake (since 1999)",), fail=("Old lake (since 1999)",))
    assert "reporting" in names(found.falls)
    later = one(graph, add=("report calls Old lake (since 1999) (1d)",), fail=("Old lake (since 1999)",))
    assert {hit.node.name: hit.after_hours for hit in later.blast.hits}["reporting"] == 24.0


def test_needs_means_any_relation_by_which_it_is_needed(graph: Graph) -> None:
    assert "selling" not in names(one(graph, remove=("selling needs Check out",), fail=("Check out",)).falls)
    with pytest.raises(BadScenario, match="nothing on the map says"):
        one(graph, remove=("rates needs Check out",))


def test_somebody_answers_for_it_then(graph: Graph) -> None:
    found = one(graph, add=("rates owned by shop", "lake owned by team:new"))
    assert {"rates has an owner now", "lake has an owner now"} <= {line.text for line in found.moved}


def test_a_selection_fails_as_a_whole(graph: Graph) -> None:
    assert {graph.names[number] for number in meant_by(graph, "kind:host")} == {"one", "two"}
    assert names(one(graph, fail=("kind:host",)).falls) == {"selling"}
    with pytest.raises(BadScenario, match="selects nothing"):
        meant_by(graph, "kind:region")
    with pytest.raises(BadSelection):
        meant_by(graph, "kind:frob")
    with pytest.raises(UnknownNode):
        meant_by(graph, "frob:x")
    with pytest.raises(UnknownNode):
        meant_by(graph, "nobody")


def test_what_is_expected_is_checked(graph: Graph) -> None:
    expect = (("falls", "selling"), ("stays", "reporting"), ("single", "rates"), ("not single", "adyen"))
    (good,) = play(graph, [Scenario("", fail=("rates",), expect=expect)])
    assert good.holds
    turned = (("stays", "selling"), ("falls", "reporting"), ("not single", "rates"), ("single", "adyen"))
    (bad,) = play(graph, [Scenario("", fail=("rates",), expect=turned)])
    assert [each.met for each in bad.expectations] == [False] * 4


def test_all_that_is_wrong_is_said_with_its_place(graph: Graph) -> None:
    scenarios = [
        Scenario("a", fail=("nobody",), place="f.yaml:3"),
        Scenario("b", add=("rates clals lake",), expect=(("falls", "ghost"),), place="f.yaml:5"),
        Scenario("c", fail=("lake",), expect=(("falls", "ghost"),), place="f.yaml:9"),
    ]
    with pytest.raises(BadScenario) as caught:
        play(graph, scenarios)
    said = caught.value.problems
    assert [text.partition(" ")[0] for text in said] == ["f.yaml:3:", "f.yaml:5:", "f.yaml:9:"]
    assert "expect falls" in said[2]


ALIKE = {
    "lake owned by team:new": Row("own", "lake", ("team:new",), by="Ana"),
    "report calls rates": Row("depends", "report", ("rates",), "calls", by="Ana"),
    "report needs rates": Row("depends", "report", ("rates",), by="Ana"),
}


@pytest.mark.parametrize("sentence", ALIKE)
def test_what_is_supposed_is_what_would_be_decided(store: Path, graph: Graph, sentence: str) -> None:
    supposed = changed_by(graph, Scenario("", add=(sentence,)))
    decide(ALIKE[sentence], store)
    same(supposed, open_graph(store))


def test_what_is_taken_away_is_what_would_be_decided(store: Path, graph: Graph) -> None:
    supposed = changed_by(graph, Scenario("", remove=("Check out calls rates",)))
    decide(Row("not-depends", "Check out", ("rates",), "calls", by="Ana"), store)
    same(supposed, open_graph(store))


def same(one: Graph, other: Graph) -> None:
    """Hold two graphs against each other, evidence aside."""
    assert list(one.ids) == list(other.ids)
    for name in ("source", "target", "verb", "strength", "presumed", "certainty", "buffer", "group", "group_need"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_the_store_is_as_it_was(store: Path, graph: Graph) -> None:
    one(graph, add=("replica of rates", "lake owned by team:new"), remove=("replica adyen",), fail=("one",))
    assert len(snapshots(store)) == 1
    assert open_graph(store).content == graph.content
