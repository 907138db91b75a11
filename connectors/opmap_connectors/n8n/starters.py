"""What starts a workflow: schedules, webhooks, forms, products with events, topics, or people and other workflows.

The starter is a node of its own, so that what only the starter needs (a mailbox, the key to
it) leaves the workflow idle and not down.
"""

from __future__ import annotations

from dataclasses import dataclass

from opmap.connecting import Entity, Key, Reading, Ref, Relation, attributes
from opmap_connectors.n8n.listening import listening
from opmap_connectors.n8n.queues import BROKERS, REDIS_TRIGGER, Channel, channel_of, consumer_group
from opmap_connectors.n8n.scene import Need, Scene
from opmap_connectors.n8n.schedules import crons, polls, rules
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.watching import watched

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
    data: Ref | None = None  # whose arrival starts it, together with the node
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
    more = attributes(event=scene.text(step["event"]).name, polls=polls(step))
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
    """Let what happens elsewhere start the workflow."""
    source, seen = _source(step, scene), watched(step, scene)
    key = source.keys[0]
    readings: list[Reading] = [source, *seen.beside]
    if seen.target is not None and seen.place is not None:
        readings.append(Relation(key, seen.verb, seen.target, seen.place.at(), certainty=seen.certainty))
    return Starter(seen.words, key, seen.data, tuple(readings))
