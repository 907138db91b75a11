from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from tests.building import edge, estate_of, graph_of, node
from tests.rankable import rankable

from opmap.analyses.learning import Worth, shift, worth_of_inputs, worth_of_needs
from opmap.analyses.losses import Appraisal, appraise
from opmap.estate import Estate
from opmap.graph import Graph, from_estate

_ATTRIBUTES = {
    "fails": "incidents_per_year",
    "repair": "repair_hours",
    "value": "value",
    "tolerance": "tolerance_hours",
    "counts": "counts",
}


def answered(estate: Estate, one: Worth, amount: float) -> Graph:
    """Write an answer into the organisation, as whoever gave it would."""
    nodes = []
    for node_ in estate.nodes:
        said = dict(node_.attributes)
        if node_.id == one.node.id:
            said[_ATTRIBUTES[one.fact]] = amount
        nodes.append(replace(node_, attributes=tuple(sorted(said.items()))))
    return from_estate(replace(estate, nodes=tuple(nodes)))


def rank_when_answered(before: Appraisal, after: Appraisal, number: int) -> int:
    return after.rank[number] if number in after.rank else before.rank[number]


@given(rankable())
def test_a_number_moves_its_node_to_the_places_that_are_told(estate: Estate) -> None:
    graph = from_estate(estate)
    before = appraise(graph)
    for one in worth_of_inputs(graph, 6, before):
        assert one.low < one.high
        if one.fact not in {"fails", "repair"}:
            continue
        for end, place in zip((one.low, one.high), one.places, strict=True):
            after = appraise(answered(estate, one, end))
            losses = after.losses.round(9)
            if one.number not in after.rank:  # it would be repaired before it is felt
                assert place == len(before.rank)
                continue
            mine = losses[after.rank[one.number] - 1]
            assert int((losses > mine * (1 + 1e-6)).sum()) < place <= int((losses >= mine * (1 - 1e-6)).sum())


@given(rankable())
def test_what_would_move_most_comes_first_and_nothing_stated_is_asked(estate: Estate) -> None:
    graph = from_estate(estate)
    found = worth_of_inputs(graph)
    moves = [round(one.moves, 9) for one in found]
    assert moves == sorted(moves, reverse=True)
    said = {(node_.id, name) for node_ in estate.nodes for name, _ in node_.attributes}
    assert not {(one.node.id, _ATTRIBUTES[one.fact]) for one in found} & said


@given(rankable())
def test_nothing_moves_when_nothing_changes(estate: Estate) -> None:
    graph = from_estate(estate)
    assert shift(appraise(graph), appraise(graph)) == 0


def test_from_second_to_first_weighs_a_half() -> None:
    nodes = {"slow": node("slow", repair_hours=10), "quick": node("quick", repair_hours=9)}
    before = appraise(graph_of("a calls slow", "b calls quick", nodes=nodes))
    nodes["quick"] = node("quick", repair_hours=40)
    after = appraise(graph_of("a calls slow", "b calls quick", nodes=nodes))
    assert shift(before, after) == pytest.approx(0.5)


def test_an_essential_need_that_nobody_stated_is_asked_for() -> None:
    calls = ("web supports sales", edge("web calls db", strength="hard"), "web calls rates")
    graph = from_estate(estate_of(*calls, sales="capability", db="datastore"))
    asked = {(one.node.id, one.other.id): one for one in worth_of_needs(graph) if one.other}
    assert ("web", "db") not in asked
    rates = asked["web", "rates"]
    assert rates.places[1] == 0  # it would have no place at all
    assert rates.moves > 0
