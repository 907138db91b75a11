"""The files that one reading opens: each once, however many others point at it."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import join, normpath

from opmap.connecting import Document, Field, Unreadable

_MOST = 500


class Files:
    """What was opened beside a document; None where nothing stands."""

    def __init__(self) -> None:
        self._open: dict[str, Document | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def beside(self, document: Document, path: str) -> Document | None:
        """Open what stands at a path relative to a document's folder, unless it is not there."""
        place = normpath(join(document.folder, path))
        if not path or len(path) > 1000 or "\0" in path:
            return None
        if place not in self._open:
            self._open[place] = document.sibling(path) if len(self._open) < _MOST else None
        return self._open[place]

    def names_beside(self, document: Document, path: str) -> tuple[str, ...]:
        """List what stands in a folder at a path relative to a document's; folders end in a slash."""
        place = normpath(join(document.folder, path))
        if not path or len(path) > 1000 or "\0" in path:
            return ()
        if place not in self._names:
            self._names[place] = document.names_beside(path) if len(self._names) < _MOST else ()
        return self._names[place]

    def first_beside(self, document: Document, names: tuple[str, ...]) -> Document | None:
        """Open the first of these that stands beside a document."""
        return next(filter(None, (self.beside(document, name) for name in names)), None)


def is_readable(file: Document) -> bool:
    """Say whether a file parses; where it does not, it says so when it is read itself."""
    try:
        return isinstance(file.parts, tuple)
    except Unreadable:
        return False


def roots_of(file: Document) -> Iterator[Field]:
    """Give the mappings at the top of a file; none where it holds comments only, or is broken."""
    if is_readable(file):
        yield from (part.root for part in file.parts if part.root.is_mapping)


def text_of(file: Document | None) -> str:
    """Give the text of a file; empty where there is none."""
    try:
        return file.text if file is not None else ""
    except Unreadable:
        return ""
