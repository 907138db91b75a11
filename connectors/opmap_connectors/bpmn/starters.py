"""What starts a process: a clock, a message, a signal, a condition, another process, a person."""

from __future__ import annotations

import re

from opmap.connecting import Entity, How, Locator, Starter, attributes, short_name
from opmap_connectors._shared.xml_trees import Element
from opmap_connectors.bpmn.connectors import channel_of
from opmap_connectors.bpmn.definitions import Definitions
from opmap_connectors.bpmn.extensions import given, known
from opmap_connectors.bpmn.flow import Node
from opmap_connectors.bpmn.messages import Messages

_CRON = re.compile(r"[\d*?/,\-LW#A-Za-z]+(?: [\d*?/,\-LW#A-Za-z]+){4,6}")
_EVERY = re.compile(r"R\d*/(?:[^/]+/)?P[\dYMWDTHS.]+(?:/[^/]+)?")
_TIMES = ("timeCycle", "timeDate", "timeDuration")


def starter(node: Node, name: str, definitions: Definitions, messages: Messages) -> Starter:
    """Say what a start event means."""
    at = definitions.home.at(node.element)
    key = definitions.home.part("start", node.id)
    if node.definition("timer") is not None:
        when = moment(node)
        said = attributes(
            cron=[when] if _CRON.fullmatch(when) else None, every=[when] if _EVERY.fullmatch(when) else None
        )
        shown = when or "At a time that only a run knows"
        clock = Entity("schedule", short_name(f"{shown} ({name})"), (key,), at, attributes=said)
        return Starter(How.SCHEDULE, f"starts it {_words(when)}", at, node.name, clock)
    hook = _webhook(node, name, definitions)
    if hook is not None:
        return Starter(How.WEBHOOK, f"a call of {hook.addresses[0].value} starts it", at, node.name, hook)
    heard = _channel(node, definitions)
    if heard is not None:
        source = Entity("event source", short_name(f"Messages of {heard.value} ({name})"), (key,), at)
        return Starter(How.MESSAGE, short_name(f"a message of {heard.value} starts it"), at, node.name, source, heard)
    topic = messages.topic(node)
    if topic is not None:
        sort = "signal" if node.definition("signal") is not None else "message"
        source = Entity("event source", short_name(f"{sort.capitalize()} {topic.value} ({name})"), (key,), at)
        return Starter(How.MESSAGE, f"the {sort} {topic.value} starts it", at, node.name, source, topic)
    if node.definition("message") is not None or messages.senders(node):
        senders = ", ".join(messages.senders(node)) or "somebody that the file does not name"
        return Starter(How.MESSAGE, short_name(f"a message of {senders} starts it"), at, node.name)
    if node.definition("conditional") is not None:
        source = Entity("event source", short_name(f"Condition {node.name} ({name})"), (key,), at)
        return Starter(
            How.EVENT, "a condition that comes true starts it", at, node.name, source, filter=condition(node)
        )
    if "+" in node.event or node.element.said.get("parallelMultiple"):
        return Starter(How.EVENT, "one of several events starts it", at, node.name)
    return Starter(How.PERSON, "a person or another process starts it", at, node.name)


def moment(node: Node) -> str:
    """Give when a timer goes off, as it is written; empty where only a run knows."""
    timer = node.definition("timer")
    for one in timer.all(*_TIMES) if timer is not None else ():
        return short_name(known(one.text), "")[:100]
    return ""


def condition(node: Node) -> str:
    """Give the condition that a conditional event waits for, as it is written."""
    found = node.definition("conditional")
    inner: Element | None = found.first("condition") if found is not None else None
    return short_name(inner.text, "")[:200] if inner is not None else ""


def _webhook(node: Node, name: str, definitions: Definitions) -> Entity | None:
    """Give the path that a connector of the engine listens on for a start event."""
    kind = given(node.element, "inbound.type")
    path = given(node.element, "inbound.context")
    if kind is None or path is None or "webhook" not in kind.text or not known(path.text):
        return None
    method = given(node.element, "inbound.method")
    said = attributes(method=known(method.text).upper() if method is not None else None, path=f"/inbound/{path.text}")
    address = Locator("webhook", f"/inbound/{known(path.text).strip('/')}", definitions.home.scope)
    key = definitions.home.part("start", node.id)
    at = definitions.home.at(node.element)
    return Entity("operation", short_name(f"{address.value} ({name})"), (key,), at, (address,), attributes=said)


def _channel(node: Node, definitions: Definitions) -> Locator | None:
    """Give the topic or queue that a connector of the engine listens to for a start event."""
    kind = given(node.element, "inbound.type")
    name = channel_of(known(kind.text), node.element) if kind is not None else ""
    return Locator("topic", name, definitions.home.scope, expects="topic") if name else None


def _words(when: str) -> str:
    if not when:
        return "at a time that only a run knows"
    return f"by the clock: {when}"
