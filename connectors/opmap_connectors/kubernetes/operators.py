"""Databases, brokers and topics that an operator runs for an object of its own kind."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Locator, Reading, Relation, attributes, frozen, short_name
from opmap_connectors.kubernetes.objects import Object, whole
from opmap_connectors.kubernetes.workloads import belongings, hosts_of


@frozen
class Managed:
    """What an operator makes of an object: its kind, and the hosts that it is reached under."""

    group: str
    kind: str
    what: str
    role: str
    engine: str
    hosts: tuple[str, ...] = ("{}",)
    replicas: tuple[str, ...] = ("replicas",)


_MANAGED = (
    Managed(
        "strimzi.io",
        "Kafka",
        "datastore",
        "broker",
        "kafka",
        ("{}-kafka-bootstrap", "{}-kafka-brokers"),
        ("kafka", "replicas"),
    ),
    Managed("strimzi.io", "KafkaConnect", "service", "connector", "kafka-connect", ("{}-connect-api",)),
    Managed("zalan.do", "postgresql", "datastore", "database", "postgres", ("{}", "{}-repl"), ("numberOfInstances",)),
    Managed("cnpg.io", "Cluster", "datastore", "database", "postgres", ("{}-rw", "{}-ro", "{}-r"), ("instances",)),
    Managed(
        "crunchydata.com",
        "PostgresCluster",
        "datastore",
        "database",
        "postgres",
        ("{}-primary", "{}-replicas", "{}-pgbouncer"),
    ),
    Managed("mongodb.com", "MongoDBCommunity", "datastore", "database", "mongodb", ("{}-svc",), ("members",)),
    Managed("mysql.oracle.com", "InnoDBCluster", "datastore", "database", "mysql", ("{}",), ("instances",)),
    Managed("rabbitmq.com", "RabbitmqCluster", "datastore", "broker", "rabbitmq", ("{}", "{}-nodes")),
    Managed("elastic.co", "Elasticsearch", "datastore", "search", "elasticsearch", ("{}-es-http",)),
    Managed("elastic.co", "Kibana", "monitoring", "", "kibana", ("{}-kb-http",), ("count",)),
)
_BY_KIND = {(managed.group, managed.kind): managed for managed in _MANAGED}


def managed_as(found: Object) -> Managed | None:
    """Say what an operator makes of an object; None where none that is known does."""
    ends = (found.group.split(".", start)[-1] for start in range(found.group.count(".") + 1))
    return next(filter(None, (_BY_KIND.get((end, found.kind)) for end in ends)), None)


def read_managed(found: Object, managed: Managed) -> Iterator[Reading]:
    """Give what an operator runs for an object, with the hosts that it makes."""
    replicas = found.field["spec"]
    for step in managed.replicas:
        replicas = replicas[step]
    said = attributes(
        workload=found.kind,
        engine=managed.engine,
        role=managed.role,
        kind_by="operator" if managed.what != "service" else None,
        replicas=whole(replicas),
    )
    yield Entity(
        managed.what,
        short_name(found.name),
        (found.key,),
        found.at(),
        addresses=tuple(host for pattern in managed.hosts for host in hosts_of(found, pattern.format(found.name))),
        attributes=said,
        environment=found.environment(),
    )
    yield from belongings(found)
    search = found.field["spec"]["elasticsearchRef"]["name"]
    if search.text:
        yield Relation(found.key, "depends on", found.key_of("Elasticsearch", search.text), search.at())
    servers = found.field["spec"]["bootstrapServers"]
    for server in servers.text.split(",") if servers.text else ():
        yield Relation(found.key, "depends on", Locator("host", server.strip().lower(), found.scope), servers.at())


def read_topic(found: Object) -> Iterator[Reading]:
    """Give a topic, and the broker that keeps it."""
    name = found.field["spec"]["topicName"].text or found.name
    address = Locator("topic", name, found.scope)
    yield Entity(
        "topic", short_name(name), (found.key,), found.at(), addresses=(address,), environment=found.environment()
    )
    broker = found.field["metadata"]["labels"]["strimzi.io/cluster"]
    if broker.text:
        yield Relation(found.key, "stored in", found.key_of("Kafka", broker.text), broker.at())


def read_kafka_user(found: Object) -> Iterator[Reading]:
    """Give the Secret that is made for a user of a broker."""
    said = attributes(made_by="KafkaUser")
    yield Entity(
        "credential", short_name(found.name), (found.key_of("Secret", found.name),), found.at(), attributes=said
    )
