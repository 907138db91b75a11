"""Drawing the map: of a snapshot, beside an earlier one, with everything where it stood last time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from opmap.app.opening import graph_of
from opmap.frozen import frozen
from opmap.maps import Asked, Renderer, draw_map
from opmap.maps.keeping import CELL
from opmap.store import DEFAULT_PATH, Store

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class MapWish:
    """What a person asks of a map."""

    selection: str = ""
    renderer: Renderer = Renderer.AUTO
    at: int | None = None  # the snapshot, if not the newest
    since: int | None = None  # an earlier one to compare it with
    people: bool = True


def draw(wish: MapWish, store_path: Path | str = DEFAULT_PATH) -> str:
    """Give the page of a map; raise BadSelection, NothingScanned or UnknownSnapshot.

    Where things stand on the map of the whole newest snapshot is remembered, so that they
    stay there when the estate changes a little, also under another name.
    """
    with Store.open(store_path) as store:
        graph = graph_of(store, wish.at)
        before = graph_of(store, wish.since) if wish.since is not None else None
        aliases = store.aliases()
        known = store.positions()
        places = {_now_called(name, aliases): place for name, place in known.items()}
        drawn = draw_map(graph, Asked(wish.selection, wish.renderer, before, wish.people, places))
        whole = not wish.selection and wish.at is None and wish.renderer is Renderer.AUTO and wish.people
        if whole and any(known.get(name) != place for name, place in drawn.places.items()):
            store.place(drawn.places)
    return drawn.page


def _now_called(name: str, aliases: Mapping[str, str]) -> str:
    """Give what is remembered under a node's old id its new one."""
    if name.startswith(CELL):
        node = name.removeprefix(CELL)
        return CELL + aliases.get(node, node)
    return aliases.get(name, name)
