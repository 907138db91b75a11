"""Each question's answer equals the plainest one, on thousands of random estates."""

from __future__ import annotations

from random import Random

import pytest
from tests.building import edge, graph_of
from tests.reference.answers import BESIDE, Counted, Plain
from tests.reference.claims import World
from tests.reference.estates import random_estate
from tests.reference.told import Reference

from opmap.analyses.blasting import Blast, blast
from opmap.analyses.counting import outcomes
from opmap.analyses.covering import coverage
from opmap.analyses.describing import listing
from opmap.analyses.explaining import why
from opmap.analyses.grading import IF_NEEDED, PRESUMED, STATED
from opmap.analyses.knowing import unknown, unknown_of
from opmap.analyses.owning import owning
from opmap.analyses.pairing import pairing
from opmap.analyses.ranking import ranking
from opmap.analyses.singling import singling
from opmap.graph import Graph, from_estate
from opmap.graph.harm import Harm
from opmap.kinds import Certainty, State, Travel

ROWS = pytest.mark.parametrize("row", range(8))


def graphs(row: int, count: int) -> list[Graph]:
    """Give a row of random graphs, always the same."""
    dice = Random(f"row {row}")
    return [from_estate(random_estate(dice)) for _ in range(count)]


def found_outcomes(graph: Graph) -> set[Counted]:
    return {Counted(frozenset(one.nodes), one.need, one.value) for one in outcomes(graph)}


@ROWS
def test_what_counts_is_what_the_vocabulary_says(row: int) -> None:
    for graph in graphs(row, 300):
        assert found_outcomes(graph) == Plain(graph).counted


@ROWS
def test_as_many_take_something_down_alone_whether_pairs_are_asked_for_or_not(row: int) -> None:
    for graph in graphs(row, 25):
        for outcome in outcomes(graph):
            found = singling(graph, outcome.node)
            assert found.alone == pairing(graph, outcome.node).single
            assert found.alone == found.stated + found.presumed + found.collapsed


@ROWS
def test_single_points_are_those_that_take_something_down_when_tried_one_by_one(row: int) -> None:
    for graph in graphs(row, 25):
        plain = Plain(graph)
        stated, alone = plain.only_stated(), plain.without_presumed_groups()
        expected: dict[str, dict[frozenset[int], str]] = {}
        for counted in plain.counted:
            now, sure, wider = plain.singles(counted), stated.singles(counted), alone.singles(counted)
            for node in now | wider:
                grade = IF_NEEDED if node not in now else STATED if node in sure else PRESUMED
                expected.setdefault(graph.ids[node], {})[counted.nodes] = grade
        found = singling(graph, collapse=False)
        assert found.alone == len({node for counted in plain.counted for node in plain.singles(counted)})
        assert {point.node.id for point in found.points} == expected.keys()
        assert {point.node.id: point.rests_on for point in found.points} == {
            name: min(grades.values(), key=(STATED, PRESUMED, IF_NEEDED).index) for name, grades in expected.items()
        }
        assert {point.node.id: len(point.takes_down) for point in found.points} == {
            name: len(grades) for name, grades in expected.items()
        }


@ROWS
def test_a_collapsed_point_is_taken_down_by_a_root_that_hurts_as_much(row: int) -> None:
    for graph in graphs(row, 20):
        reference, whole, roots = Reference(graph), singling(graph, collapse=False), singling(graph)
        assert len(roots.points) + roots.collapsed == len(whole.points)
        hurt = {point.node.id: {one.outcome.id for one in point.takes_down} for point in whole.points}
        for root in roots.points:
            told = reference.outage([graph.number[root.node.id]])
            for other in root.on_the_way:
                assert hurt[other.id] <= hurt[root.node.id]
                assert told[graph.number[other.id]].keys() & {Harm.DOWN, Harm.IDLE}


@ROWS
@pytest.mark.parametrize("travel", [Travel.OUTAGE, Travel.ABSENCE, Travel.STALENESS])
def test_a_blast_says_who_is_hit_how_hard_and_when(row: int, travel: Travel) -> None:
    dice = Random(row)
    for graph in graphs(row, 30):
        failing = dice.sample(range(len(graph)), min(len(graph), dice.choice([1, 1, 2])))
        reference = Reference(graph)
        told = reference.staleness(failing) if travel is Travel.STALENESS else reference.outage(failing)
        hit = {node: harms for node, harms in told.items() if node not in failing and harms.keys() - BESIDE}
        found = blast(graph, failing, travel)
        assert {graph.number[one.node.id]: one.harm for one in found.hits} == {
            node: min(harms.keys() - BESIDE).word for node, harms in hit.items()
        }
        assert {graph.number[one.node.id]: one.after_hours for one in found.hits} == {
            node: harms[min(harms)] for node, harms in hit.items()
        }
        check_toll(found, Plain(graph), told)
        away, people = set(failing), {node for node in told if graph.kind_of(node) in {"person", "team"}}
        if away <= people:
            away |= {node for node in people if Harm.DOWN in told[node]}
        check_people(found, Plain(graph), failing, set(hit), away | World(graph).gone)


