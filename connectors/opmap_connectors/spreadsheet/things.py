"""Rows that describe things: an inventory, or a configuration database's items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from opmap.connecting import (
    Cell,
    Entity,
    Key,
    Locator,
    Reading,
    Ref,
    Relation,
    Row,
    attributes,
    criticality_called,
    environment_called,
    host_of,
    hours_of,
    is_secret_name,
    short_name,
)
from opmap_connectors._shared.people import email_in, person_key, slug, team_key
from opmap_connectors.spreadsheet.books import ONE_IN_THE_ORGANISATION, Book, kind_in, vendor_slug
from opmap_connectors.spreadsheet.cells import meaningful, several
from opmap_connectors.spreadsheet.layouts import Layout
from opmap_connectors.spreadsheet.meanings import INCIDENTS, Meaning
from opmap_connectors.spreadsheet.phrases import is_sys_id

_OPERATIONAL = {
    "1": "operational",
    "2": "non-operational",
    "3": "repair in progress",
    "4": "DR standby",
    "5": "ready",
    "6": "retired",
}
_GONE = frozenset(
    {
        "retired",
        "decommissioned",
        "inactive",
        "end of life",
        "eol",
        "disabled",
        "sunset",
        "shut down",
        "absent",
        "stolen",
    }
)
_GONE_NUMBERS = frozenset({"7", "8"})
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::[0-5][0-9])?")
_NO = frozenset({"false", "no", "0", "inactive", "n"})
_NO_INCIDENT = "no incident a year; what has not failed yet still can, as is assumed of its kind"
_NO_VALUE = "a value of 0; of what does not count say so: opmap decide counts NODE no"
_UNKNOWN = "{} that is not understood"


def read_things(layout: Layout, book: Book) -> Iterator[Reading]:
    """Give the things in a table, with what each says of its owners and of what it needs."""
    for row in layout.rows():
        key = book.key(layout, row)
        if key is None:
            book.tally.add("a row that names nothing", row.cell(layout.column("name") or 0).at())
            continue
        yield _entity(layout, row, key, book)
        yield from relations_of(layout, row, key, book)
        yield from _owners(layout, row, key, book)


def _entity(layout: Layout, row: Row, key: Key, book: Book) -> Entity:
    index = layout.column("name")
    cell = row.cell(index if index is not None else layout.column("id") or 0)
    name = short_name(meaningful(cell.text) or key.name.rpartition("#")[2])
    kind = kind_in(layout, row) or "service"
    environment = _word(layout, row, "environment", environment_called, book)
    more = _attributes(layout, row, book, with_type=not kind_in(layout, row))
    return Entity(
        kind,
        name,
        (key, *_keys_by_name(kind, name, book)),
        cell.at(),
        tuple(dict.fromkeys(_addresses(layout, row, book))),
        attributes=attributes(more),
        environment=environment or environment_called(book.document.settings.get("environment", "")),
        inactive=_is_gone(layout, row),
    )


def _keys_by_name(kind: str, name: str, book: Book) -> list[Key]:
    """Give the keys that things of some kinds have by their name alone, so that other cells can name them."""
    if kind in ONE_IN_THE_ORGANISATION:
        return [Key(kind, f"{book.organisation}/{slug(name)}")]
    makers = {"team": team_key, "person": person_key}
    if kind in makers:
        return [makers[kind](name, book.organisation)]
    return [Key("vendor", vendor_slug(name))] if kind == "vendor" else []


def _word(layout: Layout, row: Row, what: str, read: Any, book: Book) -> str:
    index = layout.column(what)
    text = "" if index is None else meaningful(row.cell(index).text)
    found = str(read(text)) if text else ""
    if text and not found and index is not None:
        book.tally.add(_UNKNOWN.format(f"an {what}" if what[0] in "aeiou" else f"a {what}"), row.cell(index).at())
    return found


def _attributes(layout: Layout, row: Row, book: Book, *, with_type: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"criticality": _word(layout, row, "criticality", criticality_called, book)}
    if with_type and meaningful(layout.text(row, "kind")):
        found["type"] = meaningful(layout.text(row, "kind"))
        book.tally.add("a type that is not understood; taken for a service", row.cell(layout.column("kind") or 0).at())
    for index, meaning in layout.columns.items():
        cell = row.cell(index)
        text = meaningful(cell.text)
        if meaning.what == "text":
            found.setdefault(meaning.detail, text)
        elif meaning.what == "list":
            found.setdefault(
                meaning.detail, [item.casefold() if meaning.detail == "data" else item for item in several(cell.text)]
            )
        elif meaning.what == "hours" and text:
            found.setdefault(meaning.detail, _hours(text, meaning, cell, book))
        elif meaning.what == "number" and text:
            found.setdefault(meaning.detail, _number(text, meaning, cell, book))
        elif meaning.what == "attribute" and not is_secret_name(layout.header.cell(index).text):
            found.setdefault(layout.header.cell(index).text, text)
        elif meaning.what == "status" and text:
            found["status"] = _OPERATIONAL.get(text, text).casefold()
    return found


def _hours(text: str, meaning: Meaning, cell: Cell, book: Book) -> float | None:
    bare = text.replace(".", "", 1).isdigit()
    clock = _CLOCK.fullmatch(text)
    hours = hours_of(f"{text} {meaning.kind}" if bare and meaning.kind else text)
    if clock:
        hours = round(int(clock.group(1)) + int(clock.group(2)) / 60, 6)
    if hours is None:
        book.tally.add(
            "a number without a unit where a duration stands; write 4h" if bare else _UNKNOWN.format("a duration"),
            cell.at(),
        )
    elif not hours:
        book.tally.add("a duration of 0, as good as none; write 1m where it is hardly any time", cell.at())
    return hours or None


def _number(text: str, meaning: Meaning, cell: Cell, book: Book) -> float | None:
    try:
        number = float(text.replace(" ", "").replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        book.tally.add(_UNKNOWN.format("a number"), cell.at())
        return None
    if not number:
        book.tally.add(_NO_INCIDENT if meaning.detail == INCIDENTS else _NO_VALUE, cell.at())
    return number or None


def _addresses(layout: Layout, row: Row, book: Book) -> Iterator[Locator]:
    for index, meaning in layout.columns.items():
        if meaning.what == "address":
            for text in several(row.cell(index).text):
                located = book.address(text if host_of(text) else f"{text}:80")
                if located is None:
                    book.tally.add(_UNKNOWN.format("a URL or host"), row.cell(index).at())
                else:
                    yield located if host_of(text) else located._replace(value=located.value.removesuffix(":80"))


def _is_gone(layout: Layout, row: Row) -> bool:
    status = meaningful(layout.text(row, "status")).casefold()
    installed = meaningful(layout.text(row, "install status")).casefold()
    active = meaningful(layout.text(row, "active")).casefold()
    gone = {_OPERATIONAL.get(status, status), installed} & _GONE
    return bool(gone) or installed in _GONE_NUMBERS or active in _NO


def relations_of(layout: Layout, row: Row, own: Key, book: Book) -> Iterator[Reading]:
    """Give the relations that stand in a row's cells, with the things that only these cells name."""
    environment = environment_called(layout.text(row, "environment"))
    for index, meaning in layout.columns.items():
        if meaning.what != "relation":
            continue
        cell = row.cell(index)
        for text in several(cell.text):
            if meaning.kind == "person":
                ref, entities = book.somebody(cell, text)
            else:
                ref, entities = book.thing(cell, text, meaning.kind, environment)
            yield from entities
            source, target = (ref, own) if meaning.backwards else (own, ref)
            if source != target:
                yield Relation(source, meaning.detail, target, cell.at())


