"""A YAML stream turned into plain values, and the lines on which they stand, in one walk over its events.

PyYAML can make a tree of nodes itself, but that takes longer than all that is done here,
and the tree is needed for nothing but its lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from opmap.connecting.lines import TreeLines
from opmap.errors import Unreadable
from opmap.frozen import frozen

MOST_VALUES = 2_000_000
"""How many values a tree may hold once its aliases are expanded."""
DEEPEST = 200
"""How deep a tree may nest."""

_MERGE = "tag:yaml.org,2002:merge"

Odd = list[tuple[str, int | None]]
"""What was odd about a text, and on which line."""


def documents_of(loader: Any) -> Iterator[tuple[Any, TreeLines, Odd]]:
    """Give each document of a stream; raise Unreadable, or what the loader raises, where one cannot be read."""
    loader.get_event()  # the start of the stream
    while isinstance(loader.get_event(), DocumentStartEvent):
        composing = _Composing(loader.get_event)
        first = loader.get_event()
        value = composing.value(first, 0)
        yield value, TreeLines(value, first.start_mark.line + 1, composing.lines), composing.odd
        loader.get_event()  # the end of the document


@frozen
class _Anchored:
    """What an alias stands for."""

    value: Any
    size: int
    text: str | None  # as it is written, where it is a scalar: an alias may be a key


class _Composing:
    """One document, as it is composed."""

    def __init__(self, next_event: Callable[[], Any]) -> None:
        self.odd: Odd = []
        self.lines: dict[int, dict[Any, int]] = {}  # by the identity of a list or mapping: the line of each entry
        self._next = next_event
        self._count = 0
        self._anchored: dict[str, _Anchored | None] = {}  # None while it is being composed

    def value(self, event: Any, depth: int) -> Any:
        """Compose the value that begins with an event."""
        kind = type(event)
        if kind is ScalarEvent:
            self._count += 1
            value = event.value if event.style else _scalar(event.value)
            if event.tag is None and event.anchor is None:
                return value
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._collection(event, depth)
        else:
            return self._alias(event)
        value = self._tagged(event, value)
        if event.anchor is not None:
            self._anchored[event.anchor] = _Anchored(value, 1, event.value)
        return value

    def _collection(self, event: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise Unreadable("nested too deep to be read", event.start_mark.line + 1)
        before = self._count
        self._count += 1
        if event.anchor is not None:
            self._anchored[event.anchor] = None
        composed = self._mapping(depth + 1) if type(event) is MappingStartEvent else self._sequence(depth + 1)
        value = self._tagged(event, composed)
        if self._count > MOST_VALUES:
            raise Unreadable("aliases that expand to millions of values", event.start_mark.line + 1)
        if event.anchor is not None:
            self._anchored[event.anchor] = _Anchored(value, self._count - before, None)
        return value

    def _sequence(self, depth: int) -> list[Any]:
        next_event, value = self._next, self.value
        items: list[Any] = []
        lines: list[int] = []
        while type(event := next_event()) is not SequenceEndEvent:
            items.append(value(event, depth))
            lines.append(event.start_mark.line + 1)
        self.lines[id(items)] = dict(enumerate(lines))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        next_event, value = self._next, self.value
        own: dict[str, Any] = {}
        lines: dict[str, int] = {}
        merged: list[Any] = []
        while type(key := next_event()) is not MappingEndEvent:
            plain = type(key) is ScalarEvent and key.anchor is None
            name = key.value if plain else self._name(key)
            item = value(next_event(), depth)
            if name == "<<" and _merges(key):
                merged.append(item)
                continue
            line = key.start_mark.line + 1
            if name in own and not self.odd:
                self.odd.append(("a key stands twice in one mapping; the last one counts", line))
            own[name] = item
            lines[name] = line
        if merged:
            own, lines = self._with_merged(merged, own, lines)
        self.lines[id(own)] = lines
        return own

    def _with_merged(
        self, merged: list[Any], own: dict[str, Any], lines: dict[str, int]
    ) -> tuple[dict[str, Any], dict[str, int]]:
        """Put what is merged into a mapping before what it says itself; of several, the first counts."""
        values: dict[str, Any] = {}
        places: dict[str, int] = {}
        for each in merged:
            for source in reversed(each if isinstance(each, list) else [each]):
                if isinstance(source, dict):
                    values.update(source)
                    places.update(self.lines.get(id(source), {}))
        return {**values, **own}, {**places, **lines}

    def _tagged(self, event: Any, value: Any) -> Any:
        """Keep an unknown tag as the key of a mapping of its own."""
        tag = event.tag
        if tag is None or not tag.startswith("!") or len(tag) == 1:
            return value
        tagged = {tag: value}
        self.lines[id(tagged)] = {tag: event.start_mark.line + 1}
        return tagged

    def _name(self, key: Any) -> str:
        if type(key) is ScalarEvent:
            name: str = key.value
            if key.anchor is not None:
                self._anchored[key.anchor] = _Anchored(_scalar(name), 1, name)
            return name
        known = self._anchored.get(key.anchor or "") if type(key) is AliasEvent else None
        if known is None or known.text is None:
            where = key.start_mark.line + 1
            raise Unreadable("a mapping or a list stands where a key should be; is it a template?", where)
        return known.text

    def _alias(self, event: Any) -> Any:
        line = event.start_mark.line + 1
        if event.anchor not in self._anchored:
            raise Unreadable("not YAML: found undefined alias", line)
        known = self._anchored[event.anchor]
        if known is None:
            raise Unreadable("an alias that contains itself", line)
        self._count += known.size
        return known.value


def _merges(key: Any) -> bool:
    return key.tag == _MERGE or (key.tag is None and bool(key.implicit[0]))


_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def _scalar(text: str) -> Any:
    """Give a plain scalar's value; numbers only where writing them again gives the same text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-.0123456789" and len(text) <= 20:
        for number in (int, float):
            try:
                value = number(text)
            except ValueError:
                continue
            if str(value) == text:
                return value
    return text
