"""When schedules start work, and whether two of them can be at work at one time.

A schedule is the days of two years and the minutes of a day at which it starts: what a cron
line says, or the words for one. Where nobody can tell, it may start at any time. Two time
zones are compared in UTC, with their summer times; who names none may be in UTC or in the
zone of the other.

>>> nightly, evening = clock_of(("0 2 * * *",)), clock_of(("0 20 * * 1-5",))
>>> can_meet(nightly, evening), can_meet(nightly, clock_of(("15 2 1 * *",)))
(False, True)
>>> tokyo = clock_of(("0 20 * * *",), (), "Asia/Tokyo")
>>> can_meet(tokyo, clock_of(("0 20 * * *",), (), "UTC")), can_meet(tokyo, clock_of(("0 11 * * *",), (), "UTC"))
(False, True)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from opmap.analyses.overlapping.zones import zone_called
from opmap.frozen import frozen

UTC = "UTC"
MARGIN = 30
"""So many minutes after its start a run is taken to be at work."""
_DAY = 1440
_FIRST = date(2023, 1, 1)
_DAYS = 731
_ALL_DAYS, _ALL_MINUTES = (1 << _DAYS) - 1, (1 << _DAY) - 1
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WEEKDAYS = {name: number for number, name in enumerate("sun mon tue wed thu fri sat".split())}
_AT = re.compile(r"\bat (\d{1,2}):(\d{2})\b")
_ON_WEEKDAYS = re.compile(r"\bon ([A-Z][a-z]+day(?:, [A-Z][a-z]+day)*)")
_ON_DAY = re.compile(r"\bon day (\d{1,2})\b")
_AMONG_DAYS = re.compile(r"^every(?: \d+)? (?:days?|weeks?|months?)\b")
_SHORT = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0"} | {
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}


Times: TypeAlias = tuple[int, int]
"""Days and minutes, as bits."""


@frozen
class Clock:
    """When work is started."""

    times: frozenset[Times]
    zone: str = ""


ANY_TIME = Clock(frozenset({(_ALL_DAYS, _ALL_MINUTES)}))


@lru_cache(maxsize=4096)
def clock_of(crons: tuple[str, ...] = (), words: tuple[str, ...] = (), zone: str = "") -> Clock:
    """Read a schedule from its cron lines and its rules in words; what cannot be read may be any time."""
    told = [_of_cron(line) for line in crons]
    told += [_of_words(line) for line in words if not any(line.endswith(cron) for cron in crons)]
    times = frozenset(each if each is not None else (_ALL_DAYS, _ALL_MINUTES) for each in told)
    return Clock(times, zone) if times else ANY_TIME


def can_meet(one: Clock, other: Clock) -> bool:
    """Say whether runs of two schedules can be at work at one time, or nobody can tell."""
    if one.zone == other.zone or not (one.zone and other.zone):
        if _meet(one.times, other.times):
            return True
        if one.zone == other.zone:
            return False
    return _meet(_in_utc(one), _in_utc(other))


def _meet(one: frozenset[Times], other: frozenset[Times]) -> bool:
    return any(_near(*mine, *theirs) for mine in one for theirs in other)


@lru_cache(maxsize=4096)
def _in_utc(clock: Clock) -> frozenset[Times]:
    """Give the times of a schedule in UTC; a zone that nobody knows may stand for any time."""
    if not clock.zone:
        return clock.times
    offsets = _offsets(clock.zone)
    if not offsets:
        return ANY_TIME.times
    moved: set[Times] = set()
    for days, minutes in clock.times:
        for offset, held in offsets.items():
            whole = (minutes << _DAY) >> offset if offset >= 0 else (minutes << _DAY) << -offset
            for day in (-1, 0, 1):  # the day before, the day itself, the day after
                part = whole >> _DAY * (day + 1) & _ALL_MINUTES
                kept = days & held
                kept = (kept << day if day >= 0 else kept >> -day) & _ALL_DAYS
                if part and kept:
                    moved.add((kept, part))
    return frozenset(moved)


@lru_cache(maxsize=1024)
def _offsets(zone: str) -> dict[int, int]:
    """Give the minutes that a zone is ahead of UTC, and the days on which; where it changes, a day has both."""
    if zone == UTC:
        return {0: _ALL_DAYS}
    try:
        there = ZoneInfo(zone_called(zone))
    except (KeyError, ValueError, OSError):  # a name that nobody has, or no file for it here
        return {}
    found: dict[int, int] = {}
    for place in range(_DAYS):
        midnight = datetime.combine(_FIRST + timedelta(place), time(), there)
        for each in (midnight, midnight + timedelta(days=1)):
            ahead = int((each.utcoffset() or timedelta()).total_seconds()) // 60
            found[ahead] = found.get(ahead, 0) | 1 << place
    return found


@lru_cache(maxsize=65536)
def _near(days: int, minutes: int, other_days: int, other_minutes: int) -> bool:
    for shift, common in ((0, days & other_days), (_DAY, days & (other_days >> 1)), (-_DAY, days & (other_days << 1))):
        moved = other_minutes << _DAY  # as minutes of three days, of which the middle one is the day of the first
        moved = moved << shift if shift >= 0 else moved >> -shift
        if common and (_widened(minutes << _DAY) & moved):
            return True
    return False


def _widened(minutes: int) -> int:
    wide = minutes
    for step in range(1, MARGIN):
        wide |= minutes << step | minutes >> step
    return wide


def _of_words(line: str) -> tuple[int, int] | None:
    """Read a rule such as "every week on Monday at 09:00"."""
    at = _AT.search(line)
    if not _AMONG_DAYS.match(line) or at is None:
        return None
    minutes = 1 << (int(at[1]) % 24 * 60 + int(at[2]) % 60)
    named, day = _ON_WEEKDAYS.search(line), _ON_DAY.search(line)
    if named:
        wanted = {_WEEKDAYS[name.strip()[:3].casefold()] for name in named[1].split(",")}
        return _days(lambda each: each.isoweekday() % 7 in wanted), minutes
    if day:
        return _days(lambda each: each.day == int(day[1])), minutes
    return _ALL_DAYS, minutes


@lru_cache(maxsize=4096)
def _of_cron(line: str) -> tuple[int, int] | None:
    """Read a cron line: of five fields, of six with seconds in front, or of six with years behind and a ``?``."""
    fields = _SHORT.get(line.strip(), line).split()
    if len(fields) == 6:
        fields = fields[:5] if "?" in fields else fields[1:]
        years_behind = "?" in line
    else:
        years_behind = False
    if len(fields) != 5:
        return None
    try:
        minute, hour = _field(fields[0], 0, 59), _field(fields[1], 0, 23)
        day, month = _field(fields[2], 1, 31), _field(fields[3], 1, 12, _MONTHS)
        weekday = _field(fields[4], 0, 7, _WEEKDAYS)
    except ValueError:
        return None
    if years_behind and fields[4] not in ("*", "?"):  # there the week begins with 1
        weekday = {number - 1 for number in weekday} if not re.search(r"[A-Za-z]", fields[4]) else weekday
    wanted = {number % 7 for number in weekday}
    either = fields[2] not in ("*", "?") and fields[4] not in ("*", "?")

    def starts(each: date) -> bool:
        by_date, by_weekday = each.day in day, each.isoweekday() % 7 in wanted
        return each.month in month and ((by_date or by_weekday) if either else (by_date and by_weekday))

    minutes = sum(1 << (each * 60 + other) for each in hour for other in minute)
    return _days(starts), minutes


def _field(text: str, least: int, most: int, names: dict[str, int] | None = None) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        if span in ("*", "?"):
            low, high = least, most
        else:
            first, dash, last = span.partition("-")
            low = _number(first, names)
            high = _number(last, names) if dash else (most if slash else low)
        if not least <= low <= high <= most or (slash and int(step) < 1):
            raise ValueError(text)
        found.update(range(low, high + 1, int(step) if slash else 1))
    return found


def _number(text: str, names: dict[str, int] | None) -> int:
    return names[text.casefold()[:3]] if names and text.casefold()[:3] in names else int(text)


def _days(holds: Callable[[date], bool]) -> int:

    return sum(1 << place for place in range(_DAYS) if holds(_FIRST + timedelta(place)))
