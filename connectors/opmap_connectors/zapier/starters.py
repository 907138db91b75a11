"""What starts a zap: a path, a clock, an application that tells it of events, another zap, a person."""

from __future__ import annotations

import re

from opmap.connecting import Effect, Entity, How, Locator, Starter, attributes, short_name
from opmap_connectors._shared.endpoints import located
from opmap_connectors._shared.setting import equal
from opmap_connectors.zapier.doing import WEBHOOKS, system_of
from opmap_connectors.zapier.exports import Zap
from opmap_connectors.zapier.guarding import condition
from opmap_connectors.zapier.meaning import known, plain
from opmap_connectors.zapier.naming import named
from opmap_connectors.zapier.steps import Node

_EVERY = re.compile(r"every_(hour|day|week|month)")
_HOUR = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)?", re.IGNORECASE)
_DAYS = {name: number for number, name in enumerate("sunday monday tuesday wednesday thursday friday saturday".split())}
_PEOPLE = frozenset({"push", "zapierbutton", "button", "chrome", "zapierchromeextension"})
_FORMS = frozenset({"interfaces", "zapierinterfaces", "forms"})
_MAIL = frozenset({"email", "emailparser", "mailparser"})
_DATABASES = frozenset({"postgresql", "mysql", "sqlserver", "mssql", "azuresql"})


def starter(node: Node, home: Zap) -> Starter:
    """Say what the first step means."""
    key, at = home.part("trigger"), node.title.at()
    if node.app == "schedule":
        return _clock(node, home)
    if node.app in {"subzap", "subzaptrigger"}:
        return Starter(How.CALL, "other zaps call it", at, node.name)
    if node.app in _PEOPLE:
        return Starter(How.PERSON, "a person starts it", at, node.name)
    if (node.app in WEBHOOKS and not node.given["url"].text) or node.app in _FORMS:
        words = "a form of Zapier" if node.app in _FORMS else "a webhook of Zapier"
        entity = Entity("operation", short_name(f"{words[0].upper()}{words[1:]} ({home.name})"), (key,), at)
        return Starter(How.WEBHOOK, f"{words} starts it", at, node.name, entity)
    if node.app in _MAIL:
        entity = Entity("event source", short_name(f"Mail to Zapier ({home.name})"), (key,), at)
        return Starter(How.EVENT, "mail to an address of Zapier starts it", at, node.name, entity)
    return _event(node, home)


def _event(node: Node, home: Zap) -> Starter:
    """Hear of an application's events, or ask it for them."""
    at, doing = node.title.at(), named(node)
    entity = Entity(
        "event source",
        short_name(f"{node.name} ({home.name})"),
        (home.part("trigger"),),
        at,
        attributes=attributes(event=node.action),
    )
    product = _source(node, home)
    needs = [Effect("calls", product, at, node.name)] if product is not None else []
    needs += [effect for effect, _ in credentials(node, home)]
    within = system_of(node, home)[0] if node.app in _DATABASES else Locator("node type", f"zapier:{node.app}")
    data = Locator("object", doing.object, within=within) if doing.object and not node.given["feed_url"] else None
    words = (
        f"changes of {doing.object} in {node.app} start it" if data else f"events of {node.app or 'an app'} start it"
    )
    return Starter(How.EVENT, short_name(words), at, node.name, entity, data, _limits(node), tuple(needs))


def _source(node: Node, home: Zap) -> Locator | None:
    """Give what is asked for news: an address where one is written down, else the application."""
    place = node.chosen("feed_url", "url")
    found = located(plain(place.text), home.scope) if place.text else None
    if found is not None:
        return found.target
    return Locator("node type", f"zapier:{node.app}") if node.app else None


def _limits(node: Node) -> str:
    """Give which of the events are wanted: what was chosen for the start, as far as it is written down."""
    kept = {*named(node).around, "feed_url", "url", "limit", "schema", "query"}
    chosen = [(name, each.text) for name, each in node.given.items() if name not in kept and known(each.text)]
    return " and ".join(filter(None, (*(equal(name, value) for name, value in sorted(chosen)), condition(node))))[:300]


def credentials(node: Node, home: Zap) -> list[tuple[Effect, tuple[Entity, ...]]]:
    """Give the connection that a step proves itself with; the export has its id and no name."""
    place = node.place["authentication_id"] or node.place["authentication"]
    if not place.text:
        return []
    key = home.shared("credential", place.text)
    name = short_name(f"connection {place.text[:8]} of {node.app or 'an app'}")
    entity = Entity("credential", name, (key,), place.at(), mentioned=True)
    return [(Effect("uses credential", key, place.at(), node.name, soft=node.tolerant), (entity,))]


def _clock(node: Node, home: Zap) -> Starter:
    """Start by the clock: "every_week" with the day and the hour beside it."""
    found = _EVERY.fullmatch(node.action)
    unit = found[1] if found else "time of its own"
    hour, minute = _time(node.given["hod"].text or node.given["time_of_day"].text)
    day = node.given["dow"].text.casefold()
    of_month = node.given["dom"].text
    line = ""
    if unit == "hour":
        line = "0 * * * *"
    elif hour is not None and unit == "day":
        line = f"{minute} {hour} * * {'*' if node.given['weekends'].text != 'no' else '1-5'}"
    elif hour is not None and unit == "week" and day in _DAYS:
        line = f"{minute} {hour} * * {_DAYS[day]}"
    elif hour is not None and unit == "month" and of_month.isdecimal():
        line = f"{minute} {hour} {of_month[:2]} * *"
    zone = node.place["meta"]["timezone"].text
    said = attributes(cron=[line] if line else None, every=None if line else [unit], timezone=zone or None)
    shown = f"every {unit}" + (f" ({line})" if line else "")
    at = node.title.at()
    entity = Entity(
        "schedule", short_name(f"{shown.capitalize()} ({home.name})"), (home.part("schedule"),), at, attributes=said
    )
    return Starter(How.SCHEDULE, f"starts it {shown}", at, node.name, entity)


def _time(text: str) -> tuple[int | None, int]:
    """Read an hour of a day: "8am", "17:30", "12 pm"."""
    found = _HOUR.fullmatch(text.strip())
    if not found:
        return None, 0
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else (None, 0)
