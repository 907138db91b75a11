from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.building import edge, graph_of, node, place

from opmap.errors import BadSelection
from opmap.graph import Graph
from opmap.graph.selecting import select
from opmap.kinds import State

GRAPH = graph_of(
    "web owned by shop",
    "web calls pay",
    edge("web calls rate", certainty="possible"),
    nodes={
        "web": node("web", label="Web shop", environment="production", evidence=(place("k8s/web.yaml"),)),
        "pay": node("pay", label="Payments", criticality="high", environment="staging"),
        "rate": node("rate", "agent", State.MENTIONED, label="Rate agent", data=["personal", "health"]),
        "left": node("left", "person", left="2026-01-31"),
        "old": node("old", "workflow", inactive=True),
    },
    shop="team",
)


def chosen(selection: str, graph: Graph = GRAPH) -> list[str]:
    return [graph.ids[one] for one in select(graph, selection)]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        ("", ["left", "old", "pay", "rate", "shop", "web"]),
        ("kind:service", ["pay", "web"]),
        ("kind:service,agent", ["pay", "rate", "web"]),
        ("-kind:service", ["left", "old", "rate", "shop"]),
        ("layer:people", ["left", "shop"]),
        ("name:pay*", ["pay"]),
        ('name:"web shop"', ["web"]),
        ("shop", ["shop", "web"]),
        ("owner:none kind:service", ["pay"]),
        ("owner:shop", ["web"]),
        ("env:production", ["web"]),
        ("environment:none kind:agent", ["rate"]),
        ("state:mentioned", ["rate"]),
        ("path:k8s/*", ["web"]),
        ("criticality:high", ["pay"]),
        ("data:health", ["rate"]),
        ("certainty:possible", ["rate", "web"]),
        ("active:no", ["old"]),
        ("connector:test kind:team", ["shop"]),
    ],
)
def test_a_selection_names_nodes(selection: str, found: list[str]) -> None:
    assert chosen(selection) == found


@pytest.mark.parametrize(
    ("selection", "reason"), [("kind:servce", "no kind"), ('name:"web', "quote"), ("kind:", "nothing follows")]
)
def test_a_selection_that_does_not_parse_says_why(selection: str, reason: str) -> None:
    with pytest.raises(BadSelection, match=reason):
        select(GRAPH, selection)


def test_owners_who_left_can_be_selected_by() -> None:
    graph = graph_of(
        "web owned by ana", "pay owned by bob", nodes={"ana": node("ana", "person", left="2026-01-01")}, bob="person"
    )
    assert chosen("owner:left", graph) == ["web"]


@given(st.text(max_size=30))
def test_any_text_selects_or_is_refused(text: str) -> None:
    try:
        found = select(GRAPH, text).tolist()
    except BadSelection:
        return
    assert set(found) <= set(range(len(GRAPH)))
