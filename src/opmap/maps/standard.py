"""The standard map: pyvis builds the network, our own template makes a page of it that needs nothing else.

``StandardMap`` is a plain ``pyvis.network.Network`` with its nodes placed and its options set, so that
it can be changed like any other. Only the page differs from what pyvis would write: nothing is loaded
from anywhere, every name is data, and a content security policy admits the two scripts of the file alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pyvis.network import Network

from opmap.kinds import KINDS, LAYERS
from opmap.maps.layout import BOX
from opmap.maps.pages import asset, environment, policy
from opmap.maps.shipping import block, blocks

if TYPE_CHECKING:
    from opmap.maps.layout import Layout
    from opmap.maps.view import MapLink, View

VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
_MANY_LINKS, _FEW_LINKS = 500, 900


class StandardMap(Network):  # type: ignore[misc] # pyvis declares no types
    """A pyvis network of a view."""

    def __init__(self, view: View, layout: Layout) -> None:
        super().__init__(height="100%", width="100%", directed=True, cdn_resources="in_line")
        self.view = view
        self.layout = layout
        self.heading = view.about.title
        self.path = "map.html"
        self.templateEnv = environment()
        self.options = _options(len(view.links))
        for place, (node, (x, y)) in enumerate(zip(view.nodes, layout.positions, strict=True)):
            self.add_node(
                place,
                label=node.name or node.id,
                shape="box",
                group=KINDS[node.kind].layer,
                x=x,
                y=y,
                hidden=node.background,
            )
        for number, link in enumerate(view.links):
            self.add_edge(link.hurt, link.needed, id=number, **_drawn(link), **self._bowed(link))

    def _bowed(self, link: MapLink) -> dict[str, Any]:
        """Lead a link around what stands between its ends in one column."""
        (x, top), (other, bottom) = self.layout.positions[link.hurt], self.layout.positions[link.needed]
        length = abs(bottom - top)
        if x != other or length < 2 * BOX[1] or not self.options["edges"]["smooth"]:
            return {}
        return {"smooth": {"enabled": True, "type": "curvedCCW", "roundness": round(BOX[0] * 1.15 / length, 3)}}

    def page(self) -> str:
        """Give the whole page."""
        script, style = asset("map.js"), asset("map.css")
        vis = Markup(self.templateEnv.get_template(VIS_NETWORK).render())  # noqa: S704 - as pyvis brings it
        page = {
            "about": self.view.about,
            "style": style,
            "script": script,
            "data": blocks(self.view, self.layout, "standard"),
            "network": {"options": self.options, "vis": vis},
            "csp": policy((vis, script)),
        }
        self.templateEnv.globals.update(page, block=block)
        return str(self.generate_html(name="map.html"))


def _drawn(link: MapLink) -> dict[str, Any]:
    drawn: dict[str, Any] = {"hidden": link.sort != "dependency"}
    if link.certainty == "possible" or link.strength == "soft":
        drawn["dashes"] = [2, 6] if link.certainty == "possible" else [8, 5]
    return drawn


def _options(links: int) -> dict[str, Any]:
    """Give the options of vis-network: everything stays where it was put."""
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "nodes": {
            "widthConstraint": BOX[0],
            "heightConstraint": {"minimum": BOX[1]},
            "chosen": False,
            "font": {"size": 12, "face": "system-ui, sans-serif"},
        },
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}},
            "chosen": False,
            "width": 1.5,
            "smooth": {"enabled": True, "type": "cubicBezier", "forceDirection": "vertical", "roundness": 0.45}
            if links <= _FEW_LINKS
            else False,
        },
        "groups": {
            layer.name: {"color": {"border": layer.colour, "background": "#ffffff"}} for layer in LAYERS.values()
        },
        "interaction": {
            "hover": True,
            "dragNodes": False,
            "selectConnectedEdges": False,
            "selectable": True,
            "hideEdgesOnDrag": links > _MANY_LINKS,
            "hideEdgesOnZoom": links > _MANY_LINKS,
            "keyboard": {"enabled": False},
            "zoomSpeed": 0.7,
            "tooltipDelay": 0,
        },
    }
