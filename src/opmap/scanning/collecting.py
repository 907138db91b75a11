"""Every secret that a document holds, with its value: for redaction and fingerprints, and never kept."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from opmap.connecting import Document
from opmap.errors import Unreadable
from opmap.frozen import frozen
from opmap.scanning.spotting import spans
from opmap.secrecy import (
    holds_known_secret,
    is_secret,
    is_secret_name,
    kind_of,
    looks_like_a_name,
    may_name_secret,
)

if TYPE_CHECKING:
    from opmap.connecting import Part
    from opmap.connecting.fields import Step

MOST = 20_000
"""How many secrets of one document are looked at."""
_SHORTEST = 8
"""A shorter text has no room for a secret and for what shows that it is one."""
_NAMES = ("name", "key", "Name", "Key", "header", "variable")
_VALUES = frozenset({"value", "Value", "default", "secret", "stringValue"})
_SECTIONS = ("data", "stringData")
_INSIDE = ("value", "default", "example", "const")
_SCHEME = re.compile(r"^=?\s*(?:Bearer|Basic|Token|ApiKey|Digest)\s+(?=\S)", re.IGNORECASE)
_LINE = re.compile(
    r"^[ \t]*(?:export[ \t]+|set[ \t]+)?([A-Za-z_][\w.-]{0,80})[ \t]*[=:][ \t]*(\S.*?)[ \t]*$", re.MULTILINE
)
_ASSIGNED = re.compile(r"([A-Za-z_][\w.-]{0,80})=")
_ELEMENT = re.compile(r"<([\w:.-]{1,80})(?:\s[^<>]{0,500})?>([^<>]{1,2000})</")


@frozen
class FoundSecret:
    """A secret, its value included."""

    name: str
    kind: str
    value: str
    path: str
    line: int | None


def secrets_in(document: Document) -> list[FoundSecret]:
    """Give the secrets of a document; of one that is no text, none."""
    if document.form == "binary":
        return []
    try:
        if document.members:
            return _in_members(document)
        parts = document.parts
    except Unreadable:
        parts = ()
    try:
        found = _in_trees(document, parts) if parts else _in_text(document)
        return list(islice(found, MOST))
    except Unreadable:
        return []


def _in_members(archive: Document) -> list[FoundSecret]:
    """Give the secrets of what a zip holds, all at the zip's own path."""
    found = (secret for member in archive.members for secret in secrets_in(member))
    return [replace(secret, path=archive.path) for secret in islice(found, MOST)]


def _in_trees(document: Document, parts: tuple[Part, ...]) -> Iterator[FoundSecret]:
    tree = _Tree(holds_known_secret(document.text))
    for part in parts:
        for place, name, kind, value in tree.secrets(part.value):
            yield FoundSecret(name, kind, value, document.path, part.lines.line(_steps(place)))


_Place = tuple[Any, "Step"] | tuple[()]
"""The place around it, and one more step: far cheaper to make for every value than a path is."""
_Secret = tuple[_Place, str, str, str]


def _steps(place: _Place) -> tuple[Step, ...]:
    steps: list[Step] = []
    while place:
        place, step = place
        steps.append(step)
    return tuple(reversed(steps))


@frozen
class _Tree:
    """How trees of mappings, lists and scalars are searched for secrets."""

    has_shapes: bool  # somewhere in it stands something that has the shape of a well-known secret

    def secrets(self, root: Any) -> Iterator[_Secret]:
        """Give place, name, kind and value of each."""
        waiting: list[tuple[_Place, Any]] = [((), root)]
        while waiting:
            place, value = waiting.pop()
            if isinstance(value, dict):
                if value.get("kind") == "Secret":
                    yield from _of_platform_secret(place, value)
                    value = {key: child for key, child in value.items() if key not in _SECTIONS}
                for name, child in value.items():
                    if may_name_secret(name):
                        yield from self._under(place, name, child)
                    if self._may_hold_one(child):
                        waiting.append(((place, name), child))
                if not _VALUES.isdisjoint(value):
                    yield from self._pair(place, value)
            elif isinstance(value, list):
                waiting.extend([((place, at), child) for at, child in enumerate(value) if self._may_hold_one(child)])
            elif isinstance(value, str):
                yield from self._text(place, value)

    def _may_hold_one(self, value: Any) -> bool:
        """Say quickly of most values that no secret stands inside them."""
        if not isinstance(value, str):
            return isinstance(value, (dict, list))
        if self.has_shapes or len(value) < _SHORTEST:
            return self.has_shapes
        if " -" in value:
            return True
        return "=" in value or "://" in value or '"' in value or "'" in value or "earer" in value or "asic" in value

    def _under(self, place: _Place, name: str, child: Any) -> Iterator[_Secret]:
        """Look at what stands under a name that tells of a secret."""
        if isinstance(child, list):
            yield from self._named((place, name), name, enumerate(child))
        elif isinstance(child, dict):
            yield from self._named((place, name), name, [(inner, child.get(inner)) for inner in _INSIDE])
        else:
            yield from self._named(place, name, [(name, child)])

    def _named(self, place: _Place, name: str, children: Iterable[tuple[Step, Any]]) -> Iterator[_Secret]:
        for step, child in children:
            text = str(child) if isinstance(child, (str, int)) and not isinstance(child, bool) else ""
            for value in plain_values(text):
                if is_secret(name, value):
                    yield (place, step), name, kind_of(name), value

    def _pair(self, place: _Place, mapping: dict[str, Any]) -> Iterator[_Secret]:
        """Look at ``{name: X_TOKEN, value: …}``, as variables and headers are listed."""
        for naming in _NAMES:
            name = mapping.get(naming)
            if isinstance(name, str) and may_name_secret(name[:200]):
                yield from self._named(
                    place, name, [(step, mapping[step]) for step in sorted(_VALUES & mapping.keys())]
                )

    def _text(self, place: _Place, text: str) -> Iterator[_Secret]:
        assigned = _ASSIGNED.match(text)
        if assigned and place:
            yield from self._named(place[0], assigned.group(1), [(place[1], text[assigned.end() :])])
        for span in spans(text, shapes=self.has_shapes):
            yield place, span.name or "text", span.kind, text[span.start : span.end]


