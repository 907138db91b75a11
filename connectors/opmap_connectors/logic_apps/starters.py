"""What starts a flow: a clock, a call of its own address, a message, something that happens in a product, a person."""

from __future__ import annotations

from opmap.connecting import Effect, Entity, Field, How, Locator, Reading, Ref, Starter, attributes, frozen, short_name
from opmap_connectors._shared.endpoints import located
from opmap_connectors.logic_apps.actions import Action
from opmap_connectors.logic_apps.connections import Connection, connection_of
from opmap_connectors.logic_apps.databases import DATABASES, behind, table_of
from opmap_connectors.logic_apps.doing import BROKERS
from opmap_connectors.logic_apps.flow import Flow
from opmap_connectors.logic_apps.objects import (
    channel_of,
    columns_heard,
    event_of,
    file_of,
    object_of,
    operation,
    where_of,
)
from opmap_connectors.logic_apps.requests import expression
from opmap_connectors.logic_apps.systems import system_of

_CLOCKS = frozenset({"recurrence", "slidingwindow"})
_BY_PEOPLE = {
    "button": "people start it by hand",
    "powerapp": "people start it in a Power App",
    "powerappv2": "people start it in a Power App",
    "geofence": "people start it by where they are",
    "virtualagent": "people start it in a chat",
}
_BY_CALL = {"skills": "an agent of Copilot Studio calls it", "agent": "other agents call it"}
_MOST_TIMES = 10


@frozen
class Begun:
    """A starter, the type of its trigger, its conditions, and what is to be said of the things that only it names."""

    starter: Starter
    type: str
    guard: str = ""
    beside: tuple[Reading, ...] = ()


def begun(name: str, place: Field, flow: Flow) -> Begun:
    """Read a trigger."""
    trigger = Action(short_name(name), place)
    guard = "; ".join(each["expression"].text for each in place["conditions"].list() if each["expression"].text)[:200]
    if trigger.type in _CLOCKS:
        return Begun(_clock(trigger, flow, guard), trigger.type, guard)
    if trigger.type == "request":
        return Begun(_request(trigger, flow, guard), trigger.type, guard)
    connection = connection_of(trigger.given, flow)
    if connection is not None:
        starter, beside = _event(trigger, connection, flow, guard)
        return Begun(starter, trigger.type, guard, beside)
    if trigger.type in {"http", "httpwebhook"}:
        return Begun(_asks(trigger, flow, guard), trigger.type, guard)
    words = f"{place['type'].text or 'something'} starts it"
    return Begun(
        Starter(How.EVENT, short_name(words), trigger.title.at(), trigger.name, _source(trigger, flow)),
        trigger.type,
        guard,
    )


def _clock(trigger: Action, flow: Flow, guard: str) -> Starter:
    place = trigger.place["recurrence"]
    said = _every(place)
    key = flow.part("trigger", trigger.name)
    more = attributes(every=[said], timezone=place["timeZone"].text)
    entity = Entity(
        "schedule",
        short_name(f"{said[:1].upper()}{said[1:]} ({flow.name})"),
        (key,),
        trigger.title.at(),
        attributes=more,
    )
    return Starter(How.SCHEDULE, f"starts it {said}", trigger.title.at(), trigger.name, entity, filter=guard)


def _every(place: Field) -> str:
    """Say a recurrence in words."""
    unit, count = place["frequency"].text.casefold() or "so often", place["interval"].number or 1
    said = f"every {unit}" if count == 1 else f"every {count:g} {unit}s"
    schedule = place["schedule"]
    days = [each.text for name in ("weekDays", "monthDays") for each in schedule[name].each()][:_MOST_TIMES]
    hours = [each.text for each in schedule["hours"].each()][:_MOST_TIMES]
    minute = next((each.text for each in schedule["minutes"].each()), "0")
    said += f" on {', '.join(days)}" if days else ""
    return said + (f" at {', '.join(f'{hour}:{minute:0>2}' for hour in hours)}" if hours else "")


