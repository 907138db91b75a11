"""Drawn again, everything stands where it stood."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.building import edge, node
from tests.unit.maps.organisations import organisation

from opmap.graph import from_estate
from opmap.maps import Asked, Renderer, draw_map
from opmap.maps.layout import BOX


def stored(places):
    """Give places as the store gives them back."""
    return {name: tuple(place) for name, place in json.loads(json.dumps(dict(places))).items()}


@pytest.mark.parametrize("renderer", [Renderer.STANDARD, Renderer.ESTATE])
def test_the_same_estate_is_drawn_the_same_again(renderer):
    graph = organisation(300)
    first = draw_map(graph, Asked(renderer=renderer))
    assert draw_map(graph, Asked(renderer=renderer, remembered=stored(first.places))).page == first.page


@pytest.mark.parametrize("renderer", [Renderer.STANDARD, Renderer.ESTATE])
def test_a_new_node_moves_nothing_that_was_there(renderer):
    graph = organisation(400, teams=9)
    first = draw_map(graph, Asked(renderer=renderer))
    estate = graph.details.estate()
    nodes, edges = (*estate.nodes, node("zz-new", "service")), (*estate.edges, edge("zz-new owned by team-1"))
    grown = from_estate(replace(estate, nodes=nodes, edges=edges))
    again = draw_map(grown, Asked(renderer=renderer, remembered=stored(first.places)))
    below = {name for name in graph.ids if graph.kind_of(graph.number[name]) in {"team", "department"}}
    moved = [name for name in graph.ids if name not in below and again.places[name] != first.places[name]]
    assert moved == []
    points = [again.places[name] for name in grown.ids]
    assert len({(round(x / BOX[0], 3), round(y / BOX[1], 3)) for x, y in points}) == len(grown)


@pytest.mark.parametrize("renderer", [Renderer.STANDARD, Renderer.ESTATE])
def test_what_is_remembered_of_quite_another_map_is_forgotten(renderer):
    first = draw_map(organisation(60, seed=2), Asked(renderer=renderer))
    strange = {f"other-{name}": place for name, place in first.places.items()}
    graph = organisation(200)
    assert draw_map(graph, Asked(renderer=renderer, remembered=strange)).page == map_of(graph, renderer)


def map_of(graph, renderer):
    return draw_map(graph, Asked(renderer=renderer)).page
