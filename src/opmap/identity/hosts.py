"""Hosts as addresses name them: one spelling, the port, and whether a name can only be internal.

>>> site_of(Locator("url", "https://API.acme.example./v1/"))
Site(host='api.acme.example', port=None, path='/v1', implied=443, reach='public')
>>> site_of(Locator("host", "payments.shop.svc.cluster.local:8080"))
Site(host='payments.shop', port=8080, path='', implied=None, reach='internal')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from opmap.connecting.addresses import parse_dsn
from opmap.connecting.hosts import is_here, is_internal, number_of
from opmap.facts import Locator
from opmap.frozen import frozen

_HOST_PORT = re.compile(r"(?:\[(?P<bracketed>[^\]]+)\]|(?P<plain>[^:]+))(?::(?P<port>[0-9]{1,5}))?")
_CLUSTER_DOMAIN = re.compile(r"\.svc(?:(?:\.[a-z0-9-]+)*\.(?:local|internal))?$")
_POD = re.compile(r"-[0-9]+$")
_PORTS = {
    "amqp": 5672,
    "amqps": 5671,
    "http": 80,
    "https": 443,
    "ldap": 389,
    "ldaps": 636,
    "mariadb": 3306,
    "mongodb": 27017,
    "mqtt": 1883,
    "mysql": 3306,
    "postgres": 5432,
    "postgresql": 5432,
    "redis": 6379,
    "rediss": 6379,
    "sftp": 22,
    "sqlserver": 1433,
    "ws": 80,
    "wss": 443,
}
_BUCKETS = {"gcs": "gs", "gs": "gs", "s3": "s3", "s3a": "s3", "s3n": "s3"}
_LONGEST = 253
SITE_FORMS = frozenset({"host", "url"})
LOCAL, INTERNAL, PUBLIC, BUCKET = "local", "internal", "public", "bucket"


@frozen
class Site:
    """A place on a network: a host, maybe a port, maybe a path there."""

    host: str
    port: int | None = None  # where one is written
    path: str = ""  # without a slash at the end
    implied: int | None = None  # the port that the scheme means where none is written
    reach: str = (
        PUBLIC  # local: the machine that asks; internal: known inside only; bucket: no host, but a name in a store
    )

    @property
    def text(self) -> str:
        """Give the host, with its port where one is written."""
        return f"{self.host}:{self.port}" if self.port else self.host


@lru_cache(maxsize=100_000)
def site_of(locator: Locator) -> Site | None:
    """Read a locator of form ``host`` or ``url``; None where it names no host."""
    if locator.form == "url":
        address = parse_dsn(locator.value)
        if address is None:
            return None
        if address.scheme in _BUCKETS:
            scheme = _BUCKETS[address.scheme]
            return Site(f"{scheme}://{address.host}", path=address.path.rstrip("/"), reach=BUCKET)
        implied = _PORTS.get(address.scheme.rpartition(":")[2].partition("+")[0])
        port = address.port if address.port != implied else None
        return Site(_one_spelling(address.host), port, address.path.rstrip("/"), implied, _reach(address.host))
    written = locator.value.strip().casefold()
    found = _HOST_PORT.fullmatch(written)
    host = (found["bracketed"] or found["plain"]).rstrip(".") if found else written
    if not host or len(host) > _LONGEST or (not found and number_of(host) is None):
        return None
    port = int(found["port"]) if found and found["port"] else None
    return Site(_one_spelling(host), port, reach=_reach(host))


def without_pod(host: str) -> str:
    """Give the name behind that of one pod: ``db-0.db.shop`` is one of ``db.shop``; empty where it is no pod's."""
    pod, _, rest = host.partition(".")
    return rest if _POD.search(pod) else ""


def wildcards(host: str) -> Iterator[str]:
    """Give the wildcards that take a host, the closest first.

    >>> list(wildcards("eu.crm.example"))
    ['*.crm.example', '*.example']
    """
    rest = host.partition(".")[2]
    while rest:
        yield f"*.{rest}"
        rest = rest.partition(".")[2]


def _one_spelling(host: str) -> str:
    return _CLUSTER_DOMAIN.sub("", host.casefold().rstrip("."))


def _reach(host: str) -> str:
    if is_here(host):
        return LOCAL
    return INTERNAL if is_internal(host) else PUBLIC
