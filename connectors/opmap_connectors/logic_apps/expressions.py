"""Expressions of definitions and templates, as far as they mean one text before any run; ``{}`` stands for the rest.

>>> known = {("parameters", "host"): "crm.acme.example"}
>>> evaluated("concat('https://', parameters('host'), '/v1/', triggerBody()?['id'])", lambda *name: known.get(name))
'https://crm.acme.example/v1/{}'
"""

from __future__ import annotations

import re
from collections.abc import Callable

from opmap_connectors._shared.endpoints import UNKNOWN

Lookup = Callable[[str, str], "str | None"]
"""What a parameter, a variable or a setting of the app holds; None where only a run knows."""

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|([A-Za-z_$][\w$]*)|(\d+(?:\.\d+)?)|(.))", re.DOTALL)
_SAME = frozenset("encodeuricomponent uricomponent uricomponenttostring string trim tolower toupper json".split())
_NAMED = frozenset({"parameters", "variables", "appsetting", "outputs"})
_LONGEST = 4000
_DEEPEST = 30


def evaluated(text: str, lookup: Lookup) -> str:
    """Give what an expression means."""
    if len(text) > _LONGEST:
        return UNKNOWN
    reading = _Reading(_TOKEN.findall(text), lookup)
    found = reading.value(0)
    return found if found is not None and reading.done else UNKNOWN


class _Reading:
    """An expression on its way."""

    def __init__(self, tokens: list[tuple[str, str, str, str]], lookup: Lookup) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._next = 0

    @property
    def done(self) -> bool:
        """Say whether all of it was read."""
        return self._next >= len(self._tokens)

    def value(self, depth: int) -> str | None:
        """Read one value and what is asked of it; None where it means something else in each run."""
        if self.done or depth > _DEEPEST:
            return None
        literal, name, number, _ = self._take()
        found = self._call(name, depth) if name else number or literal.replace("''", "'")
        return None if self._asked_further(depth) else found

    def _take(self) -> tuple[str, str, str, str]:
        self._next += 1
        return self._tokens[self._next - 1]

    def _sign(self) -> str:
        return "" if self.done else self._tokens[self._next][3]

    def _call(self, name: str, depth: int) -> str | None:
        if self._sign() != "(":
            return None
        self._next += 1
        given: list[str | None] = []
        while not self.done and self._sign() != ")":
            given.append(self.value(depth + 1))
            if self._sign() == ",":
                self._next += 1
            elif self._sign() != ")":
                self._next = len(self._tokens)
                return None
        self._next += 1
        return self._meant(name.casefold(), given)

    def _meant(self, name: str, given: list[str | None]) -> str | None:
        if name == "concat":
            return "".join(UNKNOWN if each is None else each for each in given)[:_LONGEST]
        if name in {"resourceid", "extensionresourceid"}:
            return given[-1] if given else None
        first = given[0] if len(given) == 1 else None
        if name in _SAME:
            return first
        return self._lookup(name, first) if name in _NAMED and first is not None else None

    def _asked_further(self, depth: int) -> bool:
        """Step over ``?['a'].b``: what stands inside a value is known to no definition."""
        asked = False
        while self._sign() in {"?", ".", "["}:
            asked = True
            opened = self._take()[3] == "["
            if opened:
                self.value(depth + 1)
            if not self.done and (opened or self._tokens[self._next][1]):
                self._next += 1
        return asked
