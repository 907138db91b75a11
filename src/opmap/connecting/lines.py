"""On which line a path of a tree starts: found when somebody asks, not before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import suppress
from json import JSONDecoder
from typing import Any, Protocol

_BLANKS = re.compile(r"[\s,]*")
_KEY = re.compile(r'[\s,]*"([^"\\]*(?:\\.[^"\\]*)*)"\s*:\s*', re.DOTALL)
_DECODER = JSONDecoder(strict=False)
_DEEPEST = 40
"""How many steps of a path are followed: each steps over what lies below, and somebody may have nested on purpose."""

Step = str | int


class Lines(Protocol):
    """Something that knows lines."""

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the line on which the path starts, or that of the nearest place above it."""
        ...


class TreeLines:
    """The lines of a tree that were noted, entry by entry, when it was composed."""

    def __init__(self, root: Any, first: int, lines: Mapping[int, Mapping[Any, int]]) -> None:
        self._root = root
        self._first = first
        self._lines = lines  # by the identity of a list or mapping of the tree: the line of each entry

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the line on which the path starts, or that of the nearest place above it."""
        value, line = self._root, self._first
        for step in path:
            entries = self._lines.get(id(value)) if isinstance(value, (dict, list)) else None
            if entries is None or step not in entries:
                break
            line, value = entries[step], value[step]
        return line


class JsonLines:
    """The lines of a JSON text: only what is asked about is looked for, level by level.

    Each level is stepped over by the parser itself, which is many times faster than
    looking at every token, and what was found is kept.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks: list[int] | None = None
        self._known: dict[int, dict[Step, tuple[int, int]]] = {}

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the line on which the path starts, or that of the nearest place above it."""
        if self._breaks is None:
            self._breaks = [match.start() for match in re.finditer("\n", self._text)]
        shown = offset = _after_blanks(self._text, 0)
        for step in path[:_DEEPEST]:
            found = self._below(offset).get(step)
            if found is None:
                break
            shown, offset = found
        return bisect_left(self._breaks, shown) + 1

    def _below(self, offset: int) -> dict[Step, tuple[int, int]]:
        """Give, for each entry of the list or mapping that starts at an offset, where it and its value start."""
        known = self._known.get(offset)
        if known is None:
            known = self._known[offset] = {}
            with suppress(ValueError, RecursionError, IndexError):
                _note_members(self._text, offset, known)
        return known


def _note_members(text: str, offset: int, known: dict[Step, tuple[int, int]]) -> None:
    if text[offset] == "{":
        key = _KEY.match(text, offset + 1)
        while key:
            name, place = key.group(1), key.end()
            known[_DECODER.decode(f'"{name}"') if "\\" in name else name] = key.start(1) - 1, place
            key = _KEY.match(text, _DECODER.raw_decode(text, place)[1])
    elif text[offset] == "[":
        place = _after_blanks(text, offset + 1)
        while text[place] != "]":
            known[len(known)] = place, place
            place = _after_blanks(text, _DECODER.raw_decode(text, place)[1])


def _after_blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place
