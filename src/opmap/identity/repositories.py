"""Repositories: one spelling for the many ways to write where source is kept."""

from __future__ import annotations

import re

from opmap.facts import Key

_SCHEME = re.compile(r"^(?:[a-z+]+://)?(?:[^@/]*@)?", re.IGNORECASE)
_SSH = re.compile(r"^([^/:]+):(?![0-9]+/)")


def repository_key(text: str) -> Key:
    """Give the key of a repository: host, owner and name, in small letters.

    >>> repository_key("git@github.com:Acme/Claims.git"), repository_key("https://github.com/acme/claims/tree/main/app")
    (Key('repository:github.com/acme/claims'), Key('repository:github.com/acme/claims'))
    """
    path = _SSH.sub(r"\1/", _SCHEME.sub("", text.strip()))
    path = path.partition("?")[0].partition("#")[0].partition("/-/")[0]
    parts = [part for part in path.split("/") if part]
    if parts and parts[0].casefold() in {"github.com", "bitbucket.org"}:
        parts = parts[:3]
    name = "/".join(parts).removesuffix(".git").casefold()
    return Key("repository", name or text)
