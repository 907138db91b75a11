"""Owners by path: who answers for a file probably answers for what the file configures.

Only for what has no owner stated otherwise, and only from files that something runs by: who
looks after a catalog or a list of systems does not own all that stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from opmap.connecting.ownership import Rules
from opmap.facts import Entity, Locator, Relation
from opmap.identity.world import World
from opmap.kinds import Certainty, Known

_BEARS_NO_OWNER = frozenset(
    {"person", "team", "department", "vendor", "region", "site", "operation", "event source", "schedule", "credential"}
)


def is_path_rule(relation: Relation) -> bool:
    """Say whether a relation states who owns the files at some paths."""
    return isinstance(relation.source, Locator) and relation.source.form == "path"


def owned_by_path(world: World, rules: Iterable[Relation], owned: set[int]) -> Iterator[Relation]:
    """Give the owners of what has none by the paths at which it is described."""
    by_source: dict[str, list[Relation]] = {}
    for rule in rules:
        by_source.setdefault(rule.evidence.source, []).append(rule)
    made = {source: Rules(several) for source, several in by_source.items()}
    known: dict[tuple[str, str], tuple[Relation, ...]] = {}
    for thing, entities in world.things.about.items() if made else ():
        if thing in owned or world.kind(thing) in _BEARS_NO_OWNER:
            continue
        places = {(each.evidence.source, each.evidence.path) for each in entities if _shows_owner(each)}
        for place in sorted(places):
            if place[0] in made and place not in known:
                known[place] = made[place[0]].of(place[1])
            for rule in known.get(place, ()):
                evidence = replace(rule.evidence, known=Known.INFERRED)
                home = world.keys(thing)[0]
                yield replace(rule, source=home, evidence=evidence, certainty=Certainty.PROBABLE, attributes=())


def _shows_owner(entity: Entity) -> bool:
    return entity.evidence.known is Known.CONFIGURED and not entity.mentioned
