from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from tests.building import edge, graph_of

from opmap.analyses.explaining import why
from opmap.analyses.naming import needs
from opmap.graph import Graph


def path(graph: Graph, start: str, end: str) -> tuple[str, list[str]]:
    found = why(graph, graph.number[start], graph.number[end])
    return found.direction, [f"{step.source.id} {step.verb} {step.target.id}" for step in found.steps]


def test_the_path_along_what_is_needed_is_found_with_its_evidence() -> None:
    graph = graph_of("web calls cart", "cart stored in db", db="datastore")
    assert path(graph, "web", "db") == ("needs", ["web calls cart", "cart stored in db"])
    steps = why(graph, graph.number["web"], graph.number["db"]).steps
    assert all(step.evidence[0].place == "file.yaml:1" for step in steps)


def test_a_schedule_is_needed_by_what_it_starts() -> None:
    assert path(graph_of("clock starts sync", clock="schedule"), "sync", "clock") == ("needs", ["clock starts sync"])


def test_the_other_way_round_is_said_as_such() -> None:
    assert path(graph_of("web calls cart"), "cart", "web") == ("is needed by", ["web calls cart"])


def test_a_merely_possible_relation_is_taken_only_where_nothing_else_leads_there() -> None:
    graph = graph_of(edge("web calls db", certainty="possible"), "web calls cart", "cart calls db")
    assert path(graph, "web", "db")[1] == ["web calls cart", "cart calls db"]
    only = graph_of(edge("web calls db", certainty="possible"))
    assert why(only, only.number["web"], only.number["db"]).only_possible


def test_nothing_leads_between_strangers() -> None:
    assert path(graph_of("a calls b", "c calls d"), "a", "d") == ("nothing", [])


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_no_path_is_longer_than_the_shortest(pairs: set[tuple[int, int]]) -> None:
    sentences = [f"n{one} calls n{two}" for one, two in sorted(pairs) if one != two]
    graph = graph_of(*sentences)
    reference = nx.DiGraph([tuple(sentence.split(" calls ")) for sentence in sentences])
    for start in reference:
        for end, length in nx.single_source_shortest_path_length(reference, start).items():
            if start != end:
                found = why(graph, graph.number[start], graph.number[end])
                assert (len(found.steps), found.direction) == (length, "needs")
    assert all(needs(graph, one) is not None for one in range(len(graph.source)))
