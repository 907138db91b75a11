"""Where source is kept: repositories as files name them, with or without their host."""

from __future__ import annotations

from opmap.connecting import Locator
from opmap.connecting.repositories import repository_at


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
