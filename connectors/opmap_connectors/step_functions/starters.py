"""What starts a state machine: the events that its template lists under it."""

from __future__ import annotations

from opmap.connecting import Effect, Entity, Field, How, Key, Locator, Starter, attributes
from opmap_connectors.step_functions.buses import bus_of, filter_of, stream_waited_for
from opmap_connectors.step_functions.meaning import SPACE, Scope
from opmap_connectors.step_functions.templates import Template

_SCHEDULES = frozenset({"Schedule", "ScheduleV2"})
_RULES = frozenset({"EventBridgeRule", "CloudWatchEvent"})
_APIS = frozenset({"Api", "HttpApi"})


def starters(template: Template | None, name: str, scope: Scope) -> tuple[tuple[Starter, ...], tuple[Entity, ...]]:
    """Give the starters that a template lists, and what they name."""
    if template is None or name not in template.resources:
        return (), ()
    found: list[Starter] = []
    beside: list[Entity] = []
    for event, place in template.resources[name]["Properties"]["Events"].items():
        kind, given = place["Type"].text, place["Properties"]
        key = Key(SPACE, f"{scope.instance}/{scope.own}/trigger/{event}")
        if kind in _SCHEDULES:
            found.append(_schedule(event, given, key, name))
        elif kind in _RULES:
            starter, named = _rule(event, given, key, name, scope)
            found.append(starter)
            beside += named
        elif kind in _APIS:
            found.append(_api(event, given, key, name, scope))
    return tuple(found), tuple(beside)


def _schedule(event: str, given: Field, key: Key, name: str) -> Starter:
    when = given["Schedule"].text or given["ScheduleExpression"].text or "at times of its own"
    inside = when.partition("(")[2].rstrip(")")
    said = attributes(
        cron=[inside] if when.startswith("cron") else None,
        every=[inside] if "rate" in when else None,
        timezone=given["ScheduleExpressionTimezone"].text or "UTC",
    )
    entity = Entity("schedule", f"{when} ({name})", (key,), given.at(), attributes=said)
    return Starter(How.SCHEDULE, f"starts it at {when}", given.at(), event, entity)


def _rule(event: str, given: Field, key: Key, name: str, scope: Scope) -> tuple[Starter, tuple[Entity, ...]]:
    place = given["EventBusName"]
    pattern = given["Pattern"]
    bus = bus_of(place, given, scope)
    stream = stream_waited_for(pattern, bus, scope)
    wanted = sorted({text.text for word in ("source", "detail-type") for text in pattern[word].each()})
    entity = Entity("event source", f"{event} ({name})", (key,), given.at(), attributes=attributes(event=wanted))
    needs = (Effect("depends on", bus.ref, place.at(), event),) if place else ()
    words = f"events {', '.join(wanted)} start it" if wanted else "events start it"
    limit = filter_of(pattern, in_stream=stream is not None)
    data = stream.ref if stream is not None else None
    starter = Starter(How.EVENT, words[:300], given.at(), event, entity, data, limit, needs)
    return starter, (*(bus.beside if place else ()), *(stream.beside if stream is not None else ()))


def _api(event: str, given: Field, key: Key, name: str, scope: Scope) -> Starter:
    method, path = given["Method"].text.upper(), given["Path"].text
    said = attributes(method=method, path=path)
    address = (Locator("webhook", path, scope.scope),) if path else ()
    entity = Entity("operation", f"{method} {path} ({name})", (key,), given.at(), address, attributes=said)
    return Starter(How.WEBHOOK, f"{method} {path} starts it", given.at(), event, entity)
