"""From things to nodes: ids, names, states and evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opmap.estate import Node
from opmap.facts import Entity, Evidence, Key
from opmap.identity.describing import GENERIC, Profile, profile
from opmap.identity.ids import node_id
from opmap.identity.mentions import Mention, name_in
from opmap.identity.order import in_order
from opmap.identity.world import World
from opmap.kinds import State


class Finished:
    """Every thing of the estate with its id, and the ids that it would have after lesser keys."""

    def __init__(self, world: World) -> None:
        self._world = world
        things = [*world.things.about, *(thing for thing, mention in world.mentions.items() if mention.evidence)]
        self.keys = {thing: world.keys(thing) for thing in dict.fromkeys(things)}
        self.ids = {thing: node_id(keys[0]) for thing, keys in self.keys.items()}

    def ids_of(self, things: Collection[int]) -> tuple[str, ...]:
        """Give the ids of some things, in order."""
        found = tuple(self.ids[thing] for thing in things)
        return found if len(found) < 2 else tuple(sorted(found))

    def nodes(self) -> dict[str, Node]:
        """Give every node by its id, in order."""
        return {node.id: node for node in sorted(map(self._node, self.ids), key=lambda node: node.id)}

    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Give each lesser id with the id that its node has."""
        taken = set(self.ids.values())
        return tuple(sorted({(old, new) for old, new in self._lesser() if old not in taken}))

    def _lesser(self) -> Iterator[tuple[str, str]]:
        for thing, keys in self.keys.items():
            mention = self._world.mentions.get(thing)
            for key in [*keys[1:], *(mention.lesser if mention else ())]:
                yield node_id(key), self.ids[thing]

    def _node(self, thing: int) -> Node:
        keys, mention = self.keys[thing], self._world.mentions.get(thing)
        entities = self._world.things.about.get(thing, [])
        listed = self._listed(keys)
        found = self._profile(thing, entities, listed, mention)
        return Node(
            self.ids[thing],
            found.kind,
            found.name or name_in(keys[0]),
            tuple(map(str, keys)),
            _state(found, entities or listed, mention),
            _evidence([*entities, *listed], mention),
            found.environment,
            found.attributes,
            inactive=found.inactive,
        )

    def _listed(self, keys: list[Key]) -> list[Entity]:
        """Give what the catalogue says of a thing."""
        return [
            entity for key in keys if key.space in {"product", "vendor"} for entity in self._world.catalogue.about(key)
        ]

    def _profile(self, thing: int, entities: list[Entity], listed: list[Entity], mention: Mention | None) -> Profile:
        if listed:
            return profile([*entities, *listed])
        if entities:
            return self._world.profiles[thing]
        assert mention is not None, "a thing is described, listed or mentioned"
        kinds = sorted(mention.kinds - {GENERIC}) or [GENERIC]
        return Profile(kinds[0], min(mention.names), described=False, attributes=mention.attributes)


def _state(found: Profile, entities: list[Entity], mention: Mention | None) -> State:
    if found.described:
        return State.KNOWN
    return State.DANGLING if mention and mention.dangling and not entities else State.MENTIONED


def _evidence(entities: list[Entity], mention: Mention | None) -> tuple[Evidence, ...]:
    if entities:
        return in_order(entity.evidence for entity in entities)
    return in_order(mention.evidence if mention else ())
