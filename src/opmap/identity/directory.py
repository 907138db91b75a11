"""What leads to which thing: every address that an entity states, by form, value and scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from opmap.facts import Entity, Locator
from opmap.identity.hosts import SITE_FORMS, Site, site_of, wildcards, without_pod
from opmap.identity.merging import Things
from opmap.identity.repositories import repository_key
from opmap.identity.scopes import nearest

_EXACT = frozenset({"topic", "object"})
_ELSEWHERE = frozenset({"labels", "operation", "object", "image", "name"})  # found by other means, or by none


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thing answers: maybe only at one port, maybe only below one path."""

    thing: int
    port: int | None
    path: str


class Directory:
    """The addresses of all things."""

    def __init__(self, things: Things) -> None:
        self._spots: dict[str, dict[str, dict[Spot, None]]] = {}
        self._others: dict[tuple[str, str], dict[str, dict[int, None]]] = {}
        self._anywhere: dict[str, list[Spot]] = {}
        self._wild = False
        self.operations: list[tuple[int, Locator]] = []
        self.webhooks: list[tuple[int, Locator]] = []
        self.objects: list[tuple[int, Locator]] = []
        self.bases: dict[int, set[str]] = {}
        for thing, entities in things.about.items():
            for entity in entities:
                self._add(thing, entity)

    def spots(self, site: Site, scope: str) -> Collection[Spot]:
        """Give who answers at a host, in the nearest scope that knows it; the same collection for the same answer."""
        for name in (site.host, without_pod(site.host), *(wildcards(site.host) if self._wild else ())):
            found = nearest(self._spots[name], scope) if name in self._spots else None
            if found:
                return found
        return ()

    def spots_anywhere(self, site: Site) -> Collection[Spot]:
        """Give who answers at a host, in whatever scope."""
        for name in (site.host, without_pod(site.host)):
            if name in self._spots and name not in self._anywhere:
                self._anywhere[name] = [spot for spots in self._spots[name].values() for spot in spots]
            if name in self._anywhere:
                return self._anywhere[name]
        return ()

    def things_at(self, form: str, value: str, scope: str) -> list[int]:
        """Give what an address of another form leads to, in the nearest scope that knows it."""
        return list(nearest(self._others.get((form, comparable(form, value)), {}), scope) or ())

    def _add(self, thing: int, entity: Entity) -> None:
        for address in entity.addresses:
            if address.form in SITE_FORMS:
                self._add_site(thing, address)
            elif address.form == "operation":
                self.operations.append((thing, address))
            elif address.form == "object":
                self.objects.append((thing, address))
            elif address.form == "webhook":
                self.webhooks.append((thing, address))
            if address.form not in _ELSEWHERE | SITE_FORMS:
                by_scope = self._others.setdefault((address.form, comparable(address.form, address.value)), {})
                by_scope.setdefault(address.scope, {})[thing] = None

    def _add_site(self, thing: int, address: Locator) -> None:
        site = site_of(address)
        if site is not None:
            self._wild = self._wild or site.host.startswith("*.")
            spot = Spot(thing, site.port, site.path)
            self._spots.setdefault(site.host, {}).setdefault(address.scope, {})[spot] = None
            self.bases.setdefault(thing, set()).add(site.path)


def comparable(form: str, value: str) -> str:
    """Give a value as it is compared: topics as they are written, all else however it is capitalised."""
    if form == "repository":
        return repository_key(value).name
    return value.strip() if form in _EXACT else plain(value)


def plain(value: str) -> str:
    """Give a value in small letters, with one space between words."""
    return " ".join(value.casefold().split())
