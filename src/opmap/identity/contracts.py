"""APIs and their operations: which operation a call means, where a specification says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmap.facts import Key, Relation
from opmap.frozen import frozen
from opmap.identity.routes import Routes
from opmap.identity.world import World


@frozen
class Match:
    """The operations that a call may mean."""

    operations: frozenset[int] = frozenset()
    sure: bool = True  # the method was stated, and the path stands below the API's own
    specified: bool = False  # some operations of these APIs are known at all


class Contracts:
    """Every API with the operations that it specifies, and what exposes it."""

    def __init__(self, world: World, relations: Iterable[Relation]) -> None:
        self._world = world
        self._routes: dict[int, Routes] = {}
        self._exposed: dict[int, set[int]] = {}
        self._exposers: dict[int, set[int]] = {}
        for relation in relations:
            if relation.verb == "exposes":
                self._note(relation)
        for thing, address in world.directory.operations:
            within = address.within
            apis = {world.things.names.thing(within)} if isinstance(within, Key) else self._exposers.get(thing, set())
            for api in apis:
                self._routes.setdefault(api, Routes()).add(address.value, thing)

    def exposed(self, api: int) -> bool:
        """Say whether anything is stated to expose a thing."""
        return api in self._exposers

    def match(self, things: Iterable[int], path: str, method: str) -> Match:
        """Find the operations that a call to any of these things means: their own, or those of APIs that they expose.

        Where several APIs take the path, the one that takes the longest part of it as its own wins.
        """
        apis = {api for thing in things for api in (thing, *self._exposed.get(thing, ())) if api in self._routes}
        found: dict[int, set[int]] = {}
        for api in apis:
            for length, rest in self._below(api, path):
                operations = _chosen(self._routes[api].find(rest), method)
                if operations:
                    found.setdefault(length, set()).update(operations)
                    break
        best = max(found, default=0)
        return Match(frozenset(found.get(best, ())), bool(method) and best >= 0, bool(apis))

    def _note(self, relation: Relation) -> None:
        source, target = relation.source, relation.target
        if isinstance(source, Key) and isinstance(target, Key):
            names = self._world.things.names
            self._exposed.setdefault(names.thing(source), set()).add(names.thing(target))
            self._exposers.setdefault(names.thing(target), set()).add(names.thing(source))

    def _below(self, api: int, path: str) -> Iterator[tuple[int, str]]:
        """Give what of a path stands below an API's own, and how long that is; last the path as it is, as -1."""
        bases = self._world.directory.bases.get(api, {""})
        for base in sorted(bases, key=lambda each: (-len(each), each)):
            if path == base or path.startswith(f"{base}/"):
                yield len(base), path[len(base) :]
        yield -1, path


def _chosen(ends: dict[str, set[int]], method: str) -> set[int]:
    if method:
        return ends.get(method) or ends.get("", set())
    return set().union(*ends.values())
