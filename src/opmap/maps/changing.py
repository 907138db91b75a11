"""What is different from an earlier snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.frozen import frozen
from opmap.graph.comparing import compare
from opmap.plain import plain

if TYPE_CHECKING:
    from opmap.graph import Graph

_LONGEST = 120


@frozen
class Changes:
    """Node ids by what happened to them, and what is not there any more."""

    since: int = 0  # 0 where nothing is compared
    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    gone: tuple[tuple[str, str, str], ...] = ()  # id, name and kind

    @classmethod
    def between(cls, before: Graph | None, after: Graph) -> Changes:
        """Compare two snapshots; a node whose own relations differ has changed as well."""
        if before is None:
            return cls()
        old, now = before.details.estate(), after.details.estate()
        found = compare(old, now)
        moved = {*found.new_edges, *found.gone_edges, *found.changed_edges}
        touched = {edge.source for edge in (*old.edges, *now.edges) if edge.id in moved} & after.number.keys()
        gone = tuple(
            (plain(name, _LONGEST), plain(before.names[number], _LONGEST), before.kind_of(number))
            for name in found.gone_nodes
            if (number := before.number_of(name)) is not None
        )
        new = frozenset(found.new_nodes)
        return cls(before.snapshot, new, frozenset(found.changed_nodes) | (touched - new), gone)
