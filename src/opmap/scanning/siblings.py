"""What stands beside a document, as far as it may be looked at, and what was looked at."""

from __future__ import annotations

import os
from pathlib import Path

from opmap.connecting.documents import digest_of
from opmap.errors import Unreadable
from opmap.frozen import frozen
from opmap.scanning.opening import Opened, inside, open_file
from opmap.scanning.paths import on_disk, written

_MOST_SIBLINGS = 1000
"""How many files one document may ask for; each may be as large as a document."""
_MOST_NAMES = 2000


@frozen
class Consulted:
    """A file that a document was read with: its digest, empty where nothing stood, and its stamp."""

    path: str
    digest: str
    stamp: str


def look(root: Path, path: str, most: int) -> Opened | None:
    """Read what stands at a path below the root; None where nothing does that may be looked at.

    A link is followed as long as it leads to a place below the root. A path that ends in a slash
    asks for the names in a folder.
    """
    place = root / on_disk(path)
    found = inside(root, place) if os.path.lexists(place) else None
    if found is None:
        return None
    try:
        if path.endswith("/"):
            return Opened(_names(found), "")
        return open_file(found, most)
    except Unreadable:
        return None


def _names(folder: Path) -> bytes:
    """Write down what stands in a folder, a line each; without a stamp, since a listing is quickly made anew."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(written(entry.name) + "/" * entry.is_dir() for entry in entries)
    except OSError:
        return b""
    return "\n".join(found[:_MOST_NAMES]).encode()


class Siblings:
    """The files that one document asks for while it is read."""

    def __init__(self, root: Path, most: int) -> None:
        self._root = root
        self._most = most
        self._seen: dict[str, Opened | None] = {}

    def __call__(self, path: str) -> bytes | None:
        """Give the bytes at a path of the source."""
        if path not in self._seen:
            if len(self._seen) >= _MOST_SIBLINGS:
                raise Unreadable(f"asks for more than {_MOST_SIBLINGS} other files")
            self._seen[path] = look(self._root, path, self._most)
        found = self._seen[path]
        return None if found is None else found.data

    @property
    def texts(self) -> dict[str, bytes]:
        """Give the files that were found."""
        seen = self._seen.items()
        return {path: found.data for path, found in seen if found is not None and not path.endswith("/")}

    @property
    def consulted(self) -> tuple[Consulted, ...]:
        """Say what was asked for, and what stood there."""
        return tuple(
            Consulted(path, digest_of(found.data), found.stamp) if found else Consulted(path, "", "")
            for path, found in sorted(self._seen.items())
        )
