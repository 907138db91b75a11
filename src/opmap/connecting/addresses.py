"""Addresses in text: URLs, hosts and DSNs, cut down to what names a thing and holds no secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from opmap.connecting.hosts import number_of
from opmap.facts import Locator
from opmap.frozen import frozen

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"^{_LABEL}(?:\.{_LABEL})*\.?$")
_URL = re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}:(?:[a-z0-9]+:)?//[^\s\"'<>`\\|^]{1,2000}")
_HOST_PORT = re.compile(rf"(?<![\w./@:-])({_LABEL}(?:\.{_LABEL})*):([0-9]{{2,5}})(?![\w.])")
_MOST_TEXT = 100_000


@frozen
class Address:
    """What an address says: how, where, and which database or path there."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def host_port(self) -> str:
        """Give ``host:port``, or the host alone."""
        return f"{self.host}:{self.port}" if self.port else self.host


def parse_dsn(text: str) -> Address | None:
    """Read a URL or a DSN (``jdbc:``, ``mongodb+srv://``, ``amqp://``); None where it names no host.

    >>> parse_dsn("jdbc:postgresql://ana:hunter2@claims-db:5432/claims?ssl=true")
    Address(scheme='jdbc:postgresql', host='claims-db', port=5432, path='/claims')
    """
    found = _URL.search(text[:_MOST_TEXT])
    if not found:
        return None
    whole = found.group()
    prefix, _, rest = whole.partition("://")
    try:
        parts = urlsplit(f"x://{rest}")
        first = (parts.netloc.rpartition("@")[2] or "").split(",")[0]
        host, _, port = first.rpartition(":") if re.search(r":\d+$", first) else (first, "", "")
        host = unquote(host).strip("[]").rstrip(".").lower()
    except ValueError:
        return None
    if not _is_host(host):
        return None
    number = int(port) if port and int(port) < 65536 else None
    return Address(prefix.lower(), host, number, parts.path)


def _is_host(host: str) -> bool:
    if not host or len(host) > 253:
        return False
    return number_of(host) is not None or (bool(_HOST.match(host)) and not host.replace(".", "").isdigit())


def host_of(text: str) -> str:
    """Give the host, with its port where one stands, of a URL, a DSN or ``host:port``; empty where there is none.

    >>> host_of("cart:7070"), host_of("https://API.acme.example/v1?key=1"), host_of("hello")
    ('cart:7070', 'api.acme.example', '')
    """
    address = parse_dsn(text)
    if address:
        return address.host_port
    match = _HOST_PORT.fullmatch(text.strip())
    return f"{match.group(1).lower()}:{match.group(2)}" if match and _is_host(match.group(1).lower()) else ""


def hosts_in(text: str) -> Iterator[Address]:
    """Find every address that stands in a text: URLs and DSNs first, then ``host:port``.

    >>> [found.host_port for found in hosts_in("see http://cart:7070/x and redis-cart:6379")]
    ['cart:7070', 'redis-cart:6379']
    """
    text = text[:_MOST_TEXT]
    rest = text
    for match in _URL.finditer(text):
        address = parse_dsn(match.group())
        if address:
            yield address
        rest = rest.replace(match.group(), " ", 1)
    for match in _HOST_PORT.finditer(rest):
        host = match.group(1).lower()
        if _is_host(host) and not host.replace(".", "").isdigit() and int(match.group(2)) < 65536:
            yield Address("", host, int(match.group(2)), "")


def url_locator(text: str, scope: str = "", expects: str = "") -> Locator | None:
    """Make the locator of a URL: without user, password, query and fragment; None where it names no host.

    >>> url_locator("https://user:pw@api.acme.example/v1/claims?token=abc").value
    'https://api.acme.example/v1/claims'
    """
    address = parse_dsn(text)
    if address is None:
        return None
    value = f"{address.scheme}://{address.host_port}{unquote(address.path).rstrip('/')}"
    return Locator("url", value[:500], scope, expects=expects)
