from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.neo4j.sharing import dump, pulled, pushed, whole
from tests.unit.store.making import estate

from opmap.estate import Estate, SourceState
from opmap.graphdb import statements as text
from opmap.graphdb.columns import edge_row, node_row
from opmap.graphdb.connection import Address, Connection, Credentials

pytestmark = pytest.mark.neo4j
ROOT = Path(__file__).parents[2]


def named(made: Estate) -> Estate:
    return replace(made, sources=(SourceState("acme", "/srv/acme"),))


OLD = named(estate(size=12, mark="old"))
NEW = named(replace(estate(size=9, mark="new"), nodes=estate(size=9, mark="new").nodes))


class CutOff(Exception):
    """Stands for the moment at which a process dies."""


class Cutting:
    """Let a connection die at its n-th step."""

    def __init__(self, connection: Connection, steps: int) -> None:
        self.left = steps
        for name in ("write", "run"):
            setattr(connection, name, self._counted(getattr(connection, name)))

    def _counted(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def step(*statements: str, **parameters: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise CutOff
            return work(*statements, **parameters)

        return step


def cut_off_everywhere(connect: Callable[..., Connection], name: str, map_: Estate, **how: Any) -> Iterator[int]:
    """Push again and again, each time dying one step later, until a push ends."""
    for steps in range(100):
        dying = connect(name)
        Cutting(dying, steps)
        try:
            pushed(dying, map_, **how)
        except CutOff:
            yield steps
        else:
            return
    pytest.fail("no push ever ended")


def unstamped(lines: list[str]) -> list[str]:
    """Leave out the stamp, in which every push that was ever shown counts."""
    return [line for line in lines if "OpmapEstate" not in line]


def test_a_push_that_dies_at_any_step_shows_nothing_and_is_taken_up(connect: Callable[..., Connection]) -> None:
    calm = connect()
    pushed(calm, OLD)
    pushed(calm, NEW)
    shaken = connect()
    pushed(shaken, OLD)
    died = list_checked(connect, shaken)
    assert len(died) > 5
    assert dump(shaken) == dump(calm)


def list_checked(connect: Callable[..., Connection], shaken: Connection) -> list[int]:
    died = []
    for step in cut_off_everywhere(connect, shaken.address.estate, NEW):
        died.append(step)
        found = pulled(shaken).details.estate()
        assert found == whole(OLD) or {one.id for one in NEW.nodes} <= {
            one.id for one in found.nodes if not one.unseen_since and one.evidence[0].digest == "new"
        }
    return died


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5, 6])
def test_an_interrupted_push_is_undone_when_another_map_is_pushed(
    connect: Callable[..., Connection], steps: int
) -> None:
    calm, shaken = connect(), connect()
    for one in (calm, shaken):
        pushed(one, OLD)
    dying = connect(shaken.address.estate)
    Cutting(dying, steps)
    with pytest.raises(CutOff):
        pushed(dying, NEW)
    other = named(estate(size=15, mark="other"))
    assert not pushed(shaken, other).resumed
    pushed(calm, other)
    assert pulled(shaken).details.estate() == whole(other)
    assert unstamped(dump(shaken)) == unstamped(dump(calm))


def test_a_first_push_that_was_killed_leaves_no_estate(connect: Callable[..., Connection]) -> None:
    from opmap.errors import UnknownEstate

    shared = connect()
    Cutting(shared, 4)
    with pytest.raises(CutOff):
        pushed(shared, OLD)
    with pytest.raises(UnknownEstate):
        pulled(connect(shared.address.estate))


_CHILD = """
import sys
from tests.neo4j.test_interruption import NEW, BIG
from tests.neo4j.sharing import pushed
from opmap.graphdb.connection import Address, Connection, Credentials
server, name, password = sys.argv[1:]
with Connection(Address(server, name), Credentials("neo4j", password), writing=True) as shared:
    print("begins", flush=True)
    pushed(shared, BIG)
"""
BIG = named(estate(size=4000, mark="big"))


def test_a_process_that_is_killed_at_any_moment_harms_nothing(
    connect: Callable[..., Connection], server: tuple[str, Credentials]
) -> None:
    calm, shaken, rng = connect(), connect(), Random(8)
    for one in (calm, shaken):
        pushed(one, OLD)
    pushed(calm, BIG)
    address, login = server
    for _ in range(6):
        words = [sys.executable, "-c", _CHILD, address, shaken.address.estate, login.password]
        with subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(rng.uniform(0.05, 1.2))
            child.send_signal(signal.SIGKILL)
        found = pulled(shaken).details.estate()
        assert found in (whole(OLD), pulled(calm).details.estate())
    pushed(shaken, BIG)
    assert unstamped(dump(shaken)) == unstamped(dump(calm))


class Cut:
    """A way to the server that breaks once, when a statement goes over it that holds a word."""

    def __init__(self, server: tuple[str, int], word: bytes) -> None:
        self.server, self.word = server, word
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"bolt://127.0.0.1:{self.door.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.door.accept()
                server = socket.create_connection(self.server)
                Thread(target=self._carry, args=(client, server, self.word), daemon=True).start()
                Thread(target=self._carry, args=(server, client, b""), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, word: bytes) -> None:
        with suppress(OSError), one, other:
            while data := one.recv(65536):
                if word and word == self.word and word in data:
                    self.word = b""
                    break
                other.sendall(data)
            for each in (one, other):
                each.shutdown(socket.SHUT_RDWR)


def test_a_second_try_writes_with_the_statement_for_second_tries(server: tuple[str, Credentials]) -> None:
    address, login = server
    found = urlsplit(address)
    way = Cut((found.hostname or "", found.port or 7687), b"'the first try'")
    with closing(way.door), Connection(Address(way.address, "none"), login, writing=True) as shaky:
        assert shaky.write("RETURN 'the first try'", again="RETURN 'the second try'") == [["the second try"]]
        assert shaky.write("RETURN 'a calm try'", again="RETURN 'the second try'") == [["a calm try"]]


def test_a_second_try_makes_nothing_twice(connect: Callable[..., Connection]) -> None:
    shared = connect()
    for again in (False, True):
        for statement, rows in _creations(OLD):
            shared.write(
                statement.again if again else statement.first,
                estate=shared.address.estate,
                push=1,
                open=text.OPEN,
                rows=rows,
            )
    ((nodes,),) = shared.read("MATCH (n:OpmapNode {estate: $name}) RETURN count(n)", name=shared.address.estate)
    ((edges,),) = shared.read("MATCH (n {estate: $name})-[r]->() RETURN count(r)", name=shared.address.estate)
    assert (nodes, edges) == (len(OLD.nodes), len(OLD.edges))


def _creations(map_: Estate) -> Iterator[tuple[text.Creation, list[Any]]]:
    yield text.create_nodes("service"), [node_row(node, ("acme",), b"said") for node in map_.nodes]
    yield text.create_edges("calls"), [edge_row(edge, ("acme",), b"said") for edge in map_.edges]
