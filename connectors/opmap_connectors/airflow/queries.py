"""Queries: which tables a task reads and writes, in the database behind its connection; and what is carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

from opmap.connecting import Document, Effect, Evidence, Field, Locator, Reading, Ref, Unreadable
from opmap_connectors._shared.sql import accesses, may_write, unread
from opmap_connectors._shared.warehouses import DIALECTS, Store, relation_name
from opmap_connectors.airflow.connections import connection, database, own_server, uses, usual_connection
from opmap_connectors.airflow.dags import Task
from opmap_connectors.airflow.data import bucket
from opmap_connectors.airflow.products import app_of, database_of, transfer

Told = tuple[Effect, tuple[Reading, ...]]

_QUERIES = ("sql", "query", "hql", "bql", "statement")
_FILE = re.compile(r"[^\s;]{1,300}\.(?:sql|hql|ddl|dml)")
_FOLDERS = ("", "sql/", "../sql/", "../include/", "../include/sql/", "../", "queries/")
_TABLE = re.compile(r"[\w.\-`\"\[\]]{1,300}")
_CONN = re.compile(r"(?:^|_)conn_id$")
_STORES = {"s3": "aws-s3", "gcs": "google-cloud-storage"}
_INTO = ("destination_project_dataset_table", "destination_dataset_table", "destination_table", "target_table",
         "redshift_table", "snowflake_table", "mysql_table", "table_name", "table", "hive_table")  # fmt: skip
_OUT_OF = ("source_project_dataset_table", "source_project_dataset_tables", "table_name", "table")


def queried(task: Task) -> Iterator[Told]:
    """Give the tables that the queries of a task, and of its own code, touch."""
    sort = database_of(app_of(task.operator, task.module))
    if transfer(task.operator) == ("", ""):
        places = [each for name in _QUERIES for each in task.arg(name).each()]
        places += [task.arg("configuration")["query"]["query"]]
        conn = _conn(task, sort)
        for place in places:
            if place.is_text and conn:
                yield from _touched(task, place, conn, sort)
        if not any(place.is_text for place in places) and task.arg("table") and conn and "Check" in task.operator:
            yield from _named(task, conn, sort, "reads", ("table",))
    yield from _in_code(task)


def _in_code(task: Task) -> Iterator[Told]:
    """Give what the code of a task asks through hooks, over the connections that these name."""
    for place in task.inside():
        if place["hook"].text.endswith("Hook") and place["sql"].text:
            sort = database_of(app_of(place["hook"].text))
            named = [value.text for name, value in place.items() if _CONN.search(name)]
            conn = next((each for each in named if each and "{" not in each), usual_connection(sort))
            if conn:
                yield from _touched(task, place["sql"], conn, sort)


def _conn(task: Task, sort: str) -> str:
    """Give the connection of a task with a query: the one that fits its sort best, else what is usual."""
    for name in (f"{sort}_conn_id", "conn_id", "gcp_conn_id", "sql_conn_id", "redshift_conn_id", "hive_cli_conn_id"):
        if task.text(name):
            return task.text(name)
    others = [name for name, _ in task.place.items() if _CONN.search(name) and task.text(name)]
    return task.text(others[0]) if others else usual_connection(sort)


def _touched(task: Task, place: Field, conn: str, sort: str) -> Iterator[Told]:
    text, where, found = _text(task, place)
    known = connection(conn, task.dag, sort)
    store = database(conn, task.dag, known.sort, place.at())
    dialect = DIALECTS.get(known.sort, "")
    touched = accesses(text, dialect) if found else ()
    for each in touched:
        target = each.target(store.ref, task.dag.key) if each.is_open else _table(each.table, store, task)
        effect = Effect(each.verb, target, where, task.id, each.operation, each.sets, each.where, soft=task.soft)
        yield effect, store.beside
    if all(each.is_open for each in touched) and not (found and _harmless(text)):
        operation = unread(text) if found else ""
        is_open = found and may_write(text, dialect)
        yield Effect("depends on", store.ref, where, task.id, operation, soft=task.soft, open=is_open), store.beside


def _harmless(text: str) -> bool:
    return bool(re.fullmatch(r"\s*select\s+[\d\s;]*", text, re.IGNORECASE))


def _table(name: str, store: Store, task: Task) -> Locator:
    """Name a table; of one without a schema or database, those that the task is given are meant."""
    schema, base = task.text("schema"), task.text("database")
    parts = name.split(".")
    if len(parts) == 1 and schema:
        parts = [schema, *parts]
    if len(parts) == 2 and base and schema:
        parts = [base, *parts]
    return Locator("object", relation_name(*parts), within=store.ref)


def _text(task: Task, place: Field) -> tuple[str, Evidence, bool]:
    """Give a query, and where it stands: in a file of its own, where it is named by one and that is there."""
    if not _FILE.fullmatch(place.text):
        return place.text, place.at(), True
    beside = _file(task, place.text.lstrip("./"))
    if beside is None:
        return "", place.at(), False
    try:
        return beside.text, beside.at(line=1), True
    except Unreadable:
        return "", place.at(), False


def _file(task: Task, path: str) -> Document | None:
    searched = [each.text for each in task.dag.arg("template_searchpath").each() if each.text]
    folders = (*_FOLDERS, *(f"{up}{basename(each.rstrip('/'))}/" for each in searched for up in ("", "../")))
    return next((found for folder in folders if (found := task.dag.document.sibling(folder + path)) is not None), None)


# what is carried from one to another


def carried(task: Task) -> Iterator[Told]:
    """Give both ends of an operator that carries data from one system into another."""
    source, target = transfer(task.operator)
    if source:
        yield from _end(task, source, "reads", ("bucket_name", "bucket", "source_bucket", "s3_bucket"), _OUT_OF)
    if target:
        yield from _end(task, target, "writes", ("destination_bucket", "bucket_name", "bucket", "s3_bucket"), _INTO)


def _end(task: Task, app: str, verb: str, buckets: tuple[str, ...], tables: tuple[str, ...]) -> Iterator[Told]:
    name = task.text(*buckets)
    sort = database_of(app)
    if app in _STORES and name:
        conn = task.text(f"{app}_conn_id", "aws_conn_id" if app == "s3" else "gcp_conn_id")
        target = bucket(name, _STORES[app], own_server(conn, task.dag, "datastore"))
        effect = Effect(verb, target, task.arg(*buckets).at(), task.id, soft=task.soft)
        yield effect, ()
    elif sort:
        conn = task.text(f"{sort}_conn_id", f"{app}_conn_id", "conn_id", "gcp_conn_id") or usual_connection(sort)
        query = task.arg("sql", "query")
        if verb == "reads" and query.is_text:
            yield from _touched(task, query, conn, sort)
        else:
            yield from _named(task, conn, sort, verb, tables)
        if conn == usual_connection(sort):
            effect, entity = uses(conn, task.dag, task.place.at(), task.id, soft=task.soft)
            yield effect, (entity,)
    else:
        product = Locator("node type", f"airflow:{app}", task.dag.scope, expects="service")
        yield Effect(verb if app else "calls", product, task.place.at(), task.id, soft=task.soft), ()


def _named(task: Task, conn: str, sort: str, verb: str, names: tuple[str, ...]) -> Iterator[Told]:
    """Give the table that a task names itself, or its database where only a run knows which."""
    store = database(conn, task.dag, sort, task.place.at())
    place = task.arg(*names)
    written = place.text.replace(":", ".").partition("$")[0]
    target: Ref = store.ref
    if written and _TABLE.fullmatch(written):
        target = _table(relation_name(*written.split(".")), store, task)
    operation = task.text("write_disposition").lower().removeprefix("write_") if verb == "writes" else ""
    yield Effect(verb, target, place.at(), task.id, operation, soft=task.soft), store.beside
