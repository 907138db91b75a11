"""What goes into the page: the view as columns, and as JSON where there is little of it.

Four blocks, in the order in which the page needs them: what the map is of; the picture
(names, places and links of everything, for the first sight); what can fail; and the
details, one line for each node and link, which are read one by one when somebody asks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from opmap.kinds import KINDS, LAYERS
from opmap.maps.layout import BOX
from opmap.maps.packing import packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.maps.layout import Area, Layout
    from opmap.maps.view import About, MapLink, MapNode, View

_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&'\u2028\u2029"}
SORTS = ("dependency", "watch", "people", "other")
CERTAINTIES = ("certain", "probable", "possible")
NOTES = (
    "risk", "single", "if-single", "unowned", "silent", "dangling", "mentioned", "lower", "unseen", "inactive",
    "new", "changed", "gone", "overlap",
)  # fmt: skip
OWNED = ("owned", "inherited", "unowned", "none asked")


def block(identity: str, value: Any) -> Markup:
    """Give a data block of a page, as JSON in which no mark of HTML is left as it is."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace").decode()
    return Markup('<script type="application/json" id="{}">').format(identity) + Markup(  # noqa: S704 - escaped
        f"{text.translate(_ESCAPED)}</script>"
    )


def blocks(view: View, layout: Layout, renderer: str) -> Markup:
    """Give all that the page knows."""
    tables = _Tables()
    picture = _picture(view, layout, tables)
    details = _details(view, tables)
    return Markup("\n").join(
        [
            block("opmap-view", _view(view, layout, renderer, tables)),
            picture,
            packed("opmap-faults", view.faults, {}),
            details,
        ]
    )


class _Tables:
    """Values that occur many times, each with a number."""

    def __init__(self) -> None:
        self._known: dict[str, dict[Any, int]] = {}

    def number(self, table: str, value: Any) -> int:
        """Give the number of a value, a new one where it is met for the first time."""
        known = self._known.setdefault(table, {})
        return known.setdefault(value, len(known))

    def values(self, table: str) -> list[Any]:
        """Give the values in the order of their numbers."""
        return list(self._known.get(table, ()))


def _view(view: View, layout: Layout, renderer: str, tables: _Tables) -> dict[str, Any]:
    return {
        "version": 3,
        "renderer": renderer,
        "about": _about(view.about),
        "box": BOX,
        "size": [layout.width, layout.height],
        "titles": layout.titles,
        "kinds": {name: [kind.layer, kind.plural] for name, kind in KINDS.items()},
        "layers": {name: [layer.colour, layer.shape] for name, layer in LAYERS.items()},
        "teams": [_area(area) for area in layout.teams],
        "departments": [_area(area) for area in layout.departments],
        "riskiest": list(view.riskiest),
        "gone": [list(one) for one in view.gone],
        "overlaps": [[int(one.possible), list(one.members)] for one in view.overlaps],
        "overlapsWithheld": view.overlaps_withheld,
        "sorts": SORTS,
        "certainties": CERTAINTIES,
        "notes": NOTES,
        "owned": OWNED,
        "left": [number for number, (_, left) in enumerate(tables.values("owners")) if left],
        "states": ["known", "mentioned", "dangling"],
    } | {name: tables.values(name) for name in ("fields", "environments", "sources", "verbs", "groups")}


def _about(about: About) -> dict[str, Any]:
    return {
        "title": about.title,
        "selection": about.selection,
        "snapshot": about.snapshot,
        "content": about.content,
        "compared": about.compared,
        "people": about.people,
        "sources": [[source.name, source.text] for source in about.sources],
        "nodes": about.nodes,
        "links": about.links,
        "outcomes": about.outcomes,
        "assumed": about.assumed,
        "gaps": [[gap.text, gap.command, list(gap.examples)] for gap in about.gaps],
    }


def _area(area: Area) -> list[Any]:
    return [area.title, area.x, area.y, area.width, area.height, area.nodes, int(area.background), area.within]


def _picture(view: View, layout: Layout, tables: _Tables) -> Markup:
    """Give what is needed at first sight: one row for each node, one for each link."""
    nodes, links = view.nodes, view.links
    kinds = list(KINDS)
    numbers: dict[str, Iterable[int]] = {
        "number": view.numbers,
        "x": [x for x, _ in layout.positions],
        "y": [y for _, y in layout.positions],
        "home": layout.homes,
        "kind": [kinds.index(node.kind) for node in nodes],
        "field": [tables.number("fields", (node.field.department, node.field.team)) for node in nodes],
        "env": [tables.number("environments", node.environment) for node in nodes],
        "source": [tables.number("sources", node.source) for node in nodes],
        "state": [("known", "mentioned", "dangling").index(node.state) for node in nodes],
        "owned": [OWNED.index(node.owner_state) for node in nodes],
        "flags": [node.counts + 2 * node.background + 4 * node.root for node in nodes],
        "sorts": [_bits(note.sort for note in node.notes) for node in nodes],
        "falls": [node.falls for node in nodes],
        "owners": [len(node.owners) for node in nodes],
        "owner": [tables.number("owners", (owner.name, owner.left)) for node in nodes for owner in node.owners],
        "hurt": [link.hurt for link in links],
        "needed": [link.needed for link in links],
        "verb": [tables.number("verbs", link.verb) for link in links],
        "how": [_how(link) for link in links],
        "group": [tables.number("groups", link.group) for link in links],
    }
    owners = [name for name, _ in tables.values("owners")]
    texts = {"name": [node.name or node.id for node in nodes], "ownerName": owners}
    return packed("opmap-picture", numbers, texts)


def _bits(sorts: Iterable[str]) -> int:
    return sum(1 << NOTES.index(sort) for sort in set(sorts))


def _how(link: MapLink) -> int:
    """Say in one number how a link stands: turned, presumed, soft, its certainty, its sort."""
    return (
        link.turned
        + 2 * link.presumed
        + 4 * (link.strength == "soft")
        + 8 * CERTAINTIES.index(link.certainty)
        + 32 * SORTS.index(link.sort)
    )


def _details(view: View, tables: _Tables) -> Markup:
    texts = {
        "id": [node.id for node in view.nodes],
        "link": [" ".join(_places(link.evidence, tables)) for link in view.links],
    }
    nodes = [_node(node, tables) for node in view.nodes]
    return packed("opmap-details", {}, texts | {"path": tables.values("paths")}, {"node": nodes})


def _node(node: MapNode, tables: _Tables) -> str:
    """Give what is to be said of a node, as JSON: notes on owners, notes, facts, places, places beyond those, call.

    What a command in a shell is given to mean it is 0 where that is its name, 1 where its id, and % in commands.
    """
    said = [
        [owner.note for owner in node.owners] if any(owner.note for owner in node.owners) else 0,
        [[note.sort, note.text, _shortened(note.command, node.call)] for note in node.notes],
        [list(fact) for fact in node.facts],
        _places(node.evidence, tables),
        node.more_evidence,
        0 if node.call == node.name else 1 if node.call == node.id else node.call,
    ]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _shortened(command: str, call: str) -> str:
    start, found, rest = command.partition(f" {call}")
    return f"{start} %{rest}" if found and "%" not in command and (not rest or rest[0] == " ") else command


def _places(places: Sequence[str], tables: _Tables) -> list[str]:
    """Give places with their paths as numbers: ``17:42``."""
    found = []
    for place in places:
        path, colon, rest = place.rpartition(":")
        path, rest = (path, rest) if colon and rest.isdigit() else (place, "")
        found.append(f"{tables.number('paths', path)}:{rest}")
    return found
