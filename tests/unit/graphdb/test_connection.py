from __future__ import annotations

from pathlib import Path

import pytest

from opmap.errors import BadAddress, NoPassword
from opmap.graphdb.connection import Address, Credentials, credentials

HERE = Address.parse("bolt://localhost/acme")


def nobody(question: str) -> None:
    return None


@pytest.mark.parametrize(
    ("text", "server", "estate", "database"),
    [
        ("neo4j://graph.acme.example", "neo4j://graph.acme.example", "default", None),
        ("bolt+s://127.0.0.1:7688/", "bolt+s://127.0.0.1:7688", "default", None),
        ("neo4j+ssc://[::1]:7687/team%20a?database=maps", "neo4j+ssc://[::1]:7687", "team a", "maps"),
    ],
)
def test_an_address_names_server_estate_and_database(text: str, server: str, estate: str, database: str | None) -> None:
    assert Address.parse(text) == Address(server, estate, database)


@pytest.mark.parametrize(
    "text",
    ["", "acme", "http://localhost", "bolt://", "bolt://localhost:port", "bolt://[::1", "bolt://localhost/a?user=x"],
)
def test_what_is_no_address_is_answered_with_one_that_is(text: str) -> None:
    with pytest.raises(BadAddress, match="An example"):
        Address.parse(text)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(BadAddress) as raised:
        Address.parse("bolt://neo4j:swordfish@localhost")
    assert "swordfish" not in str(raised.value)


def test_credentials_come_from_the_environment_first(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from the file\n")
    said = {"OPMAP_NEO4J_USER": "ana", "OPMAP_NEO4J_PASSWORD_FILE": str(tmp_path / "password")}
    assert credentials(HERE, nobody, said) == Credentials("ana", "from the file")
    assert credentials(HERE, nobody, said | {"OPMAP_NEO4J_PASSWORD": "said"}) == Credentials("ana", "said")


def test_a_password_is_asked_for_and_never_shown() -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "swordfish"

    login = credentials(HERE, ask, {})
    assert login == Credentials("neo4j", "swordfish")
    assert asked == ["Password of neo4j at bolt://localhost: "]
    assert "swordfish" not in f"{login} {login!r}"


def test_without_anybody_to_ask_it_is_said_where_a_password_may_stand(tmp_path: Path) -> None:
    with pytest.raises(NoPassword, match="OPMAP_NEO4J_PASSWORD_FILE"):
        credentials(HERE, nobody, {})
    with pytest.raises(NoPassword, match="cannot be read"):
        credentials(HERE, nobody, {"OPMAP_NEO4J_PASSWORD_FILE": str(tmp_path / "nothing")})


def test_a_server_that_asks_for_nobody_is_given_none() -> None:
    assert credentials(HERE, nobody, {"OPMAP_NEO4J_USER": ""}) == Credentials("", "")
