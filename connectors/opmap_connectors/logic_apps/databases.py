"""Databases behind connections: which one a connection opens, and what is read and written there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import (
    Certainty,
    Effect,
    Entity,
    Field,
    Key,
    Locator,
    Relation,
    attributes,
    short_name,
)
from opmap_connectors._shared.sql import accesses
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.connections import Connection
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.objects import object_of, operation, sets_of, where_of
from opmap_connectors.logic_apps.requests import Told

DATABASES = {
    "sql": ("SQL Server", "tsql"),
    "postgresql": ("PostgreSQL", "postgres"),
    "mysql": ("MySQL", "mysql"),
    "oracle": ("Oracle", "oracle"),
    "db2": ("DB2", ""),
    "informix": ("Informix", ""),
    "jdbc": ("A database", ""),
}
_HOST = re.compile(r"(?:tcp:)?((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62})(?:[,\\\\].*)?")
_HOSTED = frozenset({"sql"})  # its connector is mostly used for the vendor's own databases


def behind(action: Action, connection: Connection, flow: Flow) -> tuple[Key, tuple[Entity | Relation, ...]]:
    """Give the database that a connection opens, by its server where that is named; and what is to be said of it."""
    title = DATABASES[connection.api][0]
    host, name = _server(action, flow)
    keys: tuple[Key, ...]
    if host:
        keys = (flow.shared("database", host, name),)
        named = f"{name} on {host}"
    else:
        keys = tuple(each._replace(name=f"{each.name}/system") for each in (connection.key, *connection.same))
        named = f"{title} behind {connection.name}"
    at = connection.place.at()
    said = attributes(engine=title.lower())
    entity = Entity("datastore", short_name(named), keys, at, attributes=said, mentioned=True)
    if host:
        return keys[0], (entity, Relation(keys[0], "depends on", Locator("host", host, flow.scope), at))
    if connection.api in _HOSTED:
        return keys[0], (entity, Relation(keys[0], "depends on", connection.product, at, certainty=Certainty.PROBABLE))
    return keys[0], (entity,)


def queried(action: Action, connection: Connection, flow: Flow) -> Iterator[Told]:
    """Read what a step touches in the database that a connection opens: by its query, else by the table it names."""
    key, beside = behind(action, connection, flow)
    query = action.parameter("query/query", "query", "queryText")
    found = accesses(flow.meaning.plain(query.text), DATABASES[connection.api][1]) if query.text else ()
    for each in found:
        target = Locator("object", each.table, within=key)
        at = query.at()
        effect = Effect(each.verb, target, at, action.name, each.operation, each.sets, each.where, soft=action.soft)
        yield effect, beside
    if not found:
        yield _by_name(action, key, flow), beside


def table_of(action: Action, flow: Flow) -> tuple[Field, str]:
    """Give the table that an action or a trigger names."""
    place = action.parameter("table", "tableName")
    name = flow.meaning.known(place)
    if not name:
        place, name = object_of(action, flow)
    return place, name.rpartition("/")[2].replace("[", "").replace("]", "").removeprefix("dbo.")


def _by_name(action: Action, key: Key, flow: Flow) -> Effect:
    place, name = table_of(action, flow)
    doing = operation(action)
    if not name or doing.verb == "calls":
        return Effect("depends on", key, action.title.at(), action.name, doing.name, soft=action.soft)
    sets = sets_of(action, flow) if doing.verb == "writes" else ()
    target, where = Locator("object", name, within=key), where_of(action, flow)
    return Effect(doing.verb, target, place.at(), action.name, doing.name, sets, where, soft=action.soft)


def _server(action: Action, flow: Flow) -> tuple[str, str]:
    """Give the host and the name of a database, where both are written down."""
    server, name = flow.meaning.known(action.parameter("server")), flow.meaning.known(action.parameter("database"))
    found = _HOST.fullmatch(server)
    return (found.group(1).lower(), name) if found and name else ("", "")
