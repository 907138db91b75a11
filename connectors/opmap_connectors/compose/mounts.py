"""What a service is given besides variables: volumes, configuration files, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Document, Entity, Evidence, Field, Key, Reading, Relation, attributes, short_name
from opmap_connectors._shared.variables import holds_secret, names_secret
from opmap_connectors.compose.environment import Variable
from opmap_connectors.compose.project import Project, Service

_CONFIGURING = re.compile(r".*\.(?:conf|cfg|ini|properties|toml|ya?ml|json|tmpl|template|env)")
_REFERENCE = re.compile(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)[^}]*\}?")
_VOLUME = re.compile(r"[A-Za-z0-9][\w.-]*")
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Mount:
    """Something that is laid into a container."""

    source: str
    read_only: bool
    place: Field


def mounts_of(service: Service, project: Project) -> Iterator[Mount]:
    """Give the volumes and folders that a service mounts."""
    for item in service.own["volumes"].each():
        if item.is_mapping:
            if item["type"].text in {"", "volume", "bind"}:
                yield Mount(project.text(item["source"]), item["read_only"].flag is True, item)
            continue
        source, colon, rest = project.text(item).partition(":")
        if colon:
            yield Mount(source, "ro" in rest.partition(":")[2].split(","), item)


def configuration_files(service: Service, project: Project) -> Iterator[tuple[Document | str, Evidence]]:
    """Give the configuration that a service mounts from beside the project, and what is written into it."""
    for mount in mounts_of(service, project):
        if mount.source.startswith(".") and _CONFIGURING.fullmatch(mount.source.lower()):
            file = project.files.beside(mount.place.part.document, mount.source)
            if file is not None and len(file.data) <= _LARGEST:
                yield file, mount.place.at()
    for item in service.own["configs"].each():
        config = project.declared["configs"].get(project.text(item["source"] if item.is_mapping else item))
        if config is None:
            continue
        content, path = config["content"].top, config["file"].top
        if content is not None:
            yield project.text(content), content.at()
        file = project.files.beside(path.part.document, project.text(path)) if path is not None else None
        if file is not None and path is not None and len(file.data) <= _LARGEST:
            yield file, path.at()


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
        reference = _REFERENCE.fullmatch(variable.written.strip())
        if reference and names_secret(variable.name):
            key: Key = project.key("variable", reference.group(1))
            yield Entity("credential", reference.group(1), (key,), variable.evidence, mentioned=True)
            yield Relation(service.key, "uses credential", key, variable.evidence)


def names_in_clear(variables: dict[str, Variable]) -> tuple[str, ...]:
    """Give the names of the variables whose secret stands in the file itself."""
    return tuple(
        sorted(variable.name for variable in variables.values() if holds_secret(variable.name, variable.written))
    )
