"""The connectors that engines bring along: which product or address a step asks by one, and for what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Locator, Ref, Set, frozen, short_name
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.operations import verb_of
from opmap_connectors._shared.requests import METHODS, path_of
from opmap_connectors._shared.setting import of_json, told
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.definitions import Home
from opmap_connectors.bpmn.extensions import Input, given, inputs, known, open_parts, plain

_BODIES = ("payload", "body", "requestBody", "data", "input.item", "input.value")
_CONSTANT = re.compile(r'"[^"]*"|true|false|-?\d+(?:\.\d+)?')
_PAIR = re.compile(r'"?([A-Za-z_][\w ]{0,60})"?\s*:\s*("(?:[^"\\]|\\.){0,200}"|[^,{}\[\]"]{1,200})')


@frozen
class Asked:
    """What is asked of what, by which operation, and what that changes."""

    verb: str
    target: Ref
    operation: str = ""
    method: str = ""  # where it is a request
    sets: tuple[Set, ...] = ()
    where: str = ""


_NAME = re.compile(r"^io\.camunda(?:\.connectors?)?[.:]|(?::\d+)$|^connector-|-(?:out|in)bound$|-connector$")
_ASKING = frozenset({"http-json", "http", "soap-http", "soap", "graphql", "http-polling", "webhook", "rest"})
_ADDRESS = ("url", "requesturl", "graphql.url", "endpoint", "endpointurl", "baseurl")
_METHOD = ("method", "requestMethod", "graphql.method")
_MODEL = re.compile(r"(?:^|\.)model(?:id|\.model|\.modelid)?$|\.(?:model|deploymentId)$", re.IGNORECASE)
_TOPICS = {"kafka": ("topic.topicName", "topic"), "rabbitmq": ("routing.routingKey", "queueName", "routing.exchange")}
_TOPICS |= {"aws-sqs": ("queue.url", "queueUrl"), "aws-sns": ("topic.topicArn", "topicArn")}
_MAIL = {"mail": "email", "mail-send": "email"}
_AGENT = "agenticai"


def name_of(kind: str) -> str:
    """Give a connector's name without its maker and version.

    >>> name_of("io.camunda:http-json:1"), name_of("io.camunda:slack:1"), name_of("mail-send")
    ('http-json', 'slack', 'email')
    """
    bare = kind
    while (cut := _NAME.sub("", bare)) != bare:
        bare = cut
    return _MAIL.get(bare, bare).partition(":")[0]


def is_agent(kind: str) -> bool:
    """Say whether a kind of task lets a model choose what is done."""
    return _AGENT in kind


def channel_of(kind: str, element: Element) -> str:
    """Give the topic or queue that a connector publishes to or listens to; empty where it names none."""
    place = given(element, *_TOPICS.get(name_of(kind), ()))
    named = known(place.text) if place is not None else ""
    return short_name(named.rpartition("/")[2].rpartition(":")[2], "")


def connected(kind: str, element: Element, home: Home) -> Iterator[Asked]:
    """Give what a step asks by a connector."""
    name = name_of(kind)
    if is_agent(kind) or _model(element) is not None:
        yield from _model_of(name, element)
        if is_agent(kind):
            return
    if name in _ASKING:
        yield _request(element, home)
        return
    channel = channel_of(kind, element)
    if channel:
        yield Asked("publishes", Locator("topic", channel, home.scope, expects="topic"))
    product = Locator("node type", f"camunda:{name}")
    operation = given(element, "operationType", "operation", "method", "data.method", "operationDiscriminator")
    done = known(operation.text) if operation is not None else ""
    place = given(element, "table", "tableName", "input.tableName", "collection", "objectType", "bucket")
    verb = verb_of(done.rpartition(".")[2])
    if place is not None and known(place.text) and verb != "calls":
        sets = _sets(element) if verb == "writes" else ()
        yield Asked(verb, Locator("object", short_name(known(place.text)), within=product), done, sets=sets)
    else:
        yield Asked("calls", product, done)


def _request(element: Element, home: Home) -> Asked:
    address = given(element, *_ADDRESS)
    chosen = given(element, *_METHOD)
    method = known(chosen.text).upper() if chosen is not None else "GET"
    found = located(plain(address.text), home.scope) if address is not None else None
    if found is not None:
        path = path_of(found) if method in METHODS else ""
        sets = _sets(element) if path and method not in {"GET", "HEAD"} else ()
        return Asked("calls", found.target, method if path else "", method, sets, path)
    words = open_parts(address.text) if address is not None else ""
    name = words or element.said.get("name", "") or "an address that is not set"
    scope = str(home.part(element.said.get("id", "")))
    return Asked("calls", Locator("expression", short_name(name)[:120], scope, expects="service"), method=method)


def _sets(element: Element) -> tuple[Set, ...]:
    """Give what a body sets: as JSON, or as the expressions of an engine write it."""
    body = given(element, *_BODIES)
    text = body.text.strip()[:20_000] if body is not None else ""
    if not text.startswith("="):
        return of_json(plain(text))
    pairs = [(name.strip(), value.strip()) for name, value in _PAIR.findall(text)]
    return told((name, value.strip('"') if _CONSTANT.fullmatch(value) else "{}") for name, value in pairs)


def _model(element: Element) -> Input | None:
    found = given(element, "model", "data.model", "modelId", "configuration.model", "provider.model")
    return found if found is not None and known(found.text) else None


def _model_of(name: str, element: Element) -> Iterator[Asked]:
    """Give the model that a connector asks: an agent says which provider's it is beside it."""
    provider = given(element, "provider.type", "configuration.type")
    maker = known(provider.text) if provider is not None else name
    for one in inputs(element):
        if _MODEL.search(one.name):
            model = known(one.text)
            if model:
                yield Asked("uses model", Locator("model", model if "/" in model else f"{maker}/{model}"))
                return
    yield Asked("uses model", Locator("model", f"{maker}/default chat model"))
