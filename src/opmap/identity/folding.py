"""Selectors: what selects exactly one workload is that workload's address, and becomes one node with it.

What selects several stays a node of its own and calls any one of them. What selects none
that is known leads nowhere, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from opmap.connecting.selecting import Labels, Selector, matches, parse_labels, parse_selector
from opmap.estate import Outcome
from opmap.facts import Entity, Group, Key, Locator, Ref, Relation
from opmap.frozen import frozen
from opmap.identity.merging import Bond, Things
from opmap.identity.order import place
from opmap.kinds import Strength

ANY_POD = Group("any pod behind the Service", need=1)
_MOST_WORKLOADS = 100
"""A Service of more workloads than these would fill the map, and is not drawn with them."""
_MOST_LOOKED_AT = 2000
"""Where more workloads than these may be meant, nobody looks through them for every selector."""
_TOO_MANY = "it selects too many workloads to draw"
_ADDRESS_ROLE = ("role", "address")

Found = dict[int, Key]
"""Workloads, each with a key of its own."""


@frozen
class Selected:
    """Where one selector led: the relations that stand for it, and what is to be said of the reference."""

    selector: Relation
    workloads: tuple[Key, ...]
    relations: tuple[Relation, ...]
    outcome: Outcome
    reason: str


def is_selector(relation: Relation) -> bool:
    """Say whether a relation points at whatever carries certain labels."""
    return isinstance(relation.target, Locator) and relation.target.form == "selector"


def fold(things: Things, selectors: Iterable[Relation]) -> list[Selected]:
    """Make one thing of each Service and the one workload that it selects; give where each selector led."""
    workloads = _Workloads(things)
    ordered = sorted(selectors, key=lambda each: (place(each.evidence), str(each.source), str(each.target)))
    led = [(relation, workloads.selected_by(relation.target)) for relation in ordered]
    for relation, workload in _single(things, led):
        joined = isinstance(relation.source, Key) and things.names.join(relation.source, workload)
        if joined:
            reason = "the Service selects exactly this workload"
            things.bonds.append(Bond(workload, reason, (relation.evidence,)))
    things.group()
    _forget_addresses(things)
    return [_said(things, relation, found) for relation, found in led]


def _single(things: Things, led: Iterable[tuple[Relation, Found | None]]) -> list[tuple[Relation, Key]]:
    """Give each Service that selects one workload in all, by the first relation that says so."""
    chosen: dict[int, Found] = {}
    first: dict[int, Relation] = {}
    drawn: dict[int, bool] = {}
    for relation, found in led:
        if isinstance(relation.source, Key):
            service = things.names.thing(relation.source)
            drawn[service] = drawn.get(service, True) and found is not None
            chosen.setdefault(service, {}).update(found or {})
            if found:
                first.setdefault(service, relation)
    single = {service: found for service, found in chosen.items() if drawn[service] and len(found) == 1}
    return [
        (relation, next(iter(single[service].values()))) for service, relation in first.items() if service in single
    ]


def _said(things: Things, relation: Relation, found: Found | None) -> Selected:
    if found is None:
        return Selected(relation, (), (), Outcome.AMBIGUOUS, _TOO_MANY)
    workloads = tuple(sorted(found.values()))
    if not workloads:
        return Selected(relation, (), (), Outcome.DANGLING, "no workload that is known has these labels")
    if isinstance(relation.source, Key) and all(things.names.same(relation.source, key) for key in workloads):
        return Selected(relation, workloads, (), Outcome.RESOLVED, "it selects exactly this workload")
    plain = [replace(relation, target=key, strength=relation.strength or Strength.HARD) for key in workloads]
    grouped = [replace(each, group=ANY_POD) for each in plain] if len(plain) > 1 else plain
    return Selected(relation, workloads, tuple(grouped), Outcome.RESOLVED, f"it selects {len(workloads)} workloads")


def _forget_addresses(things: Things) -> None:
    """Let a workload not be called an address because its Services are."""
    for several in things.about.values():
        workload = several[0]
        if workload.mentioned or _ADDRESS_ROLE in workload.attributes:
            continue
        for index, entity in enumerate(several):
            if _ADDRESS_ROLE in entity.attributes:
                kept = tuple(pair for pair in entity.attributes if pair != _ADDRESS_ROLE)
                several[index] = replace(entity, attributes=kept)


class _Workloads:
    """What carries labels, by scope, and by one label so that nobody looks through all."""

    def __init__(self, things: Things) -> None:
        self._known: dict[tuple[str, str], Found | None] = {}
        self._by_scope: dict[str, list[tuple[int, Key, Labels]]] = {}
        self._by_label: dict[tuple[str, str, str], list[tuple[int, Key, Labels]]] = {}
        for thing, several in things.about.items():
            for entity in several:
                self._add(thing, entity)

    def _add(self, thing: int, entity: Entity) -> None:
        for address in entity.addresses:
            if address.form == "labels":
                workload = (thing, entity.keys[0], parse_labels(address.value))
                self._by_scope.setdefault(address.scope, []).append(workload)
                for name, value in workload[2]:
                    self._by_label.setdefault((address.scope, name, value), []).append(workload)

    def selected_by(self, target: Ref) -> Found | None:
        """Give what carries the labels that a selector asks for, in exactly its scope; None where that is too much."""
        if not isinstance(target, Locator):
            return {}
        asked = (target.scope, target.value)
        if asked not in self._known:
            self._known[asked] = self._selected(target.scope, parse_selector(target.value))
        return self._known[asked]

    def _selected(self, scope: str, selector: Selector) -> Found | None:
        candidates = self._candidates(scope, selector)
        if len(candidates) > _MOST_LOOKED_AT:
            return None
        found: Found = {}
        for thing, key, labels in candidates:
            if matches(labels, selector):
                found[thing] = min(key, found.get(thing, key))
        return found if len(found) <= _MOST_WORKLOADS else None

    def _candidates(self, scope: str, selector: Selector) -> list[tuple[int, Key, Labels]]:
        narrow = [
            [one for value in asked.values for one in self._by_label.get((scope, asked.name, value), ())]
            for asked in selector
            if asked.operator == "In"
        ]
        return min(narrow, key=len) if narrow else self._by_scope.get(scope, [])
