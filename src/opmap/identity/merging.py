"""Which entities speak of one thing: those that share a strong key, and those that people say are one.

What people kept apart stays apart, even where a key says otherwise: an entity that carries
keys of both sides stands on the side of its own, first key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from opmap.facts import Entity, Evidence, Key
from opmap.frozen import frozen
from opmap.identity.linking import Linked, link
from opmap.identity.names import Names
from opmap.identity.order import belief
from opmap.identity.verdicts import Verdict


@frozen
class Bond:
    """Why keys met, other than that one entity carries both."""

    key: Key
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass
class Things:
    """The things that entities speak of."""

    names: Names
    entities: Sequence[Entity]
    bonds: list[Bond] = field(default_factory=list)
    linked: Linked = field(default_factory=Linked)
    about: dict[int, list[Entity]] = field(default_factory=dict)
    decided: list[Key] = field(default_factory=list)  # keys that people said are one with another

    def group(self) -> None:
        """Put the entities of each thing together, the one that is believed first in front."""
        about: dict[int, list[Entity]] = {}
        for entity in self.entities:
            about.setdefault(self.names.thing(entity.keys[0]), []).append(entity)
        for several in about.values():
            if len(several) > 1:
                several.sort(key=belief)
        self.about = about


def merge(entities: Iterable[Entity], verdicts: Sequence[Verdict]) -> Things:
    """Find out which entities speak of one thing."""
    names = Names()
    things = Things(names, list(entities))
    for verdict in verdicts:
        if not verdict.same:
            names.keep_apart(verdict.one, verdict.other)
    for verdict in verdicts:
        if verdict.same and names.join(verdict.one, verdict.other):
            said = verdict.decision
            things.decided += [verdict.one, verdict.other]
            things.bonds.append(Bond(verdict.one, f"{said.by} decided so: {said.because}", (said.evidence,)))
    if names.divided:
        things.entities = sorted(things.entities, key=belief)
    for entity in things.entities:
        home = entity.keys[0]
        names.thing(home)
        for key in entity.keys[1:]:
            names.join(home, key)
    things.linked = link(things.entities, names)
    things.bonds.extend(Bond(key, f"both carry the name {key}") for key in things.linked.joined)
    things.group()
    return things
