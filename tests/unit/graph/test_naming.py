from __future__ import annotations

import pytest
from tests.building import graph_of, node

from opmap.errors import AmbiguousNode, UnknownNode
from opmap.graph.naming import node_called

GRAPH = graph_of(
    nodes={
        "k8s:a/pay": node("k8s:a/pay", label="payments"),
        "db:pay": node("db:pay", "datastore", label="payments-db"),
        "team:pay": node("team:pay", "team", label="Payments"),
        "x:db": node("x:db", "datastore", label="db"),
        "y:db": node("y:db", "datastore", label="db"),
    }
)


def called(name: str, **renamed: str) -> str:
    return GRAPH.ids[node_called(GRAPH, name, renamed)]


def test_an_id_means_that_node() -> None:
    assert called("y:db") == "y:db"


def test_a_name_written_exactly_wins_over_one_capitalised_otherwise() -> None:
    assert called("Payments") == "team:pay"


def test_a_kind_before_the_name_tells_namesakes_apart() -> None:
    assert called("team:payments") == "team:pay"


def test_an_id_of_former_times_leads_to_the_node_of_today() -> None:
    assert called("old", old="x:db") == "x:db"


def test_several_nodes_of_one_name_are_listed() -> None:
    with pytest.raises(AmbiguousNode) as caught:
        called("db")
    assert caught.value.candidates == ("x:db  db (datastore)", "y:db  db (datastore)")


def test_a_mistyped_name_gets_the_nearest_ones() -> None:
    with pytest.raises(UnknownNode) as caught:
        called("paymnets")
    assert caught.value.nearest[0] == "payments (service)"
    assert "Did you mean" in str(caught.value)
