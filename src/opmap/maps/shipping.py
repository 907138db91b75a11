"""What goes into the page: the view as compact JSON in a data block, which no browser takes for anything else."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from opmap.kinds import KINDS, LAYERS
from opmap.maps.layout import BOX

if TYPE_CHECKING:
    from opmap.maps.layout import Area, Layout
    from opmap.maps.view import About, MapLink, MapNode, View

_LARGE = 120_000
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&'\u2028\u2029"}


def block(identity: str, value: Any) -> Markup:
    """Give a data block of a page; a large one is compressed."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
    text = data.decode()
    if len(text) <= _LARGE:
        body, encoding = text.translate(_ESCAPED), "plain"
    else:
        body, encoding = b64encode(gzip.compress(data, 9, mtime=0)).decode(), "gzip"
    return Markup('<script type="application/json" id="{}" data-enc="{}">').format(identity, encoding) + Markup(  # noqa: S704
        f"{body}</script>"  # JSON in which no mark of HTML is left as it is
    )


def shipped(view: View, layout: Layout) -> dict[str, Any]:
    """Give all that the page knows, by short names where there are many."""
    return {
        "version": 1,
        "about": _about(view.about),
        "box": BOX,
        "size": [layout.width, layout.height],
        "kinds": {name: [kind.layer, kind.plural] for name, kind in KINDS.items()},
        "layers": {name: [layer.colour, layer.shape] for name, layer in LAYERS.items()},
        "teams": [_area(area) for area in layout.teams],
        "departments": [_area(area) for area in layout.departments],
        "nodes": [_node(node, point) for node, point in zip(view.nodes, layout.positions, strict=True)],
        "links": [_link(link) for link in view.links],
        "riskiest": list(view.riskiest),
        "fallout": {
            str(place): [[part for hit in one.hits for part in hit], one.elsewhere]
            for place, one in sorted(view.fallout.items())
        },
    }


def _about(about: About) -> dict[str, Any]:
    return {
        "title": about.title,
        "selection": about.selection,
        "snapshot": about.snapshot,
        "content": about.content,
        "sources": [[source.name, source.text] for source in about.sources],
        "nodes": about.nodes,
        "links": about.links,
        "asked": about.asked,
        "outcomes": about.outcomes,
        "assumed": about.assumed,
        "leftOut": about.left_out,
        "gaps": [[gap.text, gap.command, list(gap.examples)] for gap in about.gaps],
    }


def _area(area: Area) -> list[Any]:
    return [area.title, area.x, area.y, area.width, area.height, area.nodes, int(area.background)]


def _node(node: MapNode, point: tuple[int, int]) -> dict[str, Any]:
    said = {
        "id": node.id,
        "name": node.name or node.id,
        "kind": node.kind,
        "x": point[0],
        "y": point[1],
        "env": node.environment,
        "state": node.state,
        "department": node.field.department,
        "team": node.field.team,
        "owned": node.owner_state,
        "owners": [[owner.name, owner.note] for owner in node.owners],
        "notes": [[note.sort, note.text, note.command] for note in node.notes],
        "facts": [list(fact) for fact in node.facts],
        "evidence": list(node.evidence),
        "more": node.more_evidence,
        "call": node.call,
        "counts": node.counts,
        "background": node.background,
    }
    return {
        name: value
        for name, value in said.items()
        if value not in ("", [], False) or name in {"x", "y", "owners", "notes"}
    }


def _link(link: MapLink) -> list[Any]:
    """Give a link as a row: hurt, needed, verb, turned, sort, strength, presumed, certainty, group, evidence."""
    return [
        link.hurt,
        link.needed,
        link.verb,
        int(link.turned),
        link.sort,
        link.strength,
        int(link.presumed),
        link.certainty,
        link.group,
        list(link.evidence),
    ]
