"""The report for reading: one HTML file without a script, for a screen and for paper.

Each section is a function that gives a `Section` of plain blocks; `sections` lists them in
their order, and a new one needs to stand there and nowhere else.

>>> from opmap.dossier.asking import Asked
>>> from opmap.estate import Estate
>>> from opmap.graph import from_estate
>>> report_page(from_estate(Estate()), Asked(today="2030-01-01")).startswith("<!doctype html>")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.asking import Acceptance, Asked, Line
from opmap.dossier.linking import Links

if TYPE_CHECKING:
    from opmap.dossier.findings import Findings
    from opmap.dossier.values import Section
    from opmap.graph import Graph

__all__ = ["Acceptance", "Asked", "Line", "Links", "report_page"]


def report_page(graph: Graph, asked: Asked) -> str:
    """Give the whole page."""
    from opmap.dossier.findings import findings
    from opmap.dossier.pages import page
    from opmap.maps.people import without_people

    shown = graph if asked.people else without_people(graph)
    return page(shown, asked, sections(shown, findings(shown, asked), asked))


def sections(graph: Graph, found: Findings, asked: Asked) -> tuple[Section, ...]:
    """Give all sections, as they follow each other."""
    from opmap.dossier.concentrating import concentrating_section
    from opmap.dossier.covering import covering_section
    from opmap.dossier.owning import doing_section, owning_section
    from opmap.dossier.paging import overlapping_section, readying_section
    from opmap.dossier.ranking import ranking_section
    from opmap.dossier.recovering import recovering_section
    from opmap.dossier.singling import singling_section
    from opmap.dossier.summing import summing_section

    return (
        summing_section(found),
        ranking_section(found.ranked, asked),
        singling_section(graph, found.singling, asked),
        owning_section(found.owning, asked),
        doing_section(found.owning, found.singling, found.recovering, asked),
        concentrating_section(found.concentrating, asked),
        recovering_section(found.recovering, asked),
        overlapping_section(graph, asked),
        readying_section(graph, asked),
        covering_section(found.seen, asked),
    )
