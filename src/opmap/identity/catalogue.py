"""The catalogue: vendors and their products, which enter an estate only when something names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from opmap.facts import Entity, Key, Locator, Reading, Ref, Relation
from opmap.identity.hosts import site_of, wildcards
from opmap.identity.ids import slug, strength

_OWN_SPACES = ("product", "vendor")
_ANY = "*"


@dataclass(frozen=True)
class Catalogue:
    """Products with the hosts, node types and models by which they are recognised, and who provides them."""

    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()

    def host(self, host: str) -> Key | None:
        """Give the product that answers at a public host: the exact name first, then the longest ``*.domain``.

        >>> from opmap.facts import Evidence
        >>> place = Evidence("vendors", "crm.yaml", 1, "", "", "native")
        >>> crm = Entity("service", "CRM", (Key("product", "crm"),), place, (Locator("host", "*.crm.example"),))
        >>> Catalogue((crm,)).host("eu1.crm.example"), Catalogue((crm,)).host("crm.example")
        (Key('product:crm'), None)
        """
        return next((self._hosts[name] for name in (host, *wildcards(host)) if name in self._hosts), None)

    def node_type(self, name: str) -> Key | None:
        """Give the product that an engine's step uses."""
        return self._node_types.get(name.casefold())

    def model(self, name: str) -> Key | None:
        """Give the product that offers a model, by the longest beginning of its name."""
        wanted = name.casefold()
        for pattern, key in self._models:
            if wanted == pattern or (pattern.endswith(_ANY) and wanted.startswith(pattern[:-1])):
                return key
        return None

    def called(self, name: str, kind: str = "") -> Key | None:
        """Give the product or vendor of that name."""
        found = self._names.get(name.casefold(), ())
        of_kind = [entity for entity in found if entity.kind == kind] or list(found)
        return of_kind[0].keys[0] if of_kind else None

    def about(self, key: Key) -> tuple[Entity, ...]:
        """Give what is said of a product or vendor."""
        return self._by_key.get(key, ())

    @cached_property
    def relations_by_source(self) -> dict[Ref, list[Relation]]:
        """Give what each product needs: its vendor, a cloud."""
        found: dict[Ref, list[Relation]] = {}
        for relation in self.relations:
            found.setdefault(relation.source, []).append(relation)
        return found

    @cached_property
    def _by_key(self) -> dict[Key, tuple[Entity, ...]]:
        found: dict[Key, tuple[Entity, ...]] = {}
        for entity in self.entities:
            found[entity.keys[0]] = (*found.get(entity.keys[0], ()), entity)
        return found

    @cached_property
    def _names(self) -> dict[str, tuple[Entity, ...]]:
        found: dict[str, tuple[Entity, ...]] = {}
        for entity in sorted(self.entities, key=lambda entity: strength(entity.keys[0])):
            found[entity.name.casefold()] = (*found.get(entity.name.casefold(), ()), entity)
        return found

    @cached_property
    def _hosts(self) -> dict[str, Key]:
        sites = ((site_of(address), key) for address, key in self._addresses("host", "url"))
        return _first_of_each((site.host, key) for site, key in sites if site is not None)

    @cached_property
    def _node_types(self) -> dict[str, Key]:
        return _first_of_each((address.value.casefold(), key) for address, key in self._addresses("node type"))

    @cached_property
    def _models(self) -> list[tuple[str, Key]]:
        found = _first_of_each((address.value.casefold(), key) for address, key in self._addresses("model"))
        return sorted(found.items(), key=lambda pair: (-len(pair[0]), pair))

    def _addresses(self, *forms: str) -> Iterator[tuple[Locator, Key]]:
        for entity in self.entities:
            for address in entity.addresses:
                if address.form in forms:
                    yield address, entity.keys[0]


EMPTY = Catalogue()


def load_catalogue(readings: Iterable[Reading]) -> Catalogue:
    """Make a catalogue of the readings of native inventories that hold vendors and their products.

    A product is named by its key ``product:…``, a vendor by ``vendor:…``; where an entity
    states neither, its own id stands for it.
    """
    stated = list(readings)
    own = {key: _own_key(entity) for entity in stated if isinstance(entity, Entity) for key in entity.keys}

    def renamed(ref: Ref) -> Ref:
        return own.get(ref, ref) if isinstance(ref, Key) else ref

    entities = [
        replace(each, keys=(_own_key(each),), links=(), mentioned=True) for each in stated if isinstance(each, Entity)
    ]
    relations = [
        replace(each, source=renamed(each.source), target=renamed(each.target))
        for each in stated
        if isinstance(each, Relation)
    ]
    return Catalogue(tuple(sorted(set(entities), key=repr)), tuple(sorted(set(relations), key=repr)))


def _own_key(entity: Entity) -> Key:
    stated = sorted((key for key in entity.keys if key.space in _OWN_SPACES), key=strength)
    if stated:
        return stated[0]
    space = "vendor" if entity.kind == "vendor" else "product"
    return Key(space, slug(entity.keys[0].name.rpartition("/")[2]))


def _first_of_each(pairs: Iterable[tuple[str, Key]]) -> dict[str, Key]:
    found: dict[str, Key] = {}
    for name, key in sorted(pairs):
        found.setdefault(name, key)
    return found
