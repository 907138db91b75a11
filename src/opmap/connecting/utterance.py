"""What is told of a secret that a text says: its place, its name, and how sure that is."""

from __future__ import annotations

import re

from opmap.frozen import frozen
from opmap.secrecy import is_placeholder

_PARAMETER = re.compile(r"[:@&][A-Za-z_]+|\?|%s|%\(\w+\)s|\$[0-9]+|\{.*|\$[{(].*|[\"'+|].*", re.DOTALL)
_MIXED = re.compile(r"[0-9]|[a-z][A-Z]|\w[!@#%^&*+]")


@frozen
class Utterance:
    """A secret's place in a text, what it is called there, and whether what stands around it leaves no doubt."""

    start: int
    end: int
    name: str
    sure: bool = True
    within: str = "command"


def stands_in(value: str) -> bool:
    """Say whether a value is filled in later: a parameter of a query, an expression, a placeholder.

    >>> [stands_in(value) for value in (":secret", "%s", "$1", "{{ $json.pw }}", "hunter2")]
    [True, True, True, True, False]
    """
    return bool(_PARAMETER.fullmatch(value)) or is_placeholder(value)


def is_mixed(value: str) -> bool:
    """Say whether a value is no mere word: it has digits, signs or capitals inside."""
    return _MIXED.search(value) is not None
