"""Argo Workflows and Events: workflows and their templates, crons, sensors, event sources."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Field, Notice, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.argo_workflows.events import EVENTS, read_event_object
from opmap_connectors.argo_workflows.workflows import WORKFLOWS, read_workflow
from opmap_connectors.kubernetes.objects import Home, Object, objects_in


class ArgoWorkflows:
    """Read what Argo runs in a cluster: what starts it, what it calls, reads, writes and proves itself with."""

    name = "argo-workflows"
    title = "Argo Workflows and Events"
    recognises = "`apiVersion` of the group argoproj.io with a kind of Argo Workflows or Events"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a document with at least one object of Argo's."""
        if document.form not in {"yaml", "json"} or b"argoproj.io" not in document.utf8:
            return False
        found = any(True for _ in _objects(document)) or any(True for _ in _nameless(document))
        return found and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each object of a document."""
        yield from document.notices()
        for place in _nameless(document):
            yield Notice("an object without a name, which a cluster refuses; not read", place.at())
        for found in _objects(document):
            if found.kind in WORKFLOWS:
                yield from read_workflow(found)
            else:
                yield from read_event_object(found)


def _objects(document: Document) -> Iterator[Object]:
    for found in objects_in(document, Home.of(document)):
        if found.group == "argoproj.io" and found.kind in {*WORKFLOWS, *EVENTS}:
            yield found


def _nameless(document: Document) -> Iterator[Field]:
    """Give the objects of Argo's that have no name of any kind."""
    for part in document.parts:
        root, metadata = part.root, part.root["metadata"]
        ours = root["apiVersion"].text.startswith("argoproj.io/") and root["kind"].text in {*WORKFLOWS, *EVENTS}
        if ours and not (metadata["name"].text or metadata["generateName"].text):
            yield root
