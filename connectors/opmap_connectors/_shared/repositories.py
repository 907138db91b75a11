"""Names of source repositories, however their address is written."""

from __future__ import annotations

import re

from opmap.connecting import parse_dsn

_BY_SSH = re.compile(r"^[\w.-]+@([\w.-]+):")


def repository_of(text: str) -> str:
    """Give a repository's name, as in ``github.com/acme/claims``.

    >>> repository_of("git@github.com:acme/claims.git"), repository_of("https://ana:pw@github.com/acme/claims/")
    ('github.com/acme/claims', 'github.com/acme/claims')
    """
    address = parse_dsn(text)
    found = f"{address.host}{address.path}" if address else _BY_SSH.sub(r"\1/", text.strip())
    return found.removesuffix("/").removesuffix(".git")
