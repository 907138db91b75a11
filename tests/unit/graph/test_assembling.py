from __future__ import annotations

from tests.building import edge, graph_of

from opmap.graph import Graph


def groups(graph: Graph) -> dict[str, list[str]]:
    """Give, for each group, the sentences in it."""
    found: dict[str, list[str]] = {}
    for number in range(len(graph.source)):
        one = graph.details.edge(number)
        if one.group:
            found.setdefault(one.group.id, []).append(one.id)
    return found


def test_three_hosts_are_presumed_to_stand_in_for_each_other() -> None:
    graph = graph_of("web runs on h1", "web runs on h2", "web runs on h3", h1="host", h2="host", h3="host")
    assert list(groups(graph).values()) == [["web|runs on|h1", "web|runs on|h2", "web|runs on|h3"]]
    assert graph.group_presumed.tolist() == [True]
    assert graph.group_need.tolist() == [1]


def test_a_host_and_a_cluster_are_both_needed() -> None:
    assert groups(graph_of("web runs on h1", "web runs on k1", h1="host", k1="cluster")) == {}


def test_starters_of_any_kind_are_one_group() -> None:
    graph = graph_of("clock starts sync", "hook starts sync", clock="schedule", hook="operation", sync="workflow")
    assert len(groups(graph)) == 1


def test_owners_of_different_roles_do_not_stand_in_for_each_other() -> None:
    technical = edge("web owned by ana", attributes={"role": "technical"})
    business = edge("web owned by bea", attributes={"role": "business"})
    assert groups(graph_of(technical, business, ana="person", bea="person")) == {}


def test_several_calls_are_no_group() -> None:
    assert groups(graph_of("web calls cart", "web calls pay")) == {}


def test_a_possible_relation_makes_nothing_redundant() -> None:
    doubtful = edge("web runs on h2", certainty="possible")
    assert groups(graph_of("web runs on h1", doubtful, h1="host", h2="host")) == {}


def test_a_stated_group_is_left_as_it_is() -> None:
    first = edge("web runs on h1", group=("stated", 2, 2))
    second = edge("web runs on h2", group=("stated", 2, 2))
    graph = graph_of(first, second, h1="host", h2="host")
    assert list(groups(graph)) == ["stated"]
    assert graph.group_need.tolist() == [2]


def test_edges_are_found_from_both_ends() -> None:
    graph = graph_of("web calls cart", "cart calls pay", "web calls pay")
    pay = graph.number["pay"]
    assert sorted(graph.ids[graph.source[one]] for one in graph.incoming(pay)) == ["cart", "web"]
    assert graph.outgoing(pay).tolist() == []
