"""Each relation on small graphs, and against every pair told one by one."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.building import edge, graph_of, node

from opmap.analyses.overlapping import Overlap, Overlapping, overlapping, relation_called
from opmap.errors import UnknownRelation
from opmap.estate import Edge, Node

Effects = list[tuple[str, str, str, str]]  # operation, attribute, value, where


def writes(sentence: str, *effects: tuple[str, str, str, str]) -> Edge:
    return edge(sentence, attributes={"effects": [("step", *each) for each in effects], "operation": effects[0][0]})


def workflow(name: str, *starters: tuple[str, str, str, str], **more: Any) -> Node:
    return node(name, "workflow", starters=list(starters) or [("person", "by hand", "", "")], **more)


def found(*edges: str | Edge, nodes: list[Node], relation: str = "", **more: Any) -> list[Overlap]:
    kinds = {"t": "dataset", "u": "dataset", **more}
    answer = overlapping(graph_of(*edges, nodes={each.id: each for each in nodes}, **kinds))
    return [each for each in answer.overlaps if not relation or each.relation == relation]


def members(overlaps: list[Overlap]) -> list[set[str]]:
    return [{side.node.name for side in each.sides} for each in overlaps]


_ENTRY = st.tuples(
    st.sampled_from(("update", "insert", "delete")),
    st.sampled_from(("state", "note")),
    st.sampled_from(("a", "b", "+= 1", "")),
    st.sampled_from(("", "region = 'eu'", "region = 'us'", "id = {}")),
)


@given(st.lists(_ENTRY, min_size=2, max_size=6))
@settings(max_examples=200, deadline=None)
def test_conflicts_are_exactly_those_that_pairs_tell(entries: Effects) -> None:
    names = [f"w{number}" for number in range(len(entries))]
    given = [
        (op, "" if op == "delete" else name, "" if op == "delete" else value, where)
        for op, name, value, where in entries
    ]
    edges = [writes(f"{name} writes t", entry) for name, entry in zip(names, given, strict=True)]
    got = found(*edges, nodes=[workflow(name) for name in names], relation="conflicting writers")
    told: dict[str, set[tuple[int, int]]] = {"": set(), "state": set(), "note": set()}
    for (one, mine), (other, theirs) in combinations(enumerate(given), 2):
        key = _conflict(mine, theirs)
        if key is not None:
            told[key].add((one, other))
    sides = [(each.attribute, {int(side.node.name[1:]) for side in each.sides}) for each in got]
    for key, pairs in told.items():
        own = [family for attribute, family in sides if attribute == key]
        assert {pair for pair in pairs if any(family.issuperset(pair) for family in own)} == pairs
        for family in own:
            assert all(any(one in pair and family.issuperset(pair) for pair in pairs) for one in family)
            assert not any(family < other for other in own)
            alike = [one for one in family if key or given[one][0] == "delete"]
            assert not any(_apart(given[one], given[other]) for one, other in combinations(alike, 2))


def _conflict(mine: tuple[str, str, str, str], theirs: tuple[str, str, str, str]) -> str | None:
    acts = {mine[0], theirs[0]}
    if _apart(mine, theirs) or "insert" in acts or acts == {"delete"}:
        return None
    if acts == {"update", "delete"}:
        return ""
    same = mine[1] == theirs[1] and not (mine[2] and mine[2] == theirs[2])
    return mine[1] if same else None


def _apart(mine: tuple[str, str, str, str], theirs: tuple[str, str, str, str]) -> bool:
    return {mine[3], theirs[3]} == {"region = 'eu'", "region = 'us'"}


def test_writers_that_never_meet_are_told_apart_where_both_meet_a_third() -> None:
    edges = [
        writes("a writes t", ("update", "state", "a", "region = 'eu'")),
        writes("b writes t", ("update", "state", "b", "region = 'us'")),
        writes("c writes t", ("update", "state", "c", "")),
    ]
    got = found(*edges, nodes=[workflow(name) for name in "abc"], relation="conflicting writers")
    assert sorted(map(sorted, members(got))) == [["a", "c"], ["b", "c"]]


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=10))
@settings(max_examples=200, deadline=None)
def test_rings_are_the_strongly_connected_parts(links: set[tuple[int, int]]) -> None:
    names = [f"w{number}" for number in range(6)]
    got = found(
        *(f"w{a} starts w{b}" for a, b in sorted(links)),
        nodes=[workflow(name) for name in names],
        relation="feedback loop",
    )
    graph = nx.DiGraph((f"w{a}", f"w{b}") for a, b in links)
    rings = [
        part for part in nx.strongly_connected_components(graph) if len(part) > 1 or graph.has_edge(*(list(part) * 2))
    ]
    assert sorted(map(sorted, members(got))) == sorted(map(sorted, rings))


def test_a_call_that_is_waited_for_is_no_ring_of_two() -> None:
    assert not found("a calls b", nodes=[workflow("a"), workflow("b", ("call", "others call it", "", ""))])


def _hearing(name: str, limit: str = "", event: str = "INSERT", guard: str = "") -> list[Node]:
    more = {"guard": guard} if guard else {}
    return [
        workflow(name, ("event", "rows start it", limit, "On"), **more),
        node(f"{name}-on", "event source", event=event),
    ]


def _heard(name: str, table: str) -> list[Edge]:
    on = {"steps": ["On"]}
    return [edge(f"{table} starts {name}", attributes=on), edge(f"{name}-on starts {name}", attributes=on)]


@pytest.mark.parametrize(
    ("limit", "guard", "event", "write", "is_ring"),
    [
        ("", "", "INSERT", ("insert", "state", "seen", ""), True),
        ("", "", "INSERT", ("update", "state", "seen", ""), False),  # it hears of new rows only
        ("", "state = 'new'", "UPDATE", ("update", "state", "seen", ""), False),  # false for what it wrote itself
        ("state = 'new'", "", "UPDATE", ("update", "state", "new", ""), True),
        ("state = 'new'", "", "UPDATE", ("update", "state", "", ""), True),  # possibly
    ],
)
def test_what_starts_itself_by_what_it_writes(
    limit: str, guard: str, event: str, write: tuple[str, str, str, str], is_ring: object
) -> None:
    got = found(
        writes("a writes t", write),
        *_heard("a", "t"),
        nodes=_hearing("a", limit, event, guard),
        relation="feedback loop",
    )
    assert bool(got) is is_ring
    assert all((each.certainty == "certain") == bool(write[2]) for each in got)


def test_a_ring_of_two_over_two_tables_names_both_with_the_way_round() -> None:
    edges = [
        *_heard("a", "t"),
        *_heard("b", "u"),
        writes("a writes u", ("insert", "x", "1", "")),
        writes("b writes t", ("insert", "x", "1", "")),
    ]
    (one,) = found(*edges, nodes=[*_hearing("a"), *_hearing("b")], relation="feedback loop")
    assert one.reason == "a → b → a"
    assert one.certainty == "certain"


def _clocked(name: str, line: str) -> list[Node]:
    return [workflow(name, ("schedule", f"starts it at {line}", "", "On")), node(f"{name}-at", "schedule", cron=[line])]


def _at(name: str) -> Edge:
    return edge(f"{name}-at starts {name}", attributes={"steps": ["On"]})


@pytest.mark.parametrize(("line", "fights"), [("0 2 * * *", True), ("20 2 * * *", True), ("0 14 * * *", False)])
def test_schedules_that_never_meet_do_not_fight(line: str, fights: object) -> None:
    nodes = [*_clocked("a", "0 2 * * *"), *_clocked("b", line)]
    edges = [
        _at("a"),
        _at("b"),
        writes("a writes t", ("update", "x", "1", "")),
        writes("b writes t", ("update", "x", "2", "")),
    ]
    assert bool(found(*edges, nodes=nodes, relation="conflicting writers")) is fights


def test_what_is_deleted_at_any_time_is_missed_by_who_reads_it() -> None:
    nodes = [*_clocked("a", "0 2 * * *"), *_clocked("b", "0 14 * * *")]
    edges = [_at("a"), _at("b"), writes("a writes t", ("delete", "", "", "")), "b reads t"]
    (one,) = found(*edges, nodes=nodes, relation="destroyed need")
    assert {side.node.name: side.role for side in one.sides} == {"a": "deletes", "b": "needs"}


def _copies(count: int, *, accept: list[tuple[str, str]] | None = None) -> tuple[list[Node], list[Edge]]:
    rows = [(f"step {number}", "code", f"does {number}", 1) for number in range(8)]
    nodes = [workflow(f"copy{n}", ("event", "a push starts it", "", ""), steps=rows) for n in range(count)]
    if accept:
        nodes[0] = node(
            "copy0", "workflow", starters=[("event", "a push starts it", "", "")], steps=rows, accept=accept
        )
    return nodes, [edge(f"copy{n} reads t") for n in range(count)]


def test_three_hundred_copies_are_one_family() -> None:
    nodes, edges = _copies(300)
    (one,) = found(*edges, nodes=nodes)
    assert (one.relation, len(one.sides), one.similarity) == ("near-duplicate", 300, 1.0)
    assert len(one.proposal.retire) == 299


def _answer(count: int, accept: list[tuple[str, str]] | None, today: str) -> Overlapping:
    nodes, edges = _copies(count, accept=accept)
    return overlapping(graph_of(*edges, nodes={each.id: each for each in nodes}, t="dataset"), today=today)


def test_copies_that_are_meant_are_quiet_until_they_grow_or_their_date_passes() -> None:
    words = _answer(30, None, "2030-01-01").overlaps[0].accept
    meant = [(words, "2030-06-30")]
    quiet = _answer(30, meant, "2030-01-01")
    assert (quiet.found, len(quiet.accepted)) == (0, 1)
    assert _answer(29, meant, "2030-01-01").found == 0
    assert _answer(31, meant, "2030-01-01").found == 1
    assert _answer(30, meant, "2030-07-01").found == 1


def test_a_finding_keeps_its_name_when_it_grows() -> None:
    assert _answer(30, None, "").overlaps[0].id == _answer(31, None, "").overlaps[0].id


def test_who_writes_the_same_on_the_same_event_is_a_duplicate_and_on_another_has_the_same_effect() -> None:
    nodes = [*_clocked("a", "0 2 * * *"), *_clocked("b", "0 2 * * *"), *_clocked("c", "0 14 * * *")]
    edges = [edge for name in "abc" for edge in (_at(name), writes(f"{name} writes t", ("update", "x", "1", "")))]
    got = found(*edges, nodes=nodes)
    assert [(each.relation, names) for each, names in zip(got, members(got), strict=True)] == [
        ("duplicate", {"a", "b"}),
        ("same effect", {"a", "b", "c"}),
    ]


def test_rows_of_their_own_from_different_places_are_no_same_effect() -> None:
    nodes = [*_clocked("a", "0 2 * * *"), *_clocked("b", "0 14 * * *")]
    edges = [_at("a"), _at("b"), "a reads u", "b reads v"]
    edges += [writes(f"{name} writes t", ("insert", "x", "", "")) for name in "ab"]
    assert not found(*edges, nodes=nodes, v="dataset")


def _alerted(name: str, limit: str = "") -> Node:
    return workflow(name, ("message", "messages of alerts.disk start it", limit, "On"))


@pytest.mark.parametrize(
    ("limits", "acts", "count"),
    [
        (("", ""), True, 1),
        (("severity = 'high'", "severity = 'low'"), True, 0),
        (("", ""), False, 0),  # one of them only tells people
    ],
)
def test_several_that_act_on_one_alert(limits: tuple[str, str], acts: object, count: int) -> None:
    edges: list[str | Edge] = [edge(f"alerts.disk starts {name}", attributes={"steps": ["On"]}) for name in "ab"]
    edges += [
        writes("a writes t", ("insert", "x", "a", "")),
        writes("b writes t", ("insert", "x", "b", "")) if acts else "b calls Slack",
    ]
    nodes = [_alerted("a", limits[0]), _alerted("b", limits[1]), node("alerts.disk", "topic")]
    assert len(found(*edges, nodes=nodes, relation="several responders")) == count


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("HighCPUAlert", True),
        ("diskAlertFired", True),
        ("PagerDuty webhook", True),
        ("OnCallChanged", True),
        ("OpsGenie", True),
        ("alertness", False),
        ("realert_x", False),
    ],
)
def test_an_alert_is_known_by_its_words_however_they_are_joined(words: str, is_one: Any) -> None:
    starter = ("event", words, "", "On")
    edges: list[str | Edge] = [edge(f"src starts {name}", attributes={"steps": ["On"]}) for name in "ab"]
    edges += [writes(f"{name} writes t", ("insert", "x", name, "")) for name in "ab"]
    nodes = [*(workflow(name, starter) for name in "ab"), node("src", "event source")]
    assert bool(found(*edges, nodes=nodes, relation="several responders")) is is_one


def test_what_no_file_says_is_counted_and_not_called_safe() -> None:
    answer = overlapping(
        graph_of("a writes t", "b reads t", nodes={name: workflow(name) for name in "ab"}, t="dataset")
    )
    assert (answer.unjudged_writes, answer.silent, answer.too_small) == (1, 1, 2)


def test_the_proposal_keeps_the_owned_one_and_says_who_must_agree_and_what_hangs_on_the_rest() -> None:
    nodes = [*_clocked("a", "0 2 * * *"), *_clocked("b", "0 2 * * *")]
    edges: list[str | Edge] = [_at("a"), _at("b"), "b owned by Crew", "shop calls a"]
    edges += [writes(f"{name} writes t", ("update", "x", "1", "")) for name in "ab"]
    (one,) = found(*edges, nodes=nodes, Crew="team")
    assert one.proposal.keep is not None
    assert (one.proposal.keep.name, one.proposal.agree) == ("b", ("Crew",))
    assert [each.name for each in one.proposal.hangs_on_it] == ["shop"]


def test_a_relation_is_called_by_its_beginning() -> None:
    assert relation_called("same-effect") == "same effect"
    with pytest.raises(UnknownRelation, match="destroyed need"):
        relation_called("quarrel")


def test_a_copy_that_writes_more_than_the_other_is_not_about_what_it_writes_alone() -> None:
    steps = [(f"Step {number}", "run", "", 1) for number in range(9)]
    nodes = [workflow(name, steps=steps) for name in ("a", "b")]
    (copied,) = found(writes("a writes t", ("insert", "note", "", "")), nodes=nodes, relation="near-duplicate")
    assert copied.about is None
