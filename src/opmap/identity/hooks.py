"""Webhooks: a path that an engine listens on, at whatever host the engine has."""

from __future__ import annotations

import re

from opmap.facts import Locator
from opmap.identity.answers import MOST_CANDIDATES, Answer, one_of, scoped
from opmap.identity.hosts import BUCKET, PUBLIC, Site
from opmap.identity.ids import node_id
from opmap.identity.routes import Routes, method_and_path, steps_of
from opmap.identity.scopes import outwards
from opmap.identity.world import World
from opmap.kinds import Certainty

_WORD = re.compile(r"[a-z0-9]+")
_MOST_STEPS = 12
_EVERYWHERE = ""


class Hooks:
    """Every path that an engine listens on, by scope: ``n8n:ops`` is the instance ops of the engine n8n.

    Paths are compared however they are capitalised: the owners and repositories in them are written in many ways.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_scope: dict[str, Routes] = {}
        self._by_engine: dict[str, Routes] = {}
        self._words: dict[int, set[str]] = {}
        for thing, address in world.directory.webhooks:
            path = method_and_path(address.value)[1].casefold()
            self._by_scope.setdefault(address.scope, Routes()).add(path, thing)
            for engine in {_engine(address.scope), _EVERYWHERE}:
                self._by_engine.setdefault(engine, Routes()).add(path, thing)

    def answer(self, locator: Locator) -> Answer:
        """Say which workflow listens on a path, in the nearest scope that has one, else anywhere."""
        path = method_and_path(locator.value)[1]
        steps = steps_of(path.casefold())
        things = self._near(steps, locator.scope) or _listening(self._by_engine.get(_EVERYWHERE), steps)
        found = one_of(things, "it listens on this path", Certainty.PROBABLE)
        key = scoped("webhook", locator.scope, path)
        return found or self._world.unhelpful(key, locator.expects or "workflow", path, len(things))

    def at(self, hosts: set[int], site: Site) -> Answer | None:
        """Say which workflow listens on a path at a host that is its engine's."""
        if not self._by_engine or len(hosts) > MOST_CANDIDATES:
            return None
        words = {word for thing in hosts for word in self._words_of(thing)}
        engines = sorted(engine for engine in self._by_engine if engine in words)
        return next((found for engine in engines if (found := self._ending(engine, site.path, ""))), None)

    def unclaimed(self, site: Site, scope: str) -> Answer | None:
        """Say which workflow listens on a path at a host that nobody claims, or that is its engine's vendor's."""
        if not site.path or not self._by_engine or site.reach == BUCKET:
            return None
        vendor = self._world.catalogue.host(site.host) if site.reach == PUBLIC else None
        if vendor is None:
            return self._ending(_EVERYWHERE, site.path, scope)
        return self._ending(vendor.name.partition("-")[0].casefold(), site.path, "")

    def _ending(self, engine: str, path: str, near: str) -> Answer | None:
        """Look for what listens on a path or, as behind a proxy, on its last two steps or more; the nearest first."""
        routes = self._by_engine.get(engine)
        if routes is None:
            return None
        steps = steps_of(path.casefold())
        for start in range(max(1, min(len(steps) - 1, _MOST_STEPS))):
            if _listening(routes, steps[start:]):
                things = self._near(steps[start:], near) or _listening(routes, steps[start:])
                return one_of(things, "it listens on this path", Certainty.PROBABLE)
        return None

    def _near(self, steps: list[str], scope: str) -> set[int]:
        found = (_listening(self._by_scope.get(each), steps) for each in outwards(scope))
        return next((things for things in found if things), set())

    def _words_of(self, thing: int) -> set[str]:
        """Give the words by which a thing may be known for an engine: in its name, its keys and its images."""
        if thing not in self._words:
            entities = self._world.things.about.get(thing, ())
            texts = [text for entity in entities for text in (entity.name, *_images(entity.addresses))]
            texts += [node_id(key) for key in self._world.keys(thing)]
            self._words[thing] = {word for text in texts for word in _WORD.findall(text.casefold())}
        return self._words[thing]


def _engine(scope: str) -> str:
    return scope.partition(":")[0].casefold()


def _listening(routes: Routes | None, steps: list[str]) -> set[int]:
    return routes.find_steps(steps).get("", set()) if routes else set()


def _images(addresses: tuple[Locator, ...]) -> list[str]:
    return [address.value for address in addresses if address.form == "image"]