def _owners(layout: Layout, row: Row, own: Key, book: Book) -> Iterator[Reading]:
    """Give the owners; an address that stands in a column of its own is that of the one who is named beside it."""
    named = [(meaning, row.cell(index)) for index, meaning in layout.columns.items() if meaning.what == "owner"]
    stated = [(meaning, cell, text) for meaning, cell in named for text in several(cell.text)]
    addresses = [
        (row.cell(index), text)
        for index, meaning in layout.columns.items()
        if meaning.what == "owner email"
        for text in several(row.cell(index).text)
    ]
    people = [item for item in stated if item[0].kind != "team" and not item[0].detail and not email_in(item[2])]
    if len(addresses) == 1 and len(people) == 1:
        stated.remove(people[0])
        cell, address = addresses.pop()
        stated.append((people[0][0], cell, f"{people[0][2]} <{address}>"))
    stated.extend((Meaning("owner"), cell, address) for cell, address in addresses)
    for meaning, cell, text in stated:
        yield from _owned(own, meaning, cell, text, book)


def _owned(own: Ref, meaning: Meaning, cell: Cell, text: str, book: Book) -> Iterator[Reading]:
    if is_sys_id(text):
        book.tally.add("an owner given by a sys_id; export its display value", cell.at())
        return
    ref, entities = book.somebody(cell, text, meaning.kind)
    yield from entities
    if ref != own:
        yield Relation(own, "owned by", ref, cell.at(), attributes=attributes(role=meaning.detail))
