from __future__ import annotations

import dataclasses
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.building import edge
from tests.reference.organisations import random_estate

from opmap.analyses.blasting import Hit
from opmap.analyses.playing import Played
from opmap.app import Row, decide, open_graph, scan, snapshots
from opmap.app.scenarios import Scenario
from opmap.app.supposing import changed_by, meant_by, play
from opmap.errors import BadScenario, BadSelection, UnknownNode
from opmap.graph import Graph, from_estate
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.kinds import VERBS, Effect

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


def hits(found: Played) -> dict[str, Hit]:
    """Give what is hit, by name."""
    assert found.blast is not None
    return {hit.node.name: hit for hit in found.blast.hits}


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
    assert hits(found)["reporting"].after_hours == 4.0


def test_a_strength_is_that_of_the_new_sentence_alone(graph: Graph) -> None:
    found = one(graph, add=("Check out reads rates (soft)",), fail=("rates",))
    assert found.spared == ()
    assert {"Check out", "selling"} <= {name for name, hit in hits(found).items() if hit.harm == "down"}
    later = one(graph, add=("report calls lake (4h)",), fail=("lake",))
    assert hits(later)["reporting"].after_hours == 0.0


def test_what_counts_no_more_falls_all_the_same(graph: Graph) -> None:
    found = one(graph, add=("report calls Old lake (since 1999)",), fail=("Old lake (since 1999)",))
    assert found.spared == ()


def test_what_is_stated_is_made_no_softer(graph: Graph) -> None:
    for stated, softer in (("hard", "soft"), ("hard", "4h"), ("4h", "8h"), ("4h", "soft")):
        with pytest.raises(BadScenario, match="the map says already that it is"):
            one(graph, add=(f"report calls rates ({stated})", f"report calls rates ({softer})"))
    harder = one(graph, add=("report calls rates (soft)", "report calls rates (hard)"), fail=("rates",))
    assert "reporting" in names(harder.falls)
    presumed = one(graph, add=("Check out calls rates (soft)",), fail=("rates",))
    assert names(presumed.spared) == {"selling"}  # what was merely presumed is stated so


ALONE = sorted(
    name
    for name, verb in VERBS.items()
    if verb.outage and verb.effect is Effect.DOWN and not verb.alternatives and not verb.absence
)
LOST = int(Harm.DOWN | Harm.IDLE)


@given(st.randoms(use_true_random=False), st.sampled_from(ALONE), st.sampled_from(["", "soft", "hard", "4h"]))
@settings(max_examples=200, deadline=None)
def test_a_dependency_that_is_added_is_what_a_file_would_say_and_makes_nothing_safer(
    rng: Random, verb: str, strength: str
) -> None:
    estate = random_estate(rng)
    source, target = (node.id for node in rng.sample(estate.nodes, 2))
    before = from_estate(estate)
    assume((source, verb, target) not in {(each.source, each.verb, each.target) for each in estate.edges})
    sentence = f"{source} {verb} {target}" + (f" ({strength})" if strength else "")
    after = changed_by(before, Scenario("", add=(sentence,)))
    said = {"": {}, "4h": {"strength": "hard", "buffer": 4.0}}.get(strength, {"strength": strength})
    new = edge(f"{source} {verb} {target}", **said)
    rebuilt = sorted([*estate.edges, new], key=lambda each: (each.source, each.target, each.verb))
    same(after, from_estate(dataclasses.replace(estate, edges=tuple(rebuilt))))
    assume(not any(each.group for each in estate.edges))  # a circle of alternatives loses its ground by one more need
    for number in range(len(before)):
        was, then = spread(before.faults, [number]), spread(after.faults, [number])
        assert np.all(then.harm[was.harm & LOST != 0] & LOST)
        down = was.harm & Harm.DOWN != 0
        assert np.all(then.harm[down] & Harm.DOWN)
        assert np.all(then.hours[down] <= was.hours[down])


def test_a_name_with_a_verb_in_it_is_no_riddle(graph: Graph) -> None:
    found = one(graph, remove=("Check out calls rates",))
    assert "rates no longer takes down selling alone" in {line.text for line in found.moved}


def test_brackets_that_belong_to_a_name_are_no_strength(graph: Graph) -> None:
    found = one(graph, add=("report calls Old lake (since 1999)",), fail=("Old lake (since 1999)",))
    assert "reporting" in names(found.falls)
    later = one(graph, add=("report calls Old lake (since 1999) (1d)",), fail=("Old lake (since 1999)",))
    assert hits(later)["reporting"].after_hours == 24.0


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


def test_a_replica_of_what_is_gone_is_refused(tmp_path: Path) -> None:
    gone = "  - {id: old, kind: host, inactive: yes}\n  - {id: ana, kind: person, left: 2026-03-01}\n"
    (tmp_path / "estate.yaml").write_text("opmap: 1\nnodes:\n" + gone, encoding="utf-8")
    scan([tmp_path], store_path=tmp_path / "opmap.db", workers=1)
    for name, why in (("old", "is switched off"), ("ana", "has left on 2026-03-01")):
        with pytest.raises(BadScenario, match=f"{name} {why}, and so would its replica be"):
            one(open_graph(tmp_path / "opmap.db"), add=(f"replica of {name}",))
