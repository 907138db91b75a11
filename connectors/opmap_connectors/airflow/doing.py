"""What a task does outside its DAG: what it reads, writes, calls, sets going, and proves itself with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from opmap.connecting import Effect, Entity, Field, Locator, Reading, Ref, attributes, short_name
from opmap_connectors._shared.commands import addresses_in_command
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.operations import verb_of
from opmap_connectors._shared.places import locator
from opmap_connectors._shared.requests import changing, of_body
from opmap_connectors.airflow.connections import connection, own_server, service, uses
from opmap_connectors.airflow.dags import Task
from opmap_connectors.airflow.data import BUCKETS, asset, bucket, buckets_in
from opmap_connectors.airflow.others import others
from opmap_connectors.airflow.products import OWN_SERVERS, app_of, database_of, transfer
from opmap_connectors.airflow.queries import carried, queried
from opmap_connectors.airflow.serialized import opened
from opmap_connectors.airflow.thinking import thought

Told = tuple[Effect, tuple[Reading, ...]]
"""What is done, and what is to be said of the things that only this names."""

_CONNS = re.compile(r"(?:^|_)conn_id$")
_JINJA = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STORES = {"s3": "aws-s3", "gcs": "google-cloud-storage"}
_TOPICS = frozenset({"pubsub", "sns", "sqs", "kafka", "kinesis", "azure-service-bus"})
_WORD = re.compile(r"[A-Z][a-z0-9]+")
_SERVERS = {"SSH": ("Machine", "host"), "SFTP": ("File server", "service"), "FTP": ("File server", "service")}


def done(task: Task) -> Iterator[Told]:
    """Give what one task does."""
    yield from others(task)
    yield from queried(task)
    yield from carried(task)
    yield from _asked(task)
    yield from _mailed(task)
    yield from _commanded(task)
    yield from _used(task)
    yield from thought(task)
    yield from _updated(task)
    yield from _awaited(task)
    for place in task.inside():
        yield from _inside(place, task)
    yield from _keys(task)


def _effect(task: Task, verb: str, target: Ref, place: Field, operation: str = "", **more: Any) -> Effect:
    return Effect(verb, target, (place or task.place).at(), task.id, operation, soft=task.soft, **more)


def _asked(task: Task) -> Iterator[Told]:
    """Ask over HTTP: at the address of the connection, where that is known."""
    if not re.match(r"(?:Simple)?Http(?:Operator|Sensor)", task.operator):
        return
    conn, place = task.arg("http_conn_id", "conn_id"), task.arg("endpoint")
    found = connection(conn.text or "http_default", task.dag)
    endpoint = _JINJA.sub("{}", place.text)
    method = task.text("method").upper() or ("GET" if task.operator.endswith("Sensor") else "POST")
    url = f"{found.address}/{endpoint.lstrip('/')}" if found.address else endpoint
    yield _call(task, url, method, place, task.arg("data", "json"), found.id)


def _call(task: Task, url: str, method: str, place: Field, sent: Field, conn_id: str = "") -> Told:
    where = located(url, task.dag.scope) if "://" in url else None
    said = attributes(method=method)
    if where is not None:
        more = changing(where, method, of_body(sent, lambda text: _JINJA.sub("{}", text)))
        return _effect(task, "calls", where.target, place, certainty=where.certainty, attributes=said, **more), ()
    words = short_name(f"{conn_id} {url}".strip() or place["unknown"].text, "an address that is not set")[:120]
    target = Locator("expression", words, str(task.dag.key), expects="service")
    return _effect(task, "calls", target, place, attributes=said), ()


def _mailed(task: Task) -> Iterator[Told]:
    if task.operator == "EmailOperator":
        conn = task.text("conn_id") or "smtp_default"
        ref, beside = service(conn, task.dag, "Mail server", "service", task.place.at())
        yield _effect(task, "calls", ref, task.arg("to"), "send"), beside
    for prefix, (title, kind) in _SERVERS.items():
        conn = task.text(f"{prefix.lower()}_conn_id")
        if task.operator.startswith(prefix) and conn:
            ref, beside = service(conn, task.dag, title, kind, task.place.at())
            yield _effect(task, "depends on", ref, task.arg(f"{prefix.lower()}_conn_id")), beside


def _commanded(task: Task) -> Iterator[Told]:
    """Find the addresses and buckets in a command, in arguments, and in the variables of a container."""
    for name in ("bash_command", "command", "cmds", "arguments"):
        for place in task.arg(name).each():
            text = _JINJA.sub("{}", place.text)
            found_there = dict.fromkeys(address for _, _, address in addresses_in_command([text]))
            for found in (each for each in found_there if each.scheme not in BUCKETS):
                yield _effect(task, "calls", locator(found, task.dag.scope), place), ()
            for bucket_name, product in buckets_in(text):
                yield _effect(task, "depends on", bucket(bucket_name, product), place), ()


def _used(task: Task) -> Iterator[Told]:
    """Use a product: a bucket or a topic of it where one is named, else as a whole."""
    app = app_of(task.operator, task.module)
    if not app or transfer(task.operator) != ("", "") or (database_of(app) and _has_query(task)):
        return
    operation = "".join(_WORD.findall(task.operator.removesuffix("Operator").removesuffix("Sensor"))[1:])
    operation = operation[:1].lower() + operation[1:]
    reading = task.operator.endswith("Sensor")
    where = task.text("bucket_name", "bucket", "source_bucket", "source_bucket_name")
    topic = task.text("topic", "topic_id", "target_arn", "sqs_queue", "queue_url")
    if app in _STORES and where:
        verb = "reads" if reading or verb_of(operation) == "reads" else "writes"
        stored = bucket(where, _STORES[app], own_server(task.text("aws_conn_id"), task.dag, "datastore"))
        yield _effect(task, verb, stored, task.arg("bucket_name", "bucket"), operation), ()
    elif app in _TOPICS and topic:
        verb = "consumes" if reading or "onsume" in task.operator or "Pull" in task.operator else "publishes"
        yield _effect(task, verb, Locator("topic", topic, task.dag.scope), task.arg("topic"), operation), ()
    elif app in OWN_SERVERS:
        conn = next((task.text(name) for name, _ in task.place.items() if _CONNS.search(name) and task.text(name)), "")
        title, kind = OWN_SERVERS[app]
        ref, beside = service(conn or f"{app}_default", task.dag, title, kind, task.place.at())
        yield _effect(task, "depends on", ref, task.place, operation), beside
    else:
        product = Locator("node type", f"airflow:{app}", task.dag.scope, expects="service")
        yield _effect(task, "calls", product, task.place, operation), ()


def _has_query(task: Task) -> bool:
    return bool(task.arg("sql", "query", "hql", "configuration", "bql", "statement"))


def _updated(task: Task) -> Iterator[Told]:
    """Read and write the assets that a task declares."""
    for name, verb in (("inlets", "reads"), ("outlets", "writes")):
        for each in task.arg(name).each():
            place = opened(each)
            found = place["asset"] or place["uri"]
            if found.text and "{}" not in found.text:
                dataset = asset(found.text, task.dag, found.at())
                yield _effect(task, verb, dataset.ref, found), dataset.beside


def _awaited(task: Task) -> Iterator[Told]:
    """Wait for a file: it is read, whoever reads what stands in it."""
    place = task.arg("filepath")
    if task.operator == "FileSensor" and place.is_text:
        path = short_name(_JINJA.sub("{}", place.text))
        key = task.dag.part("file", path)
        yield (
            _effect(task, "reads", key, place, "waits for"),
            (Entity("file", path, (key,), place.at(), mentioned=True),),
        )


def _inside(place: Field, task: Task) -> Iterator[Told]:
    """Give what a task's own code does: it asks an address, or goes through a hook."""
    if place["url"]:
        yield _call(task, _JINJA.sub("{}", place["url"].text), place["method"].text, place["url"], place["json"])
    if place["hook"] and not place["sql"]:
        conn = next((value for name, value in place.items() if _CONNS.search(name) and value.text), None)
        if conn is not None and "{" not in conn.text:
            effect, entity = uses(conn.text, task.dag, conn.at(), task.id, soft=task.soft)
            yield effect, (entity,)
        app = app_of(place["hook"].text)
        if app and not database_of(app):
            product = Locator("node type", f"airflow:{app}", task.dag.scope, expects="service")
            yield _effect(task, "calls", product, place["hook"]), ()


