"""A service of a project as an entity: what it is, where it is reached, how it is run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import (
    Attributes,
    Document,
    Entity,
    Evidence,
    Field,
    Locator,
    Reading,
    Relation,
    attributes,
    short_name,
)
from opmap.connecting.words import criticality_called, environment_called
from opmap_connectors._shared.images import repository_of
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key, team_key
from opmap_connectors._shared.places import is_public
from opmap_connectors._shared.variables import words_of
from opmap_connectors.compose.environment import Variable
from opmap_connectors.compose.layers import Layers
from opmap_connectors.compose.mounts import names_in_clear
from opmap_connectors.compose.network import hosts_of
from opmap_connectors.compose.project import Project, Service

_RULE_HOST = re.compile(r"Host\(([^)]{1,500})\)")
_OWNING = frozenset({"team", "owner", "owners", "maintainer"})


def entity_of(service: Service, variables: dict[str, Variable], project: Project) -> Entity:
    """Give a service; one that only changes what its base describes is mentioned."""
    inside = [Locator("host", host, f"compose:{project.scope}") for host in dict.fromkeys(hosts_of(service, project))]
    public = [Locator("host", host) for host in _public_hosts(service, variables, project)]
    repository = repository_of(service.image)
    resource = _resource(variables)
    stated = project.document.settings.get("environment", "") or resource.get("deployment.environment", "")
    return Entity(
        service.software.kind,
        short_name(service.name),
        (service.key,),
        service.evidence,
        addresses=(*inside, *public, *([Locator("image", repository)] if repository else [])),
        attributes=_attributes(service, variables, project, published=bool(public)),
        mentioned=not service.is_described,
        environment=environment_called(stated),
        inactive=_replicas(service, project) == 0,
    )


def _attributes(service: Service, variables: dict[str, Variable], project: Project, *, published: bool) -> Attributes:
    own, software = service.own, service.software
    limits = own["deploy"]["resources"]["limits"]
    build = own["build"].top
    known = {
        "image": service.image if repository_of(service.image) and own["image"] else None,
        "build": (build["context"].text if build.is_mapping else build.text) if build is not None else None,
        "engine": software.engine,
        "role": software.role,
        "kind_by": software.by if software.kind != "service" else None,
        "role_by": software.by if software.role and software.kind == "service" else None,
        "replicas": _replicas(service, project),
        "restart": project.text(own["restart"].top) or project.text(own["deploy"]["restart_policy"]["condition"].top),
        "healthcheck": _has_healthcheck(own),
        "ports": tuple(dict.fromkeys(filter(None, (_published(port, project) for port in own["ports"].each())))),
        "published": published or None,
        "profiles": tuple(project.text(profile) for profile in own["profiles"].each()),
        "memory_limit": project.text(limits["memory"].top) or project.text(own["mem_limit"].top),
        "cpu_limit": project.text(limits["cpus"].top) or project.text(own["cpus"].top),
        "gpu": _wants_gpu(own) or None,
        "criticality": criticality_called(_resource(variables).get("service.criticality", "")),
        "secrets_in_clear": names_in_clear(variables),
    }
    return attributes(known)


def _replicas(service: Service, project: Project) -> int | None:
    for setting in (service.own["deploy"]["replicas"].top, service.own["scale"].top):
        text = project.text(setting)
        if text.isdecimal() and len(text) < 7:
            return int(text)
    return None


def _has_healthcheck(own: Layers) -> bool | None:
    check = own["healthcheck"]
    if not check:
        return None
    test = check["test"].top
    first = next(test.each(), None) if test is not None else None
    off = check["disable"].top is not None and check["disable"].top.flag is True
    return not (off or (first is not None and first.text.upper() == "NONE"))


def _published(port: Field, project: Project) -> str:
    """Give the port on the machine, where one is published to a known one."""
    if port.is_mapping:
        return project.text(port["published"])
    parts = project.text(port).partition("/")[0].split(":")
    return parts[-2] if len(parts) > 1 else ""


def _wants_gpu(own: Layers) -> bool:
    devices = own["deploy"]["resources"]["reservations"]["devices"]
    asked = any(item.text == "gpu" for device in devices.each() for item in device["capabilities"].each())
    return asked or bool(own["gpus"]) or own["runtime"].text == "nvidia"


def _resource(variables: dict[str, Variable]) -> dict[str, str]:
    """Read what a service tells its telemetry about itself."""
    told = variables.get("OTEL_RESOURCE_ATTRIBUTES")
    pairs = (pair.partition("=") for pair in told.value.split(",")) if told else ()
    return {
        name.strip().removesuffix(".name") if name.startswith("deploy") else name.strip(): value
        for name, _, value in pairs
    }


def _labels(service: Service, project: Project) -> Iterator[tuple[str, str, Field]]:
    for labels in (service.own["labels"], service.own["deploy"]["labels"]):
        for field in labels.fields:
            for name, value in field.items():
                yield name, project.text(value), value
            for item in field.list():
                name, _, text = project.text(item).partition("=")
                yield name, text, item


def _public_hosts(service: Service, variables: dict[str, Variable], project: Project) -> list[str]:
    """Give the public names under which a proxy publishes a service."""
    found = []
    for name, value, _ in _labels(service, project):
        if name.startswith("traefik.") and name.endswith(".rule"):
            found += [
                host for rule in _RULE_HOST.findall(value) for host in re.findall(r"[`\"']([^`\"']+)[`\"']", rule)
            ]
    for variable in ("VIRTUAL_HOST", "LETSENCRYPT_HOST"):
        found += variables[variable].value.split(",") if variable in variables else []
    hosts = (host.strip().lower().partition(":")[0] for host in found)
    return sorted({host for host in hosts if re.fullmatch(r"[a-z0-9.-]{3,253}", host) and is_public(host)})


def owners_of(service: Service, variables: dict[str, Variable], project: Project) -> Iterator[Reading]:
    """Give who answers for a service, by its labels."""
    for name, value, place in _labels(service, project):
        if words_of(name)[-1:] and words_of(name)[-1] in _OWNING and value:
            yield from _owned(service, value, project.document, place.at())
    told = variables.get("OTEL_RESOURCE_ATTRIBUTES")
    for name in ("service.owner", "service.team", "team"):
        value = _resource(variables).get(name, "")
        if told is not None and value:
            yield from _owned(service, value, project.document, told.evidence)


def _owned(service: Service, value: str, document: Document, place: Evidence) -> Iterator[Reading]:
    organisation = organisation_of(document)
    key = person_key(value, organisation) if email_in(value) else team_key(value, organisation)
    yield mention(key, value, place)
    yield Relation(service.key, "owned by", key, place)
