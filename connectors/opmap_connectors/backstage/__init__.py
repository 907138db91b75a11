"""Backstage: a software catalog, as the files that describe it or as its API returns it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opmap.connecting import Document, Entity, Evidence, Field, Known, Notice, Reading, Relation, attributes
from opmap_connectors._shared.code_hosts import repository_locator
from opmap_connectors._shared.skeletons import REASON, in_skeleton
from opmap_connectors.backstage.definitions import interface_of
from opmap_connectors.backstage.entities import Envelope
from opmap_connectors.backstage.kinds import kind_of
from opmap_connectors.backstage.locations import unseen_targets
from opmap_connectors.backstage.references import EntityRef
from opmap_connectors.backstage.relations import computed, stated

_OURS = ("backstage.io/", "scaffolder.backstage.io/")
_KINDS = {"component", "api", "resource", "system", "domain", "group", "user", "location", "template", "airesource"}
_NAMED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
_WITH_ENVIRONMENT = {"component", "api", "resource"}


class Backstage:
    """Read catalog entities: what there is, who owns it, and what leans on what."""

    name = "backstage"
    title = "Backstage catalog"
    recognises = "YAML or JSON entities whose apiVersion begins with backstage.io/ or scaffolder.backstage.io/"
    version = 1

    def detect(self, document: Document) -> bool:
        """Take a document that holds an entity, alone, in a stream, in a list or under `items`."""
        if document.form not in {"json", "yaml"} or b"backstage.io/" not in document.utf8:
            return False
        return in_skeleton(document) or any(
            _is_ours(entity) for part in document.parts for entity in _entities(part.root)
        )

    def read(self, document: Document) -> Iterable[Reading]:
        """Give every entity with its relations, each relation once."""
        if in_skeleton(document):
            yield Notice(REASON, document.at(known=Known.DECLARED))
            return
        said: set[tuple[object, ...]] = set()
        for entity in (entity for part in document.parts for entity in _entities(part.root)):
            if not _is_ours(entity):
                yield from _passed_over(entity)
                continue
            for reading in _entity(entity):
                if isinstance(reading, Relation):
                    sentence = (reading.source, reading.verb, reading.target)
                    if sentence in said:
                        continue
                    said.add(sentence)
                yield reading


def _entities(root: Field) -> Iterator[Field]:
    yield from root["items"].each() if root["items"].is_list and not root["apiVersion"] else root.each()


def _is_ours(entity: Field) -> bool:
    return entity["apiVersion"].text.startswith(_OURS) and bool(entity["kind"].text)


def _passed_over(entity: Field) -> Iterator[Notice]:
    if entity["apiVersion"].text and entity["kind"].text:
        yield Notice("an entity of a kind that Backstage itself does not define; not read", _at(entity))


def _at(place: Field) -> Evidence:
    return place.at(Known.DECLARED)


def _entity(root: Field) -> Iterator[Reading]:
    kind, name = root["kind"].text.casefold(), root["metadata"]["name"]
    if kind not in _KINDS:
        yield Notice("an entity of a kind that opmap does not know; not read", _at(root["kind"]))
    elif kind != "template" and _is_skeleton(root):
        yield Notice(REASON, _at(root))
    elif not name.text or {*":/"} & {*name.text}:
        yield Notice("an entity without a usable metadata.name; not read", _at(root))
    else:
        if not _NAMED.fullmatch(name.text):
            yield Notice("a name that Backstage refuses; the entity is read all the same", _at(name))
        namespace = root["metadata"]["namespace"].text or "default"
        yield from _described(Envelope(root, EntityRef(kind, namespace.casefold(), name.text.casefold())))


def _is_skeleton(root: Field) -> bool:
    """Say whether placeholders of a template stand where an entity says what it is and what it leans on."""
    metadata = root["metadata"]
    if any("${{" in value.text for _, value in metadata["annotations"].items()):
        return True
    places = [metadata["name"], metadata["namespace"]]
    for name, value in root["spec"].items():
        if name != "definition":
            places += [value, *value.list()]
    return any("{{" in place.text for place in places)


def _described(entity: Envelope) -> Iterator[Reading]:
    if entity.ref.kind == "location":
        yield from unseen_targets(entity)
        return
    interface = interface_of(entity)
    yield Entity(
        kind_of(entity.ref.kind, entity.type),
        entity.name,
        entity.keys,
        _at(entity.metadata["name"]),
        addresses=(*entity.plain_names, *interface.addresses),
        links=(*entity.links, *interface.links),
        attributes=attributes({**interface.traits, **entity.traits()}),
        environment=entity.environment() if entity.ref.kind in _WITH_ENVIRONMENT else "",
    )
    yield from stated(entity.ref, entity.spec)
    for repository, place in entity.repositories():
        yield Relation(entity.ref.key, "built from", repository_locator(repository), _at(place))
    yield from computed(entity.ref, entity.root["relations"])
    yield from interface.readings
