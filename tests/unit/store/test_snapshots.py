from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests import strategies
from tests.unit.store.making import NOON, decision, estate, save

from opmap.encoding import content_hash
from opmap.errors import BrokenStore, NothingScanned, UnknownSnapshot
from opmap.estate import Estate, SourceState
from opmap.graph import from_estate, unpack
from opmap.store import Store


def test_snapshots_are_numbered_and_each_names_the_one_before(store: Store) -> None:
    assert [save(store, estate(name)) for name in ("a", "b", "c")] == [1, 2, 3]
    first, second, third = store.snapshots()
    assert (first.previous, second.previous, third.previous) == ("", first.chain, second.chain)
    assert len({first.chain, second.chain, third.chain}) == 3


def test_an_estate_that_is_as_it_was_makes_no_snapshot(store: Store) -> None:
    assert save(store, estate("a")) == 1
    assert save(store, estate("a")) is None
    assert save(store, estate("b")) == 2
    assert save(store, estate("a")) == 3


def test_a_commit_that_changes_no_fact_makes_no_snapshot_and_is_told(store: Store) -> None:
    for commit in ("1f0c", "2a3b"):
        save(store, replace(estate("a"), sources=(SourceState("acme", "/srv/acme", commit),)))
    assert len(store.snapshots()) == 1
    assert store.estate().sources[0].commit == "2a3b"


def test_a_decision_makes_a_snapshot_even_if_it_moves_nothing(store: Store) -> None:
    save(store, estate("a"))
    store.decide([decision("note", value="hello")])
    assert save(store, estate("a")) == 2
    assert save(store, estate("a")) is None


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(strategies.estates())
def test_an_estate_comes_back_exactly_as_it_was(store: Store, compiled: Estate) -> None:
    store.decide([decision()])
    number = store.save_snapshot(compiled, b"", created=NOON)
    assert repr(store.estate(number)) == repr(compiled)
    assert store.snapshot(number).content == content_hash(compiled)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(strategies.estates(), strategies.estates())
def test_a_snapshot_says_what_is_otherwise_than_in_another(store: Store, one: Estate, other: Estate) -> None:
    for compiled in (one, other):
        store.decide([decision()])
        store.save_snapshot(compiled, b"", created=NOON)
    found = store.graph().details.since(content_hash(one))
    assert found is not None
    now, before = found
    assert now.nodes == tuple(node for node in other.nodes if node not in one.nodes)
    assert before.nodes == tuple(node for node in one.nodes if node not in other.nodes)
    assert now.edges == tuple(edge for edge in other.edges if edge not in one.edges)
    assert before.edges == tuple(edge for edge in one.edges if edge not in other.edges)
    assert replace(now, nodes=(), edges=()) == replace(other, nodes=(), edges=())
    assert store.graph().details.since("no such content") is None


def test_every_snapshot_stays_what_it_was(store: Store) -> None:
    for name in ("a", "b", "c"):
        save(store, estate(name, "z"))
    for number, name in ((1, "a"), (2, "b"), (None, "c")):
        found = store.graph(number)
        assert list(unpack(found.packed, found.details).ids) == [name, "z"]
        assert [node.name for node in store.estate(number).nodes] == [name, "z"]


def test_details_are_those_of_the_numbers_in_the_graph(store: Store) -> None:
    compiled = estate(size=3000)
    save(store, compiled)
    found = store.graph()
    graph = unpack(found.packed, found.details)
    for number in (0, 1, 1499, 2998, 2999):
        assert graph.details.node(number).id == graph.ids[number]
    for number in (0, 1, 1499, 2998):
        assert graph.details.edge(number).target == graph.ids[graph.target[number]]
    for number in (-1, 3000):
        with pytest.raises(IndexError):
            graph.details.node(number)
    assert graph.details.estate() == from_estate(compiled).details.estate()


def test_a_graph_outlives_the_store_that_it_came_from(path: Path) -> None:
    with Store.open(path, create=True) as store:
        save(store, estate("a", "b"))
        found = store.graph()
    assert found.details.node(1).name == "b"
    assert found.details.sources() == ()


