"""Names as they are compared when it is asked whether two may be one.

>>> normal("account-service", "service"), normal("AccountService", "service"), normal("account_svc-v2", "service")
('account', 'account', 'account')
>>> normal("team-Phoenix", "team"), normal("Silva, Ana", "person"), normal("ana.silva@acme.example", "person")
('phoenix', 'anasilva', 'anasilva')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

_LONGEST = 120
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[\W_]+")
_POD = re.compile(r"-[0-9a-f]{8,10}-[a-z0-9]{5}$")
_VERSION = re.compile(r"^v[0-9]+$")
_SAYS_NOTHING = frozenset({"service", "services", "svc", "srv", "app", "application", "deployment", "component", "api"})
_TEAM_WORDS = frozenset({"team", "squad", "group", "the"})
_ENDINGS = ("services", "service", "svc")
_SHORTEST_STEM = 3
_LONG_ENOUGH = 8


def normal(name: str, kind: str) -> str:
    """Give the form that spellings of one name share; empty where nothing is left."""
    text = _POD.sub("", normalize("NFKC", name[:_LONGEST]))
    if kind == "person":
        text = text.partition("@")[0]
    words = [word for word in _NOT_WORD.split(_CAMEL.sub("-", text).casefold()) if word]
    if kind == "person":
        return "".join(sorted(words))
    if kind == "team":
        return "".join([word for word in words if word not in _TEAM_WORDS] or words)
    while len(words) > 1 and (words[-1] in _SAYS_NOTHING or _VERSION.match(words[-1])):
        words.pop()
    return _stem("".join(words))


def nearly_equal(forms: Iterable[str]) -> list[tuple[str, ...]]:
    """Give the forms that differ by one letter, those that do so at the same place together.

    Short forms have no neighbours, and digits count: ``worker1`` and ``worker2`` are two on
    purpose. Two forms that differ at one place share the half of them that it is not in, so
    only those are compared that do.

    >>> nearly_equal(["fraudscreening", "fraudscrening", "claimsintake1", "claimsintake2"])
    [('fraudscreening', 'fraudscrening')]
    """
    halves: dict[tuple[bool, str], set[str]] = {}
    for form in forms:
        if len(form) >= _LONG_ENOUGH:
            for half in _halves(form):
                halves.setdefault(half, set()).add(form)
    found: set[tuple[str, ...]] = set()
    for (is_front, shared), several in halves.items():
        if len(several) > 1:
            front, back = (len(shared), 0) if is_front else (0, len(shared))
            found.update(_together(several, front, back))
    return sorted(found)


def _halves(form: str) -> set[tuple[bool, str]]:
    """Give the half that a form shares with one that differs in the other half, be that as long or a letter longer."""
    length = len(form)
    fronts = {(True, form[: length // 2]), (True, form[: (length - 1) // 2])}
    return fronts | {(False, form[length // 2 :]), (False, form[(length + 1) // 2 :])}


def _together(forms: set[str], front: int, back: int) -> Iterator[tuple[str, ...]]:
    """Leave out each letter but those that all forms share, at the front or at the back; give the forms that meet."""
    left_out: dict[str, set[str]] = {}
    for form in forms:
        left_out.setdefault(form, set()).add(form)
        for place in range(front, len(form) - back):
            if not form[place].isdigit():
                left_out.setdefault(form[:place] + form[place + 1 :], set()).add(form)
    return (tuple(sorted(several)) for several in left_out.values() if len(several) > 1)


def _stem(form: str) -> str:
    ending = next((end for end in _ENDINGS if form.endswith(end) and len(form) >= len(end) + _SHORTEST_STEM), "")
    return form.removesuffix(ending) if ending else form
