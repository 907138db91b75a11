"""The checks of how a connector behaves, each with a bad connector that it rejects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.rotas import Good, failures, write_cases

from opmap.connecting import Document, Entity, Field, Key, Unreadable
from opmap.connecting.conformance import check


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return write_cases(tmp_path)


def test_a_good_connector_passes(cases: Path) -> None:
    assert check(Good(), cases, seconds=60) == []
    assert check(Good()) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "On Call"),
        ("name", None),
        ("title", ""),
        ("title", "two\nlines"),
        ("recognises", 3),
        ("version", "1"),
        ("version", True),
        ("version", 0),
        ("detect", None),
        ("read", "no method"),
    ],
)
def test_a_badly_formed_connector_is_rejected(field: str, value: object, cases: Path) -> None:
    bad = type("Bad", (Good,), {field: value})()
    assert failures(bad, cases) == {"shape"}


class FailsOnRubbish(Good):
    def detect(self, document: Document) -> bool:
        return "rota" in json.loads(document.data)


class FailsOnOddValues(Good):
    def shift(self, shift: Field) -> Iterator[Any]:
        shift.value["who"].upper()
        yield from super().shift(shift)


class FailsOnItsOwn(Good):
    def read(self, document: Document) -> Iterator[Any]:
        raise KeyError(document.path)


@pytest.mark.parametrize("bad", [FailsOnRubbish, FailsOnOddValues, FailsOnItsOwn])
def test_a_connector_that_crashes_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "crash" in failures(bad(), cases)


def test_a_connector_that_crashes_is_rejected_without_cases_too() -> None:
    assert failures(FailsOnRubbish()) == {"crash"}


def test_unreadable_is_no_crash(cases: Path) -> None:
    class Refuses(Good):
        def read(self, document: Document) -> Iterator[Any]:
            raise Unreadable("not today", document.at(line=1).line)

    assert failures(Refuses(), cases) == set()


class GivesFactsByName(Good):
    def detect(self, document: Document) -> bool:
        return document.name.startswith("rota")

    def read(self, document: Document) -> Iterator[Any]:
        yield Entity("file", document.name, (Key("file", document.path),), document.at())


class GivesFactsAboutNothing(Good):
    def detect(self, document: Document) -> bool:
        return document.data is not None

    def read(self, document: Document) -> Iterator[Any]:
        yield Entity("file", "a file", (Key("file", document.path),), document.at())


@pytest.mark.parametrize("bad", [GivesFactsByName, GivesFactsAboutNothing])
def test_a_connector_that_goes_by_the_name_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "content" in failures(bad(), cases)


def test_a_slow_connector_is_rejected(cases: Path) -> None:
    assert failures(Good(), cases, seconds=0.0) == {"cheap"}


class Scribbles(Good):
    def detect(self, document: Document) -> bool:
        found = super().detect(document)
        document.data += b" "
        return found


class ChangesItsMind(Good):
    def __init__(self) -> None:
        self.times = 0

    def detect(self, document: Document) -> bool:
        self.times += 1
        return super().detect(document) and self.times % 2 == 0


@pytest.mark.parametrize("bad", [Scribbles, ChangesItsMind])
def test_an_impure_connector_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "pure" in failures(bad(), cases)


class OpensFiles(Good):
    def detect(self, document: Document) -> bool:
        with Path("/dev/null").open("rb"):
            return super().detect(document)


class StartsPrograms(Good):
    def read(self, document: Document) -> Iterator[Any]:
        import subprocess

        subprocess.run(["true"], check=True)
        yield from super().read(document)


class AsksTheNetwork(Good):
    def read(self, document: Document) -> Iterator[Any]:
        import socket

        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect_ex(("127.0.0.1", 1))
        yield from super().read(document)


@pytest.mark.parametrize("bad", [OpensFiles, StartsPrograms, AsksTheNetwork])
def test_a_connector_that_touches_the_outside_is_rejected(bad: type[Good], cases: Path) -> None:
    assert failures(bad(), cases) == {"outside"}


class Remembers(Good):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def detect(self, document: Document) -> bool:
        self.seen.append(document.path)
        return super().detect(document) and "other.txt" not in self.seen[:-1]


def test_a_connector_with_a_memory_is_rejected(cases: Path) -> None:
    assert "state" in failures(Remembers(), cases)


class Counts(Good):
    times = 0

    def relation(self, shift: Field) -> Any:
        Counts.times += 1
        return replace(super().relation(shift), buffer=float(Counts.times))


class GoesByOrder(Good):
    def read(self, document: Document) -> Iterator[Any]:
        yield from super().read(document)
        for part in document.parts:
            first, _ = next(part.root.items())
            yield Entity("file", first, (Key("file", first),), part.root.at())


@pytest.mark.parametrize("bad", [Counts, GoesByOrder])
def test_a_connector_whose_facts_vary_is_rejected(bad: type[Good], cases: Path) -> None:
    assert "order" in failures(bad(), cases)


def test_a_connector_that_recognises_no_case_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("hello")
    assert [str(failure) for failure in check(Good(), tmp_path)] == [
        f"cases: it recognises none of these documents ({tmp_path})"
    ]
