r"""What a request does: its method, its path, and what its body sets.

>>> [(each.method, each.url, each.sets) for each in curls("curl -X PUT https://a.example/f -d '{\"on\": true}'")]
[('PUT', 'https://a.example/f', (Set(attribute='on', value='true'),))]
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from opmap.connecting import Field, Set, frozen
from opmap_connectors._shared.endpoints import UNKNOWN, Endpoint, harmless, located
from opmap_connectors._shared.setting import of_json, told

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
_CHANGING = METHODS - {"GET", "HEAD"}
_PATH = re.compile(r"[a-zA-Z][\w+.-]*://[^/?#\s]+(/[^?#\s]*)?")
_COMMAND = re.compile(r"\bcurl\b")
_BODIES = frozenset({"-d", "--data", "--data-raw", "--json", "--data-binary"})
_TAKES_A_VALUE = frozenset({"-H", "--header", "-o", "--output", "-u", "--user", "-A", "--retry", "--max-time"})
_LONGEST = 20_000
_MOST = 50
_MOST_REQUESTS = 20


@frozen
class Request:
    """One request of a command."""

    method: str
    url: str
    sets: tuple[Set, ...] = ()


def path_of(found: Endpoint) -> str:
    """Give the path and the query of the address that a request goes to; ``/`` where it names the whole host."""
    target = found.target
    parts = _PATH.match(target.value) if target.form == "url" else None
    if parts is None:
        return ""
    path = harmless(parts[1] or "/")
    return (f"{path}?{found.query}" if found.query else path)[:200]


def changing(found: Endpoint, method: str, sets: tuple[Set, ...] = ()) -> dict[str, Any]:
    """Give what an effect says of a request: its method, its path, and what a method that changes something sets."""
    path = path_of(found) if method in METHODS else ""
    return {"operation": method, "sets": sets if method in _CHANGING else (), "where": path} if path else {}


def of_body(body: Field, plain: Callable[[str], str]) -> tuple[Set, ...]:
    """Give what a body sets: a mapping of fields, or JSON as text; ``plain`` puts ``{}`` for what only a run knows."""
    return of_json(plain(body.text)) if body.is_text else told((name, plain(each.text)) for name, each in body.items())


def requested(script: str, holes: re.Pattern[str], scope: str) -> Iterator[tuple[Endpoint, Request]]:
    """Give the requests of a script whose address is known but for its holes, and where each goes."""
    for each in islice(curls(script), _MOST_REQUESTS):
        found = located(holes.sub(UNKNOWN, each.url), scope)
        if found is not None and found.target.form == "url":
            yield found, each


def curls(script: str) -> Iterator[Request]:
    """Give the requests that the commands of a script make with curl."""
    joined = script[:_LONGEST].replace("\\\n", " ")
    for line in [each for each in joined.splitlines() if _COMMAND.search(each)][:_MOST]:
        found = _read(_words(line[_COMMAND.search(line).end() :]))  # type: ignore[union-attr]
        if found is not None:
            yield found


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _read(words: list[str]) -> Request | None:
    method, url, body = "", "", ""
    waiting = iter(words)
    for word in waiting:
        if word in ("|", "||", "&&", ";", ">"):
            break
        if word in ("-X", "--request"):
            method = next(waiting, "").upper()
        elif word.startswith("-X"):
            method = word[2:].upper()
        elif word in _BODIES:
            body = next(waiting, "")
        elif word in ("-F", "--form", "-T", "--upload-file"):
            method = method or ("PUT" if word in ("-T", "--upload-file") else "POST")
            next(waiting, "")
        elif word in _TAKES_A_VALUE:
            next(waiting, "")
        elif "://" in word and not word.startswith("-"):
            url = url or word
    method = method or ("POST" if body else "GET")
    return Request(method, url, of_json(body)) if url and method in METHODS else None
