from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.store.making import entity, record, source

from opmap.errors import SourceClash, UnknownSource
from opmap.store import Store


def test_two_clones_of_one_repository_are_one_source(store: Store, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        store.record(
            source(tmp_path / folder, "shop", "git:example.com/shop"), [record("a.yaml", entity("web", "a.yaml"))]
        )
    assert [(known.name, known.root) for known in store.sources()] == [("shop", str(tmp_path / "two"))]
    assert len(list(store.readings())) == 1


def test_a_name_taken_by_another_folder_is_refused(store: Store, tmp_path: Path) -> None:
    store.record(source(tmp_path / "one", "shop"), [])
    with pytest.raises(SourceClash, match=r"that is the name of .*one\. Give it another name \(--source NAME\)"):
        store.record(source(tmp_path / "two", "shop"), [])


def test_a_folder_that_was_moved_keeps_its_name(store: Store, tmp_path: Path) -> None:
    store.record(source(tmp_path / "one", "shop"), [])
    shutil.move(tmp_path / "one", tmp_path / "two")
    store.record(source(tmp_path / "two", "shop"), [])
    assert [known.root for known in store.sources()] == [str(tmp_path / "two")]


@pytest.mark.parametrize(("first", "second"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a")])
def test_nested_folders_are_refused(store: Store, tmp_path: Path, first: str, second: str) -> None:
    store.record(source(tmp_path / first, "one"), [])
    with pytest.raises(SourceClash, match="files would count twice"):
        store.record(source(tmp_path / second, "two"), [])


def test_folders_whose_names_start_alike_are_not_nested(store: Store, tmp_path: Path) -> None:
    store.record(source(tmp_path / "shop", "one"), [])
    store.record(source(tmp_path / "shop-2", "two"), [])
    assert len(store.sources()) == 2


def test_one_folder_under_two_names_is_refused(store: Store, tmp_path: Path) -> None:
    store.record(source(tmp_path, "one"), [])
    with pytest.raises(SourceClash, match='it is the source "one" already'):
        store.record(source(tmp_path, "two"), [])


def test_a_refused_source_leaves_everything_as_it_was(store: Store, tmp_path: Path) -> None:
    store.record(source(tmp_path / "one", "shop"), [record("a.yaml", entity("web", "a.yaml"))])
    with pytest.raises(SourceClash):
        store.record(source(tmp_path / "two", "shop"), [])
    assert [reading.name for reading in store.readings()] == ["web"]


def test_a_forgotten_source_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    cache = store.cache("shop")
    cache.put("a.yaml", b"header", b"readings")
    cache.flush()
    store.record(source(tmp_path, "shop"), [record("a.yaml", entity("web", "a.yaml"))])
    store.forget("shop")
    assert (store.sources(), list(store.readings()), store.documents()) == ([], [], [])
    assert store.cache("shop").get("a.yaml") is None


def test_only_a_known_source_can_be_forgotten(store: Store, tmp_path: Path) -> None:
    store.record(source(tmp_path, "shop"), [])
    with pytest.raises(UnknownSource, match="Known sources: shop"):
        store.forget("shoop")
