"""When a schedule starts its workflow, in words and as a cron line where one is written.

n8n leaves out what stands at its default: a rule without a field means every day at midnight.
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field
from opmap_connectors.n8n.steps import Step

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_UNITS = ("seconds", "minutes", "hours", "days", "weeks", "months")
_USUAL = {"seconds": 30, "minutes": 5}


def rules(step: Step) -> list[str]:
    """Give each rule of a schedule in words; a cron line as it is written.

    What is said is when it starts, not in which time zone.
    """
    if step.short == "interval":
        return [_every(step["interval"].number or 1, step["unit"].text or "seconds")]
    if step.short == "cron":
        return [_old(item) for item in step["triggerTimes"]["item"].list()] or ["every day at 00:00"]
    found = list(step["rule"]["interval"].list())
    return [_rule(item) for item in found] or ["every day at 00:00"]


def crons(step: Step) -> list[str]:
    """Give the cron lines of a schedule."""
    places = [*step["rule"]["interval"].list(), *step["triggerTimes"]["item"].list()]
    lines = (_line(item[name]) for item in places for name in ("expression", "cronExpression"))
    return [line for line in lines if line and not line.startswith("=")]


def _line(place: Field) -> str:
    return " ".join(place.text.split())[:100]


def _rule(item: Field) -> str:
    field = item["field"].text or "days"
    if field == "cronExpression":
        return f"at {_line(item['expression'])}" if item["expression"].text else "by a cron line"
    if field not in _UNITS:
        return "at times of its own"
    number = item[f"{field}Interval"].number or _USUAL.get(field, 1)
    return " ".join([_every(number, field), *_when(item, field)])


def _when(item: Field, field: str) -> Iterator[str]:
    days = [day.number for day in item["triggerAtDay"].each()]
    if field == "weeks" and days:
        yield "on " + ", ".join(_DAYS[int(day) % 7] for day in days if day is not None)
    if field == "months":
        yield f"on day {item['triggerAtDayOfMonth'].number or 1:g}"
    minute = int(item["triggerAtMinute"].number or 0)
    if field in {"days", "weeks", "months"}:
        yield f"at {_hour(item['triggerAtHour'])}:{minute:02}"
    elif field == "hours" and minute:
        yield f"at minute {minute}"


def _hour(place: Field) -> str:
    """Give the hour as two digits; in old exports it is a word such as 6pm."""
    text = place.text.lower()
    if text in {"", "midnight"}:
        return "00"
    if text == "noon":
        return "12"
    number = int("".join(sign for sign in text if sign.isdigit())[:2] or 0)
    return f"{number % 12 + 12 if text.endswith('pm') else number:02}"


def _old(item: Field) -> str:
    mode = item["mode"].text or "everyDay"
    if mode == "custom":
        return f"at {_line(item['cronExpression'])}"
    if mode == "everyX":
        return _every(item["value"].number or 2, item["unit"].text or "hours")
    words = {"everyMinute": "every minute", "everyHour": "every hour", "everyDay": "every day"}
    words |= {"everyWeek": "every week", "everyMonth": "every month"}
    said = words.get(mode, "at times of its own")
    hour, minute = item["hour"].number or 0, item["minute"].number or 0
    return said if mode in {"everyMinute", "everyHour"} else f"{said} at {int(hour):02}:{int(minute):02}"


def _every(number: float, unit: str) -> str:
    return f"every {unit.removesuffix('s')}" if number == 1 else f"every {number:g} {unit}"


def polls(step: Step) -> str:
    """Say how often a trigger looks for something new; empty where it is told."""
    return "; ".join(_old(item) for item in step["pollTimes"]["item"].list())
