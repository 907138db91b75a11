from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.scanning.readers import Broken, Cards, WithVariables
from tests.unit.scanning.trees import LONG_AGO, InMemory, lay_out, scanned

from opmap.config import Config
from opmap.scanning.headers import header_of, remembered
from opmap.scanning.reading import Reader

FILES = {"a/one.json": '{"card": "x"}', "a/.env": "A=1", "b/two.json": '{"card": "y"}', "notes.txt": "nothing"}
BOTH = (Cards(), WithVariables())


class NewerCards(Cards):
    version = 2


def read_anew(root: Path, cache: InMemory, **options: object) -> set[str]:
    records = scanned(root, BOTH, cache=cache, **options)  # type: ignore[arg-type]
    return {path for path, record in records.items() if not record.remembered}


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, InMemory]:
    root, cache = lay_out(tmp_path / "tree", FILES), InMemory()
    assert read_anew(root, cache) == set(FILES)
    return root, cache


def test_an_unchanged_tree_is_remembered_and_gives_the_same(tree: tuple[Path, InMemory]) -> None:
    root, cache = tree
    assert read_anew(root, cache) == set()
    assert scanned(root, BOTH, cache=cache) == scanned(root, BOTH)


def changed(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: lay_out(root, {path: text})


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (changed("a/one.json", '{"card": "z"}'), {"a/one.json"}),
        (changed("a/.env", "A=2"), {"a/one.json", "a/.env"}),
        (lambda root: (root / "a" / ".env").unlink(), {"a/one.json"}),
        (changed("b/.env", "A=1"), {"b/two.json", "b/.env"}),
        (changed("notes.txt", '{"card": "n"}'), {"notes.txt"}),
        (lambda root: (root / "b" / "two.json").rename(root / "b" / "three.json"), {"b/three.json"}),
    ],
    ids=["document", "beside it", "gone from beside it", "new beside it", "now recognised", "renamed"],
)
def test_what_changed_is_read_anew_and_nothing_else(
    tree: tuple[Path, InMemory], change: Callable[[Path], object], again: set[str]
) -> None:
    root, cache = tree
    change(root)
    assert read_anew(root, cache) == again
    assert scanned(root, BOTH, cache=cache) == scanned(root, BOTH)


def test_a_change_that_keeps_size_and_time_is_seen(tree: tuple[Path, InMemory]) -> None:
    root, cache = tree
    place = root / "a" / "one.json"
    before = place.stat()
    place.write_text('{"card": "z"}')
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read_anew(root, cache) == {"a/one.json"}


def test_a_copy_of_the_tree_is_known_by_its_content(tree: tuple[Path, InMemory], tmp_path: Path) -> None:
    root, cache = tree
    for file in (root / "a" / "one.json", root / "a" / ".env"):
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content)
        os.utime(file, ns=(LONG_AGO + 5, LONG_AGO + 5))
    assert read_anew(root, cache) == set()


def test_a_file_that_has_only_just_changed_is_not_known_by_its_time(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"card": "x"}')
    cache = InMemory()
    scanned(tmp_path, cache=cache)
    header, readings = cache.entries["a.json"]
    assert remembered("acme", "a.json", header, readings).read.stamp == ""
    assert scanned(tmp_path, cache=cache)["a.json"].remembered


@pytest.mark.parametrize(
    ("other", "again"),
    [
        ('[[paths]]\nmatch = "a/**"\ncluster = "x"', {"a/one.json", "a/.env"}),
        ('[variables]\nHOST = "h"', set(FILES)),
        ("[scan]\nworkers = 1", set()),
    ],
)
def test_what_a_changed_setting_touches_is_read_anew(tree: tuple[Path, InMemory], other: str, again: set[str]) -> None:
    root, cache = tree
    assert read_anew(root, cache, config=Config.parse(other)) == again


def test_another_fingerprint_key_another_name_and_other_connectors_read_everything_anew(
    tree: tuple[Path, InMemory],
) -> None:
    root, cache = tree
    assert read_anew(root, cache, key=b"another") == set(FILES)
    assert not any(record.remembered for record in scanned(root, (Cards(),), cache=cache).values())
    assert not any(record.remembered for record in scanned(root, (NewerCards(),), cache=cache).values())


def test_what_a_connector_broke_on_is_tried_again(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.json": '{"break": "raise"}', "b.json": '{"break": "refuse"}', "c.json": "{"})
    cache = InMemory()
    scanned(tmp_path, (Broken(),), cache=cache)
    assert {path for path, record in scanned(tmp_path, (Broken(),), cache=cache).items() if record.remembered} == {
        "b.json",
        "c.json",
    }


def test_a_file_that_can_no_longer_be_read_is_not_served_from_memory(tree: tuple[Path, InMemory]) -> None:
    root, cache = tree
    records = scanned(root, BOTH, cache=cache, config=Config(max_bytes=5))
    assert {path: str(record.outcome) for path, record in records.items() if path.endswith("json")} == {
        "a/one.json": "unreadable",
        "b/two.json": "unreadable",
    }


def test_what_is_no_memory_is_read_anew(tree: tuple[Path, InMemory]) -> None:
    root, cache = tree
    cache.entries["a/one.json"] = (b"[1, 2]", b"")
    cache.entries["b/two.json"] = (b"\xff", b"")
    assert read_anew(root, cache) == {"a/one.json", "b/two.json"}


def test_a_document_comes_back_from_its_header(tmp_path: Path) -> None:
    lay_out(tmp_path, FILES | {"c/bad.json": "[", "c/secret.json": '{"card": "x", "password": "hunter2!"}'})
    reader = Reader(tmp_path, "acme", BOTH, b"key", 10_000)
    for path in (*FILES, "c/bad.json", "c/secret.json"):
        read = reader.read(path, {})
        back = remembered("acme", path, header_of(read, "context"), read.record.encoded)
        assert (back.context, back.read) == ("context", read)
        assert back.read.record.readings == read.record.readings
