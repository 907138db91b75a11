"""Code inside a step: every address in it is possibly called.

>>> [each.host for each in addresses_in_code("fetch('https://api.fern.example/v1') // see https://docs.fern.example")]
['api.fern.example']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import hosts_in
from opmap_connectors._shared.places import Address

_MOST = 20
_LONGEST = 200_000
_ABOUT = frozenset(
    """www.w3.org w3.org schema.org json-schema.org example.com www.example.com example.org purl.org xmlns.com localhost
    docs.n8n.io n8n.io stackoverflow.com developer.mozilla.org fonts.googleapis.com fonts.gstatic.com cdn.jsdelivr.net
    unpkg.com cdnjs.cloudflare.com""".split()
)
_COMMENT = re.compile(r"/\*.{0,5000}?\*/|(?:^|(?<=[\s;{}]))(?://|#)[^\n]*", re.DOTALL)


def addresses_in_code(text: str) -> Iterator[Address]:
    """Give the addresses that code names; what only a comment says, and what is known to be none, is left out."""
    found = 0
    for address in hosts_in(_COMMENT.sub(" ", text[:_LONGEST])):
        if not address.scheme or address.host in _ABOUT or "." not in address.host:
            continue
        found += 1
        if found > _MOST:
            return
        yield address
