from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from neo4j.exceptions import Neo4jError
from tests.neo4j.server.neo4j_server import free_port

from opmap import errors
from opmap.graphdb.connection import Address, Connection, Credentials

pytestmark = pytest.mark.neo4j


def opened(server: str, login: Credentials, database: str | None = None) -> None:
    with Connection(Address(server, "any", database), login):
        pass


def test_a_wrong_password_is_said_and_never_shown(server: tuple[str, Credentials]) -> None:
    with pytest.raises(errors.WrongPassword, match="Check OPMAP_NEO4J_USER") as raised:
        opened(server[0], Credentials("neo4j", "swordfish"))
    assert "swordfish" not in f"{raised.value!r} {raised.value.__context__!r} {raised.value.__cause__!r}"


def test_an_unknown_user_is_not_let_in(server: tuple[str, Credentials]) -> None:
    with pytest.raises(errors.WrongPassword, match="mallory"):
        opened(server[0], Credentials("mallory", "swordfish"))


def test_an_expired_password_is_told_from_a_wrong_one(
    server: tuple[str, Credentials], connect: Callable[..., Connection]
) -> None:
    name = f"user-{uuid4().hex[:8]}"
    system = Connection(Address(server[0], "any", "system"), server[1], writing=True)
    try:
        system.run(f"CREATE USER `{name}` SET PASSWORD 'swordfish' CHANGE REQUIRED")
        with pytest.raises(errors.ExpiredPassword, match="ALTER CURRENT USER"):
            opened(server[0], Credentials(name, "swordfish"))
        system.run(f"DROP USER `{name}`")
    finally:
        system.__exit__(None, None, None)


def test_a_database_that_is_not_there_is_named(server: tuple[str, Credentials]) -> None:
    with pytest.raises(errors.NoSuchDatabase, match="nowhere"):
        opened(server[0], server[1], "nowhere")


def test_the_database_of_users_is_none_for_maps(server: tuple[str, Credentials]) -> None:
    with (
        Connection(Address(server[0], "any", "system"), server[1]) as system,
        pytest.raises(errors.NoSuchDatabase, match="Name one"),
    ):
        system.read("MATCH (n) RETURN n")


def test_a_host_that_does_not_answer_says_what_to_check() -> None:
    with pytest.raises(errors.Unreachable, match="7687"):
        opened(f"bolt://127.0.0.1:{free_port()}", Credentials("neo4j", "swordfish"))


def test_nothing_but_the_error_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "opmap", "blast", "x", "--from", f"neo4j://127.0.0.1:{free_port()}/acme"],
        env={**os.environ, "OPMAP_NEO4J_PASSWORD": "swordfish", "OPMAP_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert re.fullmatch(r"neo4j://127\.0\.0\.1:\d+: nothing answers there, .*\n", done.stderr)


def test_tls_that_the_server_does_not_speak_is_no_mystery(server: tuple[str, Credentials]) -> None:
    with pytest.raises(errors.Unreachable, match="TLS"):
        opened(server[0].replace("bolt://", "bolt+s://"), server[1])


def test_an_older_server_is_refused(server: tuple[str, Credentials], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opmap.graphdb.connection.OLDEST", (2099, 1))
    with pytest.raises(errors.WrongDatabase, match="upgrade"):
        opened(*server)


def test_a_statement_that_the_user_may_not_run_says_whom_to_ask(server: tuple[str, Credentials]) -> None:
    refused = Neo4jError._hydrate_neo4j(  # as the driver makes it; the community edition has no roles to lack
        code="Neo.ClientError.Security.Forbidden", message="Create node with labels 'OpmapNode' is not allowed"
    )
    with (
        Connection(Address(server[0], "any"), server[1]) as connection,
        pytest.raises(errors.NoRights, match="Ask for a role"),
        connection.explained(),
    ):
        raise refused
