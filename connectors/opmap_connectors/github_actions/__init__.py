"""GitHub Actions: workflows, the reusable ones among them, and composite actions."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Automation, Document, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.github_actions.actions import is_action, read_action
from opmap_connectors.github_actions.workflows import is_workflow, read_workflow


class GithubActions:
    """Read workflows: what starts them, whose actions they run, what they prove themselves with, what they call."""

    name = "github-actions"
    title = "GitHub Actions"
    recognises = "YAML with a mapping `jobs` and `on`, or with `runs` and a `using`, as an action has it"
    version = 2

    def detect(self, document: Document) -> bool:
        """Take a workflow or an action; both are known by their keys, wherever they stand."""
        if document.form != "yaml" or not (b"jobs" in document.utf8 or b"runs" in document.utf8):
            return False
        known = any(is_workflow(part.root) or is_action(part.root) for part in document.parts)
        return known and not in_skeleton(document)

    def read(self, document: Document) -> Iterator[Reading | Automation]:
        """Give each workflow and action of a document."""
        yield from document.notices()
        for part in document.parts:
            if is_workflow(part.root):
                yield from read_workflow(part.root)
            elif is_action(part.root):
                yield from read_action(part.root)
