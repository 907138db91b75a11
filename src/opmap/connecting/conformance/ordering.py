"""Whether the order of a mapping's entries, which means nothing, changes what a connector says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from opmap.connecting.conformance.materials import trees_of, written
from opmap.connecting.conformance.running import run
from opmap.facts import Notice

if TYPE_CHECKING:
    from opmap.connecting.conformance.materials import Material
    from opmap.connecting.protocol import Connector

Arranging = Callable[[list[Any]], list[Any]]


def differs(connector: Connector, material: Material) -> bool:
    """Say whether the same document, its mappings in other orders, gives other facts."""
    trees = trees_of(material)
    if not trees:
        return False
    shuffle = Random(11)  # noqa: S311 - the same order in every run
    arrangings: list[Arranging] = [lambda items: items[::-1], lambda items: shuffle.sample(items, len(items))]
    first = _facts(connector, written(material, trees, "written anew"))
    return any(_facts(connector, written(material, _arranged(trees, way), "shuffled")) != first for way in arrangings)


def _arranged(value: Any, arrange: Arranging) -> Any:
    if isinstance(value, dict):
        return dict(arrange([(key, _arranged(item, arrange)) for key, item in value.items()]))
    return [_arranged(item, arrange) for item in value] if isinstance(value, list) else value


def _facts(connector: Connector, material: Material) -> tuple[str, list[str]]:
    """Give the facts without their lines and digests, which the order does change."""
    outcome = run(connector, material)
    plain = {repr(_placeless(reading)) for reading in outcome.readings}
    return outcome.unreadable.partition(":")[0] and "unreadable", sorted(plain)


def _placeless(reading: Any) -> Any:
    if isinstance(reading, Notice):
        return reading.reason  # where one notice stands for many, its place is that of the first
    evidence = getattr(reading, "evidence", None)
    return replace(reading, evidence=evidence._replace(line=None, digest="")) if evidence else reading
