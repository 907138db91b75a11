"""What an entity's fields mean as relations, one table for all kinds; and the relations that a catalog computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Certainty, Evidence, Field, Key, Known, Locator, Notice, Ref, Relation
from opmap_connectors.backstage.references import EntityRef


@dataclass(frozen=True)
class _Meaning:
    """What a field states: the entity *verb* the one that it names, or the other way round."""

    verb: str
    default_kind: str = ""
    reverse: bool = False


_OWNER = {"owner": _Meaning("owned by", "group")}
_SYSTEM = {"system": _Meaning("part of", "system")}
_NEEDS = {"dependsOn": _Meaning("depends on"), "dependencyOf": _Meaning("depends on", reverse=True)}

_FIELDS: dict[str, dict[str, _Meaning]] = {
    "component": {
        **_OWNER,
        **_SYSTEM,
        **_NEEDS,
        "subcomponentOf": _Meaning("part of", "component"),
        "providesApis": _Meaning("exposes", "api"),
        "implementsApis": _Meaning("exposes", "api"),
        "consumesApis": _Meaning("calls", "api"),
    },
    "api": {**_OWNER, **_SYSTEM},
    "resource": {**_OWNER, **_SYSTEM, **_NEEDS},
    "system": {**_OWNER, "domain": _Meaning("part of", "domain")},
    "domain": {**_OWNER, "subdomainOf": _Meaning("part of", "domain")},
    "group": {
        "parent": _Meaning("member of", "group"),
        "children": _Meaning("member of", "group", reverse=True),
        "members": _Meaning("member of", "user", reverse=True),
    },
    "user": {"memberOf": _Meaning("member of", "group")},
    "template": dict(_OWNER),
    "airesource": {
        **_OWNER,
        **_SYSTEM,
        "dependsOn": _Meaning("depends on", "airesource"),
        "skills": _Meaning("part of", "airesource", reverse=True),
        "plugins": _Meaning("part of", "airesource", reverse=True),
    },
}

_COMPUTED = {
    "ownedBy": _Meaning("owned by"),
    "ownerOf": _Meaning("owned by", reverse=True),
    "dependsOn": _Meaning("depends on"),
    "dependencyOf": _Meaning("depends on", reverse=True),
    "providesApi": _Meaning("exposes"),
    "apiProvidedBy": _Meaning("exposes", reverse=True),
    "consumesApi": _Meaning("calls"),
    "apiConsumedBy": _Meaning("calls", reverse=True),
    "partOf": _Meaning("part of"),
    "hasPart": _Meaning("part of", reverse=True),
    "memberOf": _Meaning("member of"),
    "hasMember": _Meaning("member of", reverse=True),
    "childOf": _Meaning("member of"),
    "parentOf": _Meaning("member of", reverse=True),
}


def stated(entity: EntityRef, spec: Field) -> Iterator[Relation | Notice]:
    """Give what the fields of an entity state, and notices of references that say too little."""
    for name, meaning in _FIELDS.get(entity.kind, {}).items():
        for place in spec[name].each():
            at = place.at(Known.DECLARED)
            ref = EntityRef.at(place, meaning.default_kind, entity.namespace)
            if ref is None:
                if place:
                    yield Notice(f"what stands under {name} is no reference to an entity", at)
                continue
            if not ref.kind:
                yield Notice(
                    f"a reference under {name} names no kind, which Backstage refuses; read as a plain name", at
                )
            yield _relation(entity.key, meaning, ref, at)


def computed(entity: EntityRef, relations: Field) -> Iterator[Relation]:
    """Give the relations that a catalog has worked out, as its API returns them."""
    for relation in relations.each():
        meaning = _COMPUTED.get(relation["type"].text)
        ref = EntityRef.at(relation["targetRef"]) or EntityRef.at(relation["target"])
        if meaning is not None and ref is not None and ref.kind and ref.kind != "location":
            yield _relation(entity.key, meaning, ref, relation.at(Known.DECLARED))


def _relation(entity: Key, meaning: _Meaning, ref: EntityRef, at: Evidence) -> Relation:
    other: Ref = ref.key if ref.kind else Locator("name", ref.name)
    source, target = (other, entity) if meaning.reverse else (entity, other)
    certainty = Certainty.CERTAIN if ref.kind else Certainty.PROBABLE
    return Relation(source, meaning.verb, target, at, certainty=certainty)
