"""What stands inside something: a table of a database, a record type of a CRM, a topic of a broker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from opmap.estate import Outcome
from opmap.facts import Key, Locator, Ref
from opmap.identity.answers import Answer, Asked, scoped
from opmap.identity.directory import plain
from opmap.identity.mentions import Implied
from opmap.identity.world import World
from opmap.kinds import KINDS

_INSIDE = Asked("stored in")


class Contents:
    """Everything that stands inside something else."""

    def __init__(self, world: World, resolve: Callable[[Ref, Asked], Answer]) -> None:
        self._world = world
        self._resolve = resolve
        self._known: dict[tuple[int, str], set[int]] | None = None

    def answer(self, locator: Locator, asked: Asked) -> Answer:
        """Say which thing of this name stands inside; one that nobody describes is named by this."""
        kind = locator.expects or (locator.form if locator.form in KINDS else "dataset")
        if locator.within is None:
            key = scoped(locator.form, locator.scope, locator.value)
            return self._world.placeholder(key, kind, locator.value, "it does not say what it stands in")
        where = self._resolve(locator.within, _INSIDE._replace(asker=asked.asker))
        if locator.form == "topic" and where.outcome is Outcome.DANGLING:  # there is a broker, whoever it is
            where = replace(where, outcome=Outcome.RESOLVED, reason="it is only named")
        things = tuple(self._inside(system, locator.value, kind, where.outcome) for system in where.targets)
        return replace(where, targets=things, reason=where.reason or "it stands in there")

    def _inside(self, system: int, name: str, kind: str, outcome: Outcome) -> int:
        described = self._described().get((system, plain(name)), ())
        if len(described) == 1:
            return next(iter(described))
        strongest, *lesser = self._world.keys(system)
        thing = self._world.mention(_part(strongest, name), kind, name, dangling=outcome is Outcome.DANGLING)
        mention = self._world.mentions[thing]
        mention.implied.add(Implied("stored in", system))
        mention.lesser.update(_part(key, name) for key in lesser)
        return thing

    def _described(self) -> dict[tuple[int, str], set[int]]:
        """Give what entities say stands inside something, by its name there.

        A table stands in a database that stands in a server: what is further out comes
        first, so that it is known where what is further in asks for it.
        """
        if self._known is None:
            self._known = {}
            for thing, address in sorted(self._world.directory.objects, key=lambda each: _depth(each[1])):
                where = self._resolve(address.within, _INSIDE) if address.within is not None else Answer(())
                for system in where.targets:
                    self._known.setdefault((system, plain(address.value)), set()).add(thing)
        return self._known


def _depth(locator: Locator) -> int:
    """Count what an address stands within."""
    depth, inner = 0, locator.within
    while isinstance(inner, Locator):
        depth, inner = depth + 1, inner.within
    return depth


def _part(whole: Key, name: str) -> Key:
    """Name a part of a system; what one engine calls Contact in a product, another calls contact."""
    return Key(whole.space, f"{whole.name}/{name.casefold() if whole.space == 'product' else name}")
