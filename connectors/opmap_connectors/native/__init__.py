r"""The native inventory: a YAML or JSON file in which everything that the vocabulary knows can be written.

>>> Native().detect(Document("estate.yaml", b"opmap: 1\nnodes: []\n"))
True
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opmap.connecting import Document, Part, Reading
from opmap_connectors._shared.skeletons import in_skeleton


class Native:
    """Reads native inventories."""

    name = "native"
    title = "opmap inventory"
    recognises = "YAML or JSON with the key `opmap` at its top, as in `opmap: 1`"
    version = 1

    def detect(self, document: Document) -> bool:
        """Say whether a part of this document is an inventory."""
        if document.form not in {"yaml", "json"} or b"opmap" not in document.utf8:
            return False
        return any(is_inventory(part) for part in document.parts) and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading]:
        """Give the nodes and relations that the inventory states, and a notice for each wrong field."""
        from opmap_connectors.native.reading import read_part

        yield from document.notices()
        for part in document.parts:
            if is_inventory(part):
                yield from read_part(part)


def is_inventory(part: Part) -> bool:
    """Say whether this tree says that it is an inventory; a graph that opmap exported does not."""
    version = part["opmap"].value
    return isinstance(version, (int, float, str)) or (version is None and "opmap" in part.root and "nodes" in part.root)


def inventory_schema() -> dict[str, Any]:
    """Give the JSON schema by which editors check and complete an inventory."""
    from opmap_connectors.native.schema import schema

    return schema()
