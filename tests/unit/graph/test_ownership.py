from __future__ import annotations

from tests.building import edge, graph_of, node

from opmap.graph import Graph
from opmap.graph.ownership import owners
from opmap.kinds import State


def owned(graph: Graph) -> dict[str, list[str]]:
    return {graph.ids[one]: [graph.ids[each.owner] for each in several] for one, several in owners(graph).items()}


def test_the_owner_of_a_repository_owns_the_service_built_from_it() -> None:
    graph = graph_of("repo owned by claims", "api built from repo", repo="repository", claims="team")
    assert owned(graph) == {"repo": ["claims"], "api": ["claims"]}
    chain = owners(graph)[graph.number["api"]][0].chain
    assert [graph.details.edge(one).id for one in chain] == ["api|built from|repo"]


def test_a_stated_owner_wins_over_one_handed_down() -> None:
    graph = graph_of(
        "repo owned by claims",
        "api built from repo",
        "api owned by ana",
        repo="repository",
        claims="team",
        ana="person",
    )
    assert owned(graph)["api"] == ["ana"]


def test_an_api_is_owned_by_the_owner_of_what_exposes_it() -> None:
    graph = graph_of("shop owned by web-team", "shop exposes orders", **{"web-team": "team", "orders": "API"})
    assert owned(graph)["orders"] == ["web-team"]


def test_a_dangling_owner_owns_nothing() -> None:
    ghost = node("ghost", "team", State.DANGLING)
    assert owned(graph_of("api owned by ghost", nodes={"ghost": ghost})) == {}


def test_a_merely_possible_owner_owns_nothing() -> None:
    assert owned(graph_of(edge("api owned by ana", certainty="possible"), ana="person")) == {}


def test_a_circle_of_parts_ends() -> None:
    graph = graph_of("a part of b", "b part of a", "a owned by ana", ana="person")
    assert owned(graph) == {"a": ["ana"], "b": ["ana"]}
