"""Databases behind connections: which one a connection opens, and what is read and written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from opmap.connecting import (
    Effect,
    Entity,
    Field,
    Locator,
    Ref,
    Relation,
    short_name,
)
from opmap_connectors._shared.sql import accesses, may_write, unread
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.connections import Connection
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.objects import object_of, operation, sets_of, where_of
from opmap_connectors.logic_apps.requests import Told
from opmap_connectors.logic_apps.systems import System, system_of

DATABASES = {
    "sql": "tsql",
    "postgresql": "postgres",
    "mysql": "mysql",
    "oracle": "oracle",
    "db2": "",
    "informix": "",
    "jdbc": "",
}
"""The databases with a connector of their own, and the dialect of their queries."""

_HOST = re.compile(r"(?:tcp:)?((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62})(?:[,\\\\].*)?")


def behind(action: Action, connection: Connection, flow: Flow) -> System:
    """Give the database that a connection opens: by its server where that is named, else by the connection."""
    host, name = _server(action, flow)
    if not host:
        return system_of(connection)
    key = flow.shared("database", host, name)
    at = connection.place.at()
    entity = Entity("datastore", short_name(f"{name} on {host}"), (key,), at, mentioned=True)
    return System(key, "depends on", (entity, Relation(key, "depends on", Locator("host", host, flow.scope), at)))


def queried(action: Action, connection: Connection, flow: Flow) -> Iterator[Told]:
    """Read what a step touches in the database that a connection opens: by its query, else by the table it names."""
    system = behind(action, connection, flow)
    query = action.parameter("query/query", "query", "queryText")
    found = accesses(flow.meaning.plain(query.text), DATABASES[connection.api]) if query.text else ()
    for each in found:
        target = each.target(system.ref, flow.key)
        at = query.at()
        effect = Effect(each.verb, target, at, action.name, each.operation, each.sets, each.where, soft=action.soft)
        yield effect, system.beside
    if all(each.is_open for each in found):
        done = _by_name(action, system.ref, flow, unread(query.text))
        yield replace(done, open=may_write(flow.meaning.plain(query.text), DATABASES[connection.api])), system.beside


def table_of(action: Action, flow: Flow) -> tuple[Field, str]:
    """Give the table that an action or a trigger names."""
    place = action.parameter("table", "tableName")
    name = flow.meaning.known(place)
    if not name:
        place, name = object_of(action, flow)
    return place, name.rpartition("/")[2].replace("[", "").replace("]", "").removeprefix("dbo.")


def _by_name(action: Action, database: Ref, flow: Flow, query: str) -> Effect:
    place, name = table_of(action, flow)
    doing = operation(action)
    if not name or doing.verb == "calls":
        done = f"{doing.name} {query}".strip()
        return Effect("depends on", database, action.title.at(), action.name, done, soft=action.soft)
    sets = sets_of(action, flow) if doing.verb == "writes" else ()
    target, where = Locator("object", name, within=database), where_of(action, flow)
    return Effect(doing.verb, target, place.at(), action.name, doing.name, sets, where, soft=action.soft)


def _server(action: Action, flow: Flow) -> tuple[str, str]:
    """Give the host and the name of a database, where both are written down."""
    server, name = flow.meaning.known(action.parameter("server")), flow.meaning.known(action.parameter("database"))
    found = _HOST.fullmatch(server)
    return (found.group(1).lower(), name) if found and name else ("", "")
