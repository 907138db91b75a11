"""Addresses in the settings of containers: in URLs, DSNs, ``host:port``, connection strings and bare names.

>>> [found.host_port for found in addresses_in("DB", "Host=claims-db;Port=5432;Password=x")]
['claims-db:5432']
>>> [found.host_port for found in addresses_in("MONGO_URL", "mongodb://u:p@mongo-0:27017,mongo-1:27017/claims")]
['mongo-0:27017', 'mongo-1:27017']
>>> [found.host_port for found in addresses_in("STORE", "s3://u:p@?host=minio:9000")]
['minio:9000']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from opmap.connecting import Locator, hosts_in, parse_dsn
from opmap.connecting.addresses import Address
from opmap.connecting.hosts import is_here, is_internal, number_of
from opmap_connectors._shared.images import by_name
from opmap_connectors._shared.variables import (
    names_host,
    names_own_address,
    proves,
    speaks_in_passing,
    speaks_of_itself,
    stores,
    watches,
)

_SPREAD = re.compile(
    r"(?P<scheme>\b[a-zA-Z][a-zA-Z0-9+.:-]{1,40}://)(?P<authority>[^/\s\"'?#]{1,2000})(?P<rest>[^\s\"',;]*)"
)
_ENDPOINT = re.compile(r"[?&]endpoint(?:_?url|_override)?=([^&\s\"']{1,500})", re.IGNORECASE)
_HOST_ASKED_FOR = re.compile(r"[?&]host=([^&\s\"']{1,500})", re.IGNORECASE)
_NEXT_URL = re.compile(r"[,;](?=[a-zA-Z][a-zA-Z0-9+.-]{1,20}:(?:[a-z0-9]+:)?//)")
_PAIRS = re.compile(
    r"(?:^|[;\s\"'])(?:host|server|data ?source|address|addr|hostname)\s*=\s*"
    r"(?:tcp:)?([A-Za-z0-9_.-]+)(?:[,:]([0-9]{2,5}))?",
    re.IGNORECASE,
)
_PAIR_PORT = re.compile(r"(?:^|[;\s])port\s*=\s*([0-9]{2,5})", re.IGNORECASE)
_PAIRED = re.compile(
    r"(?:^|[;\s])(?:user(?:name)?|user id|uid|password|pwd|dbname|database|initial catalog|port)\s*=", re.IGNORECASE
)
_IN_CLUSTER = re.compile(
    r"(?<![\w./@:-])([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+\.svc(?:\.[a-z0-9-]+\.[a-z]+)?)(?![\w.:-])"
)
_IP_PORT = re.compile(r"(?<![\w./@:-])([0-9]{1,3}(?:\.[0-9]{1,3}){3}):([0-9]{2,5})(?![\w.])")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}))*\.?")
_NO_NAMES = frozenset(
    "none null nil true false yes no on off auto default any all local disabled enabled empty unset".split()
)
_NAMESPACES = frozenset(
    "www.w3.org w3.org schemas.xmlsoap.org schemas.microsoft.com xmlns.com json-schema.org schema.org purl.org".split()
)
"""Hosts in the names of vocabularies, which nothing asks."""
_STAND_INS = frozenset(f"{prefix}example.{ending}" for prefix in ("", "www.") for ending in ("com", "net", "org"))
"""Hosts that stand for any other (RFC 2606)."""
_NOBODYS = _NAMESPACES | _STAND_INS
_WEB = frozenset({"", "http", "https", "ws", "wss"})
_SHORT = 300  # what stands in one setting is written in many places, and looked at once
_LOWEST_PORT = 80  # below it, a word and a number are more often an image and its version

_SCHEMES = {
    "datastore": """postgres postgresql psql pg mysql mysql2 mariadb mongodb mongodb+srv redis rediss sqlserver mssql
        oracle clickhouse cassandra neo4j bolt neo4j+s couchdb memcached influxdb etcd s3 amqp amqps kafka nats pulsar
        mqtt mqtts stomp zookeeper milvus qdrant""",
    "monitoring": "zipkin jaeger otlp statsd syslog gelf",
    "identity provider": "ldap ldaps",
}
_KIND_BY_SCHEME = {scheme: kind for kind, schemes in _SCHEMES.items() for scheme in schemes.split()}
_PORTS = {
    "datastore": "5432 3306 1433 1521 27017 6379 5672 5671 9092 9093 "
    "29092 9200 9042 11211 26257 2181 2379 4222 1883 6650 "
    "7687 8086 19530 6333 6334 61616",
    "monitoring": "4317 4318 9411 14268 14250 6831 6832 8125 24224 9091 3100",
    "identity provider": "389 636",
}
_KIND_BY_PORT = {int(port): kind for kind, ports in _PORTS.items() for port in ports.split()}


def addresses_in(name: str, value: str) -> Iterator[Address]:
    """Find the addresses that a variable holds and that are not its reader's own; each once."""
    if speaks_of_itself(name):
        return
    found = [*addresses_in_text(value)] or [*_bare(name, value)]
    own = names_own_address(name) or speaks_in_passing(name)
    for address in dict.fromkeys(found):
        if address.host in _NOBODYS or address.host.endswith(".invalid"):
            continue
        if not (own and is_public(address.host) and address.scheme in _WEB):
            yield address


def addresses_in_text(text: str) -> Iterator[Address]:
    """Find the addresses in a free text, such as a command; local ones are none."""
    if ":" in text or "=" in text or ".svc" in text:
        yield from _in_short_text(text) if len(text) <= _SHORT else _in_text(text)


