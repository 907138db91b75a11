from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.unit.store.making import decision, estate, save

from opmap.decisions import Decision
from opmap.errors import BadDecision
from opmap.store import Store


def test_decisions_are_numbered_and_come_back_as_they_were(store: Store) -> None:
    said = [decision("own", "compose:wéb", "person:ana"), decision("redundant", "compose:web", "a", "b", value="1")]
    numbered = store.decide(said)
    assert [found.number for found in numbered] == [1, 2]
    assert store.decisions() == numbered


def test_of_decisions_that_cannot_all_be_written_none_is(store: Store) -> None:
    broken = Decision(0, "own", "compose:web", (), "", None, "", "")  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        store.decide([decision(), broken])
    assert store.decisions() == []


def test_a_decision_that_was_taken_back_is_still_told(store: Store) -> None:
    store.decide([decision(), decision("note", value="old")])
    store.undo(1, by="Ben", because="a mistake", time="2026-05-02T12:00:00Z")
    assert [(found.number, found.undone) for found in store.decisions()] == [(1, True), (2, False)]


def test_a_decision_is_taken_back_once_only(store: Store) -> None:
    store.decide([decision()])
    store.undo(1, by="Ben", because="", time="")
    with pytest.raises(BadDecision, match="decision 1 was taken back already"):
        store.undo(1, by="Ben", because="", time="")


@pytest.mark.parametrize("number", [0, 2, 3])
def test_only_a_decision_can_be_taken_back(store: Store, number: int) -> None:
    store.decide([decision()])
    store.undo(1, by="Ben", because="", time="")
    with pytest.raises(BadDecision, match=f"there is no decision {number}"):
        store.undo(number, by="Ben", because="", time="")


def test_decisions_are_told_as_they_stood_at_a_snapshot(store: Store) -> None:
    store.decide([decision("own"), decision("note")])
    save(store, estate("web"))
    store.undo(1, by="Ben", because="", time="")
    store.decide([decision("value", value="3")])
    save(store, estate("web"))
    assert [(found.act, found.undone) for found in store.decisions(at=1)] == [("own", False), ("note", False)]
    now = [("own", True), ("note", False), ("value", False)]
    assert [(found.act, found.undone) for found in store.decisions(at=2)] == now


@pytest.mark.parametrize("statement", ["UPDATE decisions SET by = 'Eve'", "DELETE FROM decisions"])
def test_the_file_itself_refuses_to_change_a_decision(store: Store, path: Path, statement: str) -> None:
    store.decide([decision()])
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    other.close()
