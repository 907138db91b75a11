"""Make: scenarios as the editor and the API export them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Reading
from opmap_connectors.make.blueprints import blueprints


class Make:
    """Read scenarios: what starts them, which applications they read, write and call, and what opens these."""

    name = "make"
    title = "Make scenarios"
    recognises = "JSON with a list `flow` of modules, each with an `id` and a `module` such as `slack:CreateMessage`"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a blueprint, alone or as the API wraps it, even where that holds it as text."""
        if document.form != "json" or not (b"flow" in document.utf8 and b"module" in document.utf8):
            return False
        return any(True for _ in blueprints(document))

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each scenario of a document."""
        from opmap_connectors.make.scenarios import read_scenario

        yield from document.notices()
        for blueprint in blueprints(document):
            yield from read_scenario(blueprint)
