"""Overlaps told the slow and obvious way: every pair, every minute, every value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise, product
from zoneinfo import ZoneInfo

FIRST = date(2023, 1, 1)


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two sets are near, by counting."""
    shared = len(one & other)
    smaller = min(len(one), len(other))
    return 10 * shared >= 7 * len(one | other) or (smaller >= 10 and 10 * shared >= 9 * smaller)


def near_pairs(sets: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    """Compare each with each."""
    return {(i, j) for i, j in combinations(range(len(sets)), 2) if near(sets[i], sets[j])}


def starts(minutes: set[int], hours: set[int], days: Iterable[int], weekdays: Iterable[int]) -> list[datetime]:
    """Give every start of a schedule in a year; without days or weekdays, any."""
    days, weekdays = set(days), set(weekdays)
    found = []
    for place in range(365):
        day = FIRST + timedelta(place)
        by_date, by_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        if (by_date or by_weekday) if days and weekdays else (not days or by_date) and (not weekdays or by_weekday):
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
            found += [midnight + timedelta(hours=h, minutes=m) for h, m in product(hours, minutes)]
    return found


def in_zone(starts: list[datetime], zone: str) -> list[datetime]:
    """Take starts for the local time of a zone; give them in UTC."""
    return [each.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for each in starts]


def ever_within(one: list[datetime], other: list[datetime], minutes: int) -> bool:
    """Say whether any two starts are closer than so many minutes."""
    marked = sorted([(each, 0) for each in one] + [(each, 1) for each in other])
    limit = timedelta(minutes=minutes)
    return any(b[0] - a[0] < limit for a, b in pairwise(marked) if a[1] != b[1])
