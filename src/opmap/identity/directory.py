"""What leads to which thing: every address that an entity states, by form, value and scope."""

from __future__ import annotations

from collections.abc import Callable

from opmap.facts import Entity, Locator
from opmap.identity.hosts import SITE_FORMS, Site, site_of, wildcards, without_pod
from opmap.identity.merging import Things
from opmap.identity.repositories import repository_key
from opmap.identity.scopes import nearest
from opmap.identity.standing import Standing, together

CONTRACTS = frozenset({"API", "operation"})
"""Kinds that are offered at an address by what runs there."""

_EXACT = frozenset({"topic", "object"})
_ELSEWHERE = frozenset({"labels", "operation", "object", "image", "name"})  # found by other means, or by none


class Directory:
    """The addresses of all things."""

    def __init__(self, things: Things, kinds: Callable[[int], str]) -> None:
        self._kind = kinds
        self._standing: dict[str, dict[str, Standing]] = {}
        self._others: dict[tuple[str, str], dict[str, dict[int, None]]] = {}
        self._anywhere: dict[str, Standing] = {}
        self._wild = False
        self.operations: list[tuple[int, Locator]] = []
        self.webhooks: list[tuple[int, Locator]] = []
        self.objects: list[tuple[int, Locator]] = []
        self.bases: dict[int, set[str]] = {}
        for thing, entities in things.about.items():
            for entity in entities:
                self._add(thing, entity)

    def at(self, site: Site, scope: str) -> Standing | None:
        """Say who answers at a host, in the nearest scope that knows it."""
        for name in (site.host, without_pod(site.host), *(wildcards(site.host) if self._wild else ())):
            if name in self._standing:
                found = nearest(self._standing[name], scope)
                if found:
                    return found
        return None

    def anywhere(self, site: Site) -> Standing | None:
        """Say who answers at a host of this name, in whatever scope."""
        for name in (site.host, without_pod(site.host)):
            if name in self._standing and name not in self._anywhere:
                self._anywhere[name] = together(self._standing[name].values())
            if name in self._anywhere:
                return self._anywhere[name]
        return None

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
            standing = self._standing.setdefault(site.host, {}).setdefault(address.scope, Standing())
            standing.spots.add((thing, site.port, site.path, self._kind(thing) in CONTRACTS))
            self.bases.setdefault(thing, set()).add(site.path)


def comparable(form: str, value: str) -> str:
    """Give a value as it is compared: topics as they are written, all else however it is capitalised."""
    if form == "repository":
        return repository_key(value).name
    return value.strip() if form in _EXACT else plain(value)


def plain(value: str) -> str:
    """Give a value in small letters, with one space between words."""
    return " ".join(value.casefold().split())
