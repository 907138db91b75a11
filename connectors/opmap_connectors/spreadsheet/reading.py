"""A document's tables read into facts."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import MOST_ROWS, Document, Notice, Reading, did_you_mean, is_secret_name
from opmap_connectors.spreadsheet.books import Book
from opmap_connectors.spreadsheet.layouts import Layout, Sort, layout_of, mapping_of
from opmap_connectors.spreadsheet.links import read_links, read_members, read_relations
from opmap_connectors.spreadsheet.meanings import kind_of_header, known_meanings, meaning_of
from opmap_connectors.spreadsheet.people import read_people
from opmap_connectors.spreadsheet.things import read_things

_READERS = {
    Sort.THINGS: read_things,
    Sort.PEOPLE: read_people,
    Sort.LINKS: read_links,
    Sort.MEMBERS: read_members,
    Sort.RELATIONS: read_relations,
}


def read_tables(document: Document) -> Iterator[Reading]:
    """Give what every table says, and a notice of each thing that was not understood."""
    layouts = []
    for table in document.tables:
        yield from table.notices
        layout = layout_of(table)
        if layout:
            layouts.append(layout)
            yield from _layout_notices(layout)
        elif len(table.head) > 1:
            yield Notice("a sheet without a header that is understood; it is not read", table.head[0].cell(0).at())
    yield from _mapping_notices(document)
    book = Book(document, layouts)
    for layout in layouts:
        yield from _READERS[layout.sort](layout, book)
    yield from book.tally.notices()


def _layout_notices(layout: Layout) -> Iterator[Notice]:
    header = layout.header
    for index in layout.repeated:
        yield Notice("a column that means the same as an earlier one; the earlier one counts", header.cell(index).at())
    for index, meaning in layout.columns.items():
        if meaning.what == "attribute" and is_secret_name(header.cell(index).text):
            yield Notice("a column named like a secret; its values are not kept", header.cell(index).at())
    if layout.unknown:
        several = len(layout.unknown) > 1
        count = f"{len(layout.unknown)} columns are not understood" if several else "a column is not understood"
        reason = f"{count}; opmap.toml can say what a column means, under columns"
        yield Notice(reason, header.cell(layout.unknown[0]).at())
    beyond = layout.table.beyond
    if beyond is not None:
        yield Notice(f"more than {MOST_ROWS:,} rows; what follows from here on is not read", beyond.cell(0).at())


def _mapping_notices(document: Document) -> Iterator[Notice]:
    for word in sorted(mapping_of(document.settings).values()):
        if meaning_of(word) is None and not kind_of_header(word):
            offer = did_you_mean(word, known_meanings())
            yield Notice(f"the column mapping uses a word that is not understood{offer}", document.at())
