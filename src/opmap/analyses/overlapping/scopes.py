"""Which part of the data a step is limited to, and whether two such parts can be one.

A condition is read as far as it compares an attribute with constants, joined by *and*. What
else it says is a limit that nobody can judge: it may meet anything, and is never said to.

>>> meeting(scope_of("region = 'eu'"), scope_of("region = 'us' and id = {}"))
<Meeting.NEVER: 'never'>
>>> meeting(scope_of("region = 'eu'"), scope_of("")), meeting(scope_of("id = {}"), scope_of(""))
(<Meeting.SURELY: 'surely'>, <Meeting.MAYBE: 'maybe'>)
"""

from __future__ import annotations

import re
from dataclasses import field
from enum import StrEnum
from functools import lru_cache
from math import inf

from opmap.frozen import frozen

_AND = re.compile(r"\s+and\s+|\s*&&\s*", re.IGNORECASE)
_OPAQUE = re.compile(r"\bor\b|\|\||\bnot\s|\bbetween\b|\bexists\b|\bselect\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"""^\(*\s*[\w.$]*?["'`\[]?(?P<name>[\w-]+)["'`\]]?\s*(?P<sign>===?|!==?|<>|<=|>=|=|<|>|\b(?:is|in|eq|ne|gt|ge|lt|le)\b)\s*(?P<value>.+?)\)*$""",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = {"eq": "=", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
"""The words that OData has for signs."""
_LIST = re.compile(r"^\((?P<inner>.*)$", re.DOTALL)
_QUOTED = re.compile(r"""^(['"])(?P<text>(?:(?!\1).)*)\1$""", re.DOTALL)
_NUMBER = re.compile(r"^-?\d+(?:\.\d+)?$")
_PLAIN = re.compile(r"^(?:true|false|null|[A-Za-z_][\w./-]*)$", re.IGNORECASE)
_LISTED = re.compile(r"^(?P<name>[A-Za-z][\w -]{0,80}):\s*(?P<values>[^=<>]+)$")
_TELLING_HOW = frozenset(
    """api-version version v format fields select pretty page per_page page_size limit offset cursor sort order_by order
    expand include""".split()
)
_MOST = 20


class Meeting(StrEnum):
    """Whether two scopes can hold the same thing."""

    SURELY = "surely"
    MAYBE = "maybe"
    NEVER = "never"


@frozen
class Limit:
    """What one attribute is limited to."""

    allowed: frozenset[str] | None = None  # None: anything
    excluded: frozenset[str] = frozenset()
    least: float = -inf
    most: float = inf

    def and_also(self, other: Limit) -> Limit:
        """Give what both allow."""
        both = [each for each in (self.allowed, other.allowed) if each is not None]
        return Limit(
            frozenset.intersection(*both) if both else None,
            self.excluded | other.excluded,
            max(self.least, other.least),
            min(self.most, other.most),
        )

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all is allowed."""
        if self.least > self.most:
            return True
        if self.allowed is None:
            return False
        return not any(self._admits(value) for value in self.allowed)

    def _admits(self, value: str) -> bool:
        number = float(value) if _NUMBER.match(value) else None
        inside = number is None or self.least <= number <= self.most
        return inside and value not in self.excluded


@frozen
class Scope:
    """A part of the data: limits by attribute, and whether there are others that nobody can judge."""

    limits: tuple[tuple[str, Limit], ...] = ()
    opaque: bool = False
    words: str = field(default="", compare=False)

    def and_also(self, other: Scope) -> Scope:
        """Give what lies in both."""
        limits = dict(self.limits)
        for name, limit in other.limits:
            limits[name] = limits[name].and_also(limit) if name in limits else limit
        words = " and ".join(filter(None, (self.words, other.words)))
        return Scope(tuple(sorted(limits.items(), key=lambda each: each[0])), self.opaque or other.opaque, words)


EVERYTHING = Scope()


@lru_cache(maxsize=65536)
def scope_of(where: str) -> Scope:
    """Read a condition as it is written: of SQL, of a path, or of an event's filter."""
    text = " ".join(where.split())
    if not text:
        return EVERYTHING
    if text.startswith("/"):
        return _of_path(text)
    if _OPAQUE.search(text):
        return Scope(opaque=True, words=text)
    found = Scope(words=text)
    for part in _parts(text)[:_MOST]:
        read = _compared(part)
        found = found.and_also(Scope((read,)) if read is not None else Scope(opaque=True))
    return Scope(found.limits, found.opaque, text)


def constants(pairs: tuple[tuple[str, str], ...]) -> Scope:
    """Give the scope of what has these values; an empty value may be any."""
    limits = {_name(name): Limit(frozenset({value})) for name, value in pairs if value and not value.startswith("+=")}
    unknown = any(not value for _, value in pairs)
    return Scope(tuple(sorted(limits.items(), key=lambda each: each[0])), opaque=unknown)


def meeting(one: Scope, other: Scope) -> Meeting:
    """Say whether two scopes can hold the same thing."""
    both = one.and_also(other)
    if any(limit.is_empty for _, limit in both.limits):
        return Meeting.NEVER
    return Meeting.MAYBE if both.opaque else Meeting.SURELY


def _of_path(text: str) -> Scope:
    """Limit each part of a path that is known; of two paths that differ in one of them, none is the other.

    What a query asks for is limited by it, how it is to be told is not.
    """
    path, _, query = text.partition("?")
    parts = path.rstrip("/").split("/")
    named = [(f"/{place}", part) for place, part in enumerate(parts)]
    for each in query.split("&"):
        name, _, value = each.partition("=")
        if value and name.casefold() not in _TELLING_HOW and value.casefold() not in ("true", "false"):
            named.append((f"?{name.casefold()}", value))
    limits = {name: Limit(frozenset({value})) for name, value in named if "{" not in value}
    limits["/length"] = Limit(frozenset({str(len(parts))}))
    return Scope(tuple(sorted(limits.items(), key=lambda each: each[0])), any("{" in value for _, value in named), text)


def _parts(text: str) -> list[str]:
    """Split at *and*; a filter of lists, as ``branches: main; types: opened``, at its semicolons."""
    if _LISTED.match(text.partition(";")[0]):
        return [part.strip() for part in text.split(";") if part.strip()]
    return _AND.split(text)


def _compared(part: str) -> tuple[str, Limit] | None:
    listed = _LISTED.match(part)
    if listed:
        return _listed(listed["name"], listed["values"])
    found = _COMPARED.match(part.strip())
    if found is None:
        return _listed("", part)
    sign, name = found["sign"].casefold(), _name(found["name"])
    sign = _SIGNS.get(sign, sign)
    if sign == "in":
        inner = _LIST.match(found["value"].strip())
        values = [_value(each.strip(" )")) for each in inner["inner"].split(",")] if inner else [None]
        known = frozenset(value for value in values if value is not None)
        return (name, Limit(known)) if len(known) == len(set(values)) else None
    value = _value(found["value"])
    return None if value is None else _limit(name, sign, value)


def _limit(name: str, sign: str, value: str) -> tuple[str, Limit] | None:
    if sign in ("=", "==", "===", "is"):
        return name, Limit(frozenset({value}))
    if sign in ("!=", "!==", "<>"):
        return name, Limit(excluded=frozenset({value}))
    if not _NUMBER.match(value):
        return None
    number = float(value)
    if sign in ("<", "<="):
        return name, Limit(most=number if sign == "<=" else _beside(number, -1))
    return name, Limit(least=number if sign == ">=" else _beside(number, 1))


def _beside(number: float, way: int) -> float:
    from math import nextafter

    return nextafter(number, way * inf)


def _listed(name: str, values: str) -> tuple[str, Limit] | None:
    """Read a list of words, such as the types of an event; a pattern among them may mean anything."""
    words = [word.strip() for word in values.split(",") if word.strip()]
    if not words or any(set(word) & set("*?[]{}!()<>=") for word in words) or name.endswith("ignore"):
        return None
    return _name(name), Limit(frozenset(words))


def _value(text: str) -> str | None:
    """Give a constant; None for anything that only a run knows."""
    quoted = _QUOTED.match(text)
    if quoted:
        inner = quoted["text"]
        return None if "{}" in inner or "%" in inner else inner
    return text if _NUMBER.match(text) or (_PLAIN.match(text) and "." not in text) else None


def _name(text: str) -> str:
    return text.rpartition(".")[2].strip("\"'`[] ").casefold()
