"""Zapier: zaps as the editor, an account's export and the API give them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors.zapier.exports import holds_zaps, zaps_in


class Zapier:
    """Read zaps: what starts them, which applications they read, write and call, and what opens these."""

    name = "zapier"
    title = "Zapier zaps"
    recognises = "JSON with a list `zaps` whose `nodes` name a `selected_api`, answers of its API, zips of an account"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take an export, alone or in the zip of an account, and what the API answers."""
        return holds_zaps(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each zap of a document."""
        from opmap_connectors.zapier.zaps import read_zap

        if document.form != "zip":
            yield from document.notices()
        for found in zaps_in(document):
            if isinstance(found, Notice):
                yield found
            else:
                yield from read_zap(found)