def test_parts_that_did_not_change_are_stored_once(store: Store, path: Path) -> None:
    save(store, estate(size=5000))
    with closing(sqlite3.connect(path)) as file:
        before = file.execute("SELECT count(*) FROM parts").fetchone()[0]
        names = [node.id for node in estate(size=5000).nodes]
        save(store, estate(*names, "service-02500-new"))
        after = file.execute("SELECT count(*) FROM parts").fetchone()[0]
    assert before > 20
    assert after - before <= 5


def test_only_the_newest_large_graph_stands_uncompressed(store: Store, path: Path) -> None:
    for mark in (b"a", b"b"):
        store.decide([decision()])
        store.save_snapshot(estate("a"), mark * 2_000_000, created=NOON)
    with closing(sqlite3.connect(path)) as file:
        large = [len(row[0]) for row in file.execute("SELECT data FROM parts WHERE packed = 0")]
    assert large == [2_000_000]
    assert [store.graph(number).packed[:1] for number in (1, 2)] == [b"a", b"b"]


def test_a_snapshot_that_does_not_exist_is_named_with_the_newest(store: Store) -> None:
    with pytest.raises(NothingScanned):
        store.graph()
    save(store, estate("a"))
    with pytest.raises(UnknownSnapshot, match="There is no snapshot 7; the newest is 1"):
        store.graph(7)


def test_a_sound_store_is_called_sound(store: Store) -> None:
    store.verify()
    for name in ("a", "b"):
        save(store, replace(estate(name), sources=(SourceState("acme", "/srv", unseen_since="snapshot 1"),)))
    store.verify()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE snapshots SET content = 'x' WHERE number = 2", "snapshot 2 was changed"),
        ("UPDATE snapshots SET heard = 5 WHERE number = 2", "the chain is broken at snapshot 2"),
        ("UPDATE snapshots SET chain = 'x' WHERE number = 1", "the chain is broken at snapshot 1"),
        ("UPDATE snapshots SET previous = '' WHERE number = 2", "snapshot 2 does not follow"),
        ("UPDATE contents SET part = (SELECT part FROM contents WHERE snapshot = 1 LIMIT 1)", "snapshot 1 was changed"),
        ("UPDATE parts SET data = x'00' WHERE rowid = 1", "a part of a snapshot is damaged"),
        ("UPDATE parts SET data = x'00', packed = 0 WHERE rowid = 1", "a part of a snapshot was changed"),
        ("UPDATE coverage SET inputs = 'x'; DELETE FROM parts WHERE rowid = 1", "it is damaged"),
    ],
)
def test_whatever_was_tampered_with_is_found(store: Store, path: Path, statement: str, reason: str) -> None:
    for name in ("a", "b"):
        save(store, estate(name))
    with closing(sqlite3.connect(path)) as file:
        file.executescript(f"DROP TRIGGER snapshots_are_never_changed; {statement}")
    with pytest.raises(BrokenStore, match=reason):
        store.verify()


def test_old_names_lead_to_the_name_of_today(store: Store) -> None:
    save(store, replace(estate("b"), renamed=(("a", "b"),)))
    save(store, replace(estate("c"), renamed=(("b", "c"),)))
    assert store.aliases() == {"a": "c", "b": "c"}


def test_a_name_that_a_node_has_again_is_nobodys_old_name(store: Store) -> None:
    save(store, replace(estate("b"), renamed=(("a", "b"),)))
    save(store, estate("a", "b"))
    assert store.aliases() == {}


def test_names_that_lead_round_in_a_circle_do_not_hang(store: Store) -> None:
    save(store, replace(estate("c"), renamed=(("a", "b"), ("b", "a"))))
    assert store.aliases() == {"a": "b", "b": "a"}


def test_places_on_the_map_are_remembered(store: Store) -> None:
    store.place({"a": (1.5, -2.0), "b": (0.0, 0.0)})
    store.place({"a": (3.0, 4.0)})
    assert store.positions() == {"a": (3.0, 4.0), "b": (0.0, 0.0)}
