from __future__ import annotations

import pytest

from opmap.secrecy import (
    fingerprint,
    holds_known_secret,
    is_placeholder,
    is_secret,
    is_secret_name,
    kind_of,
    looks_like_a_name,
    looks_random,
)


@pytest.mark.parametrize(
    "name",
    """
    password PGPASSWORD DB_PASSWD clientSecret client-secret X-Api-Key apiKey ACCESS_TOKEN token authorization
    Proxy-Authorization aws_secret_access_key privateKey SMTP_PASS pwd jwt sharedAccessKey MYSQL_ROOT_PASSWORD cookie
    """.split(),
)
def test_names_of_secrets_are_known(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    """
    secretName secretKeyRef tokenUrl max_tokens token_endpoint passwordPolicy imagePullSecrets secrets
    POSTGRES_PASSWORD_FILE
    tokenizer compass bypass passthrough author keyboard monkey primaryKey publicKey name bearerAuth tokenService
    secret_owner passwordResetUrl tokenExpiresIn JWT_ALGORITHMS
    """.split(),
)
def test_names_that_only_speak_of_secrets_are_none(name: str) -> None:
    assert not is_secret_name(name)


def test_a_key_is_a_secret_if_it_looks_like_one() -> None:
    assert is_secret("OPENAI_KEY", "q9XvR2mZk7LpT4sWb1")
    assert not is_secret("key", "claim-number")
    assert not is_secret("project", "q9XvR2mZk7LpT4sWb1")


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "${X}", "${X:?must be set}", "$X", "$(X)", "${{ secrets.X }}", "{{ $env.X }}", "={{ $json.token }}"),
        *("<token>", "%TOKEN%", "#{token}", "@{variables('x')}", "@parameters('key')", "[[token]]", "__TOKEN__"),
        *("****", "xxxxxx", "[redacted]", "changeme", "change-me", "your-api-key", "YOUR_TOKEN_HERE", "null", "true"),
        *("vault:secret/data/db#password", "arn:aws:secretsmanager:eu:1:secret:x", "/run/secrets/db", "op://vault/db"),
    ],
)
def test_placeholders_are_known(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["hunter2", "changeme123", "$2a$10$N9qo8uLOick", "p@ss", "{half", "example9-Zx"])
def test_real_values_are_no_placeholders(value: str) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize("text", ["q9XvR2mZk7LpT4sWb1", "d41d8cd98f00b204e9800998ecf8427e", "a1b2c3d4e5f6g7h8i9"])
def test_random_text_is_known(text: str) -> None:
    assert looks_random(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "claims-intake-service-v2",
            "theClaimsIntakeServiceV2",
            "2026-05-01T12:00:00Z",
            "short1A",
            "0123456789012345",
        ),
        *("4b2c9e1f-1a2b-4c3d-8e9f-1234567890ab", "payments-7d9c5b6f4d-x2x9z", "two words 1a2b3c4d5e6f"),
    ],
)
def test_names_dates_and_identifiers_are_not_random(text: str) -> None:
    assert not looks_random(text)


def test_what_people_call_things_looks_like_a_name() -> None:
    assert all(map(looks_like_a_name, ["claims", "claims-db", "Claims intake", "db-01.acme.example:5432", "/v1"]))
    assert not any(map(looks_like_a_name, ["s3cr3t", "a=b", "p@ss!", "q9XvR2mZk7", ""]))


def test_known_shapes_need_their_length() -> None:
    assert holds_known_secret("x ghp_abcdefghijklmnopqrstuvwxyz0123456789 y")
    assert not holds_known_secret("ghp_short, task-runner-for-claims, AKIA, eyJ, sk-payment-processing-service")


def test_the_shortest_of_known_shapes_is_not_too_short_to_be_looked_at() -> None:
    assert holds_known_secret("xoxb-0123456789")
    assert holds_known_secret("AKIAABCDEFGHIJKLMNOP")


def test_kinds_of_secrets_are_told_by_their_name() -> None:
    names = ("PGPASSWORD", "access_token", "X-Api-Key", "sshKey", "Authorization", "whatever")
    assert [kind_of(name) for name in names] == ["password", "token", "key", "private key", "authorization", "secret"]


def test_a_fingerprint_is_the_same_for_the_same_secret_and_key_alone() -> None:
    assert fingerprint("hunter2", b"k") == fingerprint(" hunter2\n", b"k")
    assert len({fingerprint("hunter2", b"k"), fingerprint("hunter3", b"k"), fingerprint("hunter2", b"l")}) == 3
