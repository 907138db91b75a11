"""Compose files for tests, and what the Compose connector makes of them."""

from __future__ import annotations

from collections.abc import Iterable

from tests.documents import document

from opmap.connecting import Entity, Reading, Relation
from opmap_connectors.compose import Compose

SHOP = "services:\n  web:\n    image: acme/web\n{}\n  db:\n    image: postgres:16\n"


def read(text: str, path: str = "shop/compose.yaml", **beside: str) -> list[Reading]:
    files = {f"shop/{name}": content for name, content in beside.items()}
    return list(Compose().read(document(path, text, beside=files)))


def web(settings: str) -> list[Reading]:
    return read(SHOP.format("".join(f"    {line}\n" for line in settings.splitlines())))


def relations(readings: Iterable[Reading]) -> list[Relation]:
    return [reading for reading in readings if isinstance(reading, Relation)]


def entity(readings: Iterable[Reading], name: str) -> Entity:
    return next(reading for reading in readings if isinstance(reading, Entity) and reading.name == name)
