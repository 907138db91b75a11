"""Argo Events: what events come from, and which workflows sensors start by them."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Automation,
    Effect,
    Entity,
    Field,
    How,
    Key,
    Locator,
    Reading,
    Relation,
    Starter,
    attributes,
    short_name,
)
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.places import addresses_in, locator
from opmap_connectors.argo_workflows.naming import key_of, known, name_of, template_ref
from opmap_connectors.kubernetes.objects import Object

EVENTS = frozenset({"Sensor", "EventSource", "WorkflowEventBinding"})
_SERVERS = ("url", "brokerURL", "hostAddress", "addresses")


def read_event_object(found: Object) -> Iterator[Reading | Automation]:
    """Give an event source, a sensor, or the binding of events to a template."""
    if found.kind == "EventSource":
        yield from _source(found)
    elif found.kind == "Sensor":
        yield from _sensor(found)
    else:
        yield from _binding(found)


def event_key(found: Object, source: str, event: str) -> Key:
    """Give the key of one event of an event source."""
    return found.key_of("EventSource", f"{source}/{event}")


def _source(found: Object) -> Iterator[Reading]:
    for sort, events in found.field["spec"].items():
        if sort in ("template", "service", "eventBusName", "replicas") or not events.is_mapping:
            continue
        for event, given in events.items():
            key = event_key(found, name_of(found), event)
            path = given["endpoint"].text
            address = (Locator("webhook", path, found.scope),) if sort == "webhook" and path else ()
            said = attributes(event=sort, method=given["method"].text, path=path)
            yield Entity("event source", f"{event} ({name_of(found)})", (key,), given.at(), address, attributes=said)
            yield from _watched(key, sort, given, found)


def _watched(key: Key, sort: str, given: Field, found: Object) -> Iterator[Reading]:
    """Say what an event source listens to."""
    topic = _topic(given, found)
    if sort in ("kafka", "nats", "amqp", "mqtt", "sqs", "pubSub", "redis", "pulsar") and topic is not None:
        yield Relation(key, "consumes", topic, given.at())
    for word in _SERVERS:
        for place in given[word].each():
            for address in addresses_in("BROKER_HOST", place.text) if known(place.text) else ():
                yield Relation(key, "depends on", locator(address, found.scope, "datastore"), place.at())
    for secret in ("accessKey", "secretKey", "apiToken", "auth", "webhookSecret"):
        name = given[secret]["name"]
        if known(name.text):
            credential = found.key_of("Secret", name.text)
            yield found.mention("credential", credential, name.at())
            yield Relation(key, "uses credential", credential, name.at())


def _topic(given: Field, found: Object) -> Locator | None:
    """Give the topic that is named, within its broker; of an exchange that goes by topics, the binding key."""
    named = (given[word].text for word in ("topic", "queueName", "subject", "queue", "exchangeName"))
    name = next(filter(known, named), "")
    places = (place for word in _SERVERS for place in given[word].each() if known(place.text))
    broker = next(
        (locator(each, found.scope) for place in places for each in addresses_in("BROKER_HOST", place.text)), None
    )
    topic = Locator("topic", name, found.scope, broker) if name else None
    routed = given["routingKey"].text
    if given["exchangeType"].text == "topic" and name == given["exchangeName"].text and known(routed):
        return Locator("topic", routed, found.scope, topic)
    return topic


def _sensor(found: Object) -> Iterator[Reading | Automation]:
    spec = found.field["spec"]
    starters = []
    for dependency in spec["dependencies"].list():
        source, event = dependency["eventSourceName"].text, dependency["eventName"].text
        if source and event:
            key = event_key(found, source, event)
            entity = Entity("event source", f"{event} ({source})", (key,), dependency.at(), mentioned=True)
            words = f"the event {event} of {source} starts it"
            starters.append(Starter(How.EVENT, words, dependency.at(), dependency["name"].text, entity))
    effects = [effect for trigger in spec["triggers"].list() for effect in _triggered(trigger["template"], found)]
    name = short_name(name_of(found))
    yield Automation((key_of(found),), name, found.at(), starters=tuple(starters), effects=tuple(effects))


def _triggered(trigger: Field, found: Object) -> Iterator[Effect]:
    name = short_name(trigger["name"].text, "trigger")
    for sort in ("argoWorkflow", "k8s"):
        resource = trigger[sort]["source"]["resource"]
        target = template_ref(resource["spec"]["workflowTemplateRef"], found)
        if target is not None:
            yield Effect("starts", target, resource.at(), name)
    url = trigger["http"]["url"]
    where = located(url.text, found.scope)
    if where is not None:
        yield Effect("calls", where.target, url.at(), name, certainty=where.certainty)
    for sort in ("kafka", "nats", "pulsar"):
        topic = _topic(trigger[sort], found)
        if topic is not None:
            yield Effect("publishes", topic, trigger[sort].at(), name)


def _binding(found: Object) -> Iterator[Reading]:
    """Let events that arrive at Argo's own server start a template."""
    spec = found.field["spec"]
    target = template_ref(spec["submit"]["workflowTemplateRef"], found)
    if target is None:
        return
    key = key_of(found)
    said = attributes(event=spec["event"]["selector"].text[:200])
    address = (Locator("webhook", f"POST /api/v1/events/{found.namespace}/{name_of(found)}", found.scope),)
    yield Entity("event source", name_of(found), (key,), found.at(), address, attributes=said)
    yield Relation(key, "starts", target, spec["submit"].at())
