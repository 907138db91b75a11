"""AWS Step Functions: state machines, alone and inside the templates that deploy them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.step_functions.machines import is_definition, read_definition
from opmap_connectors.step_functions.templates import Template, machines_in


class StepFunctions:
    """Read state machines: what starts them, what they call, read, write and wait for."""

    name = "step-functions"
    title = "AWS Step Functions"
    recognises = (
        "`StartAt` beside `States`, or a CloudFormation or SAM template with a state machine among its resources"
    )
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a definition, or a template that holds or names one."""
        data = document.utf8
        if document.form not in {"json", "yaml"} or not (b"StartAt" in data or b"StateMachine" in data):
            return False
        roots = [part.root for part in document.parts]
        return any(is_definition(root) or machines_in(root) for root in roots) and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each state machine of a document; one that stands in a file of its own is read there."""
        from opmap_connectors.step_functions.inlined import read_inlined

        yield from document.notices()
        for part in document.parts:
            if is_definition(part.root):
                yield from read_definition(part.root)
            elif machines_in(part.root):
                yield from read_inlined(Template(document, part.root))
