"""A real server for the tests that need one: the one that OPMAP_TEST_NEO4J_URI names, or one that is started here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from tests.neo4j.server.neo4j_server import ROOT, Server, alone, missing
from tests.parts import lacking

from opmap.graphdb.connection import Address, Connection, Credentials

_USERS = ROOT / "tests-users"


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[str, Credentials]]:
    """Give the address of a server and what opens it; all processes of one run share it."""
    given = os.environ.get("OPMAP_TEST_NEO4J_URI")
    if given:
        user = os.environ.get("OPMAP_NEO4J_USER", "neo4j")
        yield given.rstrip("/"), Credentials(user, os.environ.get("OPMAP_NEO4J_PASSWORD", ""))
        return
    if without := missing():
        lacking(f"no Neo4j server: {without}")
    own = Server("tests")
    me = _USERS / str(os.getpid())
    with alone(ROOT / "tests-lock"):
        _USERS.mkdir(parents=True, exist_ok=True)
        me.touch()
        own.start()
    yield own.address, Credentials("neo4j", own.password_file.read_text())
    with alone(ROOT / "tests-lock"):
        me.unlink(missing_ok=True)
        if not any(_runs(user) for user in _USERS.iterdir()):
            own.stop()


def _runs(user: Path) -> bool:
    try:
        os.kill(int(user.name), 0)
    except ProcessLookupError:
        user.unlink(missing_ok=True)
        return False
    except PermissionError:
        return True
    return True


@pytest.fixture
def connect(server: tuple[str, Credentials]) -> Iterator[Callable[..., Connection]]:
    """Give a function that opens the door to an estate; without a name, to one that nobody else has."""
    opened: list[Connection] = []
    names: set[str] = set()

    def to(name: str = "") -> Connection:
        address, login = server
        name = name or f"test-{uuid4().hex[:12]}"
        names.add(name)
        connection = Connection(Address(address, name), login, writing=True).__enter__()
        opened.append(connection)
        return connection

    yield to
    for connection in opened:
        connection.__exit__(None, None, None)
    address, login = server
    with Connection(Address(address, "none"), login, writing=True) as connection:
        connection.run(
            "MATCH (n) WHERE n.estate IN $names OR (n:OpmapEstate AND n.name IN $names)"
            " CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 500 ROWS",
            names=list(names),
        )


@pytest.fixture
def opmap(
    tmp_path: Path, server: tuple[str, Credentials], connect: Callable[..., Connection]
) -> Callable[..., tuple[str, str]]:
    """Give a function that runs a command in an empty folder; ADDRESS stands for that of an estate of its own."""
    address = f"{server[0]}/{connect().address.estate}"
    password = tmp_path / "password"
    password.write_text(f"{server[1].password}\n")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("OPMAP_")},
        "OPMAP_NEO4J_USER": server[1].user,
        "OPMAP_NEO4J_PASSWORD_FILE": str(password),
        "OPMAP_CACHE": str(tmp_path / "cache"),
        "NO_COLOR": "1",
    }

    def run(*words: str, code: int = 0) -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "opmap", *(word.replace("ADDRESS", address) for word in words)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, done.stderr
        assert server[1].password not in done.stdout + done.stderr
        return done.stdout, done.stderr

    return run
