"""Databases and warehouses: which one a connection leads to, and what its tables are called everywhere.

A database whose host is known is the same one for every engine, and so are its tables.
Where nothing tells the host, the database is the one behind this connection, and nobody else's.

>>> place = Evidence("acme", "target/manifest.json", 1, "", "", "dbt")
>>> store_at("bigquery", "", Key("dbt", "acme/bigquery"), "BigQuery of acme", place).ref
Key('product:bigquery')
"""

from __future__ import annotations

from opmap.connecting import Entity, Evidence, Key, Locator, Reading, Ref, Relation, attributes, frozen, short_name
from opmap.connecting.hosts import is_internal

TITLES = {
    "athena": "Amazon Athena",
    "bigquery": "BigQuery",
    "clickhouse": "ClickHouse",
    "databricks": "Databricks",
    "duckdb": "DuckDB",
    "mssql": "SQL Server",
    "mysql": "MySQL",
    "oracle": "Oracle",
    "postgres": "PostgreSQL",
    "redshift": "Amazon Redshift",
    "snowflake": "Snowflake",
    "spark": "Spark",
    "sqlite": "SQLite",
    "synapse": "Azure Synapse",
    "teradata": "Teradata",
    "trino": "Trino",
    "vertica": "Vertica",
}
DIALECTS = {"mssql": "tsql", "sqlserver": "tsql", "synapse": "tsql", "fabric": "tsql", "spark": "spark"} | {
    name: name
    for name in (
        "athena bigquery clickhouse databricks duckdb mysql oracle postgres redshift snowflake sqlite teradata trino"
    ).split()
}
_PRODUCTS = frozenset({"bigquery", "databricks", "redshift", "snowflake", "synapse"})
_ONE_FOR_ALL = frozenset({"bigquery"})  # the names of its tables begin with a project, which is nobody else's
_USUAL_SCHEMAS = frozenset({"public", "dbo"})


@frozen
class Store:
    """A database, and what is to be said of it."""

    ref: Ref
    beside: tuple[Reading, ...] = ()
    everywhere: str = ""  # under which its tables are the same for all who name them; empty: they are its own

    def keys_of(self, table: str) -> tuple[Key, ...]:
        """Give the key that a table has everywhere; none where the database is known to this engine alone."""
        return (Key("warehouse", f"{self.everywhere}/{table.casefold()}"),) if self.everywhere else ()


def store_at(sort: str, host: str, own: Key, name: str, place: Evidence) -> Store:
    """Say which database a connection of this sort leads to; ``own`` is its key where the host tells nothing.

    A host that only one network knows is the same for all engines of one source.
    """
    if sort in _ONE_FOR_ALL:
        return Store(Key("product", sort), (), sort)
    if host and is_internal(host.partition(":")[0]):
        return Store(Locator("host", host, f"source:{place.source}", expects="datastore"))
    public = host.partition(":")[0].lower()
    key = Key("warehouse", public) if public else own
    addresses = (Locator("host", public),) if public else ()
    said = attributes(engine=TITLES.get(sort, sort).lower())
    shown = public or short_name(name)
    entity = Entity("datastore", shown, (key,), place, addresses, attributes=said, mentioned=True)
    product = (Relation(key, "depends on", Key("product", sort), place),) if sort in _PRODUCTS else ()
    return Store(key, (entity, *product), public)


def relation_name(*parts: str) -> str:
    """Write the name of a table as it is compared: what is not said, and the schema that is meant anyway, left out.

    >>> relation_name("", "public", "orders"), relation_name("dwh", "public", "orders")
    ('orders', 'dwh.public.orders')
    """
    said = [part.strip('"`[] ') for part in parts if part.strip('"`[] ')]
    kept = said[1:] if len(said) == 2 and said[0] in _USUAL_SCHEMAS else said
    return short_name(".".join(kept), "")
