"""Secrets in queries are found with their whole value, and definitions, parameters and templates hold none."""

from __future__ import annotations

import pytest

from opmap.connecting import utterances

SECRET = "wK39xTq72LmZa8Qp"
QUERIES = [
    "ALTER USER b WITH PASSWORD '{}'",
    "alter role b encrypted password '{}'",
    "CREATE USER b IDENTIFIED BY '{}'",
    "CREATE USER b IDENTIFIED WITH mysql_native_password BY '{}'",
    'CREATE USER b IDENTIFIED BY "{}"',
    "ALTER USER b IDENTIFIED BY VALUES '{}'",
    "SET PASSWORD FOR b = PASSWORD('{}')",
    "GRANT ALL ON *.* TO b IDENTIFIED BY '{}'",
    "CREATE USER MAPPING FOR b SERVER s OPTIONS (user 'a', password '{}')",
    "CREATE DATABASE LINK l CONNECT TO a IDENTIFIED BY {} USING 'x'",
    "INSERT INTO users (name, password) VALUES ('a', '{}')",
    "insert into users (name, password, made) values ('a', null, now()), ('b', '{}', f(1, 'x'))",
    "INSERT INTO `users` (`name`, `password`) VALUES (?, '{}') ON CONFLICT DO NOTHING",
    "INSERT INTO config (name, value) VALUES ('colour', 'blue'), ('api_key', '{}')",
    "REPLACE INTO config (id, k, v) VALUES (7, 'smtp_password', N'{}')",
    "UPDATE users SET name = 'a', password   =   '{}' WHERE id = 1",
    "UPDATE config SET value='{}' WHERE name='api_key'",
    "UPDATE config c SET value = '{}', changed = now() WHERE c.name = 'api_key'",
    "SELECT pgp_sym_decrypt(x, '{}', 'cipher-algo=aes256') FROM secrets",
    "UPDATE users SET pw_hash = crypt('{}', gen_salt('bf')) WHERE id = 1",
    "SELECT AES_DECRYPT(name, '{}') FROM users",
    "SELECT DECRYPTBYPASSPHRASE('{}', x)",
    "EXEC sp_addlinkedsrvlogin 'x', 'false', NULL, 'sa', '{}'",
    "EXEC sp_addlogin 'bot', '{}', 'shop'",
    "SELECT * FROM OPENROWSET('SQLNCLI', 'server'; 'sa'; '{}', 'select 1')",
]


def told(text: str) -> dict[str, bool]:
    """Give each secret that is said, and whether beyond doubt."""
    return {text[one.start : one.end]: one.sure for one in utterances(text)}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_says_its_secret_beyond_doubt_and_nothing_else(query: str) -> None:
    assert told(query.replace("{}", SECRET)) == {SECRET: True}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_in_a_file_of_json_or_of_code_says_the_same(query: str) -> None:
    text = query.replace("{}", SECRET)
    assert SECRET in told(f'"query": "{text}", "other": 1')
    assert SECRET in told(text.replace('"', '\\"').replace("'", "\\'"))


@pytest.mark.parametrize(
    "stand_in", ["?", ":secret", "%s", "%(secret)s", "$1", "{{ $json.secret }}", "${SECRET}", "<secret>", "@secret"]
)
@pytest.mark.parametrize("query", QUERIES)
def test_what_is_filled_in_later_is_no_secret(query: str, stand_in: str) -> None:
    assert not any(told(query.replace("{}", stand_in)).values())
    assert not any(told(query.replace("'{}'", stand_in)).values())


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE users (name VARCHAR(80), password VARCHAR(80) NOT NULL, token text DEFAULT '')",
        "ALTER USER b PASSWORD EXPIRE INTERVAL 90 DAY",
        "CREATE USER b IDENTIFIED EXTERNALLY AS 'cn=b'",
        "SELECT name, password FROM users WHERE name = 'ana1'",
        "INSERT INTO users (name, password_changed_at) VALUES ('ana1', '2026-05-01')",
        "INSERT INTO colours (name, value) VALUES ('sea', 'a1b2c3d4e5')",
        "UPDATE users SET state = 'closed-2' WHERE name = 'ana1'",
        "SELECT hmac(body, key, 'sha256'), crypt(x, gen_salt('bf')), pgp_sym_decrypt(x, k, 'cipher-algo=aes256')",
        "a customer is identified by number, and 'Bob' by name",
        "it's about the password 'policy' of claims",
    ],
)
def test_definitions_names_and_sentences_hold_none(query: str) -> None:
    assert not any(sure for sure in told(query).values())


def test_two_quotes_are_one_and_the_secret_goes_on_behind_them() -> None:
    assert told("ALTER USER b PASSWORD 'ab''cd9 x'") == {"ab''cd9 x": False}


def test_a_letter_that_grows_when_it_is_made_small_moves_no_place() -> None:
    assert told(f"SELECT 'İİİ'; ALTER USER b PASSWORD '{SECRET}'") == {SECRET: True}
