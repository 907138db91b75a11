"""What an inventory points at: ids of its own, keys, and addresses of every form."""

from __future__ import annotations

import re
from collections.abc import Callable

from opmap.connecting import Key, Locator, Ref, host_of, url_locator
from opmap.connecting.repositories import repository_named
from opmap_connectors._shared.images import repository_of as image_named
from opmap_connectors._shared.inner import is_inner
from opmap_connectors._shared.people import email_in, person_key, team_key

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,40}):(\S.*)", re.DOTALL)
_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?(?::[0-9]{1,5})?")
_LOWER_SPACES = frozenset({"backstage", "github", "vendor", "product"})


class NotReferable(ValueError):
    """A text that names nothing; its message says why, and quotes none of it."""


def address_of(text: str) -> Locator | None:
    """Read an address: FORM:VALUE, a URL, or host:port; None where it is none.

    >>> address_of("topic:claims.created"), address_of("claims-db:5432").value, address_of("claims")
    (Locator(form='topic', value='claims.created', scope='', within=None, expects=''), 'claims-db:5432', None)
    """
    prefix, colon, value = text.partition(":")
    form = " ".join(prefix.casefold().replace("_", " ").replace("-", " ").split())
    if colon and form in FORMS and not value.startswith("//"):
        made = FORMS[form](value.strip())
        if not made:
            msg = f"not a {form}"
            raise NotReferable(msg)
        return made if isinstance(made, Locator) else Locator(form, made)
    if "://" in text:
        return _url(text)
    host = host_of(text)
    return Locator("host", host) if host else None


def host_address(text: str) -> Locator | None:
    """Read a bare host, also one with a wildcard; None where it is none."""
    host = _host(text)
    return Locator("host", host) if host else None


def key_of(text: str, organisation: str) -> Key | None:
    """Read a key: ``space:name``, ``team:NAME``, ``person:NAME``, or an e-mail address; None where it is none.

    >>> key_of("team:Claims", "acme"), key_of("ana@acme.example", "acme"), key_of("n8n:ops/17", "acme")
    (Key('team:acme/claims'), Key('person:ana@acme.example'), Key('n8n:ops/17'))
    """
    if email_in(text) == text.casefold():
        return person_key(text, organisation)
    found = _KEY.fullmatch(text)
    if not found:
        return None
    space, name = found.group(1).lower(), found.group(2).strip()
    if space == "team":
        return team_key(name, organisation)
    if space == "person":
        return person_key(name, organisation)
    return Key(space, name.lower() if space in _LOWER_SPACES else name)


def in_scope(locator: Locator, stated: str, within: Ref | None, own_scope: str) -> Locator:
    """Place an address where the inventory says, or everywhere; but an inner host, which others have too, in it."""
    scope = stated or (own_scope if locator.form in {"host", "url"} and is_inner(locator.value) else "")
    if locator.form in {"object", "operation"} and within is None:
        msg = f"an {locator.form} needs to say within what it stands: {{address: …, within: …}}"
        raise NotReferable(msg)
    return locator._replace(scope=scope, within=within)


def _url(text: str) -> Locator:
    located = url_locator(text)
    if located is None:
        msg = "a URL without a host"
        raise NotReferable(msg)
    return located


def _host(text: str) -> str:
    host = host_of(text) if "://" in text else text.strip().lower()
    return host.rstrip(".") if _HOST.fullmatch(host) and ".." not in host else ""


def _as_is(text: str) -> str:
    return " ".join(text.split())[:500]


FORMS: dict[str, Callable[[str], str | Locator]] = {
    "url": _url,
    "host": _host,
    "topic": _as_is,
    "image": image_named,
    "repository": repository_named,
    "webhook": lambda text: _as_is(text.partition("?")[0]),
    "node type": _as_is,
    "model": _as_is,
    "name": _as_is,
    "object": _as_is,
    "operation": _as_is,
}
"""The forms of address that an inventory can write, and how each value is made plain."""
