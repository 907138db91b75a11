"""The interactive map: one self-contained HTML file that opens offline in any browser.

>>> from opmap.estate import Estate
>>> from opmap.graph import from_estate
>>> map_page(from_estate(Estate())).startswith("<!doctype html>")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.maps.choosing import Renderer

if TYPE_CHECKING:
    from opmap.graph import Graph

__all__ = ["Renderer", "map_page"]


def map_page(graph: Graph, selection: str = "", renderer: Renderer = Renderer.AUTO) -> str:
    """Give the map of the nodes that a selection names; raise BadSelection where it does not parse."""
    from opmap.maps.choosing import renderer_for
    from opmap.maps.estate import estate_page
    from opmap.maps.layout import lay_out
    from opmap.maps.seeing import view_of
    from opmap.maps.standard import StandardMap
    from opmap.maps.territories import lay_out_estate

    view = view_of(graph, selection)
    if renderer_for(len(view.nodes), len(view.links), renderer) is Renderer.STANDARD:
        return StandardMap(view, lay_out(view)).page()
    return estate_page(view, lay_out_estate(view))
