"""Repositories: one spelling for the many ways to write where source is kept."""

from __future__ import annotations

import re

from opmap.connecting.addresses import parse_dsn

_ADDRESS = re.compile(r"(?:url:)?(?:[a-z+]+://)?(?:[^@/\s]+@)?([\w.-]+\.[\w-]+)(?::\d+)?[:/]+([^\s?#]+)", re.IGNORECASE)
_INSIDE = frozenset({"-", "tree", "blob", "raw", "src", "edit", "commits", "browse"})
_SHORT_HOSTS = frozenset({"github.com", "bitbucket.org"})


def repository_at(address: str) -> str:
    """Give ``host/owner/name`` in lower case for a URL, an ssh address or such a path; empty where it is none.

    >>> repository_at("url:https://github.com/Acme/Claims/tree/main/services/intake/")
    'github.com/acme/claims'
    >>> repository_at("git@gitlab.com:acme/risk/scoring.git"), repository_at("dir:.")
    ('gitlab.com/acme/risk/scoring', '')
    >>> repository_at("https://github.com/acme/https://github.com/acme/claims")
    ''
    """
    found = _ADDRESS.fullmatch(address.strip()[:1000])
    if not found:
        return ""
    host, parts = found[1].casefold(), [part for part in found[2].casefold().split("/") if part]
    end = next((place for place, part in enumerate(parts) if place > 1 and part in _INSIDE), len(parts))
    parts = parts[: 2 if host in _SHORT_HOSTS else end]
    named = len(parts) > 1 and not any(":" in part for part in parts)  # else an address within an address
    return f"{host}/{'/'.join(parts)}".removesuffix(".git") if named else ""


def repository_named(text: str) -> str:
    """Give a repository's name, be it an address or a name alone.

    >>> repository_named("ssh://git@github.com/Acme/Claims.git"), repository_named("Acme/Claims/")
    ('github.com/acme/claims', 'acme/claims')
    """
    known = repository_at(text)
    if known:
        return known
    address = parse_dsn(text)
    bare = f"{address.host}{address.path}" if address else text.rpartition("@")[2].partition("?")[0]
    return bare.strip().strip("/").removesuffix(".git").casefold()
