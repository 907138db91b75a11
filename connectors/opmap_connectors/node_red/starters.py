"""What starts a flow: clocks and people at inject nodes, paths, topics, mail, files, and other flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from opmap.connecting import Effect, Entity, Field, How, Locator, Starter, attributes, short_name
from opmap_connectors._shared.topics import heard_topic
from opmap_connectors.node_red.doing import LOCAL, Doing, product_of
from opmap_connectors.node_red.exports import Node

_HANDLERS = frozenset({"catch", "status", "complete"})


def starter(doing: Doing, name: str) -> Starter | None:
    """Say what a node means as a start; None where it only does something, or hears of other nodes."""
    kind = doing.node.type
    if kind in _BY_TYPE:
        return _BY_TYPE[kind](doing, name)
    if kind.startswith(("ui_", "ui-")):
        return Starter(How.PERSON, "somebody at a dashboard starts it", doing.node.title.at(), doing.node.name)
    if kind in _HANDLERS or kind in LOCAL or kind.startswith("subflow:"):
        return None
    return _event(doing, name, f"events of {product_of(kind)} start it")


def _entity(doing: Doing, kind: str, words: str, place: Field, *addresses: Locator, **said: object) -> Entity:
    key = doing.home.key("trigger", doing.node.id)
    at = (place if place.value is not None else doing.node.title).at()
    return Entity(kind, short_name(words), (key,), at, addresses, attributes=attributes(**said))


def _injected(doing: Doing, name: str) -> Starter:
    node = doing.node
    cron, repeat = " ".join(node["crontab"].text.split())[:100], node["repeat"].number
    if cron or repeat:
        when = f"at {cron}" if cron else f"every {repeat:g} seconds"
        said = {"cron": [cron]} if cron else {"every": [f"{repeat:g} seconds"]}
        place = node["crontab"] if cron else node["repeat"]
        clock = _entity(doing, "schedule", f"{when.capitalize()} ({name})", place, **said)
        return Starter(How.SCHEDULE, f"starts it {when}", node.title.at(), node.name, clock)
    if node["once"].flag is True:
        return Starter(How.EVENT, "the start of Node-RED starts it", node["once"].at(), node.name)
    return Starter(How.PERSON, "somebody starts it in the editor", node.title.at(), node.name)


def _called(doing: Doing, name: str) -> Starter:
    node = doing.node
    method, path = node["method"].text.upper() or "GET", "/" + doing.meaning.known(node["url"]).strip("/")
    address = Locator("webhook", path, doing.home.scope)
    hook = _entity(doing, "operation", f"{method} {path} ({name})", node["url"], address, method=method, path=path)
    return Starter(How.WEBHOOK, f"{method} {path} starts it", node["url"].at(), node.name, hook)


def _socket(doing: Doing, name: str) -> Starter:
    node = doing.node
    listener = doing.export.config(node["server"].text)
    if listener is None:
        return _event(doing, name, "messages of a websocket start it")
    path = "/" + doing.meaning.known(listener["path"]).strip("/")
    address = Locator("webhook", path, doing.home.scope)
    hook = _entity(doing, "operation", f"Websocket {path} ({name})", listener["path"], address, path=path)
    return Starter(How.WEBHOOK, f"messages to the websocket {path} start it", node.title.at(), node.name, hook)


def _subscribed(doing: Doing, name: str) -> Starter:
    node = doing.node
    said = doing.meaning.known(node["topic"], node["topicType"] if node["topicType"].text != "topic" else None)
    named = heard_topic(said)
    broker = doing.systems.system(node)
    needs = tuple(_needs(doing, broker)) if broker is not None else ()
    source = _entity(
        doing, "event source", f"Messages of {named or 'topics chosen at run time'} ({name})", node["topic"]
    )
    topic = Locator("topic", named, doing.home.scope, doing.systems.broker(node), expects="topic") if named else None
    words = f"messages of {named} start it" if named else "messages of topics that only a run knows start it"
    return Starter(How.MESSAGE, words, node.title.at(), node.name, source, topic, needs=needs)


def _needs(doing: Doing, broker: Node) -> Iterator[Effect]:
    yield Effect("depends on", doing.systems.key(broker), doing.node["broker"].at(), doing.node.name)
    for effect, _ in doing.systems.credentials(doing.node):
        yield effect


def _watched(doing: Doing, name: str) -> Starter:
    place = doing.node["files"]
    source = _entity(doing, "event source", f"Changes of files ({name})", place)
    return Starter(How.EVENT, "changes of files start it", doing.node.title.at(), doing.node.name, source)


def _linked(doing: Doing, name: str) -> Starter | None:
    """Let another flow start it; a link from within the flow starts nothing."""
    del name
    if doing.node.id not in doing.export.handed_to:
        return None
    return Starter(How.CALL, "another flow hands on to it", doing.node.title.at(), doing.node.name)


def _event(doing: Doing, name: str, words: str) -> Starter:
    source = _entity(doing, "event source", f"{doing.node.name} ({name})", doing.node.title)
    config = doing.systems.system(doing.node)
    needs = tuple(_needs(doing, config)) if config is not None else ()
    return Starter(How.EVENT, words, doing.node.title.at(), doing.node.name, source, needs=needs)


_BY_TYPE: dict[str, Callable[[Doing, str], Starter | None]] = {
    "inject": _injected,
    "http in": _called,
    "websocket in": _socket,
    "mqtt in": _subscribed,
    "watch": _watched,
    "link in": _linked,
}
