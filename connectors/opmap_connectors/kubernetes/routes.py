"""Ingresses, routes and virtual services: the public names of the Services behind them.

None of them is a node. What they publish gets the public name as an address of its own and
is marked ``published``; what they send elsewhere inside is a call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from opmap.connecting import Entity, Field, Key, Locator, Reading, Relation, attributes, short_name, url_locator
from opmap.connecting.hosts import is_here
from opmap_connectors._shared.places import is_public
from opmap_connectors.kubernetes.objects import Object
from opmap_connectors.kubernetes.workloads import hosts_of

_IN_RULE = re.compile(r"Host\(([^)]{1,500})\)")
_QUOTED = re.compile(r"[`\"']([^`\"']{1,253})[`\"']")
_PATH_IN_RULE = re.compile(r"Path(?:Prefix)?\(\s*[`\"']([^`\"']{1,300})[`\"']")
_AUTHENTICATING = ("nginx.ingress.kubernetes.io/auth-url", "ingress.kubernetes.io/auth-url")


def read_ingress(found: Object) -> Iterator[Reading]:
    """Give the backends of an Ingress with the names that it publishes them under."""
    spec = found.field["spec"]
    backends: dict[str, set[str]] = {}
    for default in (spec["defaultBackend"], spec["backend"]):
        for name in filter(None, [_backend(default)]):
            backends.setdefault(name.text, set()).add("")
            yield _published(found, name.text, name)
    for rule in spec["rules"].list():
        host, paths = rule["host"].text, [*_paths(rule)]
        alone = len({name.text for _, name in paths}) == 1
        for path, name in paths:
            backends.setdefault(name.text, set()).add(host)
            yield _published(found, name.text, name, hosts=[host], path="" if alone else path)
    for tls in spec["tls"].list():
        hosts = {host.text for host in tls["hosts"].list()}
        certified = [name for name, published in backends.items() if not hosts or hosts & published]
        yield from _certified(found, tls["secretName"], certified)
    yield from _authenticated(found, backends)


def _paths(rule: Field) -> Iterator[tuple[str, Field]]:
    for path in rule["http"]["paths"].list():
        name = _backend(path["backend"])
        if name is not None:
            yield path["path"].text, name


def _backend(backend: Field) -> Field | None:
    name = backend["service"]["name"] or backend["serviceName"]
    return name if name.text else None


def _certified(found: Object, secret: Field, backends: Iterable[str]) -> Iterator[Reading]:
    if not secret.text:
        return
    key = found.key_of("Secret", secret.text)
    yield found.mention("credential", key, secret.at())
    for service in backends:
        said = attributes(purpose="the certificate of its public name")
        yield Relation(found.key_of("Service", service), "uses credential", key, secret.at(), attributes=said)


def _authenticated(found: Object, backends: Iterable[str]) -> Iterator[Reading]:
    for name in _AUTHENTICATING:
        place = found.field["metadata"]["annotations"][name]
        target = url_locator(place.text, found.scope, "identity provider")
        if target is not None:
            for service in backends:
                yield Relation(found.key_of("Service", service), "authenticates with", target, place.at())


def _published(
    found: Object, service: str, place: Field, *, hosts: Iterable[str] = (), path: str = "", namespace: str = ""
) -> Entity:
    """Give a Service as published: under a host, or under a path of one."""
    prefix = re.split(r"[*(\[{?$\\|^]", path, maxsplit=1)[0].rstrip("/")
    addresses = []
    for host in hosts:
        name = host.strip().lower()
        if is_public(name) and "*" not in name:
            whole = url_locator(f"https://{name}{prefix}") if prefix else Locator("host", name)
            addresses += [whole] if whole is not None else []
    said = attributes(published=True, published_by=(f"{found.kind} {found.name}",))
    named = _named(found, service, place, namespace)
    return replace(named, addresses=(*named.addresses, *addresses), attributes=said)


def _named(found: Object, service: str, place: Field, namespace: str = "") -> Entity:
    """Give a Service that a route names: there is one, so that it has its names in the cluster."""
    home = replace(found, namespace=namespace or found.namespace)
    key = home.key_of("Service", service)
    hosts = tuple(hosts_of(home, service))
    return Entity("service", short_name(service), (key,), place.at(), addresses=hosts, mentioned=True)


def read_route(found: Object) -> Iterator[Reading]:
    """Give the backends of a Gateway API route."""
    spec = found.field["spec"]
    hosts = [host.text for host in spec["hostnames"].list()]
    rules = [*spec["rules"].list()]
    named = [backend["name"].text for rule in rules for backend in rule["backendRefs"].list()]
    for rule in rules:
        path = next((match["path"]["value"].text for match in rule["matches"].list()), "")
        for backend in rule["backendRefs"].list():
            name = backend["name"]
            if name.text and backend["kind"].text in {"", "Service"}:
                prefix = "" if len(set(named)) == 1 else path
                place = backend["namespace"].text
                yield _published(found, name.text, name, hosts=hosts, path=prefix, namespace=place)


def read_openshift_route(found: Object) -> Iterator[Reading]:
    """Give the backends of an OpenShift route."""
    spec = found.field["spec"]
    for backend in [spec["to"], *spec["alternateBackends"].list()]:
        if backend["name"].text:
            hosts, path = [spec["host"].text], spec["path"].text
            yield _published(found, backend["name"].text, backend["name"], hosts=hosts, path=path)


def read_traefik_route(found: Object) -> Iterator[Reading]:
    """Give the backends of a Traefik IngressRoute."""
    for route in found.field["spec"]["routes"].list():
        rule = route["match"].text[:5_000]
        hosts = [host for part in _IN_RULE.findall(rule) for host in _QUOTED.findall(part)]
        path = _PATH_IN_RULE.search(rule)
        for service in route["services"].list():
            if service["name"].text and service["kind"].text in {"", "Service"}:
                place = service["namespace"].text
                prefix = path.group(1) if path else ""
                yield _published(
                    found, service["name"].text, service["name"], hosts=hosts, path=prefix, namespace=place
                )
    secret = found.field["spec"]["tls"]["secretName"]
    named = [service["name"] for route in found.field["spec"]["routes"].list() for service in route["services"].list()]
    yield from _certified(found, secret, sorted({name.text for name in named if name.text}))


def read_virtual_service(found: Object) -> Iterator[Reading]:
    """Give where a mesh sends what is asked of a host: out of a gateway, or from one Service to another."""
    spec = found.field["spec"]
    hosts = [host.text.lower() for host in spec["hosts"].list() if host.text]
    gateways = [gateway.text for gateway in spec["gateways"].list() if gateway.text != "mesh"]
    asked = [place for place in (_service_at(found, host) for host in hosts) if place is not None]
    for host in _destinations(spec):
        service = _service_at(found, host.text.lower())
        if service is None:
            continue
        if gateways:
            yield _published(found, service[0], host, hosts=hosts, namespace=service[1])
        for other in sorted(set(asked) - {service}):
            yield from (_named(found, name, host, place) for name, place in (other, service))
            source, target = found.key_of("Service", *other), found.key_of("Service", *service)
            yield Relation(source, "calls", target, host.at(), attributes=attributes(routed_by="the mesh"))


def _destinations(spec: Field) -> Iterator[Field]:
    for protocol in ("http", "tls", "tcp"):
        for rule in spec[protocol].list():
            for route in rule["route"].list():
                host = route["destination"]["host"]
                if host.text and route["weight"].text != "0":
                    yield host


def _service_at(found: Object, host: str) -> tuple[str, str] | None:
    """Read a host of the mesh as a Service and its namespace; None for what stands outside."""
    name, _, rest = host.partition(".")
    if not name or "*" in host:
        return None
    inside, dot, _ = rest.partition(".svc")
    if not rest:
        return name, found.namespace
    return (name, inside) if dot and "." not in inside else None


def read_service_entry(found: Object) -> Iterator[Reading]:
    """Give the hosts outside of a mesh that look as if they stood inside; public ones are known for what they are."""
    for host in found.field["spec"]["hosts"].list():
        name = host.text.lower()
        in_cluster = "." in name and _service_at(found, name) is not None
        if not name or "*" in name or is_public(name) or is_here(name) or in_cluster:
            continue
        key: Key = found.key_of("ServiceEntry", f"{found.name}:{name}")
        address = Locator("host", name, found.scope)
        said = attributes(external=found.field["spec"]["location"].text != "MESH_INTERNAL")
        yield Entity(
            "service", short_name(name), (key,), host.at(), addresses=(address,), attributes=said, mentioned=True
        )
