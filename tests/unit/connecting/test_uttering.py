"""Secrets in commands and sentences are found, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from opmap.connecting import utterances


def told(text: str) -> dict[str, bool]:
    """Give each secret that is said, and whether beyond doubt."""
    found: dict[str, bool] = {}
    for one in utterances(text):
        said = text[one.start : one.end]
        found[said] = found.get(said, False) or one.sure
    return found


@pytest.mark.parametrize(
    "text",
    [
        "docker login -u bot -p hunter2 registry.example",
        "mysql -h db -uroot -phunter2 shop",
        "tool --password hunter2 --url https://x.example",
        "tool --api-token='hunter2'",
        'tool --token "hunter2"',
        "curl -u bot:hunter2 https://x.example",
        "curl --user 'bot:hunter2' https://x.example",
        "redis-cli -a hunter2 ping",
    ],
)
def test_a_command_says_its_secret_beyond_doubt(text: str) -> None:
    assert told(text) == {"hunter2": True}


@pytest.mark.parametrize(
    "text",
    [
        "serve -p hunter2",
        "Shop (pw hunter2)",
        "the password is hunter2, ask Ana",
        "Kennwort: hunter2",
        "pwd: hunter2",
        "api key: hunter2",
    ],
)
def test_a_sentence_says_its_secret(text: str) -> None:
    assert told(text) == {"hunter2": False}


@pytest.mark.parametrize(
    "text",
    [
        "docker login -u $USER -p $PASSWORD registry.example",
        "docker login --password-stdin registry.example",
        "docker run -p 8080:80 -u 1000:1000 acme/web",
        "mkdir -p release1 && ssh -p 2222 box1",
        "mysql -P 3306 -h db",
        "tool --max-tokens 4096 --token ${{ secrets.TOKEN }}",
        "curl -u https://x.example/feed",
        "su -u node:node",
        "Password: required",
        "password reset for customers",
        "rotate the token: see the runbook",
        "the password is not stored here",
        "(password reset flow)",
    ],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert told(text) == {}
