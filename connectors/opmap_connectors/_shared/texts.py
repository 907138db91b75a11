r"""Addresses in configuration files that are kept as text: properties, YAML, JSON, the rules of a proxy.

>>> [(name, found.host_port) for name, found in addresses_in_file("# http://old:1\npay.url=http://pay:8080\nuser x;")]
[('pay.url', 'pay:8080')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap_connectors._shared.places import Address, addresses_in, addresses_in_text, is_public

_COMMENT = re.compile(r"\s*(?:#|//|;|<!--|\*)")
_PAIR = re.compile(r"\s*-?\s*[\"']?([A-Za-z][\w./-]{0,100})[\"']?\s*[:=]\s*[\"']?(.+?)[\"']?,?\s*")
_LISTED = re.compile(r"\s*-\s*[\"']?[\w.-]+:\d{2,5}[\"']?,?\s*")
_MARKED = re.compile(r"\s*\"[^\"]*\"\s*:")
_MOST_LINES = 5_000
_LONGEST_LINE = 2_000


def addresses_in_file(text: str) -> Iterator[tuple[str, Address]]:
    """Find the addresses in a file's text, each with the name of the setting that holds it, where it has one.

    What stands in no setting counts only where it is internal: the rest are links in prose.
    """
    if "scrape_configs:" in text:
        return  # whom a monitor watches: not what it needs
    for line in text.splitlines()[:_MOST_LINES]:
        if _COMMENT.match(line) or len(line) > _LONGEST_LINE:
            continue
        pair = None if _LISTED.fullmatch(line) else _PAIR.fullmatch(line)
        if pair is None and _MARKED.match(line):
            continue  # a setting whose name is no word, such as a marker that a program left in JSON
        if pair:
            yield from ((pair.group(1), address) for address in addresses_in(pair.group(1), pair.group(2)))
        else:
            yield from (("", address) for address in addresses_in_text(line) if not is_public(address.host))
