"""The page of concentration: with what most of the value falls, and what stands in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.figures import figure
from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import LONGEST_IN_A_LINE, plain
from opmap.reports.words import (
    agreeing,
    assumed,
    counted,
    hours,
    list_of,
    named,
    path_of,
    place_of,
    quoted,
    step_sentence,
    withheld,
)

if TYPE_CHECKING:
    from opmap.analyses.concentrating import Concentrating, Concentration

_GREAT, _LARGE = 0.5, 0.2
"""From these shares on a line is red, or amber."""


def concentration_page(found: Concentrating, top: int = 0, *, explain: bool = False) -> Page:
    """Say with what most of the value falls."""
    shown = found.found[: top or None]
    rows = [row for one in shown for row in _rows(one, found.total, explain=explain)]
    heads = columns("with", "kind", ">share", "takes down", "*which", "instead")
    first = next((one for one in shown if one.node), None)
    asked = f" {found.asked}" if found.asked else ""
    follow = [f"opmap what-if --fail {quoted(first.node.call)}"] if first and first.node else []
    return Page(
        headline=_headline(found),
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(_notes(found, shown, asked)),
        next=(*follow, f"opmap concentration{asked} --explain") if shown else ("opmap coverage",),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Concentrating) -> str:
    what = (
        counted(2, found.asked).partition(" ")[2] if found.asked else "vendors, models, credentials, places and people"
    )
    if not found.total:
        return "Nobody has said what counts, so that nothing can be said of shares."
    if not found.holders and found.accepted:
        return f"Of the known {what} only what was accepted takes down alone something that counts."
    if not found.holders:
        return f"With none of the known {what} alone anything falls that counts. That is not proof that it is safe."
    one = found.found[0] if found.found else None
    most = f": most with {_name(one)}, {share_of(one.share)}" if one else ""
    holders = counted(found.holders, found.asked or "holder")
    return f"Something that counts falls with {holders}{most} of the value of {counted(found.total, 'outcome')}."


def _rows(one: Concentration, total: int, *, explain: bool) -> list[tuple[Cell, ...]]:
    tone = "bad" if one.share >= _GREAT else "warn" if one.share >= _LARGE else ""
    name = _name(one) + (f" and {counted(one.holds, 'node')} with it" if one.holds and one.node else "")
    share = f"{share_of(one.share)}{_grown(one)}"
    row: tuple[Cell, ...] = (
        Tone(name, tone) if tone else name,
        one.what,
        share,
        f"{len(one.falls):,} of {total:,}",
        list_of([named(fallen.outcome) for fallen in one.falls]),
        instead(one),
    )
    return [row, *([("", "", "", "", line, "") for line in _reasons(one)] if explain else [])]


def _name(one: Concentration) -> str:
    return plain(one.name, LONGEST_IN_A_LINE)


def share_of(share: float) -> str:
    """Write a share; what is not nothing is never shown as none."""
    return "under 1 %" if 0 < share < 0.01 else f"{share * 100:.0f} %"


def _grown(one: Concentration) -> str:
    return "" if one.accepted_at is None else f" (accepted at {share_of(one.accepted_at)})"


def instead(one: Concentration) -> str:
    """Name what stands in for it, where that is known."""
    if not one.substitutes:
        return "nothing known"
    first = one.substitutes[0]
    more = f" and at {len(one.substitutes) - 1:,} more" if len(one.substitutes) > 1 else ""
    doubt = " (presumed)" if first.presumed else ""
    return f"{list_of([named(by) for by in first.by])} at {named(first.at)}{doubt}{more}"


def _reasons(one: Concentration) -> list[str]:
    lines = [f"{figure(one.value)} of value falls; {one.leaning:,} of what counts lean on it in some way"]
    if one.node:
        lines.append(f"known from {plain(place_of(one.evidence)) or 'no file'}")
    for fallen in one.falls:
        way = " → ".join(path_of(fallen.path, fallen.outcome))
        lines.append(f"{way} {hours(fallen.after_hours)}, worth {figure(fallen.value)}")
        lines += [step_sentence(step) for step in fallen.path]
    lines += [f"worse off: {', '.join(named(node) for node in one.worse)}"] if one.worse else []
    for held in one.substitutes:
        doubt = " (presumed)" if held.presumed else ""
        lines.append(f"at {named(held.at)} there is {', '.join(named(by) for by in held.by)}{doubt}")
    return lines


def _notes(found: Concentrating, shown: tuple[Concentration, ...], asked: str) -> list[Note]:
    parts = [
        (found.holders - len(shown), "further holder", "further holders"),
        (found.lone, "that one thing alone uses", "that one thing alone uses each"),
        (len(found.accepted), "accepted until it grows", "accepted until they grow"),
    ]
    notes = withheld(parts, f"opmap concentration{asked} --all --top 0")
    if found.harmless:
        know = agreeing(found.harmless, "holder takes", "holders take")
        notes.append(Note(f"{found.harmless:,} further {know} down nothing that counts, as far as the files show"))
    if found.production:
        notes.append(Note(f"with production as a whole {share_of(found.production)} fall: that is what production is"))
    if found.unplaced:
        word = agreeing(found.unplaced, "service or datastore", "services and datastores")
        notes.append(Note(f"of {found.unplaced:,} {word} nobody says the environment", "opmap nodes env:none"))
    return notes + ([assumed(found.stand_ins, found.total)] if found.stand_ins else [])


def _sheet(found: Concentrating) -> Table:
    heads = columns(
        *(
            "with",
            "id",
            "kind",
            ">share",
            ">value",
            ">takes down",
            "which",
            "worse off",
            ">lean on it",
            ">nodes with it",
        ),
        *("instead", "accepted at", "not known of it", "where"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.name, one.node.id if one.node else "", one.what, round(one.share, 4), one.value, len(one.falls)),
            "; ".join(plain(fallen.outcome.name) for fallen in one.falls),
            "; ".join(plain(node.name) for node in one.worse),
            *(one.leaning, one.holds),
            "; ".join(
                f"{', '.join(plain(by.name) for by in held.by)} at {plain(held.at.name)}" for held in one.substitutes
            ),
            "" if one.accepted_at is None else round(one.accepted_at, 4),
            *(one.node.unknown if one.node else "", place_of(one.evidence)),
        )
        for one in found.found
    ]
    rows += [(node.name, node.id, node.kind, *("",) * 8, "accepted", node.unknown, "") for node in found.accepted]
    return Table(heads, tuple(rows))
