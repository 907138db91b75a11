"""The interactive map: one self-contained HTML file that opens offline in any browser.

>>> from opmap.estate import Estate
>>> from opmap.graph import from_estate
>>> map_page(from_estate(Estate())).startswith("<!doctype html>")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opmap.graph import Graph

__all__ = ["map_page"]


def map_page(graph: Graph, selection: str = "") -> str:
    """Give the map of the nodes that a selection names; raise BadSelection where it does not parse."""
    from opmap.maps.layout import lay_out
    from opmap.maps.seeing import view_of
    from opmap.maps.standard import StandardMap

    view = view_of(graph, selection)
    return StandardMap(view, lay_out(view)).page()
