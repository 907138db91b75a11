"""Events inside a cluster: Knative's brokers, triggers and sources, and Dapr's components."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Entity,
    Field,
    Locator,
    Reading,
    Ref,
    Relation,
    attributes,
    is_secret_name,
    short_name,
    url_locator,
)
from opmap.connecting.selecting import verb_towards
from opmap_connectors._shared.places import addresses_in, expected_kind, locator
from opmap_connectors.kubernetes.objects import Object

_CHANNELS = frozenset({"Broker", "Channel", "InMemoryChannel", "KafkaChannel"})
_SERVING = frozenset({"Service", "Deployment", "StatefulSet", "Job"})
_DAPR_KINDS = {"state": "datastore", "pubsub": "topic", "lock": "datastore", "secretstores": "datastore"}


def read_channel(found: Object) -> Iterator[Reading]:
    """Give a broker or a channel."""
    said = attributes(workload=found.kind)
    yield Entity(
        "topic", short_name(found.name), (found.key,), found.at(), attributes=said, environment=found.environment()
    )


def read_trigger(found: Object) -> Iterator[Reading]:
    """Give what a trigger or a subscription starts when an event arrives."""
    spec = found.field["spec"]
    channel = spec["broker"] if found.kind == "Trigger" else spec["channel"]["name"]
    sort = "Broker" if found.kind == "Trigger" else spec["channel"]["kind"].text or "Channel"
    name = channel.text or ("default" if found.kind == "Trigger" else "")
    target = _sink(found, spec["subscriber"])
    if name and target is not None:
        source = found.key_of(sort, name)
        place = (channel or spec["subscriber"]).at()
        yield found.mention("topic", source, place)
        event = spec["filter"]["attributes"]["type"].text
        yield Relation(source, "starts", target, spec["subscriber"].at(), attributes=attributes(event=event))


def read_source(found: Object) -> Iterator[Reading]:
    """Give an event source, and what it starts or fills."""
    spec = found.field["spec"]
    target = _sink(found, spec["sink"])
    if found.kind == "SinkBinding":
        subject = spec["subject"]
        if target is not None and subject["name"].text:
            source = found.key_of(subject["kind"].text or "Deployment", subject["name"].text)
            yield Relation(source, _towards(spec["sink"]), target, spec["sink"].at())
        return
    kind = "schedule" if found.kind == "PingSource" else "event source"
    said = attributes(workload=found.kind, schedule=spec["schedule"].text)
    yield Entity(
        kind, short_name(found.name), (found.key,), found.at(), attributes=said, environment=found.environment()
    )
    if target is not None:
        verb = "publishes" if _is_channel(spec["sink"]) else "starts"
        yield Relation(found.key, verb, target, spec["sink"].at())
    for topic in spec["topics"].list():
        if topic.text:
            yield Relation(Locator("topic", topic.text, found.scope), "starts", found.key, topic.at())


def _towards(sink: Field) -> str:
    return "publishes" if _is_channel(sink) else "calls"


def _is_channel(sink: Field) -> bool:
    return sink["ref"]["kind"].text in _CHANNELS


def _sink(found: Object, sink: Field) -> Ref | None:
    reference = sink["ref"]
    if reference["name"].text and (_is_channel(sink) or reference["kind"].text in _SERVING):
        return found.key_of(reference["kind"].text, reference["name"].text, reference["namespace"].text)
    return url_locator(sink["uri"].text, found.scope)


def read_component(found: Object) -> Iterator[Reading]:
    """Give a Dapr component, what it leads to, and the applications that it is given to by name."""
    spec = found.field["spec"]
    sort, _, product = spec["type"].text.partition(".")
    kind = _DAPR_KINDS.get(sort, "service")
    said = attributes(workload="Dapr component", role=sort, engine=product)
    yield Entity(
        kind, short_name(found.name), (found.key,), found.at(), attributes=said, environment=found.environment()
    )
    for item in spec["metadata"].list():
        name, secret = item["name"].text, item["secretKeyRef"]["name"]
        if secret.text:
            key = found.key_of("Secret", secret.text)
            yield found.mention("credential", key, secret.at())
            yield Relation(found.key, "uses credential", key, secret.at())
        for address in () if is_secret_name(name) else addresses_in(name, item["value"].text):
            expected = expected_kind(name, address)
            verb = verb_towards(expected) or "calls"
            target = locator(address, found.scope, expected)
            yield Relation(found.key, verb, target, item["value"].at(), attributes=attributes(verb_by="address"))
    for application in found.field["scopes"].list():
        if application.text:
            source = Locator("name", application.text, f"dapr:{found.cluster}/{found.namespace}")
            yield Relation(source, "depends on", found.key, application.at())
