"""The workflows of a document, however they were exported.

The editor gives one workflow, or only what was copied, which has no name; the command line
gives a list or a file for each; the API wraps them as ``{"data": […]}``, the template
gallery as ``{"workflow": {…}}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Document, Field, short_name

_WRAPPERS = ("workflow", "data", "workflows")
_MOST_WRAPPED = 4
_SIGNS = ("settings", "active", "versionId", "pinData", "staticData")


@dataclass(frozen=True, slots=True, eq=False)
class Export:
    """One workflow of a document, and the name that only its wrapper knows."""

    root: Field
    wrapper_name: str = ""

    @property
    def place(self) -> tuple[str | int, ...]:
        """Say where it stands in its document."""
        return self.root.path

    @property
    def id(self) -> str:
        """Give the id that its instance gave it; empty where it has none."""
        return self.root["id"].text

    @property
    def name(self) -> str:
        """Give the name that people gave it; empty where it has none."""
        return short_name(self.root["name"].text or self.wrapper_name, "")


def exports(document: Document) -> Iterator[Export]:
    """Find the workflows of a document, in its order."""
    for part in document.parts:
        yield from _below(part.root, "", 0)


def is_workflow(root: Field) -> bool:
    """Say whether this is a workflow: steps of a type at a position, and how they are connected."""
    if not (root["nodes"].is_list and root["connections"].is_mapping):
        return False
    nodes = root["nodes"].value
    if not nodes:
        return any(sign in root for sign in _SIGNS)
    return any(isinstance(node, dict) and isinstance(node.get("type"), str) and "position" in node for node in nodes)


def _below(found: Field, name: str, depth: int) -> Iterator[Export]:
    if is_workflow(found):
        yield Export(found, name)
    elif depth < _MOST_WRAPPED:
        for item in found.list():
            yield from _below(item, "", depth + 1)
        for wrapper in _WRAPPERS:
            if wrapper in found:
                yield from _below(found[wrapper], found["name"].text or name, depth + 1)
