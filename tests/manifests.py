"""Manifests for tests, and what the Kubernetes connector makes of them."""

from __future__ import annotations

from collections.abc import Iterable

from tests.documents import document

from opmap.connecting import Entity, Notice, Reading, Relation
from opmap_connectors.kubernetes import Kubernetes


def deployment(name: str, spec: str = "", *, image: str = "acme/x", labels: str = "", kind: str = "Deployment") -> str:
    lines = "".join(f"        {line}\n" for line in spec.splitlines())
    return (
        f"---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: {name}, labels: {{{labels}}}}}\n"
        f"spec:\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n"
        f"      - name: main\n        image: {image}\n{lines}"
    )


def service(name: str, selector: str, spec: str = "") -> str:
    return f"---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{{selector}}}{spec}}}\n"


def read(text: str, path: str = "k8s/all.yaml", beside: dict[str, str] | None = None, **settings: str) -> list[Reading]:
    return list(Kubernetes().read(document(path, text, beside=beside, **settings)))


def relations(readings: Iterable[Reading]) -> list[Relation]:
    return [reading for reading in readings if isinstance(reading, Relation)]


def entities(readings: Iterable[Reading]) -> dict[str, Entity]:
    """Give entities by key, and of several with one key the one that is described."""
    found = [reading for reading in readings if isinstance(reading, Entity)]
    return {str(entity.keys[0]): entity for entity in sorted(found, key=lambda entity: entity.mentioned, reverse=True)}


def notices(readings: Iterable[Reading]) -> list[str]:
    return [reading.reason for reading in readings if isinstance(reading, Notice)]
