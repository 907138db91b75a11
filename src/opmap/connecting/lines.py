"""On which line a path of a tree starts: found when somebody asks, not before."""

from __future__ import annotations

import re
from typing import Any, Protocol

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')
_MERGE = "tag:yaml.org,2002:merge"

Step = str | int


class Lines(Protocol):
    """Something that knows lines."""

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the line on which the path starts, or that of the nearest place above it."""
        ...


class OneLine:
    """A tree whose parts all stand on one line, such as a row of a table."""

    def __init__(self, line: int | None) -> None:
        self._line = line

    def line(self, path: tuple[Step, ...]) -> int | None:  # noqa: ARG002 - the protocol's shape
        """Give the one line."""
        return self._line


class YamlLines:
    """The lines of a composed YAML tree."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._children: dict[int, dict[Step, tuple[int, Any]]] = {}

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the line on which the path starts, or that of the nearest place above it."""
        if self._root is None:
            return None
        node, line = self._root, self._root.start_mark.line
        for step in path:
            found = self._below(node).get(step)
            if found is None:
                break
            line, node = found
        return int(line) + 1

    def _below(self, node: Any) -> dict[Step, tuple[int, Any]]:
        known = self._children.get(id(node))
        if known is None:
            known = self._children[id(node)] = dict(self._entries(node))
        return known

    def _entries(self, node: Any) -> list[tuple[Step, tuple[int, Any]]]:
        if not isinstance(node.value, list):
            return []
        if node.value and not isinstance(node.value[0], tuple):
            return [(index, (item.start_mark.line, item)) for index, item in enumerate(node.value)]
        merged: list[tuple[Step, tuple[int, Any]]] = []
        own: list[tuple[Step, tuple[int, Any]]] = []
        for key, value in node.value:
            if key.tag == _MERGE:
                sources = [value] if not value.value or isinstance(value.value[0], tuple) else reversed(value.value)
                for source in sources:
                    merged.extend(self._entries(source))
            elif isinstance(key.value, str):
                own.append((key.value, (key.start_mark.line, value)))
        return merged + own


class JsonLines:
    """The lines of a JSON text, found by one walk over its tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tree: tuple[int, dict[Step, Any]] | None = None
        self._breaks: list[int] = []

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the line on which the path starts, or that of the nearest place above it."""
        from bisect import bisect_left

        if self._tree is None:
            self._breaks = [match.start() for match in re.finditer("\n", self._text)]
            self._tree = _index(self._text)
        offset, children = self._tree
        for step in path:
            if step not in children:
                break
            offset, children = children[step]
        return bisect_left(self._breaks, offset) + 1


def _index(text: str) -> tuple[int, dict[Step, Any]]:
    """Build, for each place, its offset and what stands below it."""
    import json

    top: tuple[int, dict[Step, Any]] = (0, {})
    stack: list[tuple[dict[Step, Any], bool]] = []
    key: str | None = None
    key_offset = 0
    for token in _TOKEN.finditer(text):
        sign, offset = token.group(), token.start()
        if sign in "}]":
            if stack:
                stack.pop()
            continue
        if sign in ":,":
            continue
        if stack and stack[-1][1] and key is None:
            key_offset = offset
            key = sign if sign[0] != '"' else json.loads(sign, strict=False) if "\\" in sign else sign[1:-1]
            continue
        children: dict[Step, Any] = {}
        if not stack:
            top = (offset, children)
        elif stack[-1][1]:
            stack[-1][0][key or ""] = (key_offset, children)
            key = None
        else:
            stack[-1][0][len(stack[-1][0])] = (offset, children)
        if sign in "{[":
            stack.append((children, sign == "{"))
    return top
