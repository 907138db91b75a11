"""What an API entity says about its interface: a description in place, one that stands beside it, or endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from opmap.connecting import Document, Field, Key, Known, Locator, Notice, Reading, Unreadable
from opmap_connectors._shared.apis import Api, addresses, contents, embedded, is_description
from opmap_connectors._shared.apis.servers import address
from opmap_connectors.backstage.entities import Envelope

_PLACEHOLDERS = ("$text", "$openapi", "$yaml", "$json", "$asyncapi")
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LOOKS_DESCRIBED = re.compile(r"""["']?(?:openapi|swagger)["']?\s*:""")


@dataclass(frozen=True)
class Interface:
    """What is known of an API's interface: where it is described, where it answers, and what it can be asked."""

    links: tuple[Key, ...] = ()
    addresses: tuple[Locator, ...] = ()
    traits: Mapping[str, str | bool | None] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()


def interface_of(entity: Envelope) -> Interface:
    """Read the definition and the endpoints of an API entity."""
    if entity.ref.kind != "api":
        return Interface()
    definition = entity.spec["definition"]
    beside = next((definition[name] for name in _PLACEHOLDERS if definition[name]), None)
    if beside is not None:
        found = _beside(beside)
    elif _LOOKS_DESCRIBED.search(str(definition.value)[:5000]) and definition.is_text:
        found = _in_place(entity, definition)
    else:
        found = Interface()
    return replace(found, addresses=(*found.addresses, *_endpoints(entity)))


def _endpoints(entity: Envelope) -> Iterator[Locator]:
    urls = [remote["url"].text for remote in entity.spec["remotes"].each()] + [entity.spec["serverUrl"].text]
    api = Api(entity.root, entity.ref.key)
    yield from dict.fromkeys(found for url in urls if (found := address(api, url)) is not None)


def _in_place(entity: Envelope, definition: Field) -> Interface:
    """Read a description that stands in the catalog file itself."""
    try:
        root = embedded(definition)
    except Unreadable as error:
        return Interface(readings=(_notice(definition, f"the definition cannot be read: {error.reason}"),))
    if root is None or not is_description(root):
        return Interface()
    api = Api(root, entity.ref.key)
    return Interface((), addresses(api), api.traits(), tuple(contents(api, str(definition.value))))


def _beside(place: Field) -> Interface:
    """Join the entity to the description beside it, which is read as a document of its own."""
    target = place.text
    if _REMOTE.match(target):
        reason = "the definition stands on another machine, and nothing is ever fetched"
        return Interface(readings=(_notice(place, reason),))
    document = place.part.document.sibling(target)
    if document is None:
        return Interface(readings=(_notice(place, "the definition is said to stand in a file that is not here"),))
    return Interface(links=_described(document))


def _described(document: Document) -> tuple[Key, ...]:
    try:
        is_one = any(is_description(part.root) for part in document.parts)
    except Unreadable:
        is_one = False
    return (Key("openapi", f"{document.source}/{document.path}"),) if is_one else ()


def _notice(place: Field, reason: str) -> Notice:
    return Notice(reason, place.at(Known.DECLARED))
