from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.store.making import decision, entity, estate, record, save, source, unreadable

from opmap.facts import Notice
from opmap.store import Record, SecretPlace, Source, Store


def _names(store: Store) -> list[str]:
    return sorted(reading.name for reading in store.readings())


def _scanned(store: Store, root: Path, *records: Record, name: str = "acme") -> None:
    store.record(source(root, name), records)


@settings(max_examples=20, deadline=None)
@given(st.permutations(["a.yaml", "b.yaml", "c/d.yaml", "c.yaml", "Z.yaml"]))
def test_the_order_in_which_documents_are_found_changes_nothing(paths: list[str]) -> None:
    found = []
    for order in (sorted(paths), paths):
        with TemporaryDirectory() as folder, Store.open(Path(folder) / "opmap.db", create=True) as store:
            records = [record(path, entity(path, path)) for path in order]
            store.record(Source("acme", "/srv/acme"), [*records, unreadable("x.yaml")])
            found.append((store.inputs(), list(store.readings()), store.documents(), store.states()))
    assert found[0] == found[1]


def test_a_scan_replaces_what_each_document_said(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml"), entity("db", "a.yaml")))
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml"), entity("cache", "a.yaml")))
    assert _names(store) == ["cache", "web"]


def test_a_document_that_is_gone_takes_its_facts_along(store: Store, tmp_path: Path) -> None:
    _scanned(
        store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml")), record("b.yaml", entity("db", "b.yaml"))
    )
    _scanned(store, tmp_path / "acme", record("b.yaml", entity("db", "b.yaml")))
    assert _names(store) == ["db"]
    assert store.unseen() == {}


def test_a_document_that_breaks_keeps_its_last_facts_marked(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml")))
    save(store, estate("web"))
    _scanned(store, tmp_path / "acme", unreadable("a.yaml"))
    assert _names(store) == ["web"]
    assert store.unseen() == {("acme", "a.yaml"): "snapshot 1"}
    (state,) = store.states()
    assert [(notice.reason, notice.evidence.place) for notice in state.unreadable] == [("not YAML", "a.yaml:7")]


def test_the_mark_of_a_broken_document_names_the_snapshot_that_saw_it_last(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml")))
    for mark in "abc":
        save(store, estate("web", mark=mark))
        _scanned(store, tmp_path / "acme", unreadable("a.yaml"))
    assert store.unseen() == {("acme", "a.yaml"): "snapshot 1"}


def test_a_document_that_is_mended_loses_its_mark(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml")))
    _scanned(store, tmp_path / "acme", unreadable("a.yaml"))
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("shop", "a.yaml")))
    assert (_names(store), store.unseen()) == (["shop"], {})


def test_a_broken_document_that_never_said_anything_is_not_marked(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", unreadable("a.yaml"))
    assert store.unseen() == {}
    assert store.states()[0].unreadable


def test_what_stands_in_a_folder_that_cannot_be_listed_stays_marked(store: Store, tmp_path: Path) -> None:
    records = [record("in/a.yaml", entity("web", "in/a.yaml")), record("inner.yaml", entity("db", "inner.yaml"))]
    _scanned(store, tmp_path / "acme", *records)
    _scanned(store, tmp_path / "acme", unreadable("in/", "this folder may not be read"))
    assert _names(store) == ["web"]
    assert list(store.unseen()) == [("acme", "in/a.yaml")]
    _scanned(store, tmp_path / "acme")
    assert _names(store) == []


def test_a_connector_that_fails_deletes_nothing_that_it_said_before(store: Store, tmp_path: Path) -> None:
    old = [entity("web", "a.yaml", connector="compose"), entity("team", "a.yaml", connector="backstage")]
    _scanned(store, tmp_path / "acme", record("a.yaml", *old))
    said = [entity("team-2", "a.yaml", connector="backstage"), Notice("it failed", old[0].evidence)]
    now = record("a.yaml", *said, failed=("compose",))
    _scanned(store, tmp_path / "acme", now)
    _scanned(store, tmp_path / "acme", now)
    assert list(store.readings()) == [*said, old[0]]
    assert list(store.unseen()) == [("acme", "a.yaml")]


def test_a_source_whose_folder_is_gone_keeps_everything_marked(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml")))
    _scanned(store, tmp_path / "shop", record("b.yaml", entity("db", "b.yaml")), name="shop")
    save(store, estate("web", "db"))
    store.miss(["acme"])
    save(store, estate("web", "db", mark="later"))
    store.miss(["acme"])
    assert _names(store) == ["db", "web"]
    assert store.unseen() == {("acme", "a.yaml"): "snapshot 1"}
    assert [state.unseen_since for state in store.states()] == ["snapshot 1", ""]


def test_a_document_that_was_broken_before_its_source_went_keeps_the_older_mark(store: Store, tmp_path: Path) -> None:
    _scanned(store, tmp_path / "acme", record("a.yaml", entity("web", "a.yaml")))
    save(store, estate("web"))
    _scanned(store, tmp_path / "acme", unreadable("a.yaml"))
    save(store, estate("web", mark="later"))
    store.miss(["acme"])
    assert store.unseen() == {("acme", "a.yaml"): "snapshot 1"}


def test_every_document_is_counted_by_how_it_ended(store: Store, tmp_path: Path) -> None:
    other = Record("notes.txt", "x", "not recognised")
    _scanned(store, tmp_path / "acme", record("a.yaml"), unreadable("b.yaml"), other)
    (state,) = store.states()
    assert (state.documents, state.read, len(state.unreadable), state.not_recognised) == (3, 1, 1, 1)


def test_where_equal_secrets_stand_can_be_told(store: Store, tmp_path: Path) -> None:
    places = [SecretPlace("acme", path, 3, "PASSWORD", "password", "f1") for path in ("a.env", "b.env")]
    records = [record(place.path, secrets=(place,)) for place in places]
    _scanned(store, tmp_path / "acme", *records)
    _scanned(store, tmp_path / "acme", *records)
    assert store.secret_places() == places
    _scanned(store, tmp_path / "acme", unreadable("a.env"))
    assert store.secret_places() == places[:1]


def test_what_compiling_sees_changes_the_inputs_and_nothing_else_does(store: Store, tmp_path: Path) -> None:
    root = tmp_path / "acme"
    first = record("a.yaml", entity("web", "a.yaml"))
    _scanned(store, root, first)
    seen = [store.inputs()]
    _scanned(store, root, first)
    assert store.inputs() == seen[0]
    for step in (
        lambda: _scanned(store, root, record("a.yaml", entity("shop", "a.yaml"))),
        lambda: _scanned(store, root, first, record("b.yaml", entity("db", "b.yaml"))),
        lambda: _scanned(store, root, first, unreadable("b.yaml")),
        lambda: store.miss(["acme"]),
        lambda: store.decide([decision()]),
        lambda: store.undo(1, by="Ana", because="", time=""),
    ):
        step()
        assert store.inputs() not in seen
        seen.append(store.inputs())
    assert store.inputs("another opmap") not in seen
