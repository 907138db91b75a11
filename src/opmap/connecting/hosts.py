"""Hosts that mean one thing here and another elsewhere: the machine itself, and names inside one network.

>>> is_here("localhost"), is_internal("claims-db"), is_internal("claims.shop.svc"), is_internal("api.acme.example")
(True, True, True, False)
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

_HERE = frozenset(
    "localhost ip6-localhost host.docker.internal gateway.docker.internal docker.for.mac.localhost "
    "host.minikube.internal kubernetes kubernetes.default kubernetes.default.svc "
    "kubernetes.default.svc.cluster.local metadata.google.internal".split()
)
_MAYBE_NUMBER = re.compile(r"[0-9.]+|[^:]*:.*", re.DOTALL)
_INSIDE = (".svc", ".local", ".internal", ".lan", ".localdomain", ".home", ".docker")


def is_here(host: str) -> bool:
    """Say whether a host is the machine, the container or the platform itself."""
    host = host.lower()
    if host in _HERE or host.endswith(".localhost"):
        return True
    number = number_of(host)
    return number is not None and (
        number.is_loopback or number.is_unspecified or number.is_link_local or number.is_multicast
    )


def is_internal(host: str) -> bool:
    """Say whether a host is known inside one network only: one word, an inner ending, or a number of its own."""
    number = number_of(host)
    if number is not None:
        return not number.is_global
    return "." not in host or host.lower().endswith(_INSIDE)


def number_of(host: str) -> IPv4Address | IPv6Address | None:
    """Give the number that a host is written as; None for a name, which is soon said of most.

    >>> number_of("10.0.0.1"), number_of("::1"), number_of("claims-db")
    (IPv4Address('10.0.0.1'), IPv6Address('::1'), None)
    """
    if not _MAYBE_NUMBER.fullmatch(host):
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None
