"""`$ref`: followed inside a document and to what stands beside it, and never over a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from opmap.connecting import Document, Field, Known, Notice, Unreadable

_MOST_STEPS = 50
_REMOTE = re.compile(r"""\$ref["']?\s*:\s*["']?(?:[a-z][a-z0-9+.-]*:)?//""", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


class References:
    """What the `$ref`s of one description lead to; every document beside it is opened once."""

    def __init__(self) -> None:
        self._opened: dict[str, Field | None] = {}
        self._said: set[str] = set()
        self.notices: list[Notice] = []

    def follow(self, place: Field) -> Field:
        """Give what stands where a chain of `$ref`s ends; a field that holds nothing where it ends nowhere."""
        asked, passed = place, set()
        for _ in range(_MOST_STEPS):
            target = place["$ref"].text
            if not target:
                return place
            found = self._found(place, target)
            if found is None:
                self._say(asked, "a $ref leads to nothing that can be read here", target)
                return Field(None, asked.part, asked.path)
            if (found.part.document.path, found.path) in passed:
                break
            passed.add((found.part.document.path, found.path))
            place = found
        self._say(asked, "a $ref that leads back to itself", asked["$ref"].text)
        return Field(None, asked.part, asked.path)

    def _found(self, place: Field, target: str) -> Field | None:
        address, _, pointer = target.partition("#")
        if _SCHEME.match(address):
            return None
        if not address:
            return _at_pointer(place.part.root, pointer)
        root = self._open(place.part.document, unquote(address))
        found = None if root is None else _at_pointer(root, pointer)
        return found or None

    def _open(self, base: Document, address: str) -> Field | None:
        path = normpath(join(dirname(base.path), address))
        if path not in self._opened:
            self._opened[path] = _root_of(base.sibling(address))
        return self._opened[path]

    def _say(self, place: Field, reason: str, target: str) -> None:
        """Say something once for each target; those on other machines are counted elsewhere."""
        if target not in self._said and not _SCHEME.match(target):
            self._said.add(target)
            self.notices.append(Notice(reason, place.at(Known.DECLARED)))


def _root_of(document: Document | None) -> Field | None:
    try:
        return document.parts[0].root if document is not None and document.parts else None
    except Unreadable:
        return None


def _at_pointer(place: Field, pointer: str) -> Field:
    for step in unquote(pointer).lstrip("/").split("/") if pointer.strip("/") else []:
        name = step.replace("~1", "/").replace("~0", "~")
        place = place[int(name)] if place.is_list and name.isdecimal() else place[name]
    return place


def remote_references(text: str, place: Field) -> Iterator[Notice]:
    """Say how many `$ref`s of a text lead over a network, where opmap never goes."""
    count = len(_REMOTE.findall(text))
    if count:
        what = "one $ref leads" if count == 1 else f"{count} $refs lead"
        yield Notice(f"{what} to another machine, and nothing is ever fetched", place.at(Known.DECLARED))
