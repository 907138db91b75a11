"""BPMN 2.0: processes as any tool writes them, of people and of engines."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Notice, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors._shared.xml_trees import root_of, tree_of
from opmap_connectors.bpmn.definitions import MODEL, Definitions

_HEAD = 4096


class Bpmn:
    """Read processes: what starts them, what their steps call, read, write and wait for, who does and decides."""

    name = "bpmn"
    title = "BPMN 2.0"
    recognises = "XML whose root element is `definitions` in the namespace of the BPMN 2.0 model, with any prefix"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a document whose root element says that it is one of these."""
        if document.form != "xml":
            return False
        name, space = root_of(document.data)
        refused = not space and MODEL.encode() in document.utf8[:_HEAD]  # before its root is reached
        ours = space == MODEL or refused
        return name == "definitions" and ours and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each process of a document, and what of the document is not read."""
        from opmap_connectors.bpmn.choreographies import read_choreographies
        from opmap_connectors.bpmn.messages import Messages
        from opmap_connectors.bpmn.processes import read_process

        tree = tree_of(document.data)
        definitions = Definitions.of(document, tree)
        for reason, line in tree.odd:
            yield Notice(reason, document.at(line=line))
        if not (definitions.processes or definitions.choreographies or definitions.conversations):
            yield Notice("it defines no process", document.at(line=tree.root.line))
        messages = Messages(definitions)
        for identity in definitions.processes:
            yield from read_process(identity, definitions, messages)
        yield from read_choreographies(definitions, messages)
