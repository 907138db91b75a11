"""Where a call goes: an address as far as it is known before any run, with ``{}`` for what only a run knows."""

from __future__ import annotations

import re

from opmap.connecting import Certainty, Locator, frozen, is_secret_name, url_locator
from opmap.connecting.hosts import is_internal

UNKNOWN = "{}"

_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]{1,20})://([^/?#\s]+)([^?#\s]*)")
_BARE = re.compile(r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,}(?::[0-9]{2,5})?(?:[/?#]\S*)?")
_DOMAIN = re.compile(r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?){2,}")
_BOT = re.compile(r"bot[0-9]+:")
_HARMLESS = re.compile(r"[0-9]{1,20}|[A-Za-z][a-z0-9_.-]{0,23}|[A-Z][A-Z0-9_-]{0,23}")
_SIGNING = frozenset({"sig", "code", "key", "hash", "pin", "otp"})
_MOST_PARAMETERS = 6
_PIECE = re.compile(r"[A-Za-z0-9]{16,}")


@frozen
class Endpoint:
    """Where a call goes."""

    target: Locator
    certainty: Certainty = Certainty.CERTAIN
    query: str = ""  # as far as it is known and harmless

    @property
    def words(self) -> str:
        """Say it so that a person knows it again."""
        return self.target.value


def located(value: str, scope: str, expects: str = "") -> Endpoint | None:
    """Say where a text leads; None where it holds no address that is known before a run.

    >>> located("https://{}.shop.example/v1/{}", "n8n:ops").target.value
    '*.shop.example'
    """
    found = _URL.match(value)
    if not found:
        if not _BARE.fullmatch(value):
            return None
        target = url_locator(f"https://{value}", scope, expects)
        return Endpoint(target, Certainty.PROBABLE, query_of(value)) if target else None
    scheme, authority, path = found.groups()
    host = authority.rpartition("@")[2].removesuffix(f":{UNKNOWN}")
    if UNKNOWN in host:
        return _under_domain(host, scope, expects)
    target = url_locator(f"{scheme}://{host}{harmless(path)}", scope, expects)
    return Endpoint(target, query=query_of(value)) if target else None


def _under_domain(host: str, scope: str, expects: str) -> Endpoint | None:
    """Name any host of a domain: ``{}.shop.example`` is probably one of ``*.shop.example``."""
    domain = host.rpartition(UNKNOWN)[2].partition(":")[0]
    if not _DOMAIN.fullmatch(domain) or is_internal(domain):
        return None
    return Endpoint(Locator("host", f"*{domain.lower()}", scope, expects=expects), Certainty.PROBABLE)


def harmless(path: str) -> str:
    """Put ``{}`` for each part of a path that may be a token, or is an id that says nothing.

    >>> harmless("/v1/claims/{}/triage"), harmless("/bot81:AAE/send"), harmless("/d/1aOUlmnCaI4tULmBZSvWlOQ/edit")
    ('/v1/claims/{}/triage', '/{}/send', '/d/{}/edit')
    """
    return "/".join(UNKNOWN if _may_be_token(part) else part for part in path.split("/"))


def query_of(url: str) -> str:
    """Give the query of an address without what is secret by its name, with ``{}`` for what may be or is not known.

    >>> query_of("https://a.example/f?id=7&token=abc#top"), query_of("https://a.example/f")
    ('id=7', '')
    """
    pairs = [each.partition("=") for each in url.partition("#")[0].partition("?")[2].split("&")][:_MOST_PARAMETERS]
    named = [(name, value) for name, _, value in pairs if _HARMLESS.fullmatch(name) and not _is_secret(name)]
    return "&".join(f"{name}={value if _is_harmless(value) else UNKNOWN}" for name, value in named)


def _is_secret(name: str) -> bool:
    return is_secret_name(name) or name.casefold() in _SIGNING


def _is_harmless(value: str) -> bool:
    return bool(_HARMLESS.fullmatch(value)) and not _may_be_token(value)


def _may_be_token(part: str) -> bool:
    if _BOT.match(part):
        return True
    for found in _PIECE.finditer(part):
        piece = found.group()
        letters = sum(map(str.isalpha, piece))
        upper = sum(map(str.isupper, piece))
        if 0 < letters < len(piece) or (0.3 < upper / len(piece) < 1):
            return True
    return False
