"""Where source is kept: a repository's address out of the many that lead into it."""

from __future__ import annotations

import re

from opmap.connecting import Locator

_ADDRESS = re.compile(r"(?:url:)?(?:[a-z+]+://)?(?:[^@/\s]+@)?([\w.-]+\.[\w-]+)(?::\d+)?[:/]+([^\s?#]+)", re.IGNORECASE)
_INSIDE = frozenset({"-", "tree", "blob", "raw", "src", "edit", "commits", "browse"})
_SHORT_HOSTS = frozenset({"github.com", "bitbucket.org"})


def repository_at(address: str) -> str:
    """Give ``host/owner/name`` in lower case for a URL, an ssh address or such a path; empty where it is none.

    >>> repository_at("url:https://github.com/Acme/Claims/tree/main/services/intake/")
    'github.com/acme/claims'
    >>> repository_at("git@gitlab.com:acme/risk/scoring.git"), repository_at("dir:.")
    ('gitlab.com/acme/risk/scoring', '')
    """
    found = _ADDRESS.fullmatch(address.strip()[:1000])
    if not found:
        return ""
    host, parts = found[1].casefold(), [part for part in found[2].casefold().split("/") if part]
    end = next((place for place, part in enumerate(parts) if place > 1 and part in _INSIDE), len(parts))
    parts = parts[: 2 if host in _SHORT_HOSTS else end]
    return f"{host}/{'/'.join(parts)}".removesuffix(".git") if len(parts) > 1 else ""


def repository_called(name: str, host: str) -> str:
    """Give ``host/owner/name`` for a repository that may be written without its host; one word stays as it is.

    >>> repository_called("Acme/Claims", "github.com"), repository_called("claims", "github.com")
    ('github.com/acme/claims', 'claims')
    """
    known = repository_at(name)
    if known or "/" not in name:
        return known or name.casefold()
    return f"{host}/{name.strip('/').casefold()}"


def repository_locator(repository: str) -> Locator:
    """Make the locator of a repository."""
    return Locator("repository", repository, expects="repository")
