"""The vendors that opmap knows by itself: the inventories that ship with it, read by the connector for inventories."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING

from opmap.errors import BadConnector, Unreadable
from opmap.facts import SHIPPED

if TYPE_CHECKING:
    from opmap.facts import Reading
    from opmap.identity import Catalogue

_READER = "native"
_COMPILER = "opmap.identity"


def recipe() -> str:
    """Give the hash of what estates are compiled with: opmap's version and code, the catalogue, and who reads it."""
    from importlib.metadata import version

    from opmap.connecting.registry import connectors

    told = blake2b(version("opmap").encode(), digest_size=16)
    for connector in connectors():
        told.update(f"\n{connector.name} {connector.version}".encode())
    for name, data in (*_contents(_COMPILER, ".py"), *_documents()):
        told.update(f"\n{name} {len(data)}\n".encode() + data)
    return told.hexdigest()


@cache
def shipped_catalogue() -> Catalogue:
    """Give the catalogue that ships with opmap; raise BadConnector where nothing can read it."""
    from opmap.identity import load_catalogue

    return load_catalogue(_readings())


def _readings() -> Iterator[Reading]:
    from opmap.automations import expanded
    from opmap.connecting import Document
    from opmap.connecting.registry import connectors

    reader = next((connector for connector in connectors() if connector.name == _READER), None)
    if reader is None:
        raise BadConnector(_READER, "it is not installed, and the catalogue of vendors is written for it")
    for name, data in _documents():
        document = Document(name, data, SHIPPED, connector=_READER)
        try:
            yield from expanded(reader.read(document))
        except Unreadable as error:
            raise BadConnector(_READER, f"it cannot read the catalogue of vendors ({name}: {error})") from error


def _documents() -> Iterator[tuple[str, bytes]]:
    return _contents(f"opmap_inventories.{SHIPPED}", ".yaml")


def _contents(package: str, ending: str) -> Iterator[tuple[str, bytes]]:
    outer, _, inner = package.partition(".")
    for entry in sorted((files(outer) / inner).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(ending):
            yield entry.name, entry.read_bytes()
