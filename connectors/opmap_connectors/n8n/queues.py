"""Topics and queues: what a step publishes to, and what starts a workflow by a message."""

from __future__ import annotations

from dataclasses import dataclass

from opmap.connecting import Field, Locator
from opmap_connectors.n8n.scene import Deed, Need, Scene
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import inside
from opmap_connectors.n8n.systems import System, behind, product


@dataclass(frozen=True, slots=True)
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
REDIS_TRIGGER = Broker("Redis", "channels")


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel that a step names, and the broker that has it."""

    target: Locator | None
    place: Field
    system: System

    @property
    def words(self) -> str:
        """Say it so that a person knows it again."""
        return self.target.value if self.target else "a channel that only a run knows"


def channel_of(step: Step, scene: Scene, broker: Broker) -> Channel:
    """Say which channel a step names; a queue's address and a topic's ARN are cut down to the name."""
    place, name = inside(step, scene, (broker.channel,))
    short = name.rpartition("/")[2] if "://" in name else name.rpartition(":")[2] if name.startswith("arn:") else name
    system = System(product(step.type.app)) if broker.hosted else behind(step, scene, broker.title)
    target = Locator("topic", short, scene.home.scope, expects=broker.kind) if short else None
    return Channel(target, place, system)


def publish(step: Step, scene: Scene) -> Deed:
    """Read a step that sends messages to a topic or a queue."""
    broker = BROKERS[step.type.app]
    channel = channel_of(step, scene, broker)
    needs = [Need("calls" if broker.hosted else "depends on", channel.system.ref, step.title)]
    if channel.target:
        needs.insert(0, Need("publishes", channel.target, channel.place))
    return Deed(f"publishes to {channel.words}", needs, channel.system.beside)


def consumer_group(step: Step) -> str:
    """Give the group of consumers that a step reads a topic for; empty where it says none."""
    name = step["groupId"].text
    return "" if name.startswith("=") else name
