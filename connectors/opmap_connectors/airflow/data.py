"""Data that DAGs name by address: assets and files in buckets, each with one identity wherever it is named.

>>> table_in("bigquery://acme-prod/marts/orders")
('bigquery', '', 'acme-prod.marts.orders')
>>> table_in("postgres://dwh:5432/shop/public/orders")
('postgres', 'dwh:5432', 'shop.public.orders')
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from opmap.connecting import Entity, Evidence, Key, Locator, Reading, Ref, Relation, frozen, parse_dsn, short_name
from opmap_connectors._shared.warehouses import relation_name, store_at
from opmap_connectors.airflow.dags import Dag

BUCKETS = {
    "s3": "aws-s3", "s3a": "aws-s3", "s3n": "aws-s3", "gs": "google-cloud-storage", "gcs": "google-cloud-storage",
    "abfs": "azure-blob-storage", "abfss": "azure-blob-storage", "wasb": "azure-blob-storage",
    "wasbs": "azure-blob-storage",
}  # fmt: skip
_TABLES = {
    "bigquery": "bigquery", "snowflake": "snowflake", "postgres": "postgres", "postgresql": "postgres",
    "mysql": "mysql", "redshift": "redshift", "trino": "trino", "mssql": "mssql", "oracle": "oracle",
}  # fmt: skip
_ADDRESS = re.compile(r"\b(?:s3a?|s3n|gs|gcs|abfss?|wasbs?)://[^\s\"'`<>|;,)]+")


@frozen
class Dataset:
    """A dataset that a DAG names, and what is to be said of it."""

    ref: Ref
    name: str
    beside: tuple[Reading, ...] = ()


def table_in(uri: str) -> tuple[str, str, str]:
    """Give the sort of database, its host and the table that an address names; nothing where it names none."""
    scheme, _, rest = uri.partition("://")
    sort = _TABLES.get(scheme.lower(), "")
    if not sort:
        return "", "", ""
    if sort == "bigquery":
        return sort, "", relation_name(*rest.strip("/").replace(".", "/").split("/"))
    found = parse_dsn(uri)
    parts = [part for part in (found.path if found else "").split("/") if part]
    host = found.host_port if found is not None else ""
    if sort == "snowflake" and host and not host.endswith(".snowflakecomputing.com"):
        host = f"{host}.snowflakecomputing.com"
    return sort, host, relation_name(*".".join(parts).split("."))


def harmless_uri(uri: str) -> str:
    """Give an address without user, password, query and fragment.

    >>> harmless_uri("postgres://ana:hunter2@dwh/shop/public/orders?sslkey=x")
    'postgres://dwh/shop/public/orders'
    """
    scheme, mark, rest = uri.partition("://")
    if not mark:
        return uri
    authority, slash, path = re.split(r"[?#]", rest)[0].partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


def asset(uri: str, dag: Dag, place: Evidence) -> Dataset:
    """Give what an asset is: the table or bucket that it names, else something of this instance."""
    text = short_name(harmless_uri(uri), "asset")[:300]
    sort, host, table = table_in(text)
    key = dag.part("asset", text)
    entity = Entity("dataset", text, (key,), place, mentioned=True)
    if table:
        store = store_at(sort, host, dag.part("asset", f"{sort}:{host}"), f"{sort} {host}", place)
        keys = (key, *store.keys_of(table))
        entity = Entity("dataset", text, keys, place, (Locator("object", table, within=store.ref),), mentioned=True)
        return Dataset(key, text, (entity, *store.beside, Relation(key, "stored in", store.ref, place)))
    product = BUCKETS.get(urlsplit(text).scheme if "://" in text else "", "")
    kept = (Relation(key, "stored in", Key("product", product), place),) if product else ()
    return Dataset(key, text, (entity, *kept))


def bucket(name: str, product: str, server: Locator | None = None) -> Locator:
    """Name a bucket: its name is nobody else's within its product, or within the server that stands in for it."""
    plain = name.removeprefix("s3://").removeprefix("gs://").split("/")[0]
    return Locator("object", plain, within=server or Key("product", product))


def buckets_in(text: str) -> list[tuple[str, str]]:
    """Give the buckets that a text addresses, each with its product.

    >>> buckets_in("aws s3 cp out.csv s3://claims-raw/2024/out.csv")
    [('claims-raw', 'aws-s3')]
    """
    found: dict[tuple[str, str], None] = {}
    for address in _ADDRESS.findall(text[:100_000]):
        scheme, _, rest = address.partition("://")
        name = rest.split("/")[0].rpartition("@")[2]
        if name and "{" not in name and "$" not in name:
            found[name, BUCKETS[scheme]] = None
    return list(found)
