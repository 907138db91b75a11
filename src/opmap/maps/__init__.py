"""The interactive map: one self-contained HTML file that opens offline in any browser.

>>> from opmap.estate import Estate
>>> from opmap.graph import from_estate
>>> map_page(from_estate(Estate())).startswith("<!doctype html>")
True
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opmap.errors import BadSelection
from opmap.maps.choosing import Renderer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opmap.graph import Graph

__all__ = ["Asked", "Drawn", "Renderer", "draw_map", "map_page"]


@dataclass(frozen=True)
class Asked:
    """What a map is asked to show."""

    selection: str = ""
    renderer: Renderer = Renderer.AUTO
    before: Graph | None = None  # an earlier snapshot to compare with
    people: bool = True  # whether people are called by their names
    remembered: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # where things stood last time


@dataclass(frozen=True)
class Drawn:
    """A map, and where things stand on it."""

    page: str
    places: Mapping[str, tuple[float, float]]


def draw_map(graph: Graph, asked: Asked) -> Drawn:
    """Draw a map; raise BadSelection where its selection does not parse, or nothing is so."""
    from opmap.maps.choosing import renderer_for
    from opmap.maps.estate import estate_page
    from opmap.maps.layout import lay_out
    from opmap.maps.people import without_people
    from opmap.maps.seeing import view_of
    from opmap.maps.standard import StandardMap
    from opmap.maps.territories import lay_out_estate

    shown, before = graph, asked.before
    if not asked.people:
        shown, before = without_people(graph), before and without_people(before)
    view = view_of(shown, asked.selection, before, people=asked.people)
    if asked.selection and not view.nodes:
        raise BadSelection(asked.selection, "nothing on the map is so")
    if renderer_for(len(view.nodes), len(view.links), asked.renderer) is Renderer.STANDARD:
        layout = lay_out(view, asked.remembered)
        page = StandardMap(view, layout).page()
    else:
        layout = lay_out_estate(view, asked.remembered)
        page = estate_page(view, layout)
    stands = {node.id: point for node, point in zip(view.nodes, layout.positions, strict=True)}
    return Drawn(page, {**stands, **layout.strips})


def map_page(graph: Graph, selection: str = "", renderer: Renderer = Renderer.AUTO) -> str:
    """Give the map of the nodes that a selection names; raise BadSelection where it does not parse."""
    return draw_map(graph, Asked(selection, renderer)).page
