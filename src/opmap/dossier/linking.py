"""Links from a report into the map that stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from opmap.dossier.values import Said
from opmap.frozen import frozen
from opmap.reports.words import named, told_apart

if TYPE_CHECKING:
    from opmap.analyses.naming import NodeName


@frozen
class Links:
    """Addresses in a map; none where there is no map.

    >>> Links("map.html").to("db/1"), Links().to("db/1")
    ('map.html#n=db%2F1', '')
    """

    map_name: str = ""

    def to(self, identity: str, other: str = "") -> str:
        """Give the address of a node, or of the way from it to another."""
        if not self.map_name:
            return ""
        way = f"&to={_escaped(other)}" if other else ""
        return f"{_escaped(self.map_name)}#n={_escaped(identity)}{way}"

    def whole(self) -> str:
        """Give the address of the whole map."""
        return _escaped(self.map_name)

    def node(self, node: NodeName, tone: str = "") -> Said:
        """Name a node, and lead to it."""
        return Said(named(node), tone, self.to(node.id))

    def alone(self, node: NodeName, tone: str = "") -> Said:
        """Name a node where it stands alone: with its id where others are called so too."""
        return Said(told_apart(node), tone, self.to(node.id))

    def nodes(self, several: tuple[NodeName, ...] | list[NodeName], most: int = 6) -> tuple[Said, ...]:
        """Name several nodes, and count the rest."""
        pieces: list[Said] = []
        for node in several[:most]:
            pieces += [Said(", ")] * bool(pieces) + [self.node(node)]
        if len(several) > most:
            pieces.append(Said(f" and {len(several) - most:,} more"))
        return tuple(pieces)


def _escaped(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")
