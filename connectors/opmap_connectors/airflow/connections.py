"""Connections: which credential they are, and which database, address or service they lead to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from opmap.connecting import Effect, Entity, Evidence, Key, Locator, Reading, parse_dsn, short_name
from opmap_connectors._shared.warehouses import TITLES, Store, store_at
from opmap_connectors.airflow.dags import Dag

_SORTS = {
    "postgres": "postgres", "postgresql": "postgres", "mysql": "mysql", "mssql": "mssql", "snowflake": "snowflake",
    "google-cloud-platform": "bigquery", "gcpbigquery": "bigquery", "bigquery": "bigquery", "redshift": "redshift",
    "databricks": "databricks", "oracle": "oracle", "trino": "trino", "presto": "trino", "sqlite": "sqlite",
    "vertica": "vertica", "clickhouse": "clickhouse", "athena": "athena",
}  # fmt: skip
_USUAL = {"bigquery": "google_cloud_default", "athena": "aws_default", "trino": "trino_default"}


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection, by its id, and what opmap.toml says of it: ``AIRFLOW_CONN_<ID>`` among its variables."""

    id: str
    sort: str = ""
    host: str = ""  # with its port, where one is known
    address: str = ""  # the beginning of a URL, where it leads to one


def connection(conn_id: str, dag: Dag, sort: str = "") -> Connection:
    """Give a connection; what is known of it only by its name is its sort."""
    stated = dag.document.settings.get(f"variable.AIRFLOW_CONN_{conn_id.upper()}", "")
    if stated.startswith("{"):
        return _of_json(conn_id, stated, sort)
    scheme = stated.partition("://")[0].lower() if "://" in stated else ""
    kind = sort or _SORTS.get(scheme, "") or _by_name(conn_id)
    if not scheme:
        return Connection(conn_id, kind)
    found = parse_dsn(stated)
    host = found.host_port if found is not None else ""
    account = next(iter(parse_qs(urlsplit(stated).query).get("account", [])), "")
    if scheme == "snowflake":
        host = f"{account}.snowflakecomputing.com" if account else ""
    path = found.path.rstrip("/") if found is not None else ""
    return Connection(conn_id, kind, host, f"{scheme}://{host}{path}" if scheme.startswith("http") and host else "")


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
    title = TITLES.get(found.sort, found.sort.title() or "Database")
    own = dag.part("credential", conn_id, "system")
    return store_at(found.sort, found.host, own, f"{title} behind {conn_id}", place)


def service(
    conn_id: str, dag: Dag, title: str, kind: str, place: Evidence
) -> tuple[Key | Locator, tuple[Reading, ...]]:
    """Give the server that a connection leads to: at its host where that is known."""
    found = connection(conn_id, dag)
    if found.host:
        return Locator("host", found.host, f"source:{place.source}", expects=kind), ()
    key = dag.part("credential", conn_id, "system")
    return key, (Entity(kind, short_name(f"{title} behind {conn_id}"), (key,), place, mentioned=True),)


def uses(conn_id: str, dag: Dag, place: Evidence, step: str, *, soft: bool) -> tuple[Effect, Entity]:
    """Say that a step proves itself with a connection."""
    key, entity = credential(conn_id, dag, place)
    return Effect("uses credential", key, place, step, soft=soft), entity