def check_toll(found: Blast, plain: Plain, told: dict[int, dict[Harm, float]]) -> None:
    """Hold what counts and is lost against the reference."""
    lost = [one for one in plain.counted if one.is_lost(told)]
    worse = [one for one in plain.counted if any(told[node].keys() - BESIDE for node in one.nodes)]
    assert (found.toll.total, found.toll.lost) == (len(plain.counted), len(lost))
    assert found.toll.degraded == len([one for one in worse if one not in lost])
    assert found.toll.value_lost == sum(one.value for one in lost)


def check_people(found: Blast, plain: Plain, failing: list[int], hit: set[int], away: set[int]) -> None:
    """Hold whom to tell, and what is said of what nobody knows, against the reference."""
    told = {plain.graph.number[node.id]: count for node, count in found.tell}
    sure = {node: plain.owners[node] for node in hit | set(failing) if len(plain.owners.get(node, ())) == 1}
    for node, (owner,) in sure.items():
        assert owner in away or told.get(owner), (node, owner)
    assert away.isdisjoint(told)
    assert found.without_owner == len([node for node in hit & plain.asked() if not plain.owners.get(node)])
    quiet = [
        node
        for node in plain.nodes
        if node not in hit and node not in failing and plain.state(node) is not State.DANGLING
        if plain.kind(node) in {"service", "workflow", "agent", "pipeline", "MCP server"}
    ]
    assert found.not_hit == len(quiet)
    assert found.undescribed == len([node for node in quiet if node not in {one for one, _ in plain.leaning}])


@ROWS
def test_what_is_possible_is_what_a_believer_would_add(row: int) -> None:
    for graph in graphs(row, 20):
        for node in range(len(graph)):
            sure, all_of_it = Reference(graph), Reference(graph, tuple(Certainty))
            hit = {one for one, harms in sure.outage([node]).items() if harms.keys() - BESIDE}
            more = {one for one, harms in all_of_it.outage([node]).items() if harms.keys() - BESIDE}
            assert blast(graph, [node]).possible_more == len(more - hit - {node})


@ROWS
def test_owners_and_gaps_are_what_the_relations_say(row: int) -> None:
    for graph in graphs(row, 150):
        plain, found = Plain(graph), owning(graph)
        assert found.asked == len(plain.asked())
        gaps = {graph.number[member.id] for gap in found.gaps for member in gap.members}
        for node in plain.asked():
            possible = plain.owners.get(node, set())
            if not possible or all(map(plain.left, possible)):
                assert node in gaps
            elif not any(map(plain.left, possible)):
                assert node not in gaps
        assert found.owned == len(plain.asked()) - len(gaps)
        described = {node.id for node in found.not_judged}
        assert not described & {graph.ids[node] for node in plain.asked()}


@ROWS
def test_nothing_is_called_known_that_is_not(row: int) -> None:
    for graph in graphs(row, 50):
        plain, marks = Plain(graph), unknown(graph)
        lacking = {node for node in plain.nodes if plain.unknown(node)}
        assert {node for node in plain.nodes if marks[node]} == lacking
        assert {node for node in plain.nodes if unknown_of(graph, node)} == lacking
        assert {row.node.id for row in listing(graph, only_unknown=True).rows} == {graph.ids[one] for one in lacking}
        ranked, single = ranking(graph), singling(graph)
        for answer, judged in (
            (ranked.not_judged, {risk.node.id for risk in ranked.risks}),
            (single.not_judged, {point.node.id for point in singling(graph, collapse=False).points}),
        ):
            assert {graph.ids[one] for one in lacking} <= {one.id for one in answer} | judged


@ROWS
def test_coverage_counts_what_is_only_mentioned_and_what_nobody_described(row: int) -> None:
    for graph in graphs(row, 100):
        plain, found = Plain(graph), coverage(graph)
        needing = {one for one, _ in plain.leaning}
        silent = {
            graph.ids[node]
            for node in plain.nodes
            if plain.kind(node) in {"service", "workflow", "agent", "pipeline", "MCP server"}
            and node not in needing
            and plain.state(node) is not State.DANGLING
        }
        assert {node.id for node in found.undescribed} == silent
        assert found.only_mentioned == len([one for one in plain.nodes if plain.state(one) is State.MENTIONED])


@ROWS
def test_no_explanation_is_longer_than_it_must_be(row: int) -> None:
    dice = Random(row)
    ways = ("needs", "is needed by", "is connected with")
    for graph in graphs(row, 100):
        plain, (start, end) = Plain(graph), dice.sample(range(len(graph)), 2)
        tries = [
            (way, possible, plain.distance(start, end, possible=possible, way=way))
            for way in ways
            for possible in (False, True)
        ]
        expected = next(
            ((way, possible, steps) for way, possible, steps in tries if steps is not None), ("nothing", False, 0)
        )
        found = why(graph, start, end)
        assert (found.direction, found.only_possible, len(found.steps)) == expected


def test_one_of_two_presumed_alternatives_is_not_single_as_stated_where_only_it_is_stated() -> None:
    hosts = ("g", 1, 2, True)
    graph = graph_of(
        edge("web supports selling", strength="hard"),
        edge("web runs on one", strength="hard", group=hosts),
        edge("web runs on other", group=hosts),
        selling="capability",
        one="host",
        other="host",
    )
    found = singling(graph, collapse=False)
    grades = {point.node.name: point.rests_on for point in found.points}
    assert grades == {"web": STATED, "one": IF_NEEDED, "other": IF_NEEDED}
    assert (found.alone, found.stated, found.if_needed) == (1, 1, 2)
