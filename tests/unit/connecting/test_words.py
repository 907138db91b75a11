"""Words as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.connecting import criticality_called, did_you_mean, environment_called, hours_of, is_secret_name, nearest
from opmap.kinds import ENVIRONMENTS


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("30m", 0.5),
        ("4h", 4),
        ("2d", 48),
        ("1w", 168),
        ("1.5 h", 1.5),
        ("90 minutes", 1.5),
        ("2 Days", 48),
        ("4 hrs", 4),
        ("0h", 0),
    ],
)
def test_a_duration_is_read_in_hours(text: str, hours: float) -> None:
    assert hours_of(text) == hours


@pytest.mark.parametrize("text", ["", "4", "soon", "4 moons", "-1h", "1e9h", "4h 30m", "h", "4y"])
def test_what_is_no_duration_is_none(text: str) -> None:
    assert hours_of(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(text: str) -> None:
    hours = hours_of(text)
    assert hours is None or hours >= 0
    assert environment_called(text) in {"", *ENVIRONMENTS}
    assert isinstance(criticality_called(text), str)
    assert isinstance(is_secret_name(text), bool)
    assert nearest(text, ["service", "site"]) in {"", "service", "site"}


@pytest.mark.parametrize(
    ("word", "meant"),
    [("PRD", "production"), ("Pre-Production", "staging"), ("qa", "test"), ("Dev", "development"), ("moon", "")],
)
def test_an_environment_is_read_however_it_is_called(word: str, meant: str) -> None:
    assert environment_called(word) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [("1 - Most Critical", "critical"), ("4", "low"), ("Tier 2", "high"), ("MEDIUM", "medium"), ("sky", "")],
)
def test_a_criticality_is_read_however_it_is_called(word: str, meant: str) -> None:
    assert criticality_called(word) == meant


@pytest.mark.parametrize(
    "name",
    "password dbPassword DB_PASSWORD passwd user.pass api-key apiKey OPENAI_API_KEY secret clientSecret token "
    "accessToken x-auth-token Authorization private_key auth_key AWS_SECRET_ACCESS_KEY pwd cookie SAS".split(),
)
def test_a_secret_is_known_by_its_name(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    "name author compass bypass passenger secretName token_url tokens_used max_tokens keys monkey path secret_id "
    "password_file tokenizer_path authentication".split(),
)
def test_a_name_that_only_sounds_like_a_secret_is_none(name: str) -> None:
    assert not is_secret_name(name)


def test_the_nearest_word_is_offered_as_it_is_spelled() -> None:
    assert did_you_mean("mcp servr", ["MCP server", "service"]) == "; did you mean MCP server?"
    assert did_you_mean("banana", ["MCP server", "service"]) == ""
