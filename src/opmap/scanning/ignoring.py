"""What is left out: by opmap.toml, by the .gitignore of each folder, and by what a folder is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.errors import Unreadable
from opmap.scanning.opening import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec

VERSION_CONTROL = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})
PACKAGES = frozenset({"node_modules", "bower_components", "jspm_packages", ".terraform", ".yarn", ".pnpm-store"})
ENVIRONMENTS = frozenset({".venv", ".virtualenv", ".tox", ".nox"})
CACHES = frozenset(
    """
    __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .cache .gradle .next .nuxt
    .parcel-cache .turbo .ipynb_checkpoints .sass-cache .eggs
    """.split()
)
_LARGEST_IGNORE = 1_000_000


def family_of(name: str, inside: frozenset[str]) -> str:
    """Say what a folder is that nobody wants to have read, by its name and what stands in it; empty for all others."""
    if name == ".opmap":
        return "opmap's own folders"
    if name in VERSION_CONTROL:
        return "version control folders"
    if name in PACKAGES:
        return "installed packages"
    if name in ENVIRONMENTS or "pyvenv.cfg" in inside:
        return "virtual environments"
    if name in CACHES or "CACHEDIR.TAG" in inside:
        return "caches"
    return ""


@dataclass(frozen=True)
class Ignoring:
    """The rules that hold in a folder: its own, and those of the folders around it."""

    excluded: GitIgnoreSpec | None
    rules: tuple[tuple[str, GitIgnoreSpec], ...] = ()  # the folder that a .gitignore stands in; the innermost first

    @classmethod
    def from_patterns(cls, exclude: tuple[str, ...]) -> Ignoring:
        """Start with the patterns of opmap.toml."""
        return cls(_spec(list(exclude)) if exclude else None)

    def within(self, folder: str, place: Path) -> Ignoring:
        """Add the rules of a folder's own .gitignore, which overrule those around it."""
        try:
            text = open_file(place / ".gitignore", _LARGEST_IGNORE).data.decode("utf-8", "replace")
        except Unreadable:
            return self
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        return Ignoring(self.excluded, ((folder, _spec(lines)), *self.rules)) if lines else self

    def why(self, path: str) -> str:
        """Say by what a path is left out, empty where by nothing; a folder's path ends with a slash."""
        if self.excluded is not None and self.excluded.match_file(path):
            return "excluded by opmap.toml"
        for folder, spec in self.rules:
            said = spec.check_file(path.removeprefix(folder)).include
            if said is not None:
                return "ignored by .gitignore" if said else ""
        return ""


def _spec(lines: list[str]) -> GitIgnoreSpec:
    """Make the matcher of some patterns; a line that is no pattern matches nothing."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def listed(place: Path) -> list[os.DirEntry[str]]:
    """List a folder in the order of its names."""
    with os.scandir(place) as entries:
        return sorted(entries, key=lambda entry: entry.name)
