from __future__ import annotations

from tests.building import graph_of, node

from opmap.analyses.assumptions import (
    ASSUMED,
    FAILS,
    RANGES,
    REPAIR,
    SET,
    STATED,
    VALUE,
    Stated,
    assumptions,
    settable,
    stated,
)
from opmap.config import Config
from opmap.config.file import Weakness
from opmap.kinds import KINDS


def test_every_kind_that_fails_has_a_rate_and_a_repair_time() -> None:
    table = assumptions()
    for kind in KINDS.values():
        premise = table.of(kind.name)
        assert (premise.per_year > 0, premise.hours > 0) == (kind.fails, kind.fails)


def test_every_number_can_be_set_and_is_then_used() -> None:
    for kind, number in settable():
        name = kind if kind == "weakness" else f"kind.'{kind}'"
        text = f"[assumptions.{name}]\n{number.replace(' ', '_')} = 7.5\n"
        config = Config.parse(text)
        assert {kind: {number: 7.5}} == {name: dict(numbers) for name, numbers in config.assumptions}


def test_the_file_knows_every_weak_control() -> None:
    names = {name.replace("_", " ") for name in Weakness.model_fields}
    assert names == set(assumptions().weaknesses)


def test_what_nobody_knows_has_the_widest_range() -> None:
    for number in (FAILS, REPAIR, VALUE):
        assert RANGES[number, ASSUMED] > RANGES[number, SET] > RANGES[number, STATED] > 1


def test_what_is_stated_of_nodes_is_counted() -> None:
    nodes = {
        "web": node("web", incidents_per_year=3.0, repair_hours=2.0),
        "db": node("db", "datastore", repair_hours=8.0),
        "selling": node("selling", "capability", value=5.0),
    }
    assert stated(graph_of("web supports selling", "web reads db", nodes=nodes)) == Stated(
        fails=1, repair=2, value=1, probability=0
    )
