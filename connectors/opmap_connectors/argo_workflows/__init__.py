"""Argo Workflows and Events: workflows and their templates, crons, sensors, event sources."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.argo_workflows.events import EVENTS, read_event_object
from opmap_connectors.argo_workflows.workflows import WORKFLOWS, read_workflow
from opmap_connectors.kubernetes.objects import Home, Object, objects_in


class ArgoWorkflows:
    """Read what Argo runs in a cluster: what starts it, what it calls, reads, writes and proves itself with."""

    name = "argo-workflows"
    title = "Argo Workflows and Events"
    recognises = "`apiVersion` of the group argoproj.io with a kind of Argo Workflows or Events"
    version = 1

    def detect(self, document: Document) -> bool:
        """Take a document with at least one object of Argo's."""
        if document.form not in {"yaml", "json"} or b"argoproj.io" not in document.data:
            return False
        return any(True for _ in _objects(document)) and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each object of a document."""
        yield from document.notices()
        for found in _objects(document):
            if found.kind in WORKFLOWS:
                yield from read_workflow(found)
            else:
                yield from read_event_object(found)


def _objects(document: Document) -> Iterator[Object]:
    for found in objects_in(document, Home.of(document)):
        if found.group == "argoproj.io" and found.kind in {*WORKFLOWS, *EVENTS}:
            yield found
