"""Repositories: one key for the many ways to write where source is kept."""

from __future__ import annotations

from opmap.connecting.repositories import repository_named
from opmap.facts import Key


def repository_key(text: str) -> Key:
    """Give the key of a repository: host, owner and name, in small letters.

    >>> repository_key("git@github.com:Acme/Claims.git"), repository_key("https://github.com/acme/claims/tree/main/app")
    (Key('repository:github.com/acme/claims'), Key('repository:github.com/acme/claims'))
    """
    return Key("repository", repository_named(text) or text)
