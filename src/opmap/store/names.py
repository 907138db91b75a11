"""What nodes were called before, and where people have put them on the map."""

from __future__ import annotations

from collections.abc import Mapping

from opmap.estate import Estate
from opmap.store.connection import Connection


def remember(connection: Connection, estate: Estate) -> None:
    """Remember the lesser names of an estate's nodes; an id that a node has again is nobody's old name."""
    connection.execute_many("INSERT OR REPLACE INTO names VALUES (?, ?)", estate.renamed)
    connection.execute_many("DELETE FROM names WHERE old = ?", ((node.id,) for node in estate.nodes))


def aliases(connection: Connection) -> dict[str, str]:
    """Give for each node id of the past the id that the node has now, over however many steps."""
    step = dict(connection.rows("SELECT old, new FROM names ORDER BY old"))
    return {old: _last(old, step) for old in step}


def _last(name: str, step: Mapping[str, str]) -> str:
    met = {name}
    while name in step and step[name] not in met:
        name = step[name]
        met.add(name)
    return name


def positions(connection: Connection) -> dict[str, tuple[float, float]]:
    """Give where people have put nodes."""
    return {node: (x, y) for node, x, y in connection.rows("SELECT node, x, y FROM positions ORDER BY node")}


def place(connection: Connection, places: Mapping[str, tuple[float, float]]) -> None:
    """Remember where people have put nodes."""
    rows = [(node, x, y) for node, (x, y) in places.items()]
    connection.execute_many("INSERT OR REPLACE INTO positions VALUES (?, ?, ?)", rows)
