"""Names that join a thing to one of another connector: ``kubernetes-id: payments`` here and there.

Such a name is no identity. It joins only where exactly one thing of each connector carries
it; where several do, it is a question for people.
"""

from __future__ import annotations

from collections.abc import Iterable

from opmap.facts import Entity, Key
from opmap.frozen import frozen
from opmap.identity.names import Names


@frozen
class Linked:
    """The names that joined, and those that several things of one connector carry."""

    joined: tuple[Key, ...] = ()
    unclear: tuple[tuple[Key, tuple[Key, ...]], ...] = ()  # the name, and a key of each thing that carries it


def link(entities: Iterable[Entity], names: Names) -> Linked:
    """Join what is joined by such names, each judged by how things stood before any of them joined."""
    carriers = _carriers(entities, names)
    joined: list[tuple[Key, list[Key]]] = []
    unclear: list[tuple[Key, tuple[Key, ...]]] = []
    for key in sorted(carriers):
        by_connector = carriers[key]
        homes = sorted({thing: home for several in by_connector.values() for thing, home in several.items()}.values())
        if all(len(several) == 1 for several in by_connector.values()):
            joined.append((key, homes))
        elif len(by_connector) > 1:
            unclear.append((key, tuple(homes)))
    met = [key for key, homes in joined if len({names.thing(home) for home in homes}) > 1]
    for key, homes in joined:
        for home in homes:
            names.join(homes[0], home)
        if key not in names:
            names.join(homes[0], key)
    return Linked(tuple(met), tuple(unclear))


def _carriers(entities: Iterable[Entity], names: Names) -> dict[Key, dict[str, dict[int, Key]]]:
    """Give, for each such name, by connector the things that carry it, each with a key of its own."""
    stated = list(entities)
    wanted = {key for entity in stated for key in entity.links}
    found: dict[Key, dict[str, dict[int, Key]]] = {}
    if not wanted:
        return found
    for entity in stated:
        for key in {*entity.links, *(wanted.intersection(entity.keys))}:
            several = found.setdefault(key, {}).setdefault(entity.evidence.connector, {})
            home, thing = entity.keys[0], names.thing(entity.keys[0])
            several[thing] = min(several.get(thing, home), home)
    return found
