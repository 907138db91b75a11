"""What a message carries into a node, where the one node before it writes that down."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Set
from opmap_connectors._shared.setting import of_json, told
from opmap_connectors.node_red.exports import Node
from opmap_connectors.node_red.meaning import plain

_WRITTEN = frozenset({"str", "num", "bool"})


def sets_of(before: tuple[Node, ...]) -> tuple[Set, ...]:
    """Give what the body of a message sets; nothing where several nodes, or none that writes it, lead here."""
    if len(before) != 1:
        return ()
    (node,) = before
    if node.type == "template" and node["field"].text in {"", "payload"}:
        return of_json(plain(node["template"].text))
    if node.type != "change":
        return ()
    whole = [
        rule["to"].text for rule in node["rules"].list() if rule["p"].text == "payload" and rule["t"].text == "set"
    ]
    return of_json(plain(whole[-1])) if whole else told(_parts(node))


def _parts(node: Node) -> Iterator[tuple[str, str]]:
    for rule in node["rules"].list():
        _, _, name = rule["p"].text.partition("payload.")
        if name and rule["t"].text == "set":
            yield name, rule["to"].text if rule["tot"].text in _WRITTEN else "{}"
