"""What starts a workflow: schedules, webhooks, forms, products with events, topics, or people and other workflows.

The starter is a node of its own, so that what only the starter needs (a mailbox, the key to
it) leaves the workflow idle and not down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Entity, Key, Locator, Reading, Relation, attributes
from opmap_connectors.n8n.datasets import dataset_of
from opmap_connectors.n8n.endpoints import endpoint
from opmap_connectors.n8n.listening import listening
from opmap_connectors.n8n.queues import BROKERS, REDIS_TRIGGER, Channel, channel_of, consumer_group
from opmap_connectors.n8n.scene import Need, Scene
from opmap_connectors.n8n.schedules import crons, polls, rules
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.stores import STORES, inside
from opmap_connectors.n8n.systems import behind, of_instance, product

_SCHEDULES = frozenset({"scheduleTrigger", "cron", "interval"})
_CALLED = {
    "executeWorkflowTrigger": "other workflows call it",
    "errorTrigger": "the failures of other workflows start it",
    "workflowTrigger": "its own activation starts it",
    "n8nTrigger": "the start of n8n starts it",
    "manualTrigger": "people start it by hand",
    "manualChatTrigger": "people start it by hand",
    "start": "people start it by hand",
    "evaluationTrigger": "people start it by hand, for an evaluation",
    "simulateTrigger": "people start it by hand",
}


@dataclass(frozen=True, slots=True)
class Starter:
    """What a trigger says."""

    words: str
    key: Key | None = None  # the node that starts the workflow; None where nothing but people and workflows does
    topic: Locator | None = None  # whose messages start it, together with the node
    readings: tuple[Reading, ...] = ()
    needs: tuple[Need, ...] = ()  # of the workflow itself


def starter(step: Step, scene: Scene) -> Starter:
    """Read a trigger."""
    if step.short in _CALLED:
        return Starter(_CALLED[step.short])
    if step.short in _SCHEDULES:
        return _schedule(step, scene)
    heard = listening(step, scene)
    if heard is not None:
        readings = (heard.entity,) if heard.entity else ()
        needs = (Need("exposes", heard.entity.keys[0], step.title),) if heard.entity else ()
        return Starter(heard.words, heard.entity.keys[0] if heard.entity else None, None, readings, needs)
    broker = BROKERS.get(step.type.app) or (REDIS_TRIGGER if step.short == "redisTrigger" else None)
    if broker is not None:
        return _topic(step, scene, channel_of(step, scene, broker))
    return _events(step, scene)


def _schedule(step: Step, scene: Scene) -> Starter:
    said = rules(step)
    key = scene.home.part("trigger", step.name)
    more = attributes(every=said, cron=crons(step), timezone=scene.timezone)
    words = "; ".join(said)
    entity = Entity("schedule", f"{_capital(words)} ({scene.home.name})", (key,), step.title.at(), attributes=more)
    return Starter(f"starts it {words}", key, None, (entity,))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _source(step: Step, scene: Scene) -> Entity:
    key = scene.home.part("trigger", step.name)
    more = attributes(event=scene.text(step["event"]).value, polls=polls(step))
    return Entity("event source", f"{step.name} ({scene.home.name})", (key,), step.title.at(), attributes=more)


def _topic(step: Step, scene: Scene, channel: Channel) -> Starter:
    """Let a topic start the workflow, through a listener that needs the broker and its key."""
    source = _source(step, scene)
    leaning = Relation(source.keys[0], "depends on", channel.system.ref, step.title.at())
    more = {"consumer_group": consumer_group(step)}
    needs = (Need("consumes", channel.target, channel.place, more=more, soft=True),) if channel.target else ()
    readings = (source, leaning, *channel.system.beside)
    return Starter(f"messages of {channel.words} start it", source.keys[0], channel.target, readings, needs)


def _events(step: Step, scene: Scene) -> Starter:
    """Let events of a product, a mailbox, a table, a feed or a folder start the workflow."""
    source = _source(step, scene)
    readings = tuple(_origin(step, scene, source.keys[0]))
    names = [reading.name for reading in readings if isinstance(reading, Entity)]
    what = names[0] if names else step.type.app
    return Starter(f"events of {what} start it", source.keys[0], None, (source, *readings))


def _origin(step: Step, scene: Scene, key: Key) -> Iterator[Reading]:
    """Say what an event source watches."""
    if step.short == "emailReadImap":
        system = behind(step, scene, "Mailbox", "service")
        yield from (*system.beside, Relation(key, "calls", system.ref, step.title.at()))
    elif step.short in {"rssFeedReadTrigger", "sseTrigger"}:
        place = step["feedUrl"] or step["url"]
        found = endpoint(place, scene)
        if found:
            yield Relation(key, "calls", found.target, place.at(), certainty=found.certainty)
    elif step.short == "localFileTrigger":
        yield from _folder(step, scene, key)
    elif step.type.app in STORES:
        sort = STORES[step.type.app]
        system = behind(step, scene, sort.title, vendor_app=step.type.app if sort.hosted else "")
        place, name = inside(step, scene, ("schema", "tableName|table|collection"))
        target = Locator("object", name, within=system.ref) if name else system.ref
        yield from (*system.beside, Relation(key, "reads", target, place.at()))
    else:
        data = dataset_of(step, scene)
        verb, target = ("reads", data.ref) if data else ("calls", product(step.type.app))
        yield from (*(data.beside if data else ()), Relation(key, verb, target, step.title.at()))


def _folder(step: Step, scene: Scene, key: Key) -> Iterator[Reading]:
    place, name = inside(step, scene, ("path",))
    if name:
        system = of_instance(scene, "disk", "Disk", place)
        target = Locator("object", name, within=system.ref, expects="file")
        yield from (*system.beside, Relation(key, "reads", target, place.at()))
