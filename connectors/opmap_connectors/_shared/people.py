"""Names of people and teams: an e-mail address is one everywhere, any other name only in its organisation."""

from __future__ import annotations

import re

from opmap.connecting import Document, Entity, Evidence, Key, short_name

_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")


def organisation_of(document: Document) -> str:
    """Give the organisation that the document's plain names belong to: a setting, or else its source."""
    return slug(document.settings.get("organisation", "") or document.source)


def email_in(text: str) -> str:
    """Give the first e-mail address of a text, in lower case; empty where there is none.

    >>> email_in("Ana Roth <Ana.Roth@acme.example>")
    'ana.roth@acme.example'
    """
    found = _EMAIL.search(text[:1000])
    return found.group().lower() if found else ""


def person_key(name: str, organisation: str) -> Key:
    """Give the key of a person, named by e-mail address or by plain name."""
    return Key("person", email_in(name) or _within(name, organisation))


def team_key(name: str, organisation: str) -> Key:
    """Give the key of a team.

    >>> team_key("Claims  Intake", "acme")
    Key('team:acme/claims-intake')
    """
    return Key("team", _within(name, organisation))


def mention(key: Key, name: str, evidence: Evidence) -> Entity:
    """Give the person or team that a document names and does not describe."""
    return Entity(key.space, short_name(name), (key,), evidence, mentioned=True)


def slug(name: str) -> str:
    """Write a name in lower case with hyphens for blanks, so that spellings of one name meet.

    >>> slug(" Claims  Intake ")
    'claims-intake'
    """
    return "-".join(name.casefold().split())[:200]


def _within(name: str, organisation: str) -> str:
    plain = slug(name)
    return plain if "/" in plain else f"{organisation}/{plain}"
