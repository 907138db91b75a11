"""Owners by path: who answers for a file probably answers for what the file configures.

Only for what has no owner stated otherwise; and not from lists: who looks after a catalog or
an inventory does not own all that stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from opmap.connecting.ownership import Rules
from opmap.facts import Entity, Locator, Relation
from opmap.identity.order import documented
from opmap.identity.world import World
from opmap.kinds import BEARS_NO_OWNER, Certainty, Known

_NOT_BY_PATH = BEARS_NO_OWNER | {"credential"}  # whoever keeps a file that names a key does not hold the key
_MOST_OF_NO_LIST = 3
"""A document that declares more things than these is a list of them."""

Place = tuple[str, str]
"""A source and a path in it."""


def is_path_rule(relation: Relation) -> bool:
    """Say whether a relation states who owns the files at some paths."""
    return isinstance(relation.source, Locator) and relation.source.form == "path"


def owned_by_path(world: World, rules: Iterable[Relation], owned: set[int]) -> Iterator[Relation]:
    """Give the owners of what has none by the paths at which it is described."""
    by_source: dict[str, list[Relation]] = {}
    for rule in rules:
        by_source.setdefault(rule.evidence.source, []).append(rule)
    made = {source: Rules(several) for source, several in by_source.items()}
    owners: dict[Place, tuple[Relation, ...]] = {}
    for thing, places in _places(world).items() if made else ():
        for place in sorted(places) if thing not in owned else ():
            if place[0] in made and place not in owners:
                owners[place] = made[place[0]].of(place[1])
            for rule in owners.get(place, ()):
                evidence = rule.evidence._replace(known=Known.INFERRED)
                home = world.keys(thing)[0]
                yield replace(rule, source=home, evidence=evidence, certainty=Certainty.PROBABLE, attributes=())


def _places(world: World) -> dict[int, set[Place]]:
    """Give the documents that describe each thing that bears an owner, but for lists of things."""
    found: dict[int, set[Place]] = {}
    declared: dict[Place, set[int]] = {}
    for thing, entities in world.things.about.items():
        if world.kind(thing) not in _NOT_BY_PATH:
            for entity in entities:
                _note(thing, entity, found, declared)
    for place, things in declared.items():
        for thing in things if len(things) <= _MOST_OF_NO_LIST else ():
            found.setdefault(thing, set()).add(place)
    return found


def _note(thing: int, entity: Entity, found: dict[int, set[Place]], declared: dict[Place, set[int]]) -> None:
    if entity.mentioned:
        return
    if entity.evidence.known is Known.DECLARED:
        declared.setdefault(documented(entity), set()).add(thing)
    else:
        found.setdefault(thing, set()).add(documented(entity))
