"""What is known while references are being resolved: the things described, and those that are only named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from opmap.estate import Outcome
from opmap.facts import Attributes, Key
from opmap.identity.answers import Answer, why_none
from opmap.identity.catalogue import Catalogue
from opmap.identity.describing import GENERIC, Profile, known_kind, profile
from opmap.identity.directory import Directory
from opmap.identity.ids import strength
from opmap.identity.mentions import Mention
from opmap.identity.merging import Things
from opmap.kinds import Certainty


@dataclass
class World:
    """All things."""

    things: Things
    catalogue: Catalogue
    mentions: dict[int, Mention] = field(default_factory=dict)

    @cached_property
    def directory(self) -> Directory:
        """Give the addresses of what is described."""
        return Directory(self.things, self.kind)

    @cached_property
    def profiles(self) -> dict[int, Profile]:
        """Say what each thing is that an entity speaks of."""
        return {thing: profile(entities) for thing, entities in self.things.about.items()}

    def kind(self, thing: int) -> str:
        """Give the kind of a thing; empty where nobody describes it."""
        if thing in self.profiles:
            return self.profiles[thing].kind
        keys = self.mentions[thing].keys if thing in self.mentions else ()
        return next((entity.kind for key in sorted(keys) for entity in self.catalogue.about(key)), "")

    def engine(self, thing: int) -> str:
        """Give the product that a thing is said to be; empty where nobody says it."""
        said = self.profiles[thing].attributes if thing in self.profiles else ()
        return next((str(value) for name, value in said if name == "engine"), "")

    def keys(self, thing: int) -> list[Key]:
        """Give the keys of a thing, the strongest first."""
        entities, names = self.things.about.get(thing, ()), self.things.names
        if len(entities) == 1 and len(entities[0].keys) == 1 and thing not in self.mentions:
            return [entities[0].keys[0]]
        carried = {key for entity in entities for key in entity.keys if names.thing(key) == thing}
        if thing in self.mentions:
            carried |= self.mentions[thing].keys
        if not entities:
            carried |= self._said_to_be_one.get(thing, set())
        return sorted(carried, key=strength)

    @cached_property
    def _said_to_be_one(self) -> dict[int, set[Key]]:
        """Give the keys that people said are one, so that what nobody describes is called alike at every step."""
        found: dict[int, set[Key]] = {}
        for key in self.things.decided:
            found.setdefault(self.things.names.thing(key), set()).add(key)
        return found

    def names_by(self, key: Key) -> bool:
        """Say whether anything in the estate goes by this very key."""
        if key not in self.things.names:
            return False
        thing = self.things.names.thing(key)
        return (thing in self.things.about or thing in self.mentions) and key in self.keys(thing)

    def mention(self, key: Key, kind: str, name: str, *, dangling: bool = False, attributes: Attributes = ()) -> int:
        """Note that a reference names a thing by this key; give the thing."""
        thing = self.things.names.thing(key)
        mention = self.mentions.setdefault(thing, Mention())
        mention.keys.add(key)
        mention.kinds.add(known_kind(kind or GENERIC))
        mention.names.add(name)
        mention.dangling = mention.dangling and dangling
        mention.attributes = mention.attributes or attributes
        return thing

    def placeholder(self, key: Key, kind: str, name: str, reason: str) -> Answer:
        """Answer that a reference leads nowhere, unless people said where it leads."""
        thing = self.mention(key, kind, name, dangling=True)
        return self._decided(thing) or Answer((thing,), Outcome.DANGLING, reason)

    def unhelpful(self, key: Key, kind: str, name: str, count: int) -> Answer:
        """Answer with a placeholder where nothing answers to a name or, possibly meaning any of them, too many do."""
        answer = self.placeholder(key, kind, name, why_none(count))
        nowhere = count and answer.outcome is Outcome.DANGLING
        return replace(answer, certainty=Certainty.POSSIBLE) if nowhere else answer

    def outsider(self, key: Key, kind: str, name: str, reason: str) -> Answer:
        """Answer with something outside of which nobody says whose it is, unless people said what it is."""
        thing = self.mention(key, kind, name, attributes=(("vendor", "unknown"),))
        return self._decided(thing) or Answer((thing,), Outcome.RESOLVED, reason)

    def product(self, key: Key, reason: str) -> Answer:
        """Answer with a product of the catalogue."""
        entity = self.catalogue.about(key)[0]
        return Answer((self.mention(key, entity.kind, entity.name),), Outcome.RESOLVED, reason)

    def _decided(self, thing: int) -> Answer | None:
        known = thing in self.things.about
        return Answer((thing,), Outcome.RESOLVED, "people decided that it is this") if known else None
