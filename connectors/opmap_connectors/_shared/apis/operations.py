"""What an API can be asked, and what it tells others on its own."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, Key, Locator, Reading, Relation, Strength, attributes, short_name
from opmap_connectors._shared.apis.backends import backends
from opmap_connectors._shared.apis.description import Api
from opmap_connectors._shared.apis.servers import address, base_path, server_urls

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_ANY = "ANY"
_ANY_METHOD = "x-amazon-apigateway-any-method"


def operations(api: Api) -> Iterator[Reading]:
    """Give every operation, that the API exposes it, and what it publishes and calls."""
    for path, written in api.root["paths"].items():
        if path.startswith("x-"):
            continue
        item = api.references.follow(written)
        for method, operation in _methods(written, item):
            yield from _operation(api, f"{method} /{path.lstrip('/')}", item, operation)


def webhooks(api: Api) -> Iterator[Reading]:
    """Give every webhook: a channel that the API publishes, and others may listen to."""
    for name in ("webhooks", "x-webhooks"):
        for webhook, place in api.root[name].items():
            yield from _channel(api, api.key, "webhook", webhook, place)


def _methods(written: Field, item: Field) -> Iterator[tuple[str, Field]]:
    """Give the operations of a path, those beside a `$ref` included."""
    found: dict[str, Field] = {}
    for place in (item,) if item is written else (item, written):
        found |= {method.upper(): place[method] for method in _METHODS if method in place and place[method].is_mapping}
        found |= {method: place for method, place in place["additionalOperations"].items() if place.is_mapping}
        if place[_ANY_METHOD].is_mapping:
            found[_ANY] = place[_ANY_METHOD]
    yield from found.items()


def _operation(api: Api, name: str, item: Field, operation: Field) -> Iterator[Reading]:
    key = api.part_key(name)
    method, _, path = name.partition(" ")
    template = path if method == _ANY else name
    own = [url for place in (item, operation) for url in server_urls(place)]
    elsewhere = [found for url in own if (found := address(api, url.rstrip("/") + path)) is not None]
    yield Entity(
        "operation",
        short_name(name),
        (key,),
        api.at(operation),
        addresses=(*_templates(api, template), *dict.fromkeys(elsewhere)),
        attributes=attributes(
            operation_id=operation["operationId"].text,
            deprecated=operation["deprecated"].flag or None,
            tags=[tag.text for tag in operation["tags"].each()],
        ),
    )
    yield Relation(api.key, "exposes", key, api.at(operation))
    yield from backends(api, key, [operation, item])
    for callback, place in operation["callbacks"].items():
        yield from _channel(api, key, f"{name} callback", callback, place)


def _templates(api: Api, template: str) -> Iterator[Locator]:
    """Give the path template below the API; and, where a server is a path and no host, the one below that path."""
    yield Locator("operation", template, within=api.key)
    base = base_path(api)
    if base:
        yield Locator("operation", template.replace("/", f"{base}/", 1), within=api.key)


def _channel(api: Api, publisher: Key, sort: str, name: str, place: Field) -> Iterator[Reading]:
    """Give a channel that others listen to; whoever publishes it goes on working without it."""
    key = api.part_key(f"{sort} {name}")
    said = attributes(channel=sort.rpartition(" ")[2])
    yield Entity("topic", short_name(name), (key,), api.at(place), attributes=said)
    yield Relation(publisher, "publishes", key, api.at(place), strength=Strength.SOFT)
