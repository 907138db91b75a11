"""Connections: which credential they are, and which database, address or service they lead to."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from opmap.connecting import Effect, Entity, Evidence, Key, Locator, Reading, frozen, parse_dsn, short_name
from opmap.connecting.hosts import is_internal
from opmap_connectors._shared.places import addresses_in_text
from opmap_connectors._shared.warehouses import TITLES, Store, store_at
from opmap_connectors.airflow.dags import Dag

_SORTS = {
    "postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mssql": "mssql", "snowflake": "snowflake",
    "google-cloud-platform": "bigquery", "gcpbigquery": "bigquery", "bigquery": "bigquery", "redshift": "redshift",
    "databricks": "databricks", "oracle": "oracle", "trino": "trino", "presto": "trino", "sqlite": "sqlite",
    "vertica": "vertica", "clickhouse": "clickhouse", "athena": "athena",
}  # fmt: skip
_USUAL = {"bigquery": "google_cloud_default", "athena": "aws_default", "trino": "trino_default"}


@frozen
class Connection:
    """A connection, by its id, and what opmap.toml or a Compose file beside says of it as ``AIRFLOW_CONN_<ID>``."""

    id: str
    sort: str = ""
    host: str = ""  # with its port, where one is known
    address: str = ""  # the beginning of a URL, where it leads to one
    scope: str = ""  # of the host's name; empty: it is known in the whole source


def connection(conn_id: str, dag: Dag, sort: str = "") -> Connection:
    """Give a connection; what is known of it only by its name is its sort."""
    stated, scope = dag.document.settings.get(f"variable.AIRFLOW_CONN_{conn_id.upper()}", ""), ""
    if not stated:
        stated, scope = dag.surroundings.get(conn_id.upper(), ("", ""))
    return replace(_read(conn_id, stated, sort), scope=scope)


def _read(conn_id: str, stated: str, sort: str) -> Connection:
    if stated.startswith("{"):
        return _of_json(conn_id, stated, sort)
    scheme = stated.partition("://")[0].lower() if "://" in stated else ""
    kind = sort or _SORTS.get(scheme, "") or _by_name(conn_id)
    if not scheme:
        return Connection(conn_id, kind)
    found = parse_dsn(stated)
    host = found.host_port if found is not None else _host_asked_for(stated)
    account = next(iter(parse_qs(urlsplit(stated).query).get("account", [])), "")
    if scheme == "snowflake":
        host = f"{account}.snowflakecomputing.com" if account else ""
    path = found.path.rstrip("/") if found is not None else ""
    return Connection(conn_id, kind, host, f"{scheme}://{host}{path}" if scheme.startswith("http") and host else "")


def _host_asked_for(stated: str) -> str:
    """Give the host that stands behind the question mark, as ``s3://…@?host=minio:9000`` writes it."""
    return next((address.host_port for address in addresses_in_text(stated)), "")


def _of_json(conn_id: str, stated: str, sort: str) -> Connection:
    try:
        held = json.loads(stated)
    except (ValueError, RecursionError):
        held = {}
    said = {name: str(value) for name, value in held.items() if isinstance(value, (str, int))} if held else {}
    extra = held.get("extra") if isinstance(held, dict) else None
    kind = sort or _SORTS.get(said.get("conn_type", ""), "") or _by_name(conn_id)
    host, port = said.get("host", ""), said.get("port", "")
    if kind == "snowflake":
        account = extra.get("account") if isinstance(extra, dict) else None
        return Connection(conn_id, kind, f"{account}.snowflakecomputing.com" if isinstance(account, str) else "")
    scheme = said.get("schema", "https") if said.get("conn_type") == "http" else ""
    whole = f"{host}:{port}" if host and port else host
    bare = whole.partition("://")[2] or whole
    return Connection(
        conn_id, kind, bare, (whole if "://" in whole else f"{scheme}://{bare}") if scheme and host else ""
    )


def _by_name(conn_id: str) -> str:
    words = conn_id.lower().replace("-", "_").split("_")
    return next((sort for word, sort in _SORTS.items() if word in words), "")


def usual_connection(sort: str) -> str:
    """Give the connection that operators for a database use where they name none."""
    return _USUAL.get(sort, f"{sort}_default" if sort else "")


def credential(conn_id: str, dag: Dag, place: Evidence) -> tuple[Key, Entity]:
    """Give a connection as what somebody has to keep and renew."""
    key = dag.part("credential", conn_id)
    return key, Entity("credential", short_name(conn_id), (key,), place, mentioned=True)


def database(conn_id: str, dag: Dag, sort: str, place: Evidence) -> Store:
    """Give the database that a connection leads to."""
    found = connection(conn_id, dag, sort)
    server = own_server(conn_id, dag, "datastore") if found.scope else None
    if server is not None:
        return Store(server)
    title = TITLES.get(found.sort, found.sort.title() or "Database")
    own = dag.part("credential", conn_id, "system")
    return store_at(found.sort, found.host, own, f"{title} behind {conn_id}", place)


def service(
    conn_id: str, dag: Dag, title: str, kind: str, place: Evidence
) -> tuple[Key | Locator, tuple[Reading, ...]]:
    """Give the server that a connection leads to: at its host where that is known."""
    found = connection(conn_id, dag)
    if found.host:
        return Locator("host", found.host, found.scope or f"source:{place.source}", expects=kind), ()
    key = dag.part("credential", conn_id, "system")
    return key, (Entity(kind, short_name(f"{title} behind {conn_id}"), (key,), place, mentioned=True),)


def own_server(conn_id: str, dag: Dag, kind: str) -> Locator | None:
    """Give the server inside that a connection is stated to lead to; None where none is, or one outside."""
    found = connection(conn_id, dag) if conn_id else Connection("")
    if not found.host or not is_internal(found.host.partition(":")[0]):
        return None
    return Locator("host", found.host, found.scope or f"source:{dag.document.source}", expects=kind)


def uses(conn_id: str, dag: Dag, place: Evidence, step: str, *, soft: bool) -> tuple[Effect, Entity]:
    """Say that a step proves itself with a connection."""
    key, entity = credential(conn_id, dag, place)
    return Effect("uses credential", key, place, step, soft=soft), entity
