# ruff: noqa: D103 - a test's name is its sentence
"""The connector keeps opmap's promises, and reads its case."""

from __future__ import annotations

from pathlib import Path

from connector_rota import Rota

from opmap.connecting import Document, Entity, Notice, Relation
from opmap.connecting.conformance import check

CASES = Path(__file__).parents[1] / "cases"


def test_it_keeps_the_promises_of_a_connector() -> None:
    assert check(Rota(), CASES) == []


def test_it_reads_who_answers_for_what() -> None:
    path = CASES / "two-shifts" / "input" / "rota.yaml"
    readings = list(Rota().read(Document("rota.yaml", path.read_bytes())))
    assert [reading.name for reading in readings if isinstance(reading, Entity)] == ["Ana Roth", "bo.lind@acme.example"]
    assert [
        f"{reading.source} {reading.verb} {reading.target}" for reading in readings if isinstance(reading, Relation)
    ] == [
        "person:ana.roth@acme.example on call for payments",
        "person:ana.roth@acme.example on call for https://claims.acme.example/health",
        "person:bo.lind@acme.example on call for ledger",
    ]
    assert [reading.evidence.line for reading in readings if isinstance(reading, Notice)] == [11]


def test_another_file_is_left_alone() -> None:
    assert not Rota().detect(Document("other.yaml", b"rota: see the wiki\n"))
