"""Azure Logic Apps and Power Automate: two products, one language of definitions."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.logic_apps.exports import flows_in, holds_flows


class LogicApps:
    """Read flows: what starts them, what they read, write, call and wait for, and what opens these."""

    name = "logic-apps"
    title = "Azure Logic Apps and Power Automate"
    recognises = (
        "a workflow definition (`triggers` and `actions`), alone, wrapped, in an ARM template, or in the zip of a flow"
        " or a solution"
    )
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a document that holds at least one definition."""
        return holds_flows(document) and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each flow of a document."""
        from opmap_connectors.logic_apps.flows import read_flow

        yield from document.notices()
        for found in flows_in(document):
            if isinstance(found, Notice):
                yield found
            else:
                yield from read_flow(found)
