from __future__ import annotations

import zlib

from hypothesis import given
from tests import strategies
from tests.unit.store.making import decision

from opmap.estate import Estate, Outcome, Reference, SourceState
from opmap.facts import Evidence, Notice
from opmap.graphdb.beside import Voices, key_of, parts_beside, read_beside
from opmap.graphdb.deciding import decisions_in, new_rows, rows_of


def place(source: str, line: int = 1) -> Evidence:
    return Evidence(source, f"{source}.yaml", line, "", "", "compose")


def voices(estate: Estate, *sources: str, push: int = 1) -> tuple[Voices, dict[str, bytes]]:
    parts = parts_beside(estate)
    return Voices(key_of(sources), sources, push, "", tuple(parts)), parts


@given(strategies.estates())
def test_what_stands_beside_comes_back_as_it_was(estate: Estate) -> None:
    mine, parts = voices(estate, "acme")
    found = read_beside([mine], parts)
    for name in ("merges", "questions", "references", "notices", "sources", "waiting", "renamed"):
        assert getattr(found, name) == getattr(estate, name)


def test_one_reference_more_changes_one_part() -> None:
    several = [Reference(f"host-{number}", Outcome.DANGLING, (), "", place("a", number)) for number in range(2000)]
    before, after = parts_beside(Estate(references=tuple(several))), parts_beside(Estate(references=tuple(several[1:])))
    assert len(before) > 4
    assert len(before.keys() - after.keys()) == 1


def test_the_newer_push_is_believed_about_a_source_that_two_hold() -> None:
    def said(reason: str, *names: str) -> Estate:
        notices = tuple(Notice(reason, place(name)) for name in names)
        return Estate(notices=notices, sources=tuple(SourceState(name, reason) for name in names))

    old, its_parts = voices(said("old", "a", "b"), "a", "b", push=1)
    new, more_parts = voices(said("new", "b", "c"), "b", "c", push=2)
    found = read_beside([old, new], its_parts | more_parts)
    assert {notice.evidence.source: notice.reason for notice in found.notices} == {"a": "old", "b": "new", "c": "new"}
    assert [(one.name, one.root) for one in found.sources] == [("a", "old"), ("b", "new"), ("c", "new")]


def test_parts_are_compressed() -> None:
    several = tuple(Reference("the same host", Outcome.RESOLVED, ("web",), "", place("a", line)) for line in range(500))
    piece = next(iter(parts_beside(Estate(references=several)).values()))
    assert len(piece) * 3 < len(zlib.decompress(piece[1:]))


def test_decisions_come_back_and_equal_ones_stay_two() -> None:
    said = [decision("note", "web", value="x"), decision("note", "web", value="x"), decision("own", "web", "ana")]
    rows = rows_of(said)
    assert len(rows) == 3
    assert decisions_in(rows.values()) == said
    assert new_rows(said, list(rows.values())) == []
