"""Hosts that mean something only inside one network."""

from __future__ import annotations

from opmap.connecting import parse_dsn
from opmap.connecting.hosts import is_internal


def is_inner(value: str) -> bool:
    """Say whether a URL or host means one thing here and another elsewhere.

    >>> is_inner("claims-db:5432"), is_inner("10.0.0.7"), is_inner("https://api.acme.example/v1")
    (True, True, False)
    """
    address = parse_dsn(value)
    host = address.host if address else value.partition(":")[0]
    return is_internal(host)
