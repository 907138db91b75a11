"""The columns of an element that people read and query, beside the bytes that opmap reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from opmap.estate import Edge, Node
from opmap.facts import Evidence
from opmap.graphdb.rows import hash_of
from opmap.graphdb.statements import KIND_LABELS
from opmap.graphdb.voices import BETWEEN

_MOST_PLACES = 10
_LARGEST = 2**63
_NOT_A_WORD = re.compile(r"\W+")


def node_row(node: Node, voices: tuple[str, ...], said: bytes) -> list[Any]:
    """Give the row that writes a node."""
    return [
        node.id,
        safe(node.name),
        node.kind,
        [safe(key) for key in node.keys],
        node.state.value,
        safe(node.environment),
        node.inactive,
        [_place(item) for item in node.evidence[:_MOST_PLACES]],
        BETWEEN.join(voices),
        hash_of(said),
        said,
        node.unseen_since or None,
        _attributes(node),
    ]


def staged_row(row: list[Any], kind: str) -> list[Any]:
    """Give the row that stages the change of a node."""
    return [*row[:-1], {**row[-1], "label": KIND_LABELS[kind]}]


def edge_row(edge: Edge, voices: tuple[str, ...], said: bytes) -> list[Any]:
    """Give the row that writes an edge."""
    return [
        edge.source,
        edge.target,
        edge.id,
        edge.strength.value,
        edge.presumed,
        edge.certainty.value,
        _place(edge.evidence[0]) if edge.evidence else None,
        BETWEEN.join(voices),
        hash_of(said),
        said,
        _rare(edge),
    ]


def _rare(edge: Edge) -> dict[str, Any] | None:
    """Give what most edges have not."""
    found: dict[str, Any] = {}
    if edge.buffer:
        found["buffer_hours"] = edge.buffer
    if edge.group is not None:
        group = edge.group
        found |= {"group": safe(group.id), "group_need": group.need, "group_size": group.size}
        found["group_presumed"] = group.presumed
    if edge.unseen_since:
        found["unseen_since"] = edge.unseen_since
    return found or None


def _attributes(node: Node) -> dict[str, Any]:
    """Give the attributes that a database can hold, under names that no query has to quote."""
    found = {}
    for name, value in node.attributes:
        if _fits(value) or (isinstance(value, tuple) and _alike(value)):
            found[f"attribute_{_NOT_A_WORD.sub('_', safe(name))}"] = plain(value)
    return found


def _alike(values: tuple[Any, ...]) -> bool:
    return all(_fits(value) and type(value) is type(values[0]) for value in values)


def _fits(value: Any) -> bool:
    if isinstance(value, int):
        return -_LARGEST <= value < _LARGEST
    return isinstance(value, (str, float))


def plain(value: Any) -> Any:
    """Give a value as a database takes it."""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return {name: plain(item) for name, item in value.items()} if isinstance(value, Mapping) else value


def _place(item: Evidence) -> str:
    return safe(item.place)


def safe(text: str) -> str:
    """Give a text that any database can hold: lone surrogates, which are no characters, are replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