def plain_values(text: str) -> Iterator[str]:
    """Give the value without a scheme or the sign of an expression before it; of basic authorization also the password.

    >>> list(plain_values("Bearer abc")), list(plain_values("Basic YW5hOmh1bnRlcjI="))
    (['abc'], ['YW5hOmh1bnRlcjI=', 'hunter2'])
    """
    text = text.strip()
    plain = _SCHEME.sub("", text)
    yield from dict.fromkeys(filter(None, (plain, plain.removeprefix("="))))
    if plain != text and ":" in (decoded := from_base64(plain)):
        yield decoded.partition(":")[2]


def from_base64(text: str) -> str:
    """Give the text that stands behind base64; empty where there is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def _of_platform_secret(place: _Place, manifest: dict[str, Any]) -> Iterator[_Secret]:
    """Look at what a Kubernetes Secret holds, whatever its entries are called."""
    for section in _SECTIONS:
        entries = manifest.get(section)
        for name, value in entries.items() if isinstance(entries, dict) else ():
            if not isinstance(value, str):
                continue
            text = (from_base64(value) if section == "data" else "") or value
            if looks_like_a_name(text.strip()) and not is_secret_name(str(name)):
                continue  # a host, a user, a name of something: it is wanted elsewhere
            for inner in _inside_platform_secret(str(name), text):
                yield ((place, section), str(name)), str(name), kind_of(str(name)), inner


def _inside_platform_secret(name: str, text: str) -> Iterator[str]:
    yield text.strip()
    if text.lstrip().startswith("{"):
        try:
            tree = json.loads(text)
        except (ValueError, RecursionError):
            return
        for _, _, _, value in _Tree(holds_known_secret(text)).secrets(tree):
            yield value
            yield from filter(None, [from_base64(value).partition(":")[2] if name.startswith(".docker") else ""])


def _in_text(document: Document) -> Iterator[FoundSecret]:
    found = _in_columns(document)
    if document.form != "zip":
        found = chain(found, _in_lines(document.text))
    for line, name, kind, value in found:
        yield FoundSecret(name, kind, value, document.path, line)


_Line = tuple[int, str, str, str]


def _in_lines(text: str) -> Iterator[_Line]:
    breaks = _Breaks(text)
    for pattern in (_LINE, _ELEMENT):
        for match in pattern.finditer(text):
            for value in plain_values(_unquoted(match.group(2))):
                if is_secret(match.group(1), value):
                    yield breaks.line(match.start(2)), match.group(1), kind_of(match.group(1)), value
    for span in spans(text):
        yield breaks.line(span.start), span.name or "text", span.kind, text[span.start : span.end]


def _unquoted(text: str) -> str:
    quoted = re.match(r"""(["'])(.*?)\1""", text)
    return quoted.group(2) if quoted else re.split(r"\s#", text, maxsplit=1)[0]


def _in_columns(document: Document) -> Iterator[_Line]:
    """Look at the columns of tables of which the header names a secret."""
    for table in document.tables:
        header = next((row for row in table.head if sum(map(bool, row.texts)) > 1), None)
        names = header.texts if header else ()
        wanted = [column for column, name in enumerate(names) if is_secret_name(name)]
        for row in table.rows() if wanted else ():
            for column in wanted:
                value = row.cell(column).text
                if row.number > (header.number if header else 0) and is_secret(names[column], value):
                    yield row.line, names[column], kind_of(names[column]), value


class _Breaks:
    """The line of an offset, for offsets that are asked for in any order."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def line(self, offset: int) -> int:
        from bisect import bisect_right

        return bisect_right(self._starts, offset)
