"""Secrets that stand inside a text, told by what stands around them or by their own shape.

>>> [(span.name, "a postgres://ana:hunter2@db/x"[span.start:span.end]) for span in spans("a postgres://ana:hunter2@db/x")]
[('password of an address', 'hunter2')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.connecting.uttering import utterances
from opmap.secrecy import (
    is_placeholder,
    is_secret,
    kind_of,
    known_shapes,
    looks_random,
    may_name_secret,
)

if TYPE_CHECKING:
    from re import Match


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A secret's place in a text."""

    start: int
    end: int
    name: str
    kind: str


_OPENING = frozenset({"code", "sig", "signature"})
_SHORTEST_CODE = 6

IN_ADDRESS = "credential in an address"

_USER = re.compile(r"://([^\s/?#\"'<>@:]*)(?::([^\s/?#\"'<>]*))?@")
_QUERY = re.compile(r"[?&;]([\w.\[\]-]{1,60})=([^&\s\"'<>#;]+)")
_PATH = re.compile(r"://([^\s/?#\"'<>]{1,300})/([^\s?#\"'<>]{16,2000})")
_BEFORE_QUOTE = re.compile(r"""[:=]\s{0,20}\\?["']""")
_QUOTED_VALUE = re.compile(r"""([^"'\n\\]{1,20000})\\?["']""")
_QUOTED_BEFORE = re.compile(r"""["']([\w.-]{1,80})\\?["']\s{0,20}$""")
_LONGEST_NAME = 84
_LONGEST_GAP = 20
_HEADER = re.compile(r"\b([Bb](?:earer|asic))\s+([A-Za-z0-9._~+/=-]{8,})")
_MIXED = re.compile(r"[0-9+/=]|[a-z][A-Z]|.{24}")

_WITH_IDS = re.compile(  # what is random in the addresses of these names a document
    r"(?:docs|drive|sheets)\.google\.com|notion\.(?:so|site)|airtable\.com|sharepoint\.com|figma\.com|github\.com|gitlab\."
    r"|miro\.com|trello\.com|atlassian\.net|linear\.app|youtube\.com|youtu\.be"
)
_BEFORE_IDS = frozenset(
    "commit commits blob tree raw d folders files file webhook webhook-test workflow workflows".split()
)


def spans(text: str, *, shapes: bool = True) -> list[Span]:
    """Find the secrets in a text, in order; none overlaps another. Well-known shapes may be left out."""
    found: list[Span] = []
    if "://" in text:
        found.extend(_in_addresses(text))
    if '"' in text or "'" in text:
        found.extend(_quoted(text))
    found.extend(Span(one.start, one.end, one.name, kind_of(one.name)) for one in utterances(text))
    if "earer" in text or "asic" in text:
        found.extend(_headers(text))
    for shape in known_shapes(text) if shapes else ():
        found.extend(Span(match.start(), match.end(), "", "known token") for match in shape.finditer(text))
    return _apart(found) if found else found


def _in_addresses(text: str) -> Iterator[Span]:
    for match in _USER.finditer(text):
        password = match.group(2)
        if password and not is_placeholder(password):
            yield _span(match, 2, "password of an address", IN_ADDRESS)
        elif password is None and looks_random(match.group(1)):
            yield _span(match, 1, "user of an address", IN_ADDRESS)
    for match in _QUERY.finditer(text):
        if is_secret(match[1], match[2]) or looks_random(match[2], 24) or _opens(match[1], match[2]):
            yield _span(match, 2, match.group(1), IN_ADDRESS)
    for match in _PATH.finditer(text):
        if not _WITH_IDS.search(match.group(1)):
            yield from _in_path(match)


def _opens(name: str, value: str) -> bool:
    """Say whether an address is opened by a value: a function's code, a signature, whatever it looks like."""
    known = name.casefold() in _OPENING or (may_name_secret(name) and any(map(str.isdigit, value)))
    return known and len(value) >= _SHORTEST_CODE and not is_placeholder(value)


def _in_path(match: Match[str]) -> Iterator[Span]:
    start, before = match.start(2), ""
    for segment in match.group(2).split("/"):
        if before not in _BEFORE_IDS and looks_random(segment, 24):
            yield Span(start, start + len(segment), "part of an address", IN_ADDRESS)
        start, before = start + len(segment) + 1, segment


def _quoted(text: str) -> Iterator[Span]:
    """Look at ``"name": "value"``."""
    for sign in _BEFORE_QUOTE.finditer(text):
        name = _QUOTED_BEFORE.search(text[max(0, sign.start() - _LONGEST_NAME - _LONGEST_GAP) : sign.start()])
        value = _QUOTED_VALUE.match(text, sign.end())
        if name and value and is_secret(name[1], value[1]):
            yield _span(value, 1, name[1], kind_of(name[1]))


def _headers(text: str) -> Iterator[Span]:
    for match in _HEADER.finditer(text):
        if _MIXED.search(match.group(2)) and not is_placeholder(match.group(2)):
            yield _span(match, 2, match.group(1), "authorization")


def _span(match: Match[str], group: int, name: str, kind: str) -> Span:
    return Span(match.start(group), match.end(group), name, kind)


def _apart(found: list[Span]) -> list[Span]:
    """Keep of overlapping ones the name of the first and the reach of all."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = Span(last.start, max(last.end, span.end), last.name or span.name, last.kind)
        elif span.end > span.start:
            kept.append(span)
    return kept
