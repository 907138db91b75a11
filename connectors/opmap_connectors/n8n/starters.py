"""What starts a workflow: schedules, webhooks, forms, products with events, topics, or people and other workflows.

The starter is a node of its own, so that what only the starter needs (a mailbox, the key to
it) leaves the workflow idle and not down.
"""

from __future__ import annotations

from opmap.connecting import Entity, How, Reading, Ref, Relation, attributes, frozen
from opmap_connectors.n8n.listening import listening
from opmap_connectors.n8n.queues import BROKERS, REDIS_TRIGGER, Channel, channel_of, consumer_group
from opmap_connectors.n8n.scene import Need, Scene
from opmap_connectors.n8n.schedules import crons, polls, rules
from opmap_connectors.n8n.steps import Step
from opmap_connectors.n8n.watching import watched

_SCHEDULES = frozenset({"scheduleTrigger", "cron", "interval"})
_CALLED = {
    "executeWorkflowTrigger": (How.CALL, "other workflows call it"),
    "errorTrigger": (How.CALL, "the failures of other workflows start it"),
    "workflowTrigger": (How.EVENT, "its own activation starts it"),
    "n8nTrigger": (How.EVENT, "the start of n8n starts it"),
    "manualTrigger": (How.PERSON, "people start it by hand"),
    "manualChatTrigger": (How.PERSON, "people start it by hand"),
    "start": (How.PERSON, "people start it by hand"),
    "evaluationTrigger": (How.PERSON, "people start it by hand, for an evaluation"),
    "simulateTrigger": (How.PERSON, "people start it by hand"),
}


_USUALLY_HEARD = {"postgres": "INSERT", "supabase": "INSERT"}


@frozen
class Started:
    """What a trigger says."""

    how: How
    words: str
    entity: Entity | None = None  # what starts the workflow; None where nothing but people and workflows does
    data: Ref | None = None  # whose arrival starts it, together with the entity
    beside: tuple[Reading, ...] = ()
    needs: tuple[Need, ...] = ()  # of the workflow itself


def starter(step: Step, scene: Scene) -> Started:
    """Read a trigger."""
    if step.short in _CALLED:
        return Started(*_CALLED[step.short])
    if step.short in _SCHEDULES:
        return _schedule(step, scene)
    heard = listening(step, scene)
    if heard is not None:
        return Started(How.WEBHOOK if heard.entity else How.PERSON, heard.words, heard.entity)
    broker = BROKERS.get(step.type.app) or (REDIS_TRIGGER if step.short == "redisTrigger" else None)
    if broker is not None:
        return _topic(step, scene, channel_of(step, scene, broker))
    return _events(step, scene)


def _schedule(step: Step, scene: Scene) -> Started:
    said = rules(step)
    key = scene.home.part("trigger", step.name)
    more = attributes(every=said, cron=crons(step), timezone=scene.timezone)
    words = "; ".join(said)
    entity = Entity("schedule", f"{_capital(words)} ({scene.home.name})", (key,), step.title.at(), attributes=more)
    return Started(How.SCHEDULE, f"starts it {words}", entity)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _source(step: Step, scene: Scene) -> Entity:
    key = scene.home.part("trigger", step.name)
    more = attributes(event=_heard(step, scene), polls=polls(step))
    return Entity("event source", f"{step.name} ({scene.home.name})", (key,), step.title.at(), attributes=more)


def _heard(step: Step, scene: Scene) -> str:
    """Say which events a trigger hears of; n8n leaves out of an export what stands at its default."""
    for name in ("event", "events", "triggerOn", "firesOn"):
        said = [text.name for text in map(scene.text, step[name].each() or [step[name]]) if text.known]
        if said:
            return ", ".join(said)[:200]
    return _USUALLY_HEARD.get(step.type.app, "")


def _topic(step: Step, scene: Scene, channel: Channel) -> Started:
    """Let a topic start the workflow, through a listener that needs the broker and its key."""
    source = _source(step, scene)
    leaning = Relation(source.keys[0], "depends on", channel.system.ref, step.title.at())
    more = {"consumer_group": consumer_group(step)}
    heard = ((channel.target, channel.place),) if channel.target else ()
    needs = tuple(Need("consumes", target, place, more=more, soft=True) for target, place in (*heard, *channel.also))
    beside = (leaning, *channel.system.beside)
    return Started(How.MESSAGE, f"messages of {channel.words} start it", source, channel.target, beside, needs)


def _events(step: Step, scene: Scene) -> Started:
    """Let what happens elsewhere start the workflow."""
    source, seen = _source(step, scene), watched(step, scene)
    beside: list[Reading] = [*seen.beside]
    if seen.target is not None and seen.place is not None:
        beside.append(Relation(source.keys[0], seen.verb, seen.target, seen.place.at(), certainty=seen.certainty))
    return Started(How.EVENT, seen.words, source, seen.data, tuple(beside))
