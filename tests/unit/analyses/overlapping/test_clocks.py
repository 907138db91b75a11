from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import overlaps as reference

from opmap.analyses.overlapping.clocks import ANY_TIME, MARGIN, can_meet, clock_of

_SOME = st.sets(st.integers(0, 59), min_size=1, max_size=2)
_HOURS = st.sets(st.integers(0, 23), min_size=1, max_size=2)
_DAYS = st.sets(st.integers(1, 28), max_size=2)
_WEEKDAYS = st.sets(st.integers(0, 6), max_size=2)
_SCHEDULE = st.tuples(_SOME, _HOURS, _DAYS, _WEEKDAYS)


def _cron(schedule: tuple[set[int], ...]) -> str:
    minutes, hours, days, weekdays = (",".join(map(str, sorted(each))) or "*" for each in schedule)
    return f"{minutes} {hours} {days} * {weekdays}"


@given(_SCHEDULE, _SCHEDULE)
@settings(max_examples=100, deadline=None)
def test_two_schedules_meet_where_a_calendar_says_so(one: tuple[set[int], ...], other: tuple[set[int], ...]) -> None:
    clocks = [clock_of((_cron(each),)) for each in (one, other)]
    met = reference.ever_within(reference.starts(*one), reference.starts(*other), MARGIN)
    assert can_meet(*clocks) >= met  # the calendar looks at one year of the two
    if not (one[2] and one[3]) and not (other[2] and other[3]) and not (one[2] | other[2]):
        assert can_meet(*clocks) == met


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("every day at 06:00", "0 6 * * *"),
        ("every week on Monday, Friday at 09:30", "30 9 * * 1,5"),
        ("every month on day 3 at 00:15", "15 0 3 * *"),
    ],
)
def test_words_mean_what_the_cron_line_means(words: str, line: str) -> None:
    assert clock_of((), (words,)) == clock_of((line,))


def test_the_cron_lines_of_n8n_begin_with_seconds_and_those_of_aws_end_with_years() -> None:
    assert clock_of(("0 15 3 * * *",)) == clock_of(("15 3 * * *",)) == clock_of(("15 3 * * ? *",))
    assert clock_of(("15 3 ? * 2 *",)) == clock_of(("15 3 * * 1",))


@pytest.mark.parametrize(
    "line", ["every 5 minutes", "rate(1 hour)", "61 3 * * *", "at times of its own", "* *", "a b c d e"]
)
def test_what_cannot_be_read_may_be_any_time(line: str) -> None:
    assert clock_of((line,)).times == ANY_TIME.times
    assert can_meet(clock_of((line,)), clock_of(("0 3 * * *",)))


def test_a_run_shortly_before_midnight_meets_one_shortly_after() -> None:
    assert can_meet(clock_of(("50 23 * * 1",)), clock_of(("5 0 * * 2",)))
    assert not can_meet(clock_of(("50 23 * * 1",)), clock_of(("5 0 * * 1",)))


@pytest.mark.parametrize(
    ("one", "zone", "other", "another", "met"),
    [
        ("0 18 * * *", "UTC", "0 18 * * *", "Asia/Tokyo", False),
        ("0 18 * * *", "UTC", "10 3 * * *", "Asia/Tokyo", True),
        ("0 18 * * 0", "UTC", "10 3 * * 1", "Asia/Tokyo", True),  # Monday there
        ("0 18 * * 0", "UTC", "10 3 * * 0", "Asia/Tokyo", False),
        ("0 18 * * *", "UTC", "0 13 * * *", "America/New_York", True),  # in winter
        ("0 17 * * *", "UTC", "0 13 * * *", "America/New_York", True),  # in summer
        ("0 17 1 1 *", "UTC", "0 13 * * *", "America/New_York", False),
        ("0 19 * * *", "UTC", "0 13 * * *", "America/New_York", False),
        ("0 18 * * *", "", "0 18 * * *", "Asia/Tokyo", True),  # nobody says that it is not Tokyo, too
        ("0 9 * * *", "", "0 18 * * *", "Asia/Tokyo", True),  # or UTC
        ("0 15 * * *", "", "0 18 * * *", "Asia/Tokyo", False),
        ("0 3 * * *", "Nowhere/At all", "0 15 * * *", "Asia/Tokyo", True),
        ("0 3 * * *", "Nowhere/At all", "0 15 * * *", "Nowhere/At all", False),
    ],
)
def test_schedules_of_two_time_zones_meet_where_they_do_in_utc(
    one: str, zone: str, other: str, another: str, met: object
) -> None:
    clocks = [clock_of((one,), (), zone), clock_of((other,), (), another)]
    assert can_meet(*clocks) is met
    assert can_meet(*reversed(clocks)) is met


_ZONES = st.sampled_from(("UTC", "Asia/Tokyo", "America/New_York", "Europe/Berlin", "Asia/Kathmandu"))


@given(_SCHEDULE, _SCHEDULE, _ZONES, _ZONES)
@settings(max_examples=60, deadline=None)
def test_two_time_zones_meet_where_a_calendar_says_so(
    one: tuple[set[int], ...], other: tuple[set[int], ...], zone: str, another: str
) -> None:
    told = [(one, zone), (other, another)]
    clocks = [clock_of((_cron(each),), (), where) for each, where in told]
    starts = [reference.in_zone(reference.starts(*each), where) for each, where in told]
    assert can_meet(*clocks) >= reference.ever_within(*starts, MARGIN)
