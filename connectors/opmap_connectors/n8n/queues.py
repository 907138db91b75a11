"""Topics and queues: what a step publishes to, and what starts a workflow by a message."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Field, Locator, frozen
from opmap_connectors._shared.topics import heard_topic
from opmap_connectors.n8n.scene import Deed, Need, Scene
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import inside
from opmap_connectors.n8n.systems import System, behind, product


@frozen
class Broker:
    """A sort of broker, and the parameters that name its channels."""

    title: str
    channel: str
    kind: str = "topic"
    hosted: bool = False


BROKERS = {
    "kafka": Broker("Kafka", "topic"),
    "rabbitmq": Broker("RabbitMQ", "queue|exchange", "queue"),
    "mqtt": Broker("MQTT broker", "topic|topics"),
    "amqp": Broker("AMQP broker", "sink", "queue"),
    "awsSqs": Broker("Amazon SQS", "queue", "queue", hosted=True),
    "awsSns": Broker("Amazon SNS", "topic", hosted=True),
}
_QUALITY = re.compile(r":[012]$")  # of service, which MQTT asks for with a topic
REDIS_TRIGGER = Broker("Redis", "channels")


@frozen
class Channel:
    """The channel that a step names, and the broker that has it."""

    target: Locator | None
    place: Field
    system: System
    also: tuple[tuple[Locator, Field], ...] = ()  # more topics, or those of an exchange by their keys

    @property
    def words(self) -> str:
        """Say it so that a person knows it again."""
        return self.target.value if self.target else "a channel that only a run knows"


def channel_of(step: Step, scene: Scene, broker: Broker) -> Channel:
    """Say which channel a step names; a queue's address and a topic's ARN are cut down to the name."""
    place, name = inside(step, scene, (broker.channel,))
    short = name.rpartition("/")[2] if "://" in name else name.rpartition(":")[2] if name.startswith("arn:") else name
    system = System(product(step.type.app)) if broker.hosted else behind(step, scene, broker.title)
    if step.short == "mqttTrigger":
        short, *more = [heard_topic(_QUALITY.sub("", each.strip())) for each in short.split(",")]
        also = [(Locator("topic", each, scene.home.scope, expects=broker.kind), place) for each in more if each]
    else:
        also = [*_routed(step, scene)]
    target = Locator("topic", short, scene.home.scope, expects=broker.kind) if short else None
    return Channel(target, place, system, tuple(also))


def _routed(step: Step, scene: Scene) -> Iterator[tuple[Locator, Field]]:
    """Give the topics of an exchange: what a step sends under a routing key, or hears by binding keys."""
    by_topic = step["exchangeType"].text == "topic" and step["mode"].text == "exchange"
    places = [*step["options"]["binding"]["bindings"].list(), *([step.parameters] if by_topic else ())]
    for place in places:
        exchange, key = scene.text(place["exchange"]), scene.text(place["routingKey"])
        if exchange.known and key.known and exchange.name and key.name:
            within = Locator("topic", exchange.name, scene.home.scope, expects="queue")
            yield Locator("topic", key.name, scene.home.scope, within, expects="topic"), place["routingKey"]


def publish(step: Step, scene: Scene) -> Deed:
    """Read a step that sends messages to a topic or a queue."""
    broker = BROKERS[step.type.app]
    channel = channel_of(step, scene, broker)
    needs = [Need("calls" if broker.hosted else "depends on", channel.system.ref, step.title)]
    if channel.target:
        needs.insert(0, Need("publishes", channel.target, channel.place))
    needs += [Need("publishes", target, place) for target, place in channel.also]
    return Deed(f"publishes to {channel.words}", needs, channel.system.beside)


def consumer_group(step: Step) -> str:
    """Give the group of consumers that a step reads a topic for; empty where it says none."""
    name = step["groupId"].text
    return "" if name.startswith("=") else name
