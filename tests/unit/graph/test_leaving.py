"""What is not there any more stands in for nothing, and where too few are left that is known."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.claims import World
from tests.reference.graphs import PEOPLE, WORLDS, Says, graph_of, random_graph

from opmap.graph import Graph
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.kinds import Certainty

CHANCE = st.randoms(use_true_random=False)
FLOW, ANA, BEN, TEAM = range(4)


def approved_by_any(*approvers: int, kinds: tuple[str, ...] = ("workflow", "person", "person", "team")) -> Graph:
    says = [Says(FLOW, "approved by", one, group=0) for one in approvers]
    return graph_of(kinds, says, [1], left=[BEN])


def falls(graph: Graph, node: int, *faults: int) -> bool:
    return bool(int(spread(graph.faults, faults).harm[node]) & int(Harm.DOWN | Harm.IDLE))


def test_of_two_who_may_approve_one_has_left_and_the_other_is_single() -> None:
    graph = approved_by_any(ANA, BEN)
    assert falls(graph, FLOW, ANA)
    assert not falls(graph, FLOW, BEN)
    assert falls(replace(graph, left={}), FLOW, ANA, BEN)
    assert not falls(replace(graph, left={}), FLOW, ANA)


@pytest.mark.parametrize(("today", "alone"), [("2026-02-28", False), ("2026-03-01", True), ("2026-03-02", True)])
def test_who_leaves_later_is_still_there(today: str, *, alone: bool) -> None:
    assert falls(replace(approved_by_any(ANA, BEN), today=today), FLOW, ANA) is alone


def test_a_standby_that_is_switched_off_stands_in_for_nothing() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    graph = graph_of(["service"] * 3, says, [1], inactive=[2])
    assert falls(graph, 0, 1)
    assert not falls(graph, 0, 2)


def test_an_automation_that_is_switched_off_is_there_where_something_at_work_must_call_it() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    kinds = ["workflow", "workflow", "workflow", "workflow"]
    assert falls(graph_of(kinds, says, [1], inactive=[2]), 0, 1)
    called = [*says, Says(3, "calls", 2)]
    assert not falls(graph_of(kinds, called, [1], inactive=[2]), 0, 1)
    assert falls(graph_of(kinds, called, [1], inactive=[2, 3]), 0, 1)
    assert falls(graph_of(["workflow", "service", "service", "workflow"], called, [1], inactive=[2]), 0, 1)


def test_a_team_of_which_everybody_has_left_approves_nothing() -> None:
    says = [Says(FLOW, "approved by", ANA, group=0), Says(FLOW, "approved by", TEAM, group=0)]
    says += [Says(BEN, "member of", TEAM)]
    graph = graph_of(["workflow", "person", "person", "team"], says, [1], left=[BEN])
    assert falls(graph, FLOW, ANA)
    assert [graph.verb_of(edge) for edge in graph.reading.leaving.way(TEAM)] == ["member of"]


def test_a_standby_on_a_machine_that_is_switched_off_stands_in_for_nothing() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0), Says(2, "runs on", 3)]
    graph = graph_of(["service", "service", "service", "host"], says, [1], inactive=[3])
    assert falls(graph, 0, 1)
    two = [*says[:2], Says(2, "runs on", 3, group=1), Says(2, "runs on", 4, group=1)]
    graph = graph_of(["service", "service", "service", "host", "host"], two, [1, 1], inactive=[3])
    assert not falls(graph, 0, 1)


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        ("uses credential", "credential"),
        ("authenticates with", "identity provider"),
        ("calls", "service"),
        ("reads", "datastore"),
        ("consumes", "topic"),
        ("provided by", "vendor"),
        ("uses model", "model"),
        ("depends on", "service"),
    ],
)
def test_a_stand_in_that_needs_what_is_switched_off_stands_in_for_nothing(verb: str, kind: str) -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0)]
    kinds = ["service", "service", "service", kind, kind]
    assert falls(graph_of(kinds, [*says, Says(2, verb, 3)], [1], inactive=[3]), 0, 1)
    assert not falls(graph_of(kinds, [*says, Says(2, verb, 3)], [1]), 0, 1)
    assert not falls(graph_of(kinds, [*says, Says(2, verb, 3, soft=True)], [1], inactive=[3]), 0, 1)
    two = [*says, Says(2, verb, 3, group=1), Says(2, verb, 4, group=1)]
    assert not falls(graph_of(kinds, two, [1, 1], inactive=[3]), 0, 1)


def test_a_stand_in_may_call_an_automation_that_is_switched_off() -> None:
    says = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0), Says(2, "calls", 3)]
    assert not falls(graph_of(["service", "service", "workflow", "workflow"], says, [1], inactive=[3]), 0, 1)


def test_a_stand_in_that_nothing_starts_any_more_delivers_nothing_and_answers_still() -> None:
    kinds = ["capability", "workflow", "workflow", "schedule", "schedule", "schedule"]
    says = [Says(1, "supports", 0, group=0), Says(2, "supports", 0, group=0), Says(3, "starts", 1)]
    says += [Says(4, "starts", 2)]
    graph = graph_of(kinds, says, [1], inactive=[4])
    assert falls(graph, 0, 1)
    assert falls(graph, 0, 3)
    assert [graph.verb_of(edge) for edge in graph.reading.leaving.way(2)] == ["starts"]
    assert not falls(graph_of(kinds, [*says, Says(5, "starts", 2)], [1], inactive=[4]), 0, 1)
    asked = [Says(0, "calls", 1, group=0), Says(0, "calls", 2, group=0), Says(4, "starts", 2)]
    assert not falls(graph_of(["service", *kinds[1:]], asked, [1], inactive=[4]), 0, 1)


@pytest.mark.parametrize("gone", [{"inactive": [3]}, {"dangling": [3]}])
def test_a_stand_in_goes_with_the_key_that_opens_it(gone: dict) -> None:
    says = [Says(0, "uses model", 1, group=0, places=(0,)), Says(0, "uses model", 2, group=0, places=(1,))]
    says += [Says(0, "uses credential", 3, group=0, places=(0,)), Says(0, "uses credential", 4, group=0, places=(1,))]
    kinds = ["agent", "model", "model", "credential", "credential"]
    assert not any(falls(graph_of(kinds, says, [1]), 0, one) for one in (1, 2, 3, 4))
    assert [falls(graph_of(kinds, says, [1], **gone), 0, one) for one in (1, 2, 3, 4)] == [False, True, False, True]


def test_the_key_of_what_is_only_possible_is_no_stand_in_by_itself() -> None:
    says = [Says(0, "uses model", 1, group=0, places=(0,), certainty=Certainty.POSSIBLE)]
    says += [Says(0, "uses credential", 3, group=0, places=(0,)), Says(0, "uses model", 2, group=0, places=(1,))]
    graph = graph_of(["agent", "model", "model", "credential"], says, [1])
    assert [falls(graph, 0, one) for one in (1, 2, 3)] == [False, True, False]


def test_a_key_that_opens_two_stand_ins_opens_the_one_that_is_left() -> None:
    says = [Says(0, "calls", 1, group=0, places=(0,)), Says(0, "calls", 2, group=0, places=(1,))]
    says += [Says(0, "uses credential", 3, group=0, places=(0, 1))]
    graph = graph_of(["service", "service", "service", "credential"], says, [1], inactive=[1])
    assert [falls(graph, 0, one) for one in (1, 2, 3)] == [False, True, True]


def test_where_nobody_is_left_those_who_were_count_and_it_is_said() -> None:
    graph = replace(approved_by_any(ANA, BEN), left={ANA: "2026-03-01", BEN: "2026-03-01"})
    assert falls(graph, FLOW, ANA, BEN)
    assert not falls(graph, FLOW, ANA)
    assert {node: len(edges) for node, edges in graph.reading.leaving.lacking.items()} == {FLOW: 2}


def test_two_of_three_are_needed_and_one_is_left() -> None:
    says = [Says(0, "approved by", one, group=0) for one in (1, 2, 3)]
    graph = graph_of(["workflow", "person", "person", "person"], says, [2], left=[2, 3])
    assert falls(graph, 0, 1)
    assert list(graph.reading.leaving.lacking) == [0]
    assert not replace(graph, left={2: "2026-03-01"}).reading.leaving.lacking


@pytest.mark.parametrize(
    ("kinds", "verb", "harm"),
    [
        (["workflow", "service", "service"], "starts", Harm.IDLE),
        (["dataset", "workflow", "workflow"], "writes", Harm.STALE),
        (["service", "person", "person"], "on call for", Harm.UNATTENDED),
    ],
)
def test_no_starter_no_source_and_nobody_on_call_is_stood_in_for_by_what_is_gone(
    kinds: list[str], verb: str, harm: Harm
) -> None:
    says = [Says(1, verb, 0), Says(2, verb, 0)]
    assert harm not in Harm(int(spread(graph_of(kinds, says).faults, [1]).harm[0]))
    for gone in ({"left": [2]}, {"inactive": [2]}):
        graph = graph_of(kinds, says, **gone)
        assert harm in Harm(int(spread(graph.faults, [1]).harm[0]))


def test_an_owner_who_has_left_owns_nothing_beside_one_who_has_not() -> None:
    says = [Says(0, "owned by", 1), Says(0, "owned by", 2)]
    graph = graph_of(["service", "person", "person"], says, left=[2])
    assert Harm.UNOWNED in Harm(int(spread(graph.faults, [1]).harm[0]))
    assert Harm.UNOWNED not in Harm(int(spread(replace(graph, left={}).faults, [1]).harm[0]))


def test_a_reader_that_works_through_an_input_goes_stale_with_it_though_it_is_switched_off() -> None:
    says = [Says(0, "reads", 1), Says(0, "reads", 2, stated=True), Says(3, "writes", 2), Says(4, "writes", 1)]
    graph = graph_of(["service", "dataset", "dataset", "workflow", "workflow"], says, inactive=[2])
    assert int(spread(graph.faults, [3]).harm[0]) & int(Harm.STALE)


@pytest.mark.parametrize("world", [*WORLDS, PEOPLE], ids=["plain", "data", "people", "all", "people again"])
@given(CHANCE)
@settings(max_examples=100, deadline=None)
def test_what_is_gone_and_what_lacks_it_is_what_the_words_say(world: tuple, rng: Random) -> None:
    graph, today = random_graph(rng, world, most=9, density=2.5), rng.choice(["", "2026-02-01", "2026-04-01"])
    graph = replace(graph, today=today)
    leaving, said = graph.reading.leaving, World(graph)
    assert {node for node in range(len(graph)) if leaving.gone[node]} == said.gone
    assert {node: set(edges.tolist()) for node, edges in leaving.lacking.items()} == said.lacking()
