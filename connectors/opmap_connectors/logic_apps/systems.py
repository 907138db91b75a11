"""Systems behind connections: a vendor's product, or one of the organisation's own that only the connection knows."""

from __future__ import annotations

from opmap.connecting import Certainty, Entity, Key, Ref, Relation, attributes, frozen, short_name
from opmap_connectors.logic_apps.connections import Connection

_OWN = {
    "sql": ("SQL Server", "datastore"),
    "postgresql": ("PostgreSQL", "datastore"),
    "mysql": ("MySQL", "datastore"),
    "oracle": ("Oracle", "datastore"),
    "db2": ("DB2", "datastore"),
    "informix": ("Informix", "datastore"),
    "jdbc": ("A database", "datastore"),
    "ftp": ("FTP server", "datastore"),
    "sftp": ("SFTP server", "datastore"),
    "sftpwithssh": ("SFTP server", "datastore"),
    "filesystem": ("File share", "datastore"),
    "smtp": ("Mail server", "service"),
    "mq": ("IBM MQ", "service"),
    "rabbitmq": ("RabbitMQ", "service"),
    "kafka": ("Kafka", "service"),
}
_HOSTED = frozenset({"sql"})  # its connector is mostly used for the vendor's own databases


@frozen
class System:
    """What a step works with, how it leans on it, and what is to be said of it."""

    ref: Ref
    verb: str = "calls"
    beside: tuple[Entity | Relation, ...] = ()


def system_of(connection: Connection) -> System:
    """Give the product, or the system that the connection opens: two flows with one connection work with one."""
    if connection.api not in _OWN:
        return System(connection.product)
    title, kind = _OWN[connection.api]
    keys = tuple(each._replace(name=f"{each.name}/system") for each in (connection.key, *connection.same))
    name = f"{title} behind {connection.name}"
    return System(keys[0], "depends on", _described(keys, name, kind, title, connection))


def _described(
    keys: tuple[Key, ...], name: str, kind: str, title: str, connection: Connection
) -> tuple[Entity | Relation, ...]:
    at = connection.place.at()
    entity = Entity(kind, short_name(name), keys, at, attributes=attributes(engine=title.lower()), mentioned=True)
    if connection.api not in _HOSTED:
        return (entity,)
    return entity, Relation(keys[0], "depends on", connection.product, at, certainty=Certainty.PROBABLE)
