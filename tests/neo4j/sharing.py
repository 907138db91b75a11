"""What the tests with a server share: pushing and pulling in one word, and the whole database as a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opmap.decisions import Decision
from opmap.estate import Estate
from opmap.graph import Graph, from_estate
from opmap.graphdb.connection import Connection
from opmap.graphdb.parcels import Parcel
from opmap.graphdb.pulling import pull
from opmap.graphdb.pushing import Pushed, push

NOON = "2026-05-01T12:00:00Z"


def parcel(estate: Estate, decisions: Sequence[Decision] = ()) -> Parcel:
    graph = from_estate(estate)
    return Parcel(graph.content, estate.sources, tuple(decisions), graph.details.estate)


def pushed(connection: Connection, estate: Estate, decisions: Sequence[Decision] = (), **how: Any) -> Pushed:
    return push(connection, parcel(estate, decisions), at=NOON, **how)


def pulled(connection: Connection) -> Graph:
    return from_estate(pull(connection).estate)


def whole(estate: Estate) -> Estate:
    """Give the estate as a graph has it: in order, and with its presumed groups."""
    return from_estate(estate).details.estate()


def dump(connection: Connection) -> list[str]:
    """Give all that the database holds of the estate, less its name, in order."""
    name = connection.address.estate
    nodes = connection.read(
        "MATCH (n) WHERE n.estate = $name OR (n:OpmapEstate AND n.name = $name) RETURN labels(n), properties(n)",
        name=name,
    )
    edges = connection.read(
        "MATCH (a)-[r]->(b) WHERE a.estate = $name RETURN a.id, type(r), b.id, properties(r)", name=name
    )
    lines = [repr([_sorted(value) for value in row]) for row in [*nodes, *edges]]
    return sorted(line.replace(name, "the estate") for line in lines)


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted(value.items())
    return sorted(value) if isinstance(value, list) else value
