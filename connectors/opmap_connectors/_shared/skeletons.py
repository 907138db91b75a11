"""Skeletons of templates: files that become something only when somebody uses the template."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from opmap.connecting import Document, Unreadable

REASON = "the skeleton of a template, which is filled in when somebody uses it; nothing is read from it"

_TEMPLATES = ("template.yaml", "template.yml")
_MARK = b"scaffolder.backstage.io/"


def in_skeleton(document: Document) -> bool:
    """Say whether a Backstage template, in a folder above, copies the folder that the document stands in."""
    folder, up = document.folder, ""
    while folder:
        if any(_inside(document.path, copied) for copied in _copied(document, up + "../")):
            return True
        folder, up = dirname(folder), up + "../"
    return False


def _inside(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _copied(document: Document, up: str) -> Iterator[str]:
    """Give the folders that a template some levels above copies, as paths of the source."""
    for name in _TEMPLATES:
        template = document.sibling(up + name)
        if template is None or _MARK not in template.utf8 or template.path == document.path:
            continue
        try:
            parts = template.parts
        except Unreadable:
            continue
        for part in parts:
            for step in part["spec"]["steps"].each():
                url = step["input"]["url"].text
                if step["action"].text.startswith("fetch:") and url.startswith("."):
                    yield normpath(join(template.folder, url))
