"""Who watches whom: what is told to a monitor, and what is only asked of one.

A program that sends its traces is watched by the monitor that takes them. A proxy that leads
people to a dashboard, a job that lays out its panels and a tool that puts questions to a
metrics store are not: they ask it, as they ask any other service.
"""

from __future__ import annotations

from opmap.connecting.selecting import only_shows
from opmap_connectors._shared.images import Software, by_name
from opmap_connectors._shared.places import Address
from opmap_connectors._shared.variables import reports, words_of

_TRACING_PORTS = frozenset({4317, 4318, 14268, 14250, 6831, 6832, 8125})
_TAKING_PORTS = frozenset({9411, 24224, 9091, 3100, 12201, 5044, 8200})
_PUSHED = ("otlp", "/write", "/push", "/api/traces", "/api/v2/spans")
_SHOWN_PORTS = frozenset({16686, 3000, 5601, 9090, 9093})
_ROUTING = frozenset(
    "proxy gateway router ingress edge nginx caddy traefik haproxy envoy httpd apache loadbalancer".split()
)


def routes(software: Software, *names: str) -> bool:
    """Say whether something leads others to what stands behind it, by its role, its name or its image."""
    return software.role == "gateway" or any(not _ROUTING.isdisjoint(words_of(name)) for name in names)


def is_asked(name: str, address: Address, engine: str = "", *, by_router: bool = False) -> bool:
    """Say whether a monitor at an address is asked, and not told: ``name`` is the setting that holds the address."""
    if any(mark in address.path for mark in _PUSHED) or address.port in _TRACING_PORTS:
        return False
    if address.port in _SHOWN_PORTS or (by_router and not reports(name)):
        return True
    if address.port in _TAKING_PORTS:
        return False
    known = by_name(address.host.partition(".")[0])
    return only_shows(engine or (known.engine if known is not None else ""))
