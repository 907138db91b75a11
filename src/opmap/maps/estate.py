"""The map of an estate: our own renderer, for more than a standard map holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.maps.pages import asset, environment, policy
from opmap.maps.shipping import blocks

if TYPE_CHECKING:
    from opmap.maps.layout import Layout
    from opmap.maps.view import View


def estate_page(view: View, layout: Layout) -> str:
    """Give the whole page."""
    script, style = asset("map.js"), asset("map.css")
    return (
        environment()
        .get_template("map.html")
        .render(
            about=view.about,
            style=style,
            script=script,
            data=blocks(view, layout, "estate"),
            csp=policy((script,), (style,)),
            network=None,
        )
    )
