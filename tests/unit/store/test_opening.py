from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.unit.store.making import NOON, decision, entity, estate, record, save, source

from opmap.errors import BrokenStore, NothingScanned, StoreBusy
from opmap.store import Store
from opmap.store.connection import Connection
from opmap.store.locking import alone
from opmap.store.schema import STEPS, migrate, version_of


def test_a_store_that_is_not_there_is_not_made_by_looking(path: Path) -> None:
    with pytest.raises(NothingScanned, match="Begin with: opmap scan FOLDER"):
        Store.open(path)
    assert not path.parent.exists()


def test_a_file_that_a_killed_process_left_empty_holds_nothing(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with pytest.raises(NothingScanned):
        Store.open(path)
    Store.open(path, create=True).close()
    Store.open(path).close()


def test_the_folder_of_the_store_keeps_itself_out_of_version_control(store: Store, path: Path) -> None:
    assert (path.parent / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_folder_of_somebody_else_is_left_as_it_is(tmp_path: Path) -> None:
    Store.open(tmp_path / "opmap.db", create=True).close()
    assert not (tmp_path / ".gitignore").exists()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be one" * 50, b"short"])
def test_a_file_that_is_no_store_is_called_that(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(BrokenStore, match="damaged, or no store at all"):
        Store.open(path)


def test_a_store_whose_pages_were_overwritten_is_called_damaged(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, estate(size=5000))
    data = bytearray(path.read_bytes())
    data[8192 : len(data)] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(BrokenStore), Store.open(path) as store:
        store.verify()


def test_a_store_of_a_newer_opmap_is_left_alone(path: Path) -> None:
    Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(BrokenStore, match=r"tables have version 99, this opmap knows \d+\)\. Upgrade opmap"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_step_leads_an_old_store_forward_with_all_that_it_holds(path: Path, tmp_path: Path) -> None:
    with Store.open(path, create=True) as store:
        store.record(source(tmp_path / "acme"), [record("a.yaml", entity("web", "a.yaml"))])
        store.decide([decision()])
        save(store, estate("web"))

    def add_a_column(connection: Connection) -> None:
        connection.execute("ALTER TABLE sources ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'")

    with closing(Connection(path)) as connection:
        migrate(connection, (*STEPS, add_a_column))
        assert version_of(connection) == len(STEPS) + 1
        assert connection.rows("SELECT name, colour FROM sources") == [("acme", "grey")]
        migrate(connection, (*STEPS, add_a_column))


def test_a_step_that_fails_leaves_the_old_store(path: Path) -> None:
    Store.open(path, create=True).close()

    def fail(connection: Connection) -> None:
        connection.execute("DROP TABLE positions")
        connection.execute("not a statement")

    with closing(Connection(path)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, (*STEPS, fail))
        assert version_of(connection) == len(STEPS)
    with Store.open(path) as store:
        assert store.positions() == {}


def test_a_store_that_was_made_by_the_first_version_opens_today(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file:
        file.executescript((Path(__file__).parent / "version-1.sql").read_text(encoding="utf-8"))
    with Store.open(path) as store:
        assert [found.name for found in store.sources()] == ["acme"]
        assert [found.name for found in store.readings()] == ["web"]
        assert store.unseen() == {("acme", "a.yaml"): "snapshot 1"}
        assert [(found.act, found.undone) for found in store.decisions()] == [("own", True), ("note", False)]
        assert store.cache("acme").get("a.yaml") is not None
        assert store.fingerprint_key() == b"k" * 32
        assert store.estate(1).nodes == estate("web").nodes
        store.verify()
        assert save(store, estate("web", "db")) == 2


def test_every_store_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = []
    for name in ("a.db", "b.db"):
        with Store.open(tmp_path / name, create=True) as store:
            keys.append(store.fingerprint_key())
    with Store.open(tmp_path / "a.db") as store:
        assert store.fingerprint_key() == keys[0]
    assert keys[0] != keys[1]
    assert [len(key) for key in keys] == [32, 32]


def test_who_wants_to_change_a_store_that_is_being_changed_waits_and_then_gives_up(store: Store, path: Path) -> None:
    told = []
    with store.changing(), pytest.raises(StoreBusy, match="another opmap"), alone(path, 0.01, lambda: told.append(1)):
        pass
    with alone(path, 0.01, lambda: told.append(2)):
        pass
    assert told == [1]


def test_reading_does_not_wait_for_a_writer(store: Store, path: Path) -> None:
    save(store, estate("a"))
    with Store.open(path) as writer, writer.changing(), writer.writing():
        save(writer, estate("b"))
        assert [node.name for node in store.estate().nodes] == ["a"]
    assert [node.name for node in store.estate().nodes] == ["b"]


def test_what_is_read_together_is_of_one_moment(store: Store, path: Path) -> None:
    save(store, estate("a"))
    with store.reading():
        assert len(store.snapshots()) == 1
        with Store.open(path) as other:
            save(other, estate("b"))
        assert len(store.snapshots()) == 1
    assert len(store.snapshots()) == 2


def test_what_fails_half_way_is_not_written_at_all(store: Store, tmp_path: Path) -> None:
    save(store, estate("a"))

    def scan() -> None:
        with store.writing():
            store.record(source(tmp_path / "acme"), [record("a.yaml", entity("web", "a.yaml"))])
            save(store, estate("b"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan()
    assert (store.sources(), store.documents(), len(store.snapshots())) == ([], [], 1)


def test_a_clock_is_told_and_is_no_content(store: Store) -> None:
    assert save(store, estate("a")) == 1
    assert store.save_snapshot(estate("a"), b"", created="2027-01-01T00:00:00Z") is None
    assert store.snapshot().created == NOON
