"""Webhooks: a path that an engine listens on, at whatever host the engine has."""

from __future__ import annotations

import re

from opmap.facts import Locator
from opmap.identity.answers import MOST_CANDIDATES, Answer, Asked, one_of, scoped
from opmap.identity.hosts import BUCKET, PUBLIC, Site
from opmap.identity.ids import node_id
from opmap.identity.routes import Routes, method_and_path, steps_of
from opmap.identity.scopes import outwards
from opmap.identity.world import World
from opmap.kinds import Certainty

_WORD = re.compile(r"[a-z0-9]+")
_METHOD = re.compile(r"[A-Z]+")
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_MOST_STEPS = 12
_EVERYWHERE = ""


class Hooks:
    """Every path that an engine listens on, by scope: ``n8n:ops`` is the instance ops of the engine n8n.

    Paths are compared however they are capitalised: the owners and repositories in them are written in many ways.
    Who listens to requests of other methods, or to other events, is not meant: ``/repos/acme/shop/dispatches#paid``
    is a path at which the event ``paid`` is sent or heard.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_scope: dict[str, Routes] = {}
        self._by_engine: dict[str, Routes] = {}
        self._words: dict[int, set[str]] = {}
        self._methods: dict[int, frozenset[str]] = {}
        self._events: dict[int, set[str]] = {}
        for thing, address in world.directory.webhooks:
            method, path, event = _parts(address.value)
            if event:
                self._events.setdefault(thing, set()).add(event)
            if method:
                self._methods[thing] = self._methods.get(thing, frozenset()) | {method}
            self._by_scope.setdefault(address.scope, Routes()).add(path.casefold(), thing)
            for engine in {_engine(address.scope), _EVERYWHERE}:
                self._by_engine.setdefault(engine, Routes()).add(path.casefold(), thing)

    def answer(self, locator: Locator, asked: Asked) -> Answer:
        """Say which workflow listens on a path, in the nearest scope that has one, else anywhere."""
        method, path, event = _parts(locator.value)
        asked = asked._replace(method=method or asked.method, event=event or asked.event)
        steps = steps_of(path.casefold())
        things = self._near(steps, locator.scope, asked) or self._listening(
            self._by_engine.get(_EVERYWHERE), steps, asked
        )
        found = self._one_of(things, asked)
        name = f"{path}#{event}" if event else path
        key = scoped("webhook", locator.scope, name)
        return found or self._world.unhelpful(key, locator.expects or "workflow", name, len(things))

    def at(self, hosts: set[int], site: Site, asked: Asked) -> Answer | None:
        """Say which workflow listens on a path at a host that is its engine's."""
        if not self._by_engine or len(hosts) > MOST_CANDIDATES:
            return None
        words = {word for thing in hosts for word in self._words_of(thing)}
        engines = sorted(engine for engine in self._by_engine if engine in words)
        return next((found for engine in engines if (found := self._ending(engine, site.path, "", asked))), None)

    def unclaimed(self, site: Site, scope: str, asked: Asked) -> Answer | None:
        """Say which workflow listens on a path at a host that nobody claims, or that is its engine's vendor's."""
        if not site.path or not self._by_engine or site.reach == BUCKET:
            return None
        vendor = self._world.catalogue.host(site.host) if site.reach == PUBLIC else None
        if vendor is None:
            return self._ending(_EVERYWHERE, site.path, scope, asked)
        return self._ending(vendor.name.partition("-")[0].casefold(), site.path, "", asked)

    def _ending(self, engine: str, path: str, near: str, asked: Asked) -> Answer | None:
        """Look for what listens on a path or, as behind a proxy, on its last two steps or more; the nearest first."""
        routes = self._by_engine.get(engine)
        if routes is None:
            return None
        steps = steps_of(path.casefold())
        for start in range(max(1, min(len(steps) - 1, _MOST_STEPS))):
            things = self._listening(routes, steps[start:], asked)
            if things:
                return self._one_of(self._near(steps[start:], near, asked) or things, asked)
        return None

    def _near(self, steps: list[str], scope: str, asked: Asked) -> set[int]:
        found = (self._listening(self._by_scope.get(each), steps, asked) for each in outwards(scope))
        return next((things for things in found if things), set())

    def _listening(self, routes: Routes | None, steps: list[str], asked: Asked) -> set[int]:
        """Give who listens on a path to what is asked there."""
        things = routes.find_steps(steps).get("", set()) if routes else set()
        return {thing for thing in things if self._hears(thing, asked)}

    def _hears(self, thing: int, asked: Asked) -> bool:
        method = "GET" if asked.method == "HEAD" else asked.method
        methods = self._methods_of(thing) if method in _METHODS else frozenset()
        events = self._events.get(thing)
        return (not methods or method in methods) and (not asked.event or events is None or asked.event in events)

    def _methods_of(self, thing: int) -> frozenset[str]:
        """Give the methods that something listens to, by what is said of it; none where it may be any."""
        if thing not in self._methods:
            entities = self._world.things.about.get(thing, ())
            said = [str(value) for entity in entities for name, value in entity.attributes if name == "method"]
            self._methods[thing] = frozenset(_METHOD.findall(" ".join(said).upper())) & _METHODS
        return self._methods[thing]

    def _one_of(self, things: set[int], asked: Asked) -> Answer | None:
        """Choose among those who listen; which event is sent is not known where the others are told apart by it."""
        unsure = not asked.event and not self._events.keys().isdisjoint(things)
        return one_of(things, "it listens on this path", Certainty.POSSIBLE if unsure else Certainty.PROBABLE)

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


def _parts(value: str) -> tuple[str, str, str]:
    """Cut an address into the method, the path, and the event that is sent there."""
    method, path = method_and_path(value)
    before, mark, event = path.rpartition("#")
    return (method, before, event) if mark and "/" not in event else (method, path, "")


def _images(addresses: tuple[Locator, ...]) -> list[str]:
    return [address.value for address in addresses if address.form == "image"]
