"""XML as a small tree with lines: nothing is expanded, nothing is fetched, and there is an end to it.

Names lose their prefixes and keep what these stand for, so that any tool's choice of prefixes reads the same.
Where only the encoding is broken the text is mended as well as can be, and that is said.

>>> root = tree_of(b'<a:b xmlns:a="urn:x"><a:c d="1">text</a:c></a:b>').root
>>> root.name, root.space, [(one.name, one.said, one.text) for one in root.inner]
('b', 'urn:x', [('c', {'d': '1'}, 'text')])
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from opmap.connecting import Unreadable, frozen
from opmap.connecting.documents import utf16_of

DEEPEST = 200
MOST_ELEMENTS = 1_000_000
LONGEST_TEXT = 50_000
_HEAD = 65_536
_MOST_PREFIXES = 200
_AFTER_DOCTYPE = re.compile(rb"\]\s*>\s*<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BROKEN_ENCODING = frozenset({4, 18, 19})  # expat's codes: an invalid token, an unknown encoding, a wrong one
_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name, what it says, and where it stands."""

    name: str
    said: dict[str, str]  # attributes by name; of two that only prefixes tell apart, the one without
    line: int
    inner: list[Element] = field(default_factory=list)
    text: str = ""
    space: str = ""  # what the prefix of its name stands for

    def all(self, *names: str) -> Iterator[Element]:
        """Give the elements of some names directly within."""
        return (one for one in self.inner if one.name in names)

    def first(self, *names: str) -> Element | None:
        """Give the first element of some names directly within."""
        return next(self.all(*names), None)

    def walk(self) -> Iterator[Element]:
        """Give it and all below it, as they stand."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.inner)


@frozen
class Tree:
    """A document's root, and what had to be mended before it could be read."""

    root: Element
    odd: tuple[tuple[str, int], ...] = ()


def root_of(data: bytes) -> tuple[str, str]:
    """Give the name of the root element and its namespace; both empty where none can be found."""
    head = data[:_HEAD]
    for attempt in (head, _mended(head)[0]):
        building = _Building(enough=1)
        try:
            building.read(attempt, final=False)
        except _EnoughError:
            return building.root.inner[0].name, building.root.inner[0].space
        except Unreadable:  # it declares entities before its root, which is for the reader to say
            after = _AFTER_DOCTYPE.search(_mended(head)[0])
            return (after.group(1).decode() if after else ""), ""
        except (expat.ExpatError, LookupError, ValueError):
            continue
    return "", ""


def tree_of(data: bytes) -> Tree:
    """Read a document; raise Unreadable where it is no XML, declares entities, or is too large or too deep."""
    building = _Building()
    try:
        building.read(data)
    except (expat.ExpatError, LookupError, ValueError) as error:
        return _tree_of_mended(data, error)
    return Tree(building.root.inner[0])


def _tree_of_mended(data: bytes, error: Exception) -> Tree:
    """Read a document once more where its encoding may be what is wrong; else say what is."""
    mended, line = _mended(data) if _is_of_encoding(error) else (data, 1)
    if mended != data:
        building = _Building()
        try:
            building.read(mended)
        except expat.ExpatError:
            pass
        else:
            words = "its encoding is broken: some letters of its names may be wrong"
            return Tree(building.root.inner[0], ((words, line),))
    if isinstance(error, expat.ExpatError):
        raise Unreadable(f"not XML: {expat.ErrorString(error.code)}", error.lineno) from None
    raise Unreadable("not XML: its encoding is not known") from None


def _is_of_encoding(error: Exception) -> bool:
    return not isinstance(error, expat.ExpatError) or error.code in _BROKEN_ENCODING


def _mended(data: bytes) -> tuple[bytes, int]:
    """Give a document as UTF-8 whatever it declares, and the line of the first thing that was wrong."""
    encoding = utf16_of(data) or ("utf-8-sig" if data.startswith(_MARK) else "utf-8")
    line = 1
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        text = data.decode(encoding if encoding.startswith("utf-16") else "cp1252", "replace")
    forbidden = _FORBIDDEN.search(text)
    if forbidden and line == 1:
        line = text[: forbidden.start()].count("\n") + 1
    text = _DECLARATION.sub(lambda found: "\n" * found.group().count("\n"), text, count=1)
    return _FORBIDDEN.sub("\ufffd", text).encode("utf-8", "replace"), line


class _EnoughError(Exception):
    """Stop reading: what was looked for has been seen."""


class _Building:
    """A tree in the making."""

    def __init__(self, enough: int = 0) -> None:
        self.root = Element("", {}, 0)
        self.open = [self.root]
        self.spaces: list[dict[str, str]] = [{}]
        self.count = 0
        self.enough = enough
        self.parser = self._parser()

    def _parser(self) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.EntityDeclHandler = self.refuse
        return parser

    def read(self, data: bytes, *, final: bool = True) -> None:
        """Read bytes; unless they are final, more of the document may follow."""
        self.parser.Parse(data, final)

    def refuse(self, *_: Any) -> None:
        """Refuse entities."""
        raise Unreadable("it declares entities, which are not expanded", self.parser.CurrentLineNumber)

    def start(self, name: str, said: dict[str, str]) -> None:
        """Begin an element."""
        line = self.parser.CurrentLineNumber
        self.count += 1
        if len(self.open) > DEEPEST:
            raise Unreadable("nested too deep to be read", line)
        if self.count > MOST_ELEMENTS:
            raise Unreadable(f"more than {MOST_ELEMENTS:,} elements", line)
        spaces = self._spaces(said)
        prefix, _, local = name.rpartition(":")
        made = Element(local, _by_local_name(said), line, space=spaces.get(prefix, ""))
        self.open[-1].inner.append(made)
        self.open.append(made)
        self.spaces.append(spaces)
        if self.count == self.enough:
            raise _EnoughError

    def _spaces(self, said: dict[str, str]) -> dict[str, str]:
        declared = {key.partition(":")[2]: value for key, value in said.items() if key.partition(":")[0] == "xmlns"}
        return self.spaces[-1] | declared if declared and len(self.spaces[-1]) < _MOST_PREFIXES else self.spaces[-1]

    def end(self, _: str) -> None:
        """End an element."""
        self.open.pop()
        self.spaces.pop()

    def characters(self, text: str) -> None:
        """Keep the text directly within an element."""
        if len(self.open[-1].text) < LONGEST_TEXT:
            self.open[-1].text += text


def _by_local_name(said: dict[str, str]) -> dict[str, str]:
    prefixed = {key.rpartition(":")[2]: said[key] for key in reversed(said) if ":" in key and key[:6] != "xmlns:"}
    return prefixed | {key: value for key, value in said.items() if ":" not in key and key != "xmlns"}