def _in_text(text: str) -> tuple[Address, ...]:
    parted = _NEXT_URL.sub(" ", text[:100_000])
    found = [*hosts_in(_SPREAD.sub(_each_host, parted))]
    found += (Address("", ip, int(port), "") for ip, port in _IP_PORT.findall(parted) if number_of(ip) is not None)
    if ".svc" in parted:
        found += (Address("", host, None, "") for host in _IN_CLUSTER.findall(parted))
    if _PAIRED.search(text):
        found += _paired(text)
    return tuple(filter(_leads_elsewhere, dict.fromkeys(found)))


_in_short_text = lru_cache(maxsize=4096)(_in_text)


def _leads_elsewhere(address: Address) -> bool:
    likely = address.scheme or address.port is None or address.port >= _LOWEST_PORT
    return bool(likely) and not is_here(address.host) and not _odd(address)


def _each_host(found: re.Match[str]) -> str:
    """Write a URL that names several hosts as several URLs, and cut off what a driver adds behind a semicolon."""
    scheme, authority, rest = found.group("scheme", "authority", "rest")
    if "@" in rest:  # a secret that holds a slash: what stands before it may be a part of it
        if scheme.lower() in {"http://", "https://"}:
            return " "
        authority, slash, path = rest.rpartition("@")[2].partition("/")
        rest = slash + path
    elsewhere = _ENDPOINT.search(rest)
    if elsewhere:  # a bucket in a store of one's own
        return f" {unquote(elsewhere.group(1))} "
    hosts = authority.rpartition("@")[2]
    asked = None if hosts else _HOST_ASKED_FOR.search(rest)
    if asked:  # libpq and others write a host that way, where none stands before the path
        host = unquote(asked.group(1))
        return f" {host if '://' in host else scheme + host} "
    path = rest.partition(";")[0] if rest.startswith("/") else ""
    return " ".join(f"{scheme}{host.rstrip(')')}{path}" for host in hosts.partition(";")[0].split(",") if host)


def _odd(address: Address) -> bool:
    return "$" in address.host or "_" in address.host.partition(".")[0][:1] or address.host.endswith(".invalid")


def _paired(text: str) -> Iterator[Address]:
    """Read connection strings of the kind ``Host=db;Port=5432``."""
    port = _PAIR_PORT.search(text)
    for found in _PAIRS.finditer(text):
        number = found.group(2) or (port.group(1) if port else "")
        yield Address("dsn", found.group(1).lower().rstrip("."), int(number) if number else None, "")


def _bare(name: str, value: str) -> Iterator[Address]:
    if not names_host(name) or name.lower() in {"host", "hostname"}:
        return  # a bare HOST is the reader's own
    for word in re.split(r"[,;\s]+", value.strip())[:50]:
        if is_host_name(word) and not is_here(word):
            yield Address("", word.lower().rstrip("."), None, "")


def is_host_name(word: str) -> bool:
    """Say whether a word can be the name of a host, or its number."""
    if not _NAME.fullmatch(word) or word.lower() in _NO_NAMES:
        return False
    return number_of(word) is not None or (any(sign.isalpha() for sign in word) and len(word) <= 253)


def is_public(host: str) -> bool:
    """Say whether a host can be meant by everybody: a name of several parts under a public ending, no IP."""
    return number_of(host) is None and not is_internal(host)


def locator(address: Address, scope: str, expects: str = "") -> Locator:
    """Make the locator of an address: a URL where it has a scheme of the web, else host and port."""
    if address.scheme in {"", "dsn"}:
        return Locator("host", address.host_port, scope, expects=expects)
    return Locator(
        "url", f"{address.scheme}://{address.host_port}{_harmless(address.path)}"[:500], scope, expects=expects
    )


def _harmless(path: str) -> str:
    """Keep a path up to the first part of it that may be a secret, as webhooks hold them."""
    kept = []
    for part in path.split("/")[:12]:
        mixed = any(sign.isdigit() for sign in part) and any(sign.isalpha() for sign in part)
        if not re.fullmatch(r"[A-Za-z0-9._~-]{0,30}", part) or (mixed and len(part) >= 8):
            break
        kept.append(part)
    return "/".join(kept).rstrip("/")


def expected_kind(name: str, address: Address) -> str:
    """Say what stands at an address by scheme, port and names; empty where nothing tells.

    >>> expected_kind("REDIS_ADDR", parse_dsn("redis://redis-cart:6379"))
    'datastore'
    """
    scheme = address.scheme.removeprefix("jdbc:").partition("+")[0] if address.scheme != "mongodb+srv" else "mongodb"
    if scheme in _KIND_BY_SCHEME or address.scheme.startswith("jdbc:") or scheme == "dsn":
        return _KIND_BY_SCHEME.get(scheme, "datastore")
    if watches(name):
        return "monitoring"
    if proves(name):
        return "identity provider"
    named = by_name(address.host.partition(".")[0])
    if named is not None and named.kind == "monitoring":
        return named.kind
    by_port = _KIND_BY_PORT.get(address.port or 0, "")
    if by_port:
        return by_port
    if stores(name) and scheme not in {"http", "https", "grpc"}:
        return "datastore"
    return named.kind if named is not None and named.kind != "service" else ""


__all__ = [
    "Address",
    "addresses_in",
    "addresses_in_text",
    "expected_kind",
    "is_public",
    "locator",
    "parse_dsn",
]
