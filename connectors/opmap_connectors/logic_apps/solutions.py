"""What a solution says of its flows beside their definitions: their names, and whether they are on.

Two facts of each flow stand in files that hold a great deal else; they are looked for by their marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from opmap.connecting import Document, Unreadable, frozen

_WORKFLOW = re.compile(r"<Workflow\b([^<>]{0,2000})>(.{0,20000}?)</Workflow>", re.DOTALL)
_ID = re.compile(r"""\bWorkflowId\s*=\s*["']\{?([0-9A-Fa-f-]{36})\}?["']""")
_NAME = re.compile(r"""\bName\s*=\s*["']([^"'<>]{1,300})["']""")
_OFF = re.compile(r"<StateCode>\s*0\s*</StateCode>")


@frozen
class Listed:
    """A flow as its solution lists it."""

    name: str
    active: bool


def listed(document: Document) -> dict[str, Listed]:
    """Give what stands beside the definitions of a solution, by the flow's guid."""
    if document.folder.rpartition("/")[2].casefold() != "workflows":
        return {}
    found: dict[str, Listed] = {}
    for path in ("../customizations.xml", "../Other/Customizations.xml", f"{document.name}.data.xml"):
        beside = document.sibling(path)
        if beside is not None:
            found.update(_workflows(beside))
    return found


def _workflows(document: Document) -> Iterator[tuple[str, Listed]]:
    try:
        text = document.text
    except Unreadable:
        return
    for said, inside in _WORKFLOW.findall(text):
        identity, name = _ID.search(said), _NAME.search(said)
        if identity:
            yield identity.group(1).lower(), Listed(unescape(name.group(1)) if name else "", not _OFF.search(inside))
