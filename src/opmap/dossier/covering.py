"""The section of what was not seen: the part of every answer that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.searching import unseen_of
from opmap.dossier.values import Grid, Order, Said, Section
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.analyses.covering import Coverage
    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Cell

LINES = 25
_COMMAND = "opmap coverage --top 0"


def covering_section(seen: Coverage, asked: Asked) -> Section:
    """Say what was not read, not resolved and not seen."""
    read = sum(source.read for source in seen.sources)
    lost = sum(len(source.unreadable) for source in seen.sources)
    rest = sum(source.not_recognised for source in seen.sources)
    answer = f"{counted(read, 'document')} read, {lost:,} unreadable, {rest:,} not recognised; {_led(seen)}."
    every = list(_grids(seen, asked))
    grids = tuple(Grid(one.columns, one.rows[:LINES], one.title) for one in every if one.rows)
    withheld = [(len(one.rows) - LINES, one.title) for one in every if len(one.rows) > LINES]
    further = [f"{count:,} under “{title}”" for count, title in withheld]
    notes = [Order(f"Withheld: {' · '.join(further)}.", _COMMAND)] if further else []
    return Section("coverage", "What was not seen", answer, grids, (), (*notes, *_notes(seen)))


def _led(seen: Coverage) -> str:
    ambiguous, lost = len(seen.ambiguous), len(seen.dangling)
    return f"references: {seen.resolved:,} resolved, {ambiguous:,} ambiguous, {lost:,} leading nowhere"


def _grids(seen: Coverage, asked: Asked) -> Iterator[Grid]:
    sources: tuple[tuple[Cell, ...], ...] = tuple(
        (Said(plain(one.name, 60)), Said(f"{one.read:,}"), Said(unseen_of(one) or "nothing that is known of"))
        for one in seen.sources
    )
    yield Grid(("source", ">documents read", "not read"), sources, "Sources")
    unreadable = [one for source in seen.sources for one in source.unreadable]
    for title, notices in (("Unreadable", unreadable), ("Read in part", seen.notices)):
        rows = tuple((_place(one.evidence.place), Said(plain(one.reason, 200))) for one in notices)
        yield Grid(("where", "why"), rows, title)
    for title, references in (("Leading nowhere", seen.dangling), ("With several meanings", seen.ambiguous)):
        lines = tuple(
            (Said(plain(one.text, 120)), Said(plain(one.reason, 200)), _place(one.evidence.place)) for one in references
        )
        yield Grid(("reference", "why", "where"), lines, title)
    silent = tuple((asked.links.alone(one), Said(one.kind, "faint")) for one in seen.undescribed)
    yield Grid(("node", "kind"), silent, "Nothing is known of what these need")
    unseen = tuple((asked.links.alone(one), Said(plain(since, 40), "warn")) for one, since in seen.unseen)
    yield Grid(("node", "not seen since"), unseen, "Not seen any more")


def _place(place: str) -> Said:
    return Said(plain(place), "place")


def _notes(seen: Coverage) -> Iterator[Order]:
    if seen.only_mentioned:
        lacking = f"nothing is concluded from what {agreeing(seen.only_mentioned, 'it lacks', 'they lack')}"
        text = f"{counted(seen.only_mentioned, 'node')} only mentioned: {lacking}."
        yield Order(text, "opmap nodes state:mentioned")
    if seen.questions:
        yield Order(f"{counted(len(seen.questions), 'question')} that only people can settle.", "opmap identity")
    if seen.waiting_decisions:
        count = len(seen.waiting_decisions)
        waits = agreeing(count, "waits", "wait")
        yield Order(f"{counted(count, 'decision')} {waits} for a node or a relation that is gone.", "opmap decisions")
