"""Secrets in code, queries and connection strings are found by their names, and stand-ins are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap_connectors._shared.hardcoded import secrets_in


def found(text: str, name: str = "jsCode") -> set[str]:
    return set(secrets_in(name, text))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("const password = 'Winter2024!';", "password"),
        ("const password = 'correcthorse';", "password"),
        ('const options = { apiKey: "9f31c22e84d0f9a6" };', "apiKey"),
        ("db.password := `hunter2hunter2`", "password"),
        ("headers['x-api-key'] = '9f31c22e84d0f9a6'", "x-api-key"),
        ("{ Authorization: 'Bearer 9f31c22e84d0f9a6' }", "authorization"),
        ("Server=db.fern.example;User Id=sa;Password=Winter2024!;", "Password of a connection"),
        ("'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=aGVsbG8gd29ybGQ=='", "AccountKey of a connection"),
        ("alter user app identified by 'Winter2024!'", "password in a query"),
        ("CREATE ROLE app WITH LOGIN PASSWORD 'Winter2024!'", "password in a query"),
        ("PGPASSWORD=wK39xTq72LmZ psql -h db.fern.example", "PGPASSWORD, in a command"),
        ("curl -H 'Private-Token: wK39xTq72LmZa8Qp' https://git.fern.example", "Private-Token, in a command"),
        ("git push https://wK39xTq72LmZa8Qp41Xy@git.fern.example/a.git", "token of an address"),
        ("mc alias set x https://s3.fern.example AKEY wK39xTq72LmZa8Qp", "key, in a command"),
        ("insert into users (name, password) values ('bot', 'Winter2024!')", "password"),
        ("select crypt('Winter2024!', gen_salt('bf'))", "key of a function"),
        ("update accounts set api_token = '9f31c22e84d0f9a6' where id = 7", "api_token"),
    ],
)
def test_a_secret_in_code_is_told_by_what_it_is_called(text: str, label: str) -> None:
    assert label in found(text)
    assert not any(each in text.split("'") for each in found(text) - {label})


@pytest.mark.parametrize(
    "text",
    [
        "const password = process.env.DB_PASSWORD;",
        "const password = $env['DB_PASSWORD'];",
        "const apiKey = '{{ $credentials.key }}';",
        "const apiKey = `${key}`;",
        "const apiKey = 'YOUR_API_KEY_HERE';",
        "const password = '<password>';",
        "const password = 'changeme';",
        "const labels = { password: 'Passwort', token: 'Zugang' };",
        "const type = { authorization: 'oauth2' };",
        "const tokenUrl = 'https://login.fern.example/9f31c22e84d0f9a6';",
        "const tokenType = 'Bearer1234';",
        "if (password === 'Winter2024!') {}",
        "select password, 'Winter2024' from users",
        "Server=db;User Id=sa;Password=${DB_PASSWORD};",
        "identified by '{}'",
        "PGPASSWORD=$PASSWORD psql -h db.fern.example",
        "PGPASSWORD=${{ secrets.PASSWORD }} psql -h db.fern.example",
        "curl -H 'Private-Token: $CI_JOB_TOKEN' https://git.fern.example",
        "git push https://${TOKEN}@git.fern.example/a.git && git clone https://integration-bot-2@git.fern.example/b.git",
        "insert into users (name, password) values ('bot', :secret)",
        "create table users (name varchar(80), password varchar(80) default '')",
        "const sortKey = 'createdAt2'; const key = 'orderId7';",
    ],
)
def test_a_stand_in_a_look_up_and_a_label_are_none(text: str) -> None:
    assert found(text) == set()


@given(st.text(max_size=200))
def test_whatever_a_text_holds_is_searched_to_its_end(text: str) -> None:
    assert text not in found(text) or not text
