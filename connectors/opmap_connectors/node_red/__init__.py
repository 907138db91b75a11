"""Node-RED: flows as the editor, the file of flows and the admin API write them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.node_red.exports import export_of


class NodeRed:
    """Read flows: what starts them, what their nodes read, write, call and publish, and how flows hang together."""

    name = "node-red"
    title = "Node-RED flows"
    recognises = "JSON with a list of nodes, some with `wires` and the flow `z` that they stand in, or a `tab`"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a list of nodes, alone or with its revision, or one flow of the admin API."""
        data = document.utf8
        hinted = b'"wires"' in data or b'"tab"' in data or b'"subflow"' in data
        if document.form != "json" or not hinted:
            return False
        return export_of(document) is not None and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each flow and subflow of a document."""
        from opmap_connectors.node_red.flows import read_flow

        yield from document.notices()
        export = export_of(document)
        if export is None:
            return
        if not export.tabs:
            yield Notice("it holds configurations and no flow", document.at())
        if export.left_out is not None:
            yield Notice("more nodes than are read of one document: what follows is left out", export.left_out.at())
        for tab in export.tabs:
            yield from read_flow(tab, export)
