from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.store.making import estate, save

from opmap.store import Store

pytestmark = pytest.mark.neo4j


def kept(path: Path, *names: str) -> Path:
    with Store.open(path, create=True) as store:
        save(store, estate(*names))
    return path


def test_questions_are_answered_from_the_shared_map(opmap: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    store = kept(tmp_path / "here.db", "a", "b", "c")
    opmap("push", "ADDRESS", "--store", str(store))
    for words in (["nodes"], ["blast", "c"], ["spof"], ["owners"], ["risks"], ["why", "a", "c"]):
        shared, _ = opmap(*words, "--from", "ADDRESS", "--format", "json")
        own, _ = opmap(*words, "--store", str(store), "--format", "json")
        assert json.loads(shared) == json.loads(own), words
    assert len(list((tmp_path / "cache" / "shared").glob("*.db"))) == 1


def test_a_new_push_is_seen_in_spite_of_what_lies_at_hand(
    opmap: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    store = kept(tmp_path / "here.db", "a", "b")
    opmap("push", "ADDRESS", "--store", str(store))
    assert "2 nodes" in opmap("nodes", "--from", "ADDRESS")[0]
    kept(store, "a", "b", "c")
    opmap("push", "ADDRESS", "--store", str(store))
    assert "3 nodes" in opmap("nodes", "--from", "ADDRESS")[0]


def test_a_pull_fills_a_store_of_its_own(opmap: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    store = kept(tmp_path / "here.db", "a", "b")
    opmap("push", "ADDRESS", "--store", str(store))
    assert "2 nodes" in opmap("pull", "ADDRESS", "--store", "there.db")[0]
    assert "knew it already" in opmap("pull", "ADDRESS", "--store", "there.db")[0]
    with Store.open(store) as one, Store.open(tmp_path / "there.db") as other:
        assert other.estate() == one.estate()


def test_a_store_with_sources_of_its_own_is_not_pulled_over(
    opmap: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "notes.txt").write_text("nothing for us")
    opmap("scan", "work")
    opmap("push", "ADDRESS")
    assert "--store shared.db" in opmap("pull", "ADDRESS", code=2)[1]


def test_an_address_with_a_password_is_refused(opmap: Callable[..., tuple[str, str]]) -> None:
    _, said = opmap("nodes", "--from", "neo4j://neo4j:swordfish@localhost/acme", code=2)
    assert "swordfish" not in said
    assert "OPMAP_NEO4J_PASSWORD_FILE" in said


def test_an_estate_that_is_not_there_is_an_answer(opmap: Callable[..., tuple[str, str]]) -> None:
    assert "opmap push" in opmap("risks", "--from", "ADDRESS", code=2)[1]


def test_a_query_without_what_it_needs_says_so(opmap: Callable[..., tuple[str, str]]) -> None:
    assert "it needs node" in opmap("cypher", "blast", "--from", "ADDRESS", code=2)[1]


def test_findings_are_pushed_with_the_map(opmap: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    store = kept(tmp_path / "here.db", "a", "b", "c")
    opmap("push", "ADDRESS", "--store", str(store), "--with-findings")
    found = json.loads(opmap("cypher", "radius", "c", "--from", "ADDRESS", "--format", "json")[0])
    assert [(row["id"], row["harm"]) for row in found["rows"]] == [("a", "down"), ("b", "down")]
    ranked = json.loads(opmap("cypher", "risks", "--from", "ADDRESS", "--format", "json")[0])
    assert ranked["rows"]
