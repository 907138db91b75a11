from __future__ import annotations

from pathlib import Path

from tests.unit.store.making import record, source

from opmap.store import Store


def test_what_was_put_is_given_back_before_and_after_it_is_written(store: Store) -> None:
    cache = store.cache("acme")
    cache.put("a.yaml", b"header", b"readings")
    assert cache.get("a.yaml") == (b"header", b"readings")
    cache.flush()
    assert cache.get("a.yaml") == (b"header", b"readings")
    assert store.cache("acme").get("a.yaml") == (b"header", b"readings")


def test_what_says_nothing_is_remembered_as_that(store: Store) -> None:
    cache = store.cache("acme")
    cache.put("notes.txt", b"header", b"")
    cache.flush()
    assert store.cache("acme").get("notes.txt") == (b"header", b"")


def test_each_source_has_a_memory_of_its_own(store: Store) -> None:
    cache = store.cache("acme")
    cache.put("a.yaml", b"header", b"readings")
    cache.flush()
    assert store.cache("shop").get("a.yaml") is None


def test_many_documents_are_written_without_being_asked(store: Store) -> None:
    cache = store.cache("acme")
    for number in range(1000):
        cache.put(f"{number}.yaml", b"header", b"readings of %d" % number)
    assert store.cache("acme").get("1.yaml") == (b"header", b"readings of 1")


def test_paths_that_a_whole_scan_no_longer_names_are_forgotten(store: Store, tmp_path: Path) -> None:
    cache = store.cache("acme")
    for path in ("a.yaml", "b.yaml"):
        cache.put(path, b"header", b"readings")
    cache.flush()
    store.record(source(tmp_path), [record("a.yaml")])
    assert store.cache("acme").get("a.yaml") == (b"header", b"readings")
    assert store.cache("acme").get("b.yaml") is None
