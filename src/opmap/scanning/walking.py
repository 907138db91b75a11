"""A folder, walked: every file that may be a document, in an order that never varies.

No link is followed. One that leads to a place inside the folder leads to what is found
anyway; one that leads out of it must not be followed. Both are counted, and so is every
folder that was left out.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opmap.errors import Unreadable
from opmap.frozen import frozen
from opmap.scanning.ignoring import Ignoring, family_of, listed
from opmap.scanning.opening import inside, reason_of, refuse_size, stamp_of
from opmap.scanning.paths import written

if TYPE_CHECKING:
    from opmap.config import Config


@frozen
class FoundFile:
    """A file of the folder, and how it stood there when the folder was listed."""

    path: str
    stamp: str = ""
    reason: str = ""  # why it cannot be read, where that is known already


@dataclass(frozen=True)
class Walk:
    """Everything that was found, and what was left out."""

    files: tuple[FoundFile, ...]  # by path; a folder that could not be listed ends with a slash, and has a reason
    skipped: Mapping[str, int] = field(default_factory=dict)  # what was left out, and how many of it


def walk(root: Path, config: Config) -> Walk:
    """Find the files of a folder, or the one file that the root is; raise Unreadable where there is neither."""
    try:
        if root.is_file():
            return Walk((FoundFile(written(root.name), stamp_of(root.stat())),))
        if not root.is_dir():
            raise Unreadable("there is no such file or folder", path=str(root))
    except OSError as error:
        raise Unreadable(reason_of(error), path=str(root)) from None
    walker = _Walker(root.resolve(), config)
    walker.enter(root.resolve(), "", 1, Ignoring.from_patterns(config.exclude))
    return Walk(tuple(sorted(walker.found, key=lambda file: file.path)), dict(sorted(walker.skipped.items())))


class _Walker:
    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.found: list[FoundFile] = []
        self.skipped: Counter[str] = Counter()

    def enter(self, place: Path, folder: str, depth: int, around: Ignoring) -> None:
        """Walk one folder; its path is empty or ends with a slash."""
        try:
            entries = listed(place)
        except OSError as error:
            self._closed(folder, f"{reason_of(error)}: what stands in this folder was not seen")
            return
        names = frozenset(entry.name for entry in entries)
        family = family_of(place.name, names) if folder else ""
        if family:
            self.skipped[family] += 1
            return
        rules = around.within(folder, place) if self.config.gitignore and ".gitignore" in names else around
        for entry in entries:
            try:
                self._meet(entry, folder + written(entry.name), depth, rules)
            except OSError as error:
                self.found.append(FoundFile(folder + written(entry.name), reason=reason_of(error)))

    def _meet(self, entry: os.DirEntry[str], path: str, depth: int, rules: Ignoring) -> None:
        status = entry.stat(follow_symlinks=False)
        if _is_link(status):
            self.skipped[_link_kind(self.root, Path(entry.path))] += 1
        elif stat.S_ISDIR(status.st_mode):
            self._meet_folder(Path(entry.path), f"{path}/", depth, rules)
        elif not stat.S_ISREG(status.st_mode):
            self.skipped["pipes, sockets and devices"] += 1
        elif not self._left_out(rules.why(path), "files"):
            self.found.append(self._file(path, status))

    def _meet_folder(self, place: Path, path: str, depth: int, rules: Ignoring) -> None:
        family = family_of(place.name, frozenset())
        if family:
            self.skipped[family] += 1
        elif self._left_out(rules.why(path), "folders"):
            return
        elif depth > self.config.max_depth:
            self._closed(path, f"more than {self.config.max_depth} folders deep: what stands in it was not seen")
        else:
            self.enter(place, path, depth + 1, rules)

    def _left_out(self, why: str, what: str) -> bool:
        if why:
            self.skipped[f"{what} {why}"] += 1
        return bool(why)

    def _file(self, path: str, status: os.stat_result) -> FoundFile:
        try:
            refuse_size(status.st_size, self.config.max_bytes)
        except Unreadable as error:
            return FoundFile(path, reason=error.reason)
        return FoundFile(path, stamp_of(status))

    def _closed(self, folder: str, reason: str) -> None:
        self.found.append(FoundFile(folder or "./", reason=reason))


def _is_link(status: os.stat_result) -> bool:
    mount_point = 0xA0000003  # a junction, Windows' other link between folders
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == mount_point


def _link_kind(root: Path, link: Path) -> str:
    if inside(root, link) is not None:
        return "links to what is in the folder anyway"
    return "links that lead out of the folder" if link.exists() else "links that lead nowhere"
