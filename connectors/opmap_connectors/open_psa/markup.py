"""XML as a small tree with lines: nothing is expanded, nothing is fetched, and there is an end to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from opmap.connecting import Unreadable

DEEPEST = 200
MOST_ELEMENTS = 1_000_000
_HEAD = 65_536
_ROOT = re.compile(rb"\]\s*>\s*<([A-Za-z][\w.-]*)")


@dataclass
class Element:
    """One element: its name, what it says, and where it stands."""

    name: str
    said: dict[str, str]
    line: int
    inner: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, *names: str) -> Iterator[Element]:
        """Give the elements of some names directly within."""
        return (one for one in self.inner if one.name in names)

    def walk(self) -> Iterator[Element]:
        """Give it and all below it, as they stand."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.inner)


def root_name(data: bytes) -> str:
    """Give the name of the root element; empty where none can be found."""
    found: list[str] = []

    def first(name: str, _: dict[str, str]) -> None:
        found.append(name)
        raise _EnoughError

    try:
        _parser(first).Parse(data[:_HEAD], False)  # noqa: FBT003 - more of the document may follow
    except _EnoughError:
        return found[0]
    except Unreadable:  # it declares entities before its root, which is for the reader to say
        after = _ROOT.search(data[:_HEAD])
        return after.group(1).decode() if after else ""
    except expat.ExpatError:
        pass
    return ""


class _EnoughError(Exception):
    """Stop reading: the root has been seen."""


def tree_of(data: bytes) -> Element:
    """Read a document; raise Unreadable where it is no XML, declares entities, or is too large or too deep."""
    building = _Building()
    building.parser = parser = _parser(building.start)
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.characters
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the document is whole
    except expat.ExpatError as error:
        raise Unreadable(f"not XML: {expat.ErrorString(error.code)}", error.lineno) from None
    except (LookupError, ValueError):
        raise Unreadable("not XML: its encoding is not known") from None
    return building.root.inner[0]


def _parser(start: Any) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = start

    def refuse(*_: Any) -> None:
        raise Unreadable("it declares entities, which are not expanded", parser.CurrentLineNumber)

    parser.EntityDeclHandler = refuse
    return parser


class _Building:
    """A tree in the making."""

    parser: Any

    def __init__(self) -> None:
        self.root = Element("", {}, 0)
        self.open = [self.root]
        self.count = 0

    def start(self, name: str, said: dict[str, str]) -> None:
        """Begin an element."""
        line = self.parser.CurrentLineNumber
        self.count += 1
        if len(self.open) > DEEPEST:
            raise Unreadable("nested too deep to be read", line)
        if self.count > MOST_ELEMENTS:
            raise Unreadable(f"more than {MOST_ELEMENTS:,} elements", line)
        made = Element(name, said, line)
        self.open[-1].inner.append(made)
        self.open.append(made)

    def end(self, _: str) -> None:
        """End an element."""
        self.open.pop()

    def characters(self, text: str) -> None:
        """Keep the text of labels; no other means anything here."""
        if self.open[-1].name == "label":
            self.open[-1].text += text
