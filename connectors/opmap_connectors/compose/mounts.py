"""What a service is given besides variables: volumes, configuration files, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import (
    Entity,
    Field,
    Key,
    Reading,
    Relation,
    attributes,
    frozen,
    is_secret_name,
    may_name_secret,
    short_name,
)
from opmap_connectors._shared.variables import holds_secret
from opmap_connectors.compose.environment import Variable
from opmap_connectors.compose.project import Project, Service

_REFERENCE = re.compile(r"(?<!\$)\$\{?([A-Za-z_][A-Za-z0-9_]*)")
_VOLUME = re.compile(r"[A-Za-z0-9][\w.-]*")


@frozen
class Mount:
    """Something that is laid into a container."""

    source: str
    target: str
    read_only: bool
    place: Field
    is_bound: bool = False  # it is said to be a folder or file of the machine


def mounts_of(service: Service, project: Project) -> Iterator[Mount]:
    """Give the volumes and folders that a service mounts."""
    for item in service.own["volumes"].each():
        if item.is_mapping:
            if item["type"].text in {"", "volume", "bind"}:
                source, target = project.text(item["source"]), project.text(item["target"])
                yield Mount(source, target, item["read_only"].flag is True, item, item["type"].text == "bind")
            continue
        source, colon, rest = project.text(item).partition(":")
        target, _, options = rest.partition(":")
        if colon:
            yield Mount(source, target, "ro" in options.split(","), item)


def shared_volumes(project: Project) -> Iterator[Reading]:
    """Give the named volumes that several services mount: data by which they depend on each other."""
    users: dict[str, dict[str, tuple[Service, Mount]]] = {}
    for service in project.services.values():
        for mount in mounts_of(service, project):
            if _VOLUME.fullmatch(mount.source):
                users.setdefault(mount.source, {}).setdefault(service.name, (service, mount))
    declared = project.declared["volumes"]
    for name, by_service in users.items():
        if len(by_service) < 2 or name not in declared:
            continue
        key = project.key("volume", name)
        place = declared[name].fields[-1].at()
        yield Entity("datastore", short_name(name), (key,), place, attributes=attributes(role="volume"))
        some_only_read = any(mount.read_only for _, mount in by_service.values())
        for service, mount in by_service.values():
            verb = "reads" if mount.read_only else "writes" if some_only_read else "depends on"
            yield Relation(service.key, verb, key, mount.place.at())


def given_things(project: Project) -> Iterator[Reading]:
    """Give the secrets and configuration objects of a project, by name alone, and who uses them."""
    for name, secret in project.declared["secrets"].items():
        yield _entity(project, "credential", "secret", name, secret.fields[-1])
    for name, config in project.declared["configs"].items():
        yield _entity(project, "file", "config", name, config.fields[-1])
    for service in project.services.values():
        for sort, verb in (("secret", "uses credential"), ("config", "reads")):
            for item in service.own[f"{sort}s"].each():
                name = project.text(item["source"] if item.is_mapping else item)
                if not name:
                    continue
                if name not in project.declared[f"{sort}s"]:
                    yield _entity(
                        project, "credential" if sort == "secret" else "file", sort, name, item, mentioned=True
                    )
                yield Relation(service.key, verb, project.key(sort, name), item.at())


def _entity(project: Project, kind: str, sort: str, name: str, place: Field, *, mentioned: bool = False) -> Entity:
    kept = next((way for way in ("file", "environment", "external", "content") if place[way]), "")
    said = attributes(role="configuration" if sort == "config" else None, kept_in=kept)
    return Entity(kind, short_name(name), (project.key(sort, name),), place.at(), attributes=said, mentioned=mentioned)


def passed_credentials(service: Service, variables: dict[str, Variable], project: Project) -> Iterator[Reading]:
    """Give the secrets that a service takes from the project's variables: one variable is one secret for all."""
    for variable in variables.values():
        if "$" not in variable.written:
            continue
        referred = dict.fromkeys(_REFERENCE.findall(variable.written))
        whole = len(referred) == 1 and variable.written.lstrip().startswith("$") and may_name_secret(variable.name)
        for name in referred:
            if whole or is_secret_name(name):
                key: Key = project.key("variable", name)
                yield Entity("credential", name, (key,), variable.evidence, mentioned=True)
                yield Relation(service.key, "uses credential", key, variable.evidence)


def names_in_clear(variables: dict[str, Variable]) -> tuple[str, ...]:
    """Give the names of the variables whose secret stands in the file itself."""
    return tuple(
        sorted(variable.name for variable in variables.values() if holds_secret(variable.name, variable.written))
    )
