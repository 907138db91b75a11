"""What a person points at: a node by its name, or a file (and line) that stands for all that it is the evidence for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opmap.errors import UnknownNode
from opmap.facts import SHIPPED
from opmap.graph.naming import node_called

if TYPE_CHECKING:
    from opmap.facts import Evidence
    from opmap.graph import Graph

_PLACE = re.compile(r"^(?P<path>.+?)(?::(?P<line>\d{1,9}))?$", re.DOTALL)


def pointed_at(graph: Graph, text: str) -> list[int]:
    """Give the numbers of the nodes that are meant; raise UnknownNode or AmbiguousNode.

    A path means the nodes that are described in that file. With a line, it means those
    that are described there: the last ones that begin on it or above it.
    """
    try:
        return [node_called(graph, text)]
    except UnknownNode:
        found = _described_in(graph, text)
        if not found:
            raise
        return found


def place_in(text: str) -> tuple[str, int | None]:
    """Give the path and the line that a text names.

    >>> place_in("./k8s/payments.yaml:12"), place_in("payments")
    (('k8s/payments.yaml', 12), ('payments', None))
    """
    match = _PLACE.match(text)
    path, line = (match["path"], match["line"]) if match else (text, None)
    return path.replace("\\", "/").removeprefix("./"), None if line is None else int(line)


def _described_in(graph: Graph, text: str) -> list[int]:
    path, line = place_in(text)
    places = [
        (number, item)
        for number in range(len(graph))
        for item in graph.details.node(number).evidence
        if item.source != SHIPPED and is_at(path, item)
    ]
    if line is None:
        return sorted({number for number, _ in places})
    above = [item.line for _, item in places if item.line is not None and item.line <= line]
    nearest = max(above, default=None)
    return sorted({number for number, item in places if item.line == nearest}) if nearest is not None else []


def is_at(path: str, item: Evidence) -> bool:
    """Say whether a path, however far from the root it was written, is that of the evidence."""
    whole = item.path == path or path.endswith(f"/{item.path}") or item.path.endswith(f"/{path}")
    return bool(item.path) and whole
