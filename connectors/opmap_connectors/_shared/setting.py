"""What a write sets: attributes, and the constants among their values; never one that may be secret.

>>> [(each.attribute, each.value) for each in told([("tries", 3), ("password", "hunter2"), ("note", "{}")])]
[('note', ''), ('password', ''), ('tries', '3')]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from opmap.connecting import Set, is_secret_name

_LONGEST = 60
_LONGEST_NAME = 100
_LONGEST_BODY = 20_000
_MOST = 100
_RUN = re.compile(r"\{\}|\{\{|\$\{|\$\(|\{%|<<|^=|\$\w|@\{|\{\{inputs")
_TOKEN = re.compile(r"(?=\S{16,}$)(?=\S*\d)(?=\S*[A-Za-z])\S+|://[^\s/]*:[^\s/]*@")


def told(pairs: Iterable[tuple[str, object]]) -> tuple[Set, ...]:
    """Give what some names are set to, each name once."""
    found: dict[str, str] = {}
    for name, value in sorted(pairs, key=lambda pair: str(pair[0])):
        plain = " ".join(str(name).split())[:_LONGEST_NAME]
        if plain and len(found) < _MOST and not _RUN.search(plain):
            found.setdefault(plain, constant(plain, value))
    return tuple(Set(name, value) for name, value in found.items())


def constant(name: str, value: object) -> str:
    """Give a value where it is a constant, and nothing where only a run knows it or it may be secret."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:g}" if abs(value) < 1e15 else ""
    text = value.strip() if isinstance(value, str) else ""
    known = text and len(text) <= _LONGEST and not _RUN.search(text) and not is_secret_name(name)
    return text if known and not _TOKEN.search(text) else ""


def of_json(text: str) -> tuple[Set, ...]:
    """Give what a body of JSON sets, at its top; nothing where it is none."""
    try:
        value = json.loads(text[:_LONGEST_BODY])
    except (ValueError, RecursionError):
        return ()
    return told(value.items()) if isinstance(value, dict) else ()


def equal(name: str, value: object) -> str:
    """Write the condition that something has a value: ``{}`` where only a run knows it.

    >>> equal("region", "eu"), equal("id", "={{ $json.id }}")
    ("region = 'eu'", 'id = {}')
    """
    known = constant(name, value)
    return f"{name} = '{known}'" if known and "'" not in known else f"{name} = {{}}"
