"""A reading with every string in it passed through a function: the one place that knows where strings stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from opmap.facts import Attributes, Entity, Evidence, Group, Key, Locator, Notice, Plain, Reading, Ref, Relation

Change = Callable[[str], str]
ChangeAttribute = Callable[[str, Plain], Plain]


def rewritten(reading: Reading, change: Change, change_attribute: ChangeAttribute) -> Reading:
    """Give a reading with its strings changed; the same one where nothing changes.

    What names the document itself (source, path, digest, connector) stays as it is.
    """
    place = _evidence(reading.evidence, change)
    if isinstance(reading, Notice):
        changed: Reading = Notice(change(reading.reason), place)
    elif isinstance(reading, Entity):
        changed = _entity(reading, place, change, change_attribute)
    else:
        changed = _relation(reading, place, change, change_attribute)
    return reading if changed == reading else changed


def _entity(entity: Entity, place: Evidence, change: Change, change_attribute: ChangeAttribute) -> Entity:
    return replace(
        entity,
        kind=change(entity.kind),
        name=change(entity.name),
        keys=tuple([_key(key, change) for key in entity.keys]),
        evidence=place,
        addresses=tuple([_locator(address, change) for address in entity.addresses]),
        links=tuple([_key(link, change) for link in entity.links]),
        attributes=_attributes(entity.attributes, change, change_attribute),
        environment=change(entity.environment),
    )


def _relation(relation: Relation, place: Evidence, change: Change, change_attribute: ChangeAttribute) -> Relation:
    group = relation.group
    return replace(
        relation,
        source=_ref(relation.source, change),
        verb=change(relation.verb),
        target=_ref(relation.target, change),
        evidence=place,
        group=None if group is None else Group(change(group.name), group.need, change(group.place)),
        attributes=_attributes(relation.attributes, change, change_attribute),
    )


def _evidence(evidence: Evidence, change: Change) -> Evidence:
    pointer, reason, person = change(evidence.pointer), change(evidence.reason), change(evidence.person)
    if (pointer, reason, person) == (evidence.pointer, evidence.reason, evidence.person):
        return evidence
    return evidence._replace(pointer=pointer, reason=reason, person=person)


def _key(key: Key, change: Change) -> Key:
    return Key(change(key.space), change(key.name))


def _locator(locator: Locator, change: Change) -> Locator:
    within = None if locator.within is None else _ref(locator.within, change)
    value, scope = change(locator.value), change(locator.scope)
    return Locator(change(locator.form), value, scope, within, change(locator.expects))


def _ref(ref: Ref, change: Change) -> Ref:
    return _key(ref, change) if isinstance(ref, Key) else _locator(ref, change)


def _attributes(values: Attributes, change: Change, change_attribute: ChangeAttribute) -> Attributes:
    pairs = [(change(name), _plain(change_attribute(name, value), change, change_attribute)) for name, value in values]
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


def _plain(value: Plain, change: Change, change_attribute: ChangeAttribute) -> Plain:
    if isinstance(value, str):
        return change(value)
    if not isinstance(value, tuple):
        return value
    if all(isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str) for item in value):
        mapping: Any = value
        return _attributes(mapping, change, change_attribute)
    return tuple([_plain(item, change, change_attribute) for item in value])
