"""n8n: workflows as the editor, the command line, the API and the template gallery write them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors.n8n.exports import Export, exports


class N8n:
    """Read workflows: what starts them, what they read, write and call, and what opens it."""

    name = "n8n"
    title = "n8n workflows"
    recognises = "JSON with workflows: a list `nodes`, each with a type and a position, and a mapping `connections`"
    version = 4

    def detect(self, document: Document) -> bool:
        """Take a document that holds a workflow, alone, in a list, under `data` or under `workflow`."""
        if document.form != "json":
            return False
        data = document.utf8
        hinted = b'"nodes"' in data and (b'"connections"' in data or b"n8n-nodes" in data)  # one may be cut off
        return hinted and any(True for _ in exports(document))

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give every workflow of a document with all that its steps lean on."""
        from opmap_connectors.n8n.naming import homes
        from opmap_connectors.n8n.reading import read_workflow

        yield from document.notices()
        found = list(exports(document))
        for export, home in zip(found, homes(document, found), strict=True):
            yield from read_workflow(export, home)
        yield from _others(document, found)


def _others(document: Document, found: list[Export]) -> Iterator[Notice]:
    """Say what stands beside workflows in a list and is none."""
    for part in document.parts:
        items = [*(part.root if part.root.is_list else part["data"]).list()]
        missed = [item for item in items if item.path not in {export.place[: len(item.path)] for export in found}]
        if found and missed:
            several = f"{len(missed)} entries of the list are no workflows; not read"
            yield Notice(
                several if len(missed) > 1 else "an entry of the list is no workflow; not read", missed[0].at()
            )
