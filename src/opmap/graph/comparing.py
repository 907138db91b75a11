"""What differs between two graphs: new, gone, changed; and what is merely not seen any more."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.estate import Edge, Estate, Node


@frozen
class Difference:
    """Ids of nodes and edges, by what happened to them from the earlier estate to the later one."""

    new_nodes: tuple[str, ...]
    gone_nodes: tuple[str, ...]
    changed_nodes: tuple[str, ...]
    unseen_nodes: tuple[str, ...]
    new_edges: tuple[str, ...]
    gone_edges: tuple[str, ...]
    changed_edges: tuple[str, ...]
    unseen_edges: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether anything differs."""
        return any(getattr(self, one.name) for one in fields(self))


def compare(before: Estate, after: Estate) -> Difference:
    """Say what differs; evidence that moved to another line or commit changes nothing."""
    earlier = {node.id: node for node in before.nodes}
    later = {node.id: node for node in after.nodes}
    old = {edge.id: edge for edge in before.edges}
    new = {edge.id: edge for edge in after.edges}
    return Difference(
        new_nodes=tuple(sorted(later.keys() - earlier.keys())),
        gone_nodes=tuple(sorted(earlier.keys() - later.keys())),
        changed_nodes=tuple(
            name for name in sorted(earlier.keys() & later.keys()) if _node(earlier[name]) != _node(later[name])
        ),
        unseen_nodes=_unseen(earlier, later),
        new_edges=tuple(sorted(new.keys() - old.keys())),
        gone_edges=tuple(sorted(old.keys() - new.keys())),
        changed_edges=tuple(name for name in sorted(old.keys() & new.keys()) if _edge(old[name]) != _edge(new[name])),
        unseen_edges=_unseen(old, new),
    )


def _unseen(before: dict[str, Node] | dict[str, Edge], after: dict[str, Node] | dict[str, Edge]) -> tuple[str, ...]:
    return tuple(
        name
        for name in sorted(after)
        if after[name].unseen_since and not (name in before and before[name].unseen_since)
    )


def _node(node: Node) -> tuple[object, ...]:
    return node.kind, node.name, node.state, node.environment, node.attributes, node.inactive


def _edge(edge: Edge) -> tuple[object, ...]:
    return edge.strength, edge.presumed, edge.certainty, edge.buffer, edge.group, edge.attributes
