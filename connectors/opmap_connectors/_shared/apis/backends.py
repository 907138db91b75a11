"""What answers behind a gateway, where the description says so; a gateway's route calls its backend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opmap.connecting import (
    Certainty,
    Entity,
    Field,
    Key,
    Locator,
    Notice,
    Reading,
    Relation,
    host_of,
    short_name,
    url_locator,
)
from opmap_connectors._shared.apis.description import Api

_AWS = "x-amazon-apigateway-integration"
_LAMBDA = re.compile(r"arn:(aws[\w-]*:lambda:[\w-]*:\d*:function:([\w-]+))(?::[\w$-]+)?(?:/invocations)?$")
_SQS = re.compile(r"arn:(aws[\w-]*):apigateway:([\w-]+):sqs:path/(\d+)/([\w.-]+)$")
_NAMED = ("x-backend", "x-backend-url", "x-upstream", "x-upstream-url")
_INSIDE = ("url", "address", "uri", "host", "service", "name")
_UNFINISHED = re.compile(r"\$\{|\{\{|<[^>]*>")
_ANY_PATH = re.compile(r"/\{proxy\+?\}.*$")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,100}")


def backends(api: Api, caller: Key, places: Sequence[Field]) -> Iterator[Reading]:
    """Give what a caller, an operation or the whole API, calls; the first place that says something counts."""
    for place in places:
        if place[_AWS].is_mapping:
            yield from _amazon(api, caller, place[_AWS])
            return
        said = next((found for found in _named(place) if found.text), None)
        if said is not None:
            yield from _called(api, caller, said)
            return


def _named(place: Field) -> Iterator[Field]:
    yield place["x-google-backend"]["address"]
    for name in _NAMED:
        if name in place:
            yield place[name]
            yield from (place[name][inside] for inside in _INSIDE)


def _amazon(api: Api, caller: Key, integration: Field) -> Iterator[Reading]:
    if integration["type"].text.casefold() == "mock":
        return
    uri = integration["uri"]
    function, queue = _LAMBDA.search(uri.text), _SQS.search(uri.text)
    if function:
        key = Key("arn", function[1])
        yield Entity("function", function[2], (key,), api.at(uri), mentioned=True)
        yield Relation(caller, "calls", key, api.at(uri))
    elif queue:
        key = Key("arn", f"{queue[1]}:sqs:{queue[2]}:{queue[3]}:{queue[4]}")
        yield Entity("queue", queue[4], (key,), api.at(uri), mentioned=True)
        yield Relation(caller, "publishes", key, api.at(uri))
    else:
        yield from _called(api, caller, uri)


def _called(api: Api, caller: Key, said: Field) -> Iterator[Reading]:
    """Give the call of a URL or a host; of a plain name, which means one thing, probably."""
    text = _ANY_PATH.sub("", said.text)
    address = None if _unfinished(text) else url_locator(text, api.scope)
    if address is not None:
        yield Relation(caller, "calls", address, api.at(said))
    elif host_of(text):
        yield Relation(caller, "calls", Locator("host", host_of(text), api.scope, expects="service"), api.at(said))
    elif _PLAIN_NAME.fullmatch(text):
        target = Locator("name", short_name(text), expects="service")
        yield Relation(caller, "calls", target, api.at(said), certainty=Certainty.PROBABLE)
    else:
        yield Notice("a backend is named in a way that only the gateway can resolve", api.at(said))


def _unfinished(text: str) -> bool:
    return bool(_UNFINISHED.search(text)) or "{" in text.partition("://")[2].partition("/")[0]
