"""The page that says what is assumed; the same tables stand in docs/assumptions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.assumptions import FAILS, RANGES, REPAIR, SET, VALUE
from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns

if TYPE_CHECKING:
    from opmap.analyses.assumptions import Assumptions, Premise, Stated


def assumptions_page(table: Assumptions, place: str = "", known: Stated | None = None) -> Page:
    """Say what is assumed of each kind and of weak controls; ``place`` is the file that may say otherwise."""
    kinds, weak, wrong = tables(table)
    of_kinds = sum(bool(premise.set_here) for premise in table.kinds.values())
    of_controls = sum(one.basis == SET for one in table.weaknesses.values())
    here = f"{of_kinds} of {len(table.kinds)} kinds and {of_controls} of {len(table.weaknesses)} weak controls"
    own = "opmap's own numbers"
    said = f"{own}, but for {here}, which opmap.toml sets" if of_kinds or of_controls else own
    return Page(
        headline=f"Assumed where nobody says it of a node: {said}.",
        tables=(kinds, weak, wrong),
        notes=(
            Note(f"what is stated of a node comes first{_counts(known)}", "opmap decide fails NODE 3"),
            *([Note(f"set your own under [assumptions] in {place}")] if place else []),
        ),
        next=("opmap risks --explain",),
        data=table,
        sheet=_sheet(table),
    )


def _counts(known: Stated | None) -> str:
    """Say of how many nodes each number is stated."""
    if known is None:
        return ""
    down = f"; how likely it is down, of {known.probability:,}" if known.probability else ""
    numbers = f"how often, of {known.fails:,}; how long, of {known.repair:,}; what it is worth, of {known.value:,}"
    return f"; it is: {numbers}{down}"


def tables(table: Assumptions) -> tuple[Table, Table, Table]:
    """Give the tables by kind, of weak controls, and of how wrong each number may be."""
    kinds = Table(
        columns("kind", ">fails a year", ">repair, hours", ">value", "set here"),
        tuple(_of_kind(name, premise) for name, premise in table.kinds.items()),
        title="by kind",
    )
    weak = Table(
        columns("weak control", "works on", ">times", "*when", "set here"),
        tuple(
            (one.name, _OFTEN[one.works_on], f"{one.factor:g}", one.meaning, "yes" if one.basis == SET else "")
            for one in table.weaknesses.values()
        ),
        title="weak controls: each works once, and not on a number that was stated of the node",
    )
    wrong = Table(
        columns("number", "rests on", ">so many times more or less"),
        tuple((_WORDS[name], basis, f"{times:g}") for (name, basis), times in RANGES.items()),
        title="how wrong a number may be, in nineteen of twenty cases",
    )
    return kinds, weak, wrong


_OFTEN = {FAILS: "how often", REPAIR: "how long"}
_WORDS = {FAILS: "fails a year", REPAIR: "repair", VALUE: "value", "weakness": "weak control"}


def _of_kind(name: str, premise: Premise) -> tuple[Cell, ...]:
    own = ", ".join(number for number in (FAILS, REPAIR, VALUE) if number in premise.set_here)
    return (
        name,
        _number(premise.per_year),
        _number(premise.hours),
        _number(premise.value),
        Tone(own, "good") if own else "",
    )


def _number(number: float) -> str:
    return f"{number:g}" if number else "–"


def _sheet(table: Assumptions) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, premise in table.kinds.items():
        for fact, amount in ((FAILS, premise.per_year), (REPAIR, premise.hours), (VALUE, premise.value)):
            if amount:
                basis = SET if fact in premise.set_here else "assumed"
                rows.append((name, fact, amount, basis, RANGES[fact, basis]))
    rows += [(one.name, one.works_on, one.factor, one.basis, one.range) for one in table.weaknesses.values()]
    return Table(columns("kind or weak control", "number", ">amount", "rests on", ">range"), tuple(rows))
