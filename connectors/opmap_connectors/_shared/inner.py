"""Hosts that mean something only inside one network."""

from __future__ import annotations

from ipaddress import ip_address

from opmap.connecting import parse_dsn

_INNER = (".svc", ".local", ".internal", ".localdomain", ".lan")


def is_inner(value: str) -> bool:
    """Say whether a URL or host means one thing here and another elsewhere.

    >>> is_inner("claims-db:5432"), is_inner("10.0.0.7"), is_inner("https://api.acme.example/v1")
    (True, True, False)
    """
    address = parse_dsn(value)
    host = address.host if address else value.partition(":")[0]
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_INNER)
