"""Rows that describe people: who works where, who left, who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Key, Reading, Relation, Row, attributes, short_name
from opmap_connectors._shared.people import email_in, mention, slug, team_key
from opmap_connectors.spreadsheet.books import Book, person_name
from opmap_connectors.spreadsheet.cells import date_of, meaningful, says_never, several
from opmap_connectors.spreadsheet.layouts import Layout
from opmap_connectors.spreadsheet.things import relations_of

UNKNOWN_DATE = "an unknown date"
_NO = frozenset({"false", "no", "0", "n", "inactive", "left", "terminated", "former"})


def read_people(layout: Layout, book: Book) -> Iterator[Reading]:
    """Give the people in a table, their teams and departments."""
    for row in layout.rows():
        name, email = person_name(layout, row), email_in(layout.text(row, "email"))
        keys = book.person_keys(name, email)
        if not keys:
            book.tally.add("a row that names nobody for sure", row.cell(layout.column("email") or 0).at())
            continue
        cell = row.cell(_first(layout))
        yield Entity(
            "person", short_name(name or email), keys, cell.at(), attributes=attributes(_attributes(layout, row, book))
        )
        yield from _memberships(layout, row, keys[0], book)
        yield from relations_of(_without_departments(layout), row, keys[0], book)


def _first(layout: Layout) -> int:
    found = [layout.column(what) for what in ("name", "first name", "email")]
    return next((index for index in found if index is not None), 0)


def _attributes(layout: Layout, row: Row, book: Book) -> dict[str, object]:
    deputies = [email_in(text) or text for text in several(layout.text(row, "deputy"))]
    return {"role": meaningful(layout.text(row, "role")), "left": _left(layout, row, book), "deputy": deputies}


def _left(layout: Layout, row: Row, book: Book) -> str:
    index = layout.column("left")
    text = "" if index is None else row.cell(index).text
    if index is not None and not says_never(text):
        date = date_of(text)
        if not date:
            book.tally.add(
                "a date that is not understood, or may be read two ways; write 2026-05-31", row.cell(index).at()
            )
        return date or UNKNOWN_DATE
    gone = meaningful(layout.text(row, "active") or layout.text(row, "status")).casefold() in _NO
    return UNKNOWN_DATE if gone else ""


def _memberships(layout: Layout, row: Row, person: Key, book: Book) -> Iterator[Reading]:
    """Say that the person belongs to the teams, and these to the department; without a team, the person does."""
    teams: list[Key] = []
    for index, meaning in layout.columns.items():
        if meaning.what == "owner" and meaning.kind == "team":
            for text in several(row.cell(index).text):
                team = team_key(text, book.organisation)
                teams.append(team)
                yield mention(team, text, row.cell(index).at())
                yield Relation(person, "member of", team, row.cell(index).at())
    for index in _departments(layout):
        for text in several(row.cell(index).text):
            key = Key("department", f"{book.organisation}/{slug(text)}")
            yield Entity("department", short_name(text), (key,), row.cell(index).at())
            for member in teams or [person]:
                yield Relation(member, "member of", key, row.cell(index).at())


def _departments(layout: Layout) -> list[int]:
    return [index for index, meaning in layout.columns.items() if meaning.kind == "department"]


def _without_departments(layout: Layout) -> Layout:
    rest = {index: meaning for index, meaning in layout.columns.items() if meaning.kind != "department"}
    return Layout(layout.table, layout.header, rest, layout.sort, layout.kind, layout.repeated, layout.unknown)
