"""Who answers for an API, where its description says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Certainty, Entity, Field, Key, Reading, Relation, attributes, short_name
from opmap_connectors._shared.apis.description import Api
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key, team_key

_SAID = ("x-owner", "x-team", "x-owner-team", "x-owning-team")
_INSIDE = ("team", "email", "name", "id")
_TEAM_WORDS = re.compile(
    r"\b(?:team|support|group|squad|department|desk|office|help|api|dev(?:elopers)?)\b", re.IGNORECASE
)


def owners(api: Api) -> Iterator[Reading]:
    """Give those that the description names as its owners, and whom it says to contact."""
    info = api.root["info"]
    for place in (info, api.root):
        for name in _SAID:
            for said in place[name].each():
                yield from _owner(api, said)
    yield from _contact(api, info["contact"])


def _contact(api: Api, contact: Field) -> Iterator[Reading]:
    """Give whom to ask, who probably answers for the API: a person, or a team where the name says so."""
    email, name = email_in(contact["email"].text), contact["name"].text
    if not (email or name):
        return
    kind = "team" if _TEAM_WORDS.search(name.replace("-", " ")) else "person"
    plain = (team_key if kind == "team" else person_key)(name, organisation_of(api.document))
    key = Key("person", email) if email else plain
    yield Entity(kind, short_name(name or email), (key,), api.at(contact), mentioned=True)
    said = attributes(role="contact")
    yield Relation(api.key, "owned by", key, api.at(contact), certainty=Certainty.PROBABLE, attributes=said)


def _owner(api: Api, said: Field) -> Iterator[Reading]:
    field = next((said[inside] for inside in _INSIDE if said[inside].text), said) if said.is_mapping else said
    name = field.text
    if not name:
        return
    email = email_in(name)
    if email:
        owner = Entity("person", email, (Key("person", email),), api.at(field), mentioned=True)
    elif name.startswith("@"):
        kind = "team" if "/" in name else "person"
        owner = Entity(kind, name[1:], (Key("github", name[1:].casefold()),), api.at(field), mentioned=True)
    else:
        owner = mention(team_key(name, organisation_of(api.document)), name, api.at(field))
    yield owner
    yield Relation(api.key, "owned by", owner.keys[0], api.at(field))
