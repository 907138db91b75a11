"""What the names in an inventory refer to: its own ids, keys, people, addresses."""

from __future__ import annotations

from opmap.connecting import Entity, Field, Key, Known, Locator, Part, Ref, did_you_mean
from opmap_connectors._shared.people import mention, organisation_of, person_key, team_key
from opmap_connectors.native.checking import Checking
from opmap_connectors.native.references import FORMS, NotReferable, address_of, host_address, in_scope, key_of
from opmap_connectors.native.words import quoted

_MOST_OFFERS = 20
_MOST_IDS = 1_000
_FORMS = ", ".join(f"{form}:…" for form in FORMS)


class Names:
    """Finds what each name of one inventory means; says where it means nothing."""

    def __init__(self, part: Part, scope: str, checking: Checking) -> None:
        self._scope = scope
        self._organisation = organisation_of(part.document)
        self._ids = {" ".join(item["id"].text.split()) for item in part["nodes"].list()} - {""}
        self._offers = _MOST_OFFERS
        self._say = checking.say
        self.mentioned: list[Entity] = []  # people and teams that are named, whether described here or not

    def own(self, identifier: str) -> Key:
        """Give the key of an id of this file."""
        return Key("inventory", f"{self._scope}/{identifier}")

    def of_people(self, kind: str, identifier: str) -> list[Key]:
        """Give the key by which a person or team of this file is named elsewhere; none for other kinds."""
        make = {"person": person_key, "team": team_key}.get(kind)
        return [make(identifier, self._organisation)] if make else []

    def key(self, text: str, place: Field) -> Key | None:
        """Read a key."""
        try:
            found = None if address_of(text) else key_of(text, self._organisation)
        except NotReferable:
            found = None
        if found is None:
            self._say(place, "not a key; a key is written space:name, and an address stands under addresses")
        return found

    def address(self, text: str, place: Field, scope: str = "", within: str = "") -> Locator | None:
        """Read an address that leads to a node."""
        inside = self.ref(within, place["within"]) if within else None
        try:
            located = address_of(text) or host_address(text)
            if located is not None:
                return in_scope(located, scope, inside, f"inventory:{self._scope}")
        except NotReferable as reason:
            self._say(place, str(reason))
            return None
        self._say(place, f"not an address; it is a URL, a host, or one of {_FORMS}")
        return None

    def ref(self, text: str, place: Field, scope: str = "", within: str = "") -> Ref | None:
        """Read the end of a relation: an id of this file, an address, or a key."""
        if text in self._ids:
            return self.own(text)
        inside = self.ref(within, place) if within else None
        try:
            located = address_of(text)
            if located is not None:
                return in_scope(located, scope, inside, f"inventory:{self._scope}")
        except NotReferable as reason:
            self._say(place, str(reason))
            return None
        found = key_of(text, self._organisation)
        if found is None:
            self._say(place, f"no node of this file has the id{quoted(text)}{self._offer(text)}")
            return self.own(text)
        if found.space in {"person", "team"}:
            name = text.partition(":")[2].strip() or text
            self.mentioned.append(mention(found, name, place.at(Known.DECLARED)))
        return found

    def _offer(self, text: str) -> str:
        """Offer the nearest id; looking for it among all of them is slow, so only as often as anybody would read."""
        self._offers -= 1
        near = did_you_mean(text, sorted(self._ids)) if self._offers >= 0 and len(self._ids) < _MOST_IDS else ""
        return near or "; a node of another file is named by its key, inventory:SCOPE/ID"
