"""Services: the names under which workloads are found, and which workloads those are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Entity, Field, Group, Key, Locator, Reading, Relation, attributes, short_name
from opmap.connecting.selecting import Selector, format_selector, selector_of
from opmap_connectors._shared.places import is_public
from opmap_connectors.kubernetes.objects import Object
from opmap_connectors.kubernetes.workloads import belongings, hosts_of

_PUBLIC_NAME = "external-dns.alpha.kubernetes.io/hostname"
_INTERNAL = re.compile(r"load-?balancer.*(?:internal|scheme|type)")
_ENDPOINTS = Group("endpoints of the Service")


def read_service(found: Object) -> Iterator[Reading]:
    """Give a Service: an address, until identity knows whose."""
    spec = found.field["spec"]
    if found.label("component") == "apiserver" and found.name == "kubernetes":
        return  # the cluster's own door, which every export holds
    hosts = [host.strip() for host in found.label(_PUBLIC_NAME).split(",") if is_public(host.strip())]
    balanced = spec["type"].text == "LoadBalancer" and not _is_internal(found)
    yield Entity(
        "service",
        short_name(found.name),
        (found.key,),
        found.at(),
        addresses=(*hosts_of(found, found.name), *(Locator("host", host.lower()) for host in hosts)),
        attributes=attributes(role="address", published=(balanced or bool(hosts)) or None),
        environment=found.environment(),
    )
    yield from belongings(found)
    outside = spec["externalName"]
    if spec["type"].text == "ExternalName" and outside.text:
        target = Locator("host", outside.text.lower().rstrip("."), found.scope)
        yield Relation(found.key, "calls", target, outside.at(), attributes=attributes(verb_by="address"))
        return
    selector = selector_of({name: value.text for name, value in spec["selector"].items()})
    if selector:
        yield selecting(found.key, selector, spec["selector"], found.scope)


def selecting(source: Key, selector: Selector, place: Field, scope: str) -> Relation:
    """Make the relation of whatever stands before the workloads that carry some labels."""
    return Relation(source, "calls", Locator("selector", format_selector(selector), scope), place.at())


def _is_internal(found: Object) -> bool:
    marks = (value.text.casefold() for name, value in found.labels() if _INTERNAL.search(name.casefold()))
    return any(mark in {"true", "internal", "0.0.0.0/0"} for mark in marks)


def read_endpoints(found: Object) -> Iterator[Reading]:
    """Give the hosts that people wrote down for a Service; those of pods are the cluster's own notes."""
    if found.kind == "EndpointSlice":
        service = found.field["metadata"]["labels"]["kubernetes.io/service-name"].text
        subsets = [(found.field["endpoints"], found.field["ports"])]
    else:
        service = found.name
        subsets = [(subset["addresses"], subset["ports"]) for subset in found.field["subsets"].list()]
    written = [
        (address, port)
        for addresses, ports in subsets
        for endpoint in addresses.list()
        if not endpoint["targetRef"] and endpoint["conditions"]["ready"].flag is not False
        for address in [*endpoint["addresses"].list(), endpoint["ip"] or endpoint["hostname"]]
        for port in list(ports.list())[:1] or [ports]
        if address.text
    ]
    if service in {"", "kubernetes"}:
        return
    for address, port in written:
        number = port["port"].text
        host = f"{address.text.lower()}:{number}" if number.isdecimal() else address.text.lower()
        target = Locator("host", host, found.cluster_scope)
        said = attributes(verb_by="address")
        group = _ENDPOINTS if len(written) > 1 else None
        yield Relation(found.key_of("Service", service), "calls", target, address.at(), group=group, attributes=said)
