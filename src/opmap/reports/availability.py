"""The page for availability: one number with its doubts, and what it is down with most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.figures import figure
from opmap.analyses.lasting import A_YEAR
from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, counted, list_of, named, not_judged, quoted, step_sentence, withheld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.analyses.availability import Availability, Part

_UNKNOWN = Tone("not known", "faint")
_HARDLY = 0.995
"""A share from which on nobody would see that it is none."""


def availability_page(found: Availability, top: int = 0, *, importance: bool = False, explain: bool = False) -> Page:
    """Say how much of the time something is available."""
    shown = found.parts[: top or None]
    measures = (">Birnbaum", ">DIF", ">RAW", ">RRW") if importance else ()
    heads = columns("down with", "kind", ">hours a year", ">of its downtime", "alone", *measures, "*rests on")
    rows = [row for part in shown for row in _rows(part, importance=importance, explain=explain)]
    call = quoted(found.outcome.call)
    return Page(
        headline=_headline(found),
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(_notes(found, len(shown), importance=importance)),
        next=(f"opmap spof {call}", f"opmap blast {call}"),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Availability) -> str:
    name = named(found.outcome)
    if found.available is None or found.hours_down is None:
        return f"Nothing is known that {name} could be down with. That is not to say that it is always available."
    down = f"down {_hours(found.hours_down)} a year, or more"
    return f"{name} is available at most {share(found.available)} of the time: {down}."


def share(available: float) -> str:
    """Write a share of the time with two digits of what is missing, and no more: the inputs carry no third.

    >>> share(0.99623), share(0.9999871), share(0.87)
    ('99.62 %', '99.9987 %', '87 %')
    """
    missing = 1 - available
    if missing <= 0:
        return "100 %"
    digits = 0
    while missing * 100 * 10**digits < 9.95 and digits < 12:
        digits += 1
    return f"{available * 100:.{digits}f} %"


def _hours(number: float) -> str:
    if number >= 10:
        return f"{number:,.0f} h"
    return f"{figure(number, 2)} h" if number >= 1 else f"{figure(number * 60, 2)} min"


def _rows(part: Part, *, importance: bool, explain: bool) -> list[tuple[Cell, ...]]:
    basis = "stated" if part.stated else Tone("assumed", "faint")
    measures = (part.birnbaum, part.diagnostic, part.raw, part.rrw) if importance else ()
    row: tuple[Cell, ...] = (
        *(named(part.node), part.node.kind, _hours(part.hours)),
        *(_part_of_it(part.criticality), "yes" if part.alone else ""),
        *("" if one is None else f"{figure(one, 4)}" for one in measures),
        basis,
    )
    below = [_arithmetic(part), *map(step_sentence, part.path)] if explain else []
    return [row, *((*[""] * (len(row) - 1), line) for line in below)]


def _arithmetic(part: Part) -> str:
    """Show where the hours of a part come from."""
    if part.probability is not None:
        return _behind_buffers(f"down with a probability of {figure(part.probability)} (stated)", part)
    weak = f"; weak controls: {', '.join(part.weaknesses)}" if part.weaknesses else ""
    product = part.fails.amount * part.repair.amount
    terms = (
        f"{figure(part.fails.amount, 3)} times a year ({part.fails.basis})"
        f" × {figure(part.repair.amount, 3)} h ({part.repair.basis}{weak}) = {figure(product, 3)} h"
    )
    down = A_YEAR * product / (A_YEAR + product)
    if down < product * _HARDLY:
        terms += f"; of a year {figure(down, 3)} h, since what is down does not fail"
    return _behind_buffers(terms, part)


def _behind_buffers(terms: str, part: Part) -> str:
    if not part.alone and any(step.buffer_hours for step in part.path):
        return f"{terms}; no buffer is counted, since it takes it down only together with others"
    return terms if part.felt > _HARDLY else f"{terms}, of which {figure(part.felt, 2)} are felt behind buffers"


def _part_of_it(criticality: float | None) -> Cell:
    if criticality is None:
        return _UNKNOWN
    return f"{criticality:.1%}" if criticality >= 0.0005 else "< 0.1%"


def _notes(found: Availability, shown: int, *, importance: bool) -> Iterator[Note]:
    call = quoted(found.outcome.call)
    if found.likely_low is not None and found.likely_high is not None:
        some = f"{found.stated:,} of {counted(len(found.parts), 'part')} {agreeing(found.stated, 'is', 'are')} stated"
        known = "stated: how much, or how often and how long, every part is down"
        known = known if found.stated == len(found.parts) else f"assumed: how often and how long; {some}"
        between = f"{_hours(found.likely_low)} to {_hours(found.likely_high)} a year nine times in ten"
        yield Note(f"{known}. If all err the same way: {between}", "opmap assumptions")
    if not found.exact and found.low is not None and found.high is not None:
        between = f"{share(found.low)} to {share(found.high)}"
        yield Note(f"estimated: too much redundancy for an exact answer; {between} in nineteen of twenty cases")
    yield from withheld(
        [(len(found.parts) - shown, "further part", "further parts")], f"opmap availability {call} --top 0"
    )
    if found.not_judged:
        yield not_judged(found.not_judged, " that it rests on")
    if found.gone:
        gone = list_of([f"{named(node)} {plain(node.gone)}" for node in found.gone])
        yield Note(f"too few are left: {gone}; it is counted as if that were not so", f"opmap spof {call}")
    if found.common_cause or found.failover:
        yield Note(_of_alternatives(found))
    elif found.together:
        text = "not counted: that alternatives fail all at once, or that the change from one to another fails"
        yield Note(text, f"opmap availability {call} --common-cause 0.05 --failover 0.02")
    if found.parts and not importance:
        yield Note("how much each part matters, five ways", f"opmap availability {call} --importance")


def _of_alternatives(found: Availability) -> str:
    """Say what was supposed of alternatives."""
    if not found.together:
        return "nothing stands in for any part of it, so that --common-cause and --failover change nothing"
    of_hundred = [
        f"{found.common_cause * 100:g} % of the downtime of the best of them takes all of them"
        * (found.common_cause > 0),
        f"when one is lost, the change to another fails {found.failover * 100:g} times in 100" * (found.failover > 0),
    ]
    return f"supposed wherever there are alternatives: {'; '.join(filter(None, of_hundred))}"


def _sheet(found: Availability) -> Table:
    heads = columns(
        *("node", "id", "kind", "environment", ">hours a year", "alone", "rests on", ">Birnbaum", ">criticality"),
        *(">DIF", ">RAW", ">RRW", "not known of it"),
    )
    whole = found.outcome
    rows: list[tuple[Cell, ...]] = [
        (whole.name, whole.id, whole.kind, whole.environment, found.hours_down, "", "asked", *[""] * 5, whole.unknown)
    ]
    rows += [
        (
            *(part.node.name, part.node.id, part.node.kind, part.node.environment, part.hours),
            *("yes" if part.alone else "no", "stated" if part.stated else "assumed"),
            *(part.birnbaum, part.criticality, part.diagnostic, part.raw, part.rrw),
            part.node.unknown,
        )
        for part in found.parts
    ]
    named_already = {part.node.id for part in found.parts}
    rows += [
        (one.name, one.id, one.kind, one.environment, "", "", "not judged", *[""] * 5, one.unknown)
        for one in found.not_judged
        if one.id not in named_already
    ]
    return Table(heads, tuple(rows))
