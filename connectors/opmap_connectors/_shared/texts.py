r"""Addresses in configuration files that are kept as text: properties, YAML, JSON, the rules of a proxy.

>>> [(said.name, said.address.host_port) for said in addresses_in_file("# http://old:1\npay.url=http://pay:8080")]
[('pay.url', 'pay:8080')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from opmap.connecting import frozen
from opmap.connecting.hosts import is_here
from opmap_connectors._shared.places import Address, addresses_in, addresses_in_text, is_host_name, is_public

_COMMENT = re.compile(r"\s*(?:#|//|;|<!--|\*)")
_PAIR = re.compile(r"\s*-?\s*[\"']?([A-Za-z][\w./-]{0,100})[\"']?\s*(?::(?!//)|=>?)\s*[\"']?(.+?)[\"']?,?\s*")
_LISTED = re.compile(r"\s*(?:-\s*[\"']?[\w.-]+:\d{2,5}[\"']?|[\"'][\w.-]+:\d{2,5}[\"']),?\s*")
_MARKED = re.compile(r"\s*\"[^\"]*\"\s*:")
_DIRECTIVE = re.compile(
    r"\s*(server|host|hosts|replicaof|reverse_proxy|fastcgi_pass|uwsgi_pass)\s+([A-Za-z][\w.-]*)(?:\s+(\d{2,5}))?\s*;?\s*"
)
_UPSTREAM = re.compile(r"\bupstream\s+([\w.-]+)\s*\{")
_SCRAPES = re.compile(r"\s*(?:-\s+)?scrape_configs\s*:\s*")
_SCRAPED = frozenset({"", "targets", "replacement", "static_configs"})
_TARGETS = re.compile(r"\s*(?:-\s+)?[\"']?targets[\"']?\s*:\s*\[([^\]]*)\]\s*(?:#.*)?")
_OWN_PLACE = frozenset({"host", "hostname"})
_PORT = re.compile(r"\s*[\"']?port(?:_value)?[\"']?\s*[:=]\s*[\"']?(\d{2,5})\b", re.IGNORECASE)
_NEAR = 2
_MOST_LINES = 5_000
_LONGEST_LINE = 2_000


@frozen
class Said:
    """An address that a file holds, and the name of the setting that holds it, where it has one."""

    name: str
    address: Address
    watched: bool = False  # it stands among what a monitor looks at, and is nothing that the monitor needs


def addresses_in_file(text: str) -> Iterator[Said]:
    """Find the addresses in a file's text.

    What stands in no setting counts only where it is internal: the rest are links in prose,
    as are all those of a dashboard.
    """
    if '"panels"' in text and '"schemaVersion"' in text:
        return
    lines = text.splitlines()[:_MOST_LINES]
    inner = frozenset(_UPSTREAM.findall(text)) if "upstream" in text else frozenset()
    scrapes = "scrape_configs" in text
    section = -1  # how far in the list of what is scraped begins, while the line is within it
    for number, line in enumerate(lines):
        if not line or line.isspace() or _COMMENT.match(line) or len(line) > _LONGEST_LINE:
            continue
        if scrapes:
            section = _section(line, section)
        for said in _in_line(lines, number):
            if said.address.host not in inner or said.address.port or said.name == "server":
                yield replace(said, watched=section >= 0 and said.name in _SCRAPED)
        if section >= 0:
            yield from _scraped(line)


def _scraped(line: str) -> Iterator[Said]:
    """Read the targets of a scrape that are written without a port: the usual one of the web is meant."""
    found = _TARGETS.fullmatch(line)
    for word in re.split(r"[\s,\"']+", found.group(1)) if found else ():
        if ":" not in word and is_host_name(word) and not is_here(word):
            yield Said("targets", Address("", word.lower(), None, ""), watched=True)


def _section(line: str, section: int) -> int:
    bare = line.lstrip()
    depth = len(line) - len(bare)
    if _SCRAPES.fullmatch(line):
        return depth
    return -1 if depth < section or (depth == section and not bare.startswith("-")) else section


def _in_line(lines: list[str], number: int) -> Iterator[Said]:
    line = lines[number]
    directive = _DIRECTIVE.fullmatch(line)
    if directive:
        name, host, port = directive.groups()
        for address in addresses_in(f"{name}_host", f"{host}:{port}" if port else host):
            yield Said(name, address)
        return
    pair = None if _LISTED.fullmatch(line) else _PAIR.fullmatch(line)
    if pair is None:
        if not _MARKED.match(line):  # else a setting whose name is no word, such as a marker left in JSON
            yield from (Said("", found) for found in addresses_in_text(line) if not is_public(found.host))
        return
    name, value = pair.groups()
    if name.lower().rpartition(".")[2] in _OWN_PLACE:
        yield from _beside_its_port(name, value, lines[max(0, number - _NEAR) : number + _NEAR + 1])
    else:
        yield from (Said(name, address) for address in addresses_in(name, value))


def _beside_its_port(name: str, value: str, around: list[str]) -> Iterator[Said]:
    """Read what is called a host and no more: somebody else's, where it stands beside a port."""
    ports = [found.group(1) for found in map(_PORT.match, around) if found]
    for address in addresses_in(f"{name}_host", value):
        if address.port or address.scheme:
            yield Said(name, address)
        elif ports and not is_public(address.host):
            yield Said(name, replace(address, port=int(ports[0])))
