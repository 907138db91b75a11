"""Addresses in commands: in options, in scripts, and in what waits for a host before anything starts.

>>> found = addresses_in_command(["--db-host", "claims-db", "nc -z mq 5672"])
>>> [(place, name, address.host_port) for place, name, address in found]
[(0, 'db-host', 'claims-db'), (2, '', 'mq:5672')]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from opmap.connecting.hosts import is_here
from opmap_connectors._shared.places import Address, addresses_in, addresses_in_text, is_host_name
from opmap_connectors._shared.scripts import done

_WAITING = re.compile(r"\bwait|dockerize|until\b|nc -z|pg_isready|/dev/tcp/|nslookup")
_OPTION = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.+))?")
_HOST = r"([A-Za-z][\w.-]*)"
_ASKING = re.compile(
    rf"\bnc\s+(?:-[a-zA-Z]+\s*(?:\d+\s+)?)*{_HOST}\s+(\d{{2,5}})"
    rf"|/dev/tcp/{_HOST}/(\d{{2,5}})"
    rf"|\b(?:nslookup|getent\s+hosts)\s+{_HOST}()"
    rf"|\b(?:pg_isready|psql|mysql|mysqladmin|mariadb|mariadb-admin|redis-cli|mongo|mongosh|clickhouse-client)\b[^\n|;&]*?\s"
    rf"(?:-h\s*|--host[= ])[\"']?{_HOST}()"
)


def waits(text: str) -> bool:
    """Say whether a command waits for others before it starts anything."""
    return bool(_WAITING.search(text))


def addresses_in_command(items: Sequence[str]) -> Iterator[tuple[int, str, Address]]:
    """Find the addresses in a command's items, each with its item's place and the option that names it."""
    seen: set[tuple[str, Address]] = set()
    for place, name, address in _found([done(item) for item in items]):
        if ("", address) not in seen and (name, address) not in seen:
            seen |= {(name, address), ("", address)}
            yield place, name, address


def hosts_in_short(words: Sequence[str]) -> Iterator[str]:
    """Give the words behind ``-h``, which is a host to many a program and a call for help to others.

    >>> list(hosts_in_short(["-r", "200", "-h", "edge-router"]))
    ['edge-router']
    """
    split = [word for item in words for word in item.split()]
    for option, word in itertools.pairwise(split):
        if option in {"-h", "-H"} and is_host_name(word) and not is_here(word):
            yield word.lower()


def _found(items: Sequence[str]) -> Iterator[tuple[int, str, Address]]:
    words = [(place, word) for place, item in enumerate(items) for word in item.split()]
    for (place, word), (_, after) in zip(words, [*words[1:], (0, "")], strict=False):
        option = _OPTION.fullmatch(word) if word.startswith("-") else None
        if option:
            value = option.group(2) or ("" if after.startswith("-") else after)
            yield from (
                (place, option.group(1), address) for address in addresses_in(option.group(1), value.strip("\"'"))
            )
    for place, item in enumerate(items):
        yield from ((place, "", address) for address in addresses_in_text(item))
        yield from ((place, "", address) for address in _asked(item))


def _asked(text: str) -> Iterator[Address]:
    for found in _ASKING.finditer(text[:20_000]):
        host, port = [part for part in found.groups() if part is not None][:2]
        if is_host_name(host) and not is_here(host):
            yield Address("", host.lower(), int(port) if port else None, "")
