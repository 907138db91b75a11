"""The nodes of an inventory as entities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from opmap.connecting import KINDS, Entity, Field, Key, Known, Locator, attributes, environment_called, short_name
from opmap_connectors.native.checking import Checking
from opmap_connectors.native.models import Defaults, Node
from opmap_connectors.native.naming import Names
from opmap_connectors.native.words import FIELDS_FOR, FIGURES, figure

T = TypeVar("T")

PEOPLE = frozenset({"person", "team"})
"""Kinds for which the defaults of a file are not meant."""


class Nodes:
    """Makes entities of nodes, and remembers which keys were theirs."""

    def __init__(self, names: Names, defaults: Defaults, root: Field, checking: Checking, environment: str) -> None:
        self._names = names
        self._by_path = environment_called(environment)  # what opmap.toml says about the file's path
        self._say = checking.say
        self._defaults = defaults
        self._for_all = self._figured(defaults.attributes, root["defaults"]["attributes"])
        self.keys: set[Key] = set()

    def entity(self, node: Node, field: Field) -> Entity:
        """Make the entity of a node."""
        key = self._names.own(node.id)
        if key in self.keys:
            self._say(field["id"], "this id stands twice; both nodes are taken for one")
        keys = tuple(dict.fromkeys((key, *self._keys(node, field))))
        self.keys.update(keys)
        return Entity(
            node.kind,
            short_name(node.name or node.id),
            keys,
            field.at(Known.DECLARED),
            tuple(dict.fromkeys(self._addresses(node, field))),
            attributes=attributes(self._attributes(node, field)),
            environment=self._environment(node),
            inactive=node.inactive,
        )

    def _keys(self, node: Node, field: Field) -> Iterator[Key]:
        for text, place in entries(node.keys, field["keys"]):
            found = self._names.key(text, place)
            if found is not None:
                yield found
        yield from self._names.of_people(node.kind, node.id)

    def _addresses(self, node: Node, field: Field) -> Iterator[Locator]:
        for item, place in entries(node.addresses, field["addresses"]):
            located = self._names.address(item.address, place, item.scope, item.within)
            if located is not None:
                yield located

    def _attributes(self, node: Node, field: Field) -> dict[str, object]:
        if node.left and node.kind != "person":
            self._say(field["left"], "only a person leaves; other things are switched off with inactive: true")
        if node.fails and not KINDS[node.kind].fails:
            self._say(
                field["fails"], f"{KINDS[node.kind].one} has no fault of its own: it is down when what it rests on is"
            )
        defaults = self._defaults_for(node)
        return {
            **(self._for_all if defaults is self._defaults else {}),
            **self._figured(node.attributes, field["attributes"]),
            "description": node.description,
            "criticality": node.criticality or defaults.criticality,
            "value": _first(node.value, defaults.value),
            "tolerance_hours": _first(node.tolerance, defaults.tolerance),
            "repair_hours": _first(node.repair, defaults.repair),
            "incidents_per_year": _first(node.fails, defaults.fails) if KINDS[node.kind].fails else None,
            "data": [item.casefold() for item in node.data or defaults.data if item],
            "residency": [item for item in node.residency or defaults.residency if item],
            "left": node.left if node.kind == "person" else "",
        }

    def _figured(self, said: dict[str, object], place: Field) -> dict[str, object]:
        """Give attributes with those that are reckoned with as numbers; what cannot be is said, and not kept."""
        kept: dict[str, object] = {}
        for name, value in said.items():
            if name in FIELDS_FOR:
                self._say(_entry(place, name), f"is written as a field of its own: {FIELDS_FOR[name]}")
            elif value is None or (read := FIGURES.get(name)) is None:
                kept[name] = value
            elif (number := figure(value)) is not None and number in read:
                kept[name] = number
            else:
                self._say(_entry(place, name), read.wrong)
        return kept

    def _environment(self, node: Node) -> str:
        stated = "" if node.kind in PEOPLE else self._by_path
        return node.environment or self._defaults_for(node).environment or stated

    def _defaults_for(self, node: Node) -> Defaults:
        return Defaults() if node.kind in PEOPLE else self._defaults


def entries(items: list[T | None], field: Field) -> Iterator[tuple[T, Field]]:
    """Give what was read of a list with the field of each; one thing may stand in the place of the list."""
    for index, item in enumerate(items):
        if item is not None:
            yield item, field[index] if field.is_list else field


def _entry(place: Field, name: str) -> Field:
    return next((found for key, found in place.items() if " ".join(key.split()) == name), place)


def _first(own: float | None, default: float | None) -> float | None:
    return default if own is None else own
