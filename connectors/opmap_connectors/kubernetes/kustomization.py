"""What a kustomization beside a manifest says about it: its namespace, whether it is a patch, generated settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import normpath

from opmap.connecting import Document, Evidence, Field, Unreadable, frozen
from opmap_connectors._shared.interpolation import read_env

_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_LISTS = ("resources", "bases")
_PATCHES = ("patchesStrategicMerge", "patches", "patchesJson6902")


@frozen
class Setting:
    """A value of a configuration object, and where it stands."""

    text: str
    evidence: Evidence


@dataclass(frozen=True)
class Kustomization:
    """What is said beside a manifest; nothing where no kustomization takes it."""

    namespace: str = ""
    is_patch: bool = False
    generated: dict[str, dict[str, Setting]] = field(default_factory=dict)


def kustomization_of(document: Document) -> Kustomization:
    """Read the kustomization in a document's folder, as far as it speaks of this document."""
    for name in _NAMES:
        beside = document.sibling(name)
        if beside is not None:
            return _read(beside, document.name)
    return Kustomization()


def _read(beside: Document, name: str) -> Kustomization:
    try:
        roots = [
            part.root for part in beside.parts if part.root["apiVersion"].text.startswith("kustomize.config.k8s.io/")
        ]
    except Unreadable:
        return Kustomization()
    for root in roots or []:
        taken = any(normpath(item.text) == name for sort in _LISTS for item in root[sort].list() if item.text)
        patches = (item["path"] if item.is_mapping else item for sort in _PATCHES for item in root[sort].list())
        is_patch = not taken and any(normpath(path.text) == name for path in patches if path.text)
        if taken or is_patch:
            return Kustomization(root["namespace"].text if taken else "", is_patch, dict(_generated(root)))
    return Kustomization()


def _generated(root: Field) -> Iterator[tuple[str, dict[str, Setting]]]:
    for generator in root["configMapGenerator"].list():
        if generator["name"].text:
            yield generator["name"].text, dict(_settings(generator))


def _settings(generator: Field) -> Iterator[tuple[str, Setting]]:
    for literal in generator["literals"].list():
        name, _, value = literal.text.partition("=")
        yield name, Setting(value.strip("\"'"), literal.at())
    document = generator.part.document
    for path in [*generator["envs"].list(), *generator["env"].each()]:
        file = document.sibling(path.text) if path.text else None
        if file is not None:
            for found in read_env(_text(file), raw=True):
                yield found.name, Setting(found.value, file.at(line=found.line))
    for item in generator["files"].list():
        key, _, path_of_key = item.text.partition("=")
        file = document.sibling(path_of_key or key) if key else None
        if file is not None:
            yield (key if path_of_key else file.name), Setting(_text(file), file.at())


def _text(file: Document) -> str:
    try:
        return file.text
    except Unreadable:
        return ""