def _suits(name: str, task: Task) -> bool:
    """Say whether a connection that all tasks are given is one that this task's operator takes."""
    sort = name.removesuffix("conn_id").rstrip("_")
    return bool(sort) and task.operator.lower().startswith(sort.replace("_", ""))


def _keys(task: Task) -> Iterator[Told]:
    """Give the connections that a task proves itself with."""
    usual = [name for name, _ in task.dag.arg("default_args").items() if _suits(name, task)]
    for name in dict.fromkeys([*(name for name, _ in task.place.items()), *usual]):
        conn = task.text(name) if _CONNS.search(name) else ""
        if conn and len(conn) < 250:
            yield from _opened(conn, task.arg(name), task)
    for name, place in task.arg("op_kwargs").items():
        if _CONNS.search(name) and place.text and "{" not in place.text:
            yield from _opened(place.text, place, task)


def _opened(conn: str, place: Field, task: Task) -> Iterator[Told]:
    """Give a connection, and what stands at its end where only that says what a class of one's own works with."""
    effect, entity = uses(conn, task.dag, place.at(), task.id, soft=task.soft)
    yield effect, (entity,)
    stated = connection(conn, task.dag)
    known = app_of(task.operator, task.module) or transfer(task.operator) != ("", "") or _has_query(task)
    server = own_server(conn, task.dag, "") if stated.scope and not known else None
    if server is not None:
        yield _effect(task, "calls" if stated.address else "depends on", server, place), ()
