from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opmap.analyses.overlapping.scopes import Meeting, constants, meeting, scope_of

_VALUES = ("1", "2", "3")
_CONDITION = st.tuples(st.sampled_from(("a", "b")), st.sampled_from(("=", "!=", "<", ">=")), st.sampled_from(_VALUES))


def _holds(conditions: list[tuple[str, str, str]], row: dict[str, str]) -> bool:
    told = {"=": str.__eq__, "!=": str.__ne__, "<": str.__lt__, ">=": str.__ge__}
    return all(told[sign](row[name], value) for name, sign, value in conditions)


@given(st.lists(_CONDITION, max_size=3), st.lists(_CONDITION, max_size=3))
@settings(max_examples=300, deadline=None)
def test_scopes_that_share_a_row_never_count_as_apart(
    one: list[tuple[str, str, str]], other: list[tuple[str, str, str]]
) -> None:
    scopes = [scope_of(" and ".join(f"{n} {s} {v}" for n, s, v in each)) for each in (one, other)]
    rows = [dict(zip("ab", values, strict=True)) for values in product(_VALUES, repeat=2)]
    shared = any(_holds(one, row) and _holds(other, row) for row in rows)
    assert meeting(*scopes) is Meeting.SURELY if shared else True


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        ("region = 'eu'", "region = 'us'", Meeting.NEVER),
        ("REGION = 'eu' AND id = {}", "o.region = 'us'", Meeting.NEVER),
        ("\"region\" in ('eu', 'us')", "region = 'asia'", Meeting.NEVER),
        ("region in ('eu', 'us')", "region = 'us'", Meeting.SURELY),
        ("age > 30", "age <= 30", Meeting.NEVER),
        ("id = {}", "id = {}", Meeting.MAYBE),
        ("region = 'eu' or id = 3", "region = 'us'", Meeting.MAYBE),
        ("state != 'new'", "state = 'new'", Meeting.NEVER),
        ("branches: main", "branches: dev; types: opened", Meeting.NEVER),
        ("branches: release/*", "branches: dev", Meeting.MAYBE),
        ("/flags/checkout", "/flags/checkout", Meeting.SURELY),
        ("/flags/checkout", "/flags/search", Meeting.NEVER),
        ("/flags/{}", "/flags/search", Meeting.MAYBE),
        ("/flags/{}", "/flags/search/on", Meeting.NEVER),
        ("/flags?id=1", "/flags?id=2", Meeting.NEVER),
        ("/flags?id=1&pretty=true", "/flags?pretty=false&id=1", Meeting.SURELY),
        ("/flags?id=1", "/flags?id={}", Meeting.MAYBE),
        ("/flags?id=1", "/flags", Meeting.SURELY),
        ("/flags?api-version=1", "/flags?api-version=2", Meeting.SURELY),
        ("statuscode eq 1", "statuscode ne 1", Meeting.NEVER),
        ("", "region = 'eu'", Meeting.SURELY),
    ],
)
def test_two_conditions(one: str, other: str, met: Meeting) -> None:
    assert meeting(scope_of(one), scope_of(other)) is met
    assert meeting(scope_of(other), scope_of(one)) is met


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_scope(one: str, other: str) -> None:
    assert meeting(scope_of(one), scope_of(other)) in Meeting


def test_what_is_written_may_be_anything_where_only_a_run_knows_it() -> None:
    assert meeting(constants((("state", ""),)), scope_of("state = 'new'")) is Meeting.MAYBE
    assert meeting(constants((("state", "done"),)), scope_of("state = 'new'")) is Meeting.NEVER
