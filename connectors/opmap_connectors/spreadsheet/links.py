"""Rows that describe relations: a configuration database's, and lists of who calls whom."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Certainty, Reading, Ref, Relation, Row, Strength
from opmap_connectors.spreadsheet.books import Book
from opmap_connectors.spreadsheet.cells import meaningful, several
from opmap_connectors.spreadsheet.layouts import Layout
from opmap_connectors.spreadsheet.meanings import words_of
from opmap_connectors.spreadsheet.phrases import Phrase, is_sys_id, phrase_of

_STRENGTHS = frozenset(strength.value for strength in Strength)


def read_links(layout: Layout, book: Book) -> Iterator[Reading]:
    """Give the relations of a CMDB; which end needs the other is said by the words of the type."""
    verb = _columns(layout, "verb", "kind")[0]
    parents, children = _columns(layout, "parent id", "parent"), _columns(layout, "child id", "child")
    for row in layout.rows():
        cell = row.cell(verb)
        phrase = phrase_of(cell.text)
        if phrase is None:
            said = "given by a sys_id; export its display value" if is_sys_id(cell.text) else "that says no direction"
            book.tally.add(f"a type of relation {said}", cell.at())
            continue
        parent, child = _named(row, parents, book), _named(row, children, book)
        source, target = (child, parent) if phrase.backwards else (parent, child)
        if source is None or target is None:
            book.tally.add("a relation that lacks an end", cell.at())
        elif source != target:
            certainty = Certainty.CERTAIN if phrase.sure else Certainty.PROBABLE
            yield Relation(source, phrase.verb, target, cell.at(), certainty=certainty)


def read_members(layout: Layout, book: Book) -> Iterator[Reading]:
    """Give the items that application services consist of, and so depend on."""
    service, item = _headed(layout, "service id"), _headed(layout, "ci id")
    for row in layout.rows():
        ends = [_named(row, columns, book) for columns in (service, item)]
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            yield Relation(ends[0], "depends on", ends[1], row.cell(item[-1]).at(), certainty=Certainty.PROBABLE)


def read_relations(layout: Layout, book: Book) -> Iterator[Reading]:
    """Give the relations of a list: source, verb, target."""
    verbs, strengths = _columns(layout, "verb", "kind"), layout.column("strength")
    starts, ends = _columns(layout, "from"), _columns(layout, "to")
    for row in layout.rows():
        phrase = _phrase(row, verbs, book)
        source = _named(row, starts, book)
        stated = meaningful(row.cell(strengths).text).casefold() if strengths is not None else ""
        strength = Strength(stated) if stated in _STRENGTHS else None
        for text in several(row.cell(ends[0]).text):
            target, _ = book.thing(row.cell(ends[0]), text)
            if source is not None and source != target:
                first, second = (target, source) if phrase.backwards else (source, target)
                yield Relation(first, phrase.verb, second, row.cell(ends[0]).at(), strength)


def _phrase(row: Row, columns: list[int], book: Book) -> Phrase:
    text = meaningful(row.cell(columns[0]).text) if columns else ""
    found = phrase_of(text) if text else Phrase("depends on")
    if found is None:
        book.tally.add("a verb that is not understood; taken for depends on", row.cell(columns[0]).at())
    return found or Phrase("depends on")


def _named(row: Row, columns: list[int], book: Book) -> Ref | None:
    """Find what a row names in the first of these columns in which something stands."""
    for index in columns:
        text = meaningful(row.cell(index).text)
        if text:
            return book.thing(row.cell(index), text)[0]
    return None


def _columns(layout: Layout, *whats: str) -> list[int]:
    return [index for what in whats for index in [layout.column(what)] if index is not None]


def _headed(layout: Layout, words: str) -> list[int]:
    """Find the columns that are called so; the one with the system's own ids first."""
    named = {words_of(text): index for index, text in enumerate(layout.header.texts)}
    return [
        named[spelling]
        for spelling in (f"{words} value", f"{words} sys id", words, f"{words} name")
        if spelling in named
    ]
