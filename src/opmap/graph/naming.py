"""Find the node that a person means: by id, by an id that it had, by name, or by a part of either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from opmap.errors import AmbiguousNode, UnknownNode
from opmap.graph.packing import Texts

if TYPE_CHECKING:
    from opmap.graph.model import Graph

_MOST_CANDIDATES = 12


def node_called(graph: Graph, name: str, renamed: Mapping[str, str] | None = None) -> int:
    """Give the number of the node that is called so; raise UnknownNode or AmbiguousNode.

    An id means that node. A name means the node that has it, however it is capitalised;
    ``kind:name`` helps where several kinds share a name. An id of former times leads to
    the node that has taken its place.
    """
    for wanted in (name, (renamed or {}).get(name, "")):
        number = graph.number_of(wanted) if wanted else None
        if number is not None:
            return number
    found = nodes_called(graph, name)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousNode(name, [described(graph, number) for number in found[:_MOST_CANDIDATES]])
    raise UnknownNode(name, nearest(graph, name))


def nodes_called(graph: Graph, name: str) -> list[int]:
    """Give all nodes of that name: exactly so written, else however capitalised, else with their kind before it."""
    exact = [number for number in _spelled(graph.names, name) if graph.names[number] == name]
    if exact:
        return exact
    wanted = name.casefold().strip()
    kind, _, rest = (part.strip() for part in wanted.partition(":"))
    kinded = [number for number in _spelled(graph.names, rest) if graph.kind_of(number).casefold() == kind]
    return _spelled(graph.names, wanted) or (kinded if rest else [])


def _spelled(names: Sequence[str], text: str) -> list[int]:
    """Give the places of a name, however it is capitalised."""
    if isinstance(names, Texts):
        return names.spelled(text)
    wanted = text.casefold()
    return [number for number, name in enumerate(names) if name.casefold() == wanted]


def nearest(graph: Graph, name: str, most: int = 3) -> list[str]:
    """Give the names that are spelled most like this one, each with its kind."""
    from difflib import get_close_matches

    spelled: dict[str, int] = {}
    for number, text in enumerate(graph.names):
        spelled.setdefault(text.casefold(), number)
    for number, text in enumerate(graph.ids):
        spelled.setdefault(text.casefold(), number)
    wanted = name.casefold()
    close = get_close_matches(wanted, spelled, most, 0.6) if len(spelled) <= 20_000 else []
    close += [text for text in spelled if wanted in text and text not in close][: most - len(close)]
    numbers = list(dict.fromkeys(spelled[text] for text in close))[:most]
    return [f"{graph.names[number]} ({graph.kind_of(number)})" for number in numbers]


def described(graph: Graph, number: int) -> str:
    """Name a node so that it can be told from its namesakes."""
    return f"{graph.ids[number]}  {graph.names[number]} ({graph.kind_of(number)})"
