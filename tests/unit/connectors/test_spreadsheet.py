"""Spreadsheets: what holds for every one of them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document

from opmap.connecting import Entity, Notice, Relation, tables
from opmap_connectors.spreadsheet import Spreadsheet
from opmap_connectors.spreadsheet.books import vendor_slug
from opmap_connectors.spreadsheet.cells import date_of, meaningful, several
from opmap_connectors.spreadsheet.kinds import kind_of
from opmap_connectors.spreadsheet.phrases import phrase_of

HEADERS = ["Name", "Owner", "Team", "Depends on", "Criticality", "Environment", "Type"]
CELLS = st.sampled_from(["", "a", "b", "a; b", "ana@acme.example", "high", "prod", "service", "x, y"])


def read(rows: list[list[str]], delimiter: str = ",", **stated: str) -> list[Any]:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return [*Spreadsheet().read(document("estate.csv", written.getvalue(), beside=None, **stated))]


def facts(readings: list[Any]) -> set[Any]:
    """Give what was read without its places."""
    return {
        (fact.kind, fact.name, fact.keys, fact.attributes, fact.environment, fact.mentioned)
        if isinstance(fact, Entity)
        else (fact.source, fact.verb, fact.target)
        for fact in readings
        if isinstance(fact, (Entity, Relation))
    }


@settings(max_examples=150)
@given(
    st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=5),
    st.permutations(range(7)),
    st.sampled_from(",;\t|"),
)
def test_the_order_of_rows_and_columns_and_the_delimiter_mean_nothing(
    rows: list[list[str]], order: list[int], delimiter: str
) -> None:
    table = [HEADERS, *[[f"n{row[0]}", *row[1:]] for row in rows]]
    turned = [[row[index] for index in order] for row in [HEADERS, *table[:0:-1]]]
    assert facts(read(table)) == facts(read(turned, delimiter))


@settings(max_examples=200)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=5))
def test_no_cell_breaks_the_reader(rows: list[list[str]]) -> None:
    for reading in read([HEADERS, *rows]):
        hash(reading)
        assert "\n" not in getattr(reading, "name", "")


def test_a_million_rows_are_cut_with_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 100)
    text = "name,owner\n" + "".join(f"n{number},x\n" for number in range(1000))
    found = [*Spreadsheet().read(document("estate.csv", text))]
    assert sum(isinstance(reading, Entity) for reading in found) == 99
    [notice] = [reading for reading in found if isinstance(reading, Notice)]
    assert notice.reason.endswith("rows; what follows from here on is not read")
    assert notice.evidence.line == 101


def test_what_is_wrong_in_many_rows_is_said_once() -> None:
    found = read([["Name", "Owner", "Environment"], *[[f"n{number}", "x", "moon"] for number in range(50)]])
    assert [reading.reason for reading in found if isinstance(reading, Notice)] == [
        "an environment that is not understood (50 times; the first is here)"
    ]


def test_two_people_of_one_name_stay_two() -> None:
    rows = [["Name", "Email", "Team"], ["Sam Berg", "a@x.example", "T"], ["Sam Berg", "b@x.example", "T"]]
    people = [reading for reading in read(rows) if isinstance(reading, Entity) and reading.kind == "person"]
    assert [len(person.keys) for person in people] == [1, 1]


def test_equal_names_in_two_environments_stay_apart() -> None:
    rows = [["Name", "Environment", "Owner"], ["db", "prod", "x"], ["db", "test", "x"]]
    keys = {str(key) for reading in read(rows) if isinstance(reading, Entity) for key in reading.keys}
    assert keys == {"sheet:source/estate.csv#db@production", "sheet:source/estate.csv#db@test"}


def test_a_mapping_makes_a_table_of_any_language_readable() -> None:
    stated = {"column.Anwendung": "name", "column.Braucht": "depends on"}
    found = read([["Anwendung", "Braucht"], ["Schaden", "Police"], ["Police", ""]], **stated)
    assert [f"{each.source} {each.verb} {each.target}" for each in found if isinstance(each, Relation)] == [
        "sheet:source/estate.csv#schaden depends on sheet:source/estate.csv#police"
    ]
    assert not Spreadsheet().detect(document("estate.csv", "Anwendung,Braucht\nSchaden,Police\n"))


@pytest.mark.parametrize(
    ("words", "verb", "backwards"),
    [
        ("Depends on::Used by", "depends on", False),
        ("Used by::Depends on", "depends on", True),
        ("Hosts::Hosted on", "runs on", True),
        ("Nonsense::Hosted on", "runs on", True),
        ("Nonsense::Hosts", "runs on", False),
        ("used by", "depends on", True),
    ],
)
def test_the_words_of_a_relation_say_its_direction(words: str, verb: str, backwards: bool) -> None:  # noqa: FBT001 - a case's field
    phrase = phrase_of(words)
    assert phrase is not None
    assert (phrase.verb, phrase.backwards) == (verb, backwards)


def test_both_spellings_of_a_relation_type_mean_the_same() -> None:
    pairs = [("Runs on", "Runs"), ("Contains", "Contained by"), ("Uses", "Used by"), ("Impacts", "Impacted by")]
    for parent, child in pairs:
        one, other = phrase_of(f"{parent}::{child}"), phrase_of(f"{child}::{parent}")
        assert one is not None
        assert other is not None
        assert (one.verb, one.backwards) == (other.verb, not other.backwards)


@pytest.mark.parametrize("text", ["", "-", "n/a", "N.A.", "TBD", "unknown", "?", "--", "\u2014"])
def test_what_people_write_for_nothing_is_nothing(text: str) -> None:
    assert meaningful(text) == ""
    assert several(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-05-31", "2026-05-31"),
        ("2026-05-31T12:00:00", "2026-05-31"),
        ("31.05.2026", "2026-05-31"),
        ("5/31/2026", "2026-05-31"),
        ("31/5/2026", "2026-05-31"),
        ("4/4/2026", "2026-04-04"),
        ("31 May 2026", "2026-05-31"),
        ("4/5/2026", ""),
        ("32.05.2026", ""),
        ("soon", ""),
    ],
)
def test_a_date_is_read_where_it_means_one_day(text: str, date: str) -> None:
    assert date_of(text) == date


def test_a_vendor_is_known_without_its_legal_form() -> None:
    assert [vendor_slug(name) for name in ("Stripe, Inc.", "SAP SE", "Acme GmbH & Co. KG", "Inc")] == [
        "stripe",
        "sap",
        "acme-gmbh-&",
        "inc",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cmdb_ci_db_mssql_instance", "datastore"),
        ("Windows Server", "host"),
        ("Web Server", "service"),
        ("Agents", "agent"),
    ],
)
def test_a_type_is_read_as_a_kind(text: str, kind: str) -> None:
    assert kind_of(text) == kind