def _request(trigger: Action, flow: Flow, guard: str) -> Starter:
    kind = trigger.place["kind"].text.casefold()
    at = trigger.title.at()
    if kind in _BY_PEOPLE:
        return Starter(How.PERSON, _BY_PEOPLE[kind], at, trigger.name, filter=guard)
    if kind in _BY_CALL:
        return Starter(How.CALL, _BY_CALL[kind], at, trigger.name, filter=guard)
    method = flow.meaning.known(trigger.given["method"]).upper()
    relative = trigger.given["relativePath"].text.strip("/")
    path = _path(trigger, flow)
    address = (Locator("webhook", path, flow.scope),) if path else ()
    said = attributes(method=method, path=f"/{relative}" if relative else None)
    key = flow.part("trigger", trigger.name)
    named = f"{method} {path or relative or trigger.name} ({flow.name})".strip()
    entity = Entity("operation", short_name(named), (key,), at, address, attributes=said)
    return Starter(How.WEBHOOK, "a call of its address starts it", at, trigger.name, entity, filter=guard)


def _path(trigger: Action, flow: Flow) -> str:
    """Give the path that a Standard app listens on; elsewhere the address is made up by Azure, and is a secret."""
    if flow.document.name != "workflow.json" or not flow.document.folder:
        return ""
    name = flow.document.folder.rpartition("/")[2]
    relative = trigger.given["relativePath"].text.strip("/")
    return "/".join(filter(None, (f"/api/{name}/triggers/{trigger.name}/invoke", relative)))


def _source(trigger: Action, flow: Flow, event: str = "", columns: tuple[str, ...] = ()) -> Entity:
    key = flow.part("trigger", trigger.name)
    polls = _every(trigger.place["recurrence"]) if trigger.place["recurrence"] else None
    said = attributes(columns=columns or None, event=event, polls=polls)
    return Entity(
        "event source", short_name(f"{trigger.name} ({flow.name})"), (key,), trigger.title.at(), attributes=said
    )


def _event(trigger: Action, connection: Connection, flow: Flow, guard: str) -> tuple[Starter, tuple[Reading, ...]]:
    """Let what happens in a product start the flow, and lean on the product and the key to it."""
    doing = operation(trigger)
    at = trigger.title.at()
    credential = connection.credential()
    beside: list[Reading] = [credential] if credential is not None else []
    needs = [Effect("uses credential", connection.key, connection.place.at(), trigger.name)] if beside else []
    in_database = connection.api in DATABASES
    system = behind(trigger, connection, flow) if in_database else system_of(connection)
    beside += system.beside
    needs.append(Effect(system.verb, system.ref, at, trigger.name, doing.name))
    data: Ref | None = None
    how, place, name = How.EVENT, *object_of(trigger, flow)
    if connection.api in BROKERS:
        how = How.MESSAGE
        place, name = channel_of(trigger, flow)
        data = Locator("topic", name, flow.scope) if name else None
    else:
        place, name = table_of(trigger, flow) if in_database else (place, name) if name else file_of(trigger, flow)
        data = Locator("object", name, within=system.ref) if name else None
    words = f"{'messages' if how is How.MESSAGE else 'changes'} of {name} start it" if name else ""
    wanted = " and ".join(filter(None, (where_of(trigger, flow), guard)))[:200]
    starter = Starter(
        how,
        short_name(words or f"events of {connection.api} start it"),
        (place or trigger.title).at(),
        trigger.name,
        _source(trigger, flow, event_of(trigger, flow), columns_heard(trigger, flow)),
        data,
        wanted,
        tuple(needs),
    )
    return starter, tuple(beside)


def _asks(trigger: Action, flow: Flow, guard: str) -> Starter:
    """Let what an address answers start the flow."""
    given = trigger.given["subscribe"] if trigger.type == "httpwebhook" else trigger.given
    place = given["uri"]
    found = located(flow.meaning.plain(place.text), flow.scope)
    need = Effect("calls", found.target if found else expression(place, flow), trigger.title.at(), trigger.name)
    words = "what it subscribes to starts it" if trigger.type == "httpwebhook" else "what an address answers starts it"
    return Starter(
        How.EVENT, words, trigger.title.at(), trigger.name, _source(trigger, flow), filter=guard, needs=(need,)
    )
