"""Selectors: what selects exactly one workload is that workload's address, and becomes one node with it.

What selects several stays a node of its own and calls any one of them. What selects none
that is known leads nowhere, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from opmap.connecting.selecting import Labels, Selector, matches, parse_labels, parse_selector
from opmap.estate import Outcome
from opmap.facts import Entity, Group, Key, Locator, Relation
from opmap.identity.merging import Bond, Things
from opmap.identity.order import place
from opmap.kinds import Strength

ANY_POD = Group("any pod behind the Service", need=1)
_ADDRESS_ROLE = ("role", "address")


@dataclass(frozen=True, slots=True)
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
    chosen: dict[int, dict[int, Key]] = {}
    led: list[tuple[Relation, dict[int, Key]]] = []
    for relation in sorted(selectors, key=lambda each: (place(each.evidence), str(each.source), str(each.target))):
        found = workloads.selected_by(relation.target)
        led.append((relation, found))
        if isinstance(relation.source, Key):
            chosen.setdefault(things.names.thing(relation.source), {}).update(found)
    single = {service: next(iter(found.values())) for service, found in chosen.items() if len(found) == 1}
    homes: dict[int, Relation] = {}
    for relation, found in led:
        if found and isinstance(relation.source, Key):
            homes.setdefault(things.names.thing(relation.source), relation)
    for service, relation in homes.items():
        if service in single:
            _fold_one(things, relation, single[service])
    if single:
        things.group()
    _forget_addresses(things)
    return [_said(things, relation, found) for relation, found in led]


def _fold_one(things: Things, relation: Relation, workload: Key) -> None:
    if not isinstance(relation.source, Key):
        return
    if not things.names.same(relation.source, workload) and things.names.join(relation.source, workload):
        things.bonds.append(Bond(workload, "the Service selects exactly this workload", (relation.evidence,)))


def _said(things: Things, relation: Relation, found: dict[int, Key]) -> Selected:
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

    def selected_by(self, target: Key | Locator) -> dict[int, Key]:
        """Give the things in exactly the selector's scope that carry what it asks for."""
        if not isinstance(target, Locator):
            return {}
        selector = parse_selector(target.value)
        found: dict[int, Key] = {}
        for thing, key, labels in self._candidates(target.scope, selector):
            if matches(labels, selector):
                found[thing] = min(key, found.get(thing, key))
        return found

    def _candidates(self, scope: str, selector: Selector) -> list[tuple[int, Key, Labels]]:
        narrow = [
            [one for value in asked.values for one in self._by_label.get((scope, asked.name, value), ())]
            for asked in selector
            if asked.operator == "In"
        ]
        return min(narrow, key=len) if narrow else self._by_scope.get(scope, [])
