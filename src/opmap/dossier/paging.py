"""Sections that are pages of the command line: their tables, with the names in them leading into the map."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from opmap.analyses.overlapping import overlapping
from opmap.analyses.readying import readying
from opmap.dossier.values import Grid, Said, Section
from opmap.dossier.wording import orders_of, said
from opmap.reports.overlapping import overlaps_page
from opmap.reports.pages import Place
from opmap.reports.readying import matrix_page, readiness_page
from opmap.reports.safety import plain

if TYPE_CHECKING:
    from opmap.dossier.asking import Asked
    from opmap.graph import Graph
    from opmap.reports.pages import Cell, Page, Table

LINES = 25


def overlapping_section(graph: Graph, asked: Asked) -> Section:
    """Say which automations overlap."""
    found = overlapping(graph, most=LINES, today=asked.today, only_certain=True)
    return _Paging(graph, asked).section("overlaps", "Automations that overlap", overlaps_page(found, explain=True))


def readying_section(graph: Graph, asked: Asked) -> Section:
    """Say which automations lack a control, and show the matrix of all."""
    paging, found = _Paging(graph, asked), readying(graph, today=asked.today, in_families=True)
    exceptions, matrix = readiness_page(found, LINES), matrix_page(found, LINES)
    return paging.section("readiness", "Controls of automations", exceptions, matrix)


class _Paging:
    """Turns pages into sections."""

    def __init__(self, graph: Graph, asked: Asked) -> None:
        self._asked = asked
        shown = [plain(name, 80) for name in graph.names]
        often = Counter(shown)
        self._ids = {name: identity for name, identity in zip(shown, graph.ids, strict=True) if often[name] == 1}

    def section(self, anchor: str, title: str, *pages: Page) -> Section:
        """Put pages under one title; the first one answers."""
        tables = [(table, page.headline) for page in pages for table in page.tables if table.rows]
        grids = tuple(self._grid(table, "" if at == 0 else headline) for at, (table, headline) in enumerate(tables))
        notes = dict.fromkeys(note for page in pages for note in page.notes)
        return Section(anchor, title, pages[0].headline, grids, (), orders_of(notes))

    def _grid(self, table: Table, title: str) -> Grid:
        heads = tuple(f"{'>' * column.right}{column.name}" for column in table.columns)
        return Grid(heads, tuple(tuple(map(self._cell, row)) for row in table.rows), table.title or title)

    def _cell(self, cell: Cell) -> Said:
        if isinstance(cell, Place):
            return Said(plain(cell.evidence.place), "place")
        found = said(cell)
        known = self._ids.get(found.text, "")
        return Said(found.text, found.tone, self._asked.links.to(known) if known else "")
