"""Secrets that are assigned to a name: ``name=value``, ``${name:-value}``.

>>> text = "PGPASSWORD=hunter2 psql"
>>> [(one.name, text[one.start : one.end], one.sure) for one in assigned(text)]
[('PGPASSWORD', 'hunter2', True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting.utterance import Utterance, is_mixed
from opmap.secrecy import is_placeholder, is_secret, is_secret_name, may_name_secret

_VALUE = re.compile(r"""[ ]{0,3}(?:"([^"\n]*)"|'([^'\n]*)'|([^\s;&,"'<>|]+))""")
_BACKWARDS = re.compile(r"[ ]?([\w.-]{1,81})")
_NAME = re.compile(r"[A-Za-z_].*")
_DEFAULT = re.compile(r"\$\{([A-Za-z_]\w*):?[-=]([^{}]*)\}")
_LONGEST_NAME = 84
_BEFORE = frozenset(" \t\n\"'`(/:.@")
_BEHIND = frozenset(" \t\n\"'`;&|)\\")
_OF_CODE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|.*[(\[{<].*", re.DOTALL)


def assigned(text: str) -> Iterator[Utterance]:
    """Look at each sign first, and then at what stands around it, since most words have none."""
    position = text.find("=")
    while position >= 0:
        name = _name_before(text, position)
        value = _VALUE.match(text, position + 1) if name and may_name_secret(name) else None
        if value and value.lastindex and not _is_call(text, value) and is_secret(name, value[value.lastindex]):
            start, end = value.span(value.lastindex)
            sure = (
                start == position + 1 and is_secret_name(name) and _is_of_shell(text, position - len(name), start, end)
            )
            yield Utterance(start, end, name, sure=sure)
        position = text.find("=", position + 1)
    for match in _DEFAULT.finditer(text) if "${" in text else ():
        if is_secret_name(match[1]) and not is_placeholder(match[2]):
            yield Utterance(match.start(2), match.end(2), match[1], sure=False)


def _is_of_shell(text: str, name: int, start: int, end: int) -> bool:
    """Say whether an assignment is one of a command; in code, what is not in quotes is the name of a value."""
    before, behind, value = text[name - 1 : name] if name else " ", text[end : end + 1] or " ", text[start:end]
    words = before in _BEFORE and behind in _BEHIND
    return words and is_mixed(value) and value[0] not in "=$%`@" and not _OF_CODE.fullmatch(value)


def _is_call(text: str, value: re.Match[str]) -> bool:
    """Say whether what stands after the sign is a function whose value is not known: ``pw = crypt('…')``."""
    return value[0].endswith("(") and text[value.end() : value.end() + 1] in {"'", '"'}


def _name_before(text: str, position: int) -> str:
    """Give the name that ends at a position; read backwards, so that each sign of it is looked at once."""
    found = _BACKWARDS.match(text[max(0, position - _LONGEST_NAME) : position][::-1])
    name = _NAME.search(found[1][::-1]) if found else None
    return name[0] if name else ""
