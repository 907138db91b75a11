"""What a connector is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from opmap.automations import Automation
from opmap.connecting.documents import Document
from opmap.facts import Reading


@runtime_checkable
class Connector(Protocol):
    """Something that recognises one format and reads it into facts."""

    name: str
    """One lower-case word or more, joined by hyphens; it stands in every evidence."""
    title: str
    """What people call the format."""
    recognises: str
    """What a document must show to be taken for one of these, as half a sentence."""
    version: int
    """Raised whenever the same document would give other facts, so that no cache serves the old ones."""

    def detect(self, document: Document) -> bool:
        """Say whether this document, or a part of it, is one of these; by its content, cheaply."""
        ...

    def read(self, document: Document) -> Iterable[Reading | Automation]:
        """Give the facts of a document that `detect` took, and notices of what it could not read."""
        ...
