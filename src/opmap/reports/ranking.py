"""The page for the ranking: rank, points and why on a line; how they add up where it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.figures import figure, whole
from opmap.kinds import KINDS
from opmap.reports.pages import Cell, Note, Page, Table, columns
from opmap.reports.safety import plain
from opmap.reports.words import (
    agreeing,
    answering,
    assumed,
    counted,
    list_of,
    named,
    named_with,
    not_judged,
    place_of,
    quoted,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opmap.analyses.learning import Worth
    from opmap.analyses.naming import NodeName
    from opmap.analyses.ranking import Ranking
    from opmap.analyses.risks import Factor, Lesson, Risk

_MOST_REASONS = 3
_ASKED = {
    "fails": "how often {} fails",
    "repair": "how long the repair of {} takes",
    "value": "what an hour of {} is worth",
    "tolerance": "how long {} may be down",
    "counts": "whether {} counts at all",
}
_OF_PEOPLE = {"fails": "how often {} is away", "repair": "how long {} is away"}
_OF_IT = {"fails": "how often it fails", "repair": "how long its repair takes"}
_ONE = {"units": "unit", "hours": "hour", "times a year": "time a year"}
_UNITS = {"fails": "times a year", "repair": "hours", "value": "units", "tolerance": "hours"}


def risks_page(
    found: Ranking,
    top: int = 0,
    *,
    only: Sequence[Risk] | None = None,
    asked: NodeName | None = None,
    explain: bool = False,
) -> Page:
    """Show the ranking; or ``only`` some lines of it, for one of its lines or for the node that was asked about."""
    shown = found.risks[: top or None] if only is None else only
    rows = [row for risk in shown for row in _risk_rows(risk, found.total, explain=explain)]
    headline = _headline(found, only, asked)
    heads = columns(">rank", "likely", ">points", "node", "takes down", "*because", "answers for it")
    return Page(
        headline=headline,
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(_notes(found, shown, whole=only is None)),
        next=_next(shown, asked),
        data=found if only is None else {"answer": headline, "risks": list(shown)},
        sheet=_sheet(found if only is None else None, shown if only is not None else found.risks),
    )


def _next(shown: Sequence[Risk], asked: NodeName | None) -> tuple[str, ...]:
    node = shown[0].node if shown else asked
    return (f"opmap blast {quoted(node.call)}", "opmap risks 1 --explain") if node else ("opmap coverage",)


def _headline(found: Ranking, only: Sequence[Risk] | None, asked: NodeName | None) -> str:
    whole = counted(found.nodes, "node")
    if asked is not None and not only:
        return _pointless(found, asked)
    if only is not None:
        return f"{named(only[0].node)} in the ranking of {whole}, by expected loss a year."
    if not found.risks:
        known = "nothing that is known of takes down alone what counts. That is not proof that it is safe"
        return f"Of {whole} {known}."
    return f"The riskiest of {whole}, by expected loss a year."


def _pointless(found: Ranking, asked: NodeName) -> str:
    """Say why a node has no points."""
    name = named(asked)
    if any(one.id == asked.id for one in found.accepted):
        return f"The risk of {name} is accepted until its date: opmap risks --all shows it."
    if asked.id in found.never_felt:
        why = "it is repaired long before the buffers and tolerances of what falls with it are used up"
        return f"{name} has no points, for it is never felt: {why}."
    if asked.id in found.never_fails:
        return f"{name} has no points, for the probability that it is down is stated as 0."
    if asked.id in {one.id for one in found.old_data}:
        return f"{name} has no points: it takes down alone nothing that counts, but leaves some of it on old data."
    if asked.unknown:
        return f"{name} is not judged: {asked.unknown}. That is not to say that it is safe."
    if asked.id in found.without_points:
        return f"{name} has no points: as far as the files show, it takes down alone nothing that counts."
    kind = KINDS[asked.kind].one
    return f"{name} has no points: {kind} has no fault of its own, it is down when what it rests on is."


def _risk_rows(risk: Risk, total: int, *, explain: bool) -> list[tuple[Cell, ...]]:
    share = f"{risk.takes_down:,} of {total:,}{' each' if risk.alike else ''}"
    row: tuple[Cell, ...] = (
        _between(risk.rank_from, risk.rank_to),
        _between(risk.likely_from, risk.likely_to),
        whole(risk.points),
        named_with(risk.node, risk.alike),
        share,
        "; ".join(risk.because[:_MOST_REASONS]),
        answering(risk),
    )
    return [row, *([("", "", "", "", "", line, "") for line in _arithmetic(risk)] if explain else [])]


def _between(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _notes(found: Ranking, shown: Sequence[Risk], *, whole: bool) -> Iterator[Note]:
    if whole:
        copies = sum(len(risk.alike) for risk in shown)
        parts = [
            (found.causes - len(shown), "further cause", "further causes"),
            (copies, "copy", "copies"),
            (len(found.accepted), "accepted until its date", "accepted until their dates"),
        ]
        yield from withheld(parts, "opmap risks --all --top 0")
        if found.without_points:
            takes = agreeing(len(found.without_points), "takes", "take")
            text = (
                f"no points: {counted(len(found.without_points), 'node')} {takes} down nothing alone, as far as known"
            )
            yield Note(text, "opmap risks NODE")
        if found.old_data:
            leaves = agreeing(len(found.old_data), "leaves", "leave")
            them = list_of([named(one) for one in found.old_data])
            text = f"old data: {them} {leaves} what counts on old data, which costs no points"
            yield Note(text, f"opmap blast {quoted(found.old_data[0].call)}")
        if found.never_felt:
            repaired = f"{agreeing(len(found.never_felt), 'is', 'are')} repaired long before buffers and tolerances end"
            yield Note(f"never felt: {counted(len(found.never_felt), 'node')} {repaired}", "opmap risks NODE")
        if found.never_fails:
            yield Note(f"never fails: {counted(len(found.never_fails), 'node')} with a stated probability of 0")
    if found.not_judged and whole:
        yield not_judged(found.not_judged)
    if shown:
        text = "assumed: how often, and for how long, where nobody said it; likely: the rank nine times in ten"
        yield Note(text, "opmap assumptions")
    if found.stand_ins and whole:
        yield assumed(found.stand_ins, found.total)
    if found.learn and whole:
        yield Note(f"learn first, of what is assumed: {_worth(found.learn[0])}", "opmap ask")


def _worth(one: Worth) -> str:
    words = _OF_PEOPLE if one.node.kind in {"person", "team"} else _ASKED
    question = words[one.fact].format(named(one.node))
    if one.fact not in _UNITS:
        return question
    return f"{question} ({_range(one)} {_UNITS[one.fact]}, {_amount(one.used)} is used)"


def _range(one: Worth | Factor | Lesson) -> str:
    return f"{_amount(one.low)} to {_amount(one.high)}"


def _amount(number: float) -> str:
    """Give a number with two digits that count, more where it has them before the point.

    >>> _amount(0.4612), _amount(24.0), _amount(1271.0)
    ('0.46', '24', '1,271')
    """
    return f"{number:,.0f}" if number >= 10 else figure(number, 2)


def _arithmetic(risk: Risk) -> Iterator[str]:
    """Show how the points add up, and what stands beside them."""
    for factor, points in zip(risk.factors, tenths(risk.factors), strict=True):
        unit = _ONE.get(factor.unit, factor.unit) if factor.amount == 1 else factor.unit
        words = f"{factor.name}: {_exactly(factor.amount)} {unit}".rstrip()
        spread = f", {_range(factor)}" if factor.low < factor.high else ""
        yield f"{points + 0.0:+6.1f}  {words} ({factor.basis}{spread})"
    total = round(sum(tenths(risk.factors)), 1) + 0.0
    yield f"= {total:4.1f}  points: {figure(risk.loss, 3)} value-weighted outage hours a year"
    if risk.among_first is not None:
        likely = f"{_between(risk.likely_from, risk.likely_to)} nine times in ten"
        yield f"place: {likely}; among the first ten {risk.among_first:.0%} of the time; layer {risk.layer}"
    if risk.learn:
        at = f"place {risk.learn.places[0]:,} to {risk.learn.places[1]:,}"
        question = _OF_IT[risk.learn.fact]
        yield f"learn first: {question} ({_range(risk.learn)} {_UNITS[risk.learn.fact]}: {at})"
    yield f"worst single loss: {figure(risk.worst, 3)} value-weighted hours, when its repair is the slowest of twenty"
    yield f"rests on: {risk.rests_on} · weak controls: {', '.join(risk.hygiene) or 'none known'}"
    yield from (f"known from {plain(one.place)}" for one in risk.evidence[:1])
    yield f"takes down: {', '.join(map(plain, risk.outcomes))}"


def _exactly(number: float) -> str:
    return figure(number) if number < 1e6 else f"{number:,.0f}"


def tenths(factors: Sequence[Factor]) -> list[float]:
    """Round points to tenths so that the tenths add up: each is what the sum so far has grown by."""
    rounded, total, shown = [], 0.0, 0.0
    for factor in factors:
        total += factor.points
        rounded.append(round(round(total, 1) - shown, 1))
        shown = round(shown + rounded[-1], 1)
    return rounded


def _sheet(found: Ranking | None, risks: Sequence[Risk]) -> Table:
    heads = columns(
        *(">rank from", ">rank to", ">likely from", ">likely to", ">among first ten", ">points", ">hours a year"),
        *("node", "id", "kind", "environment", ">takes down", "which", "because"),
        *(">layer", ">worst single loss", "weak controls", "rests on", "learn first"),
        *("owners", "copies", "not known of it", "where"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(risk.rank_from, risk.rank_to, risk.likely_from, risk.likely_to, risk.among_first),
            *(round(risk.points), float(f"{risk.loss:.3g}"), *_identity(risk.node), risk.takes_down),
            "; ".join(map(plain, risk.outcomes)),
            "; ".join(risk.because),
            *(risk.layer, float(f"{risk.worst:.3g}"), "; ".join(risk.hygiene), risk.rests_on),
            risk.learn.fact if risk.learn else "",
            "; ".join(map(plain, risk.owners)),
            "; ".join(plain(node.name) for node in risk.alike),
            risk.node.unknown,
            place_of(risk.evidence),
        )
        for risk in risks
    ]
    for nodes, why in ((found.not_judged, "not judged"), (found.accepted, "accepted")) if found else ():
        rows += [(why, *[""] * 6, *_identity(node), *[""] * 10, node.unknown, "") for node in nodes]
    return Table(heads, tuple(rows))


def _identity(node: NodeName) -> tuple[Cell, ...]:
    return node.name, node.id, node.kind, node.environment
