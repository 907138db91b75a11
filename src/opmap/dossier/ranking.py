"""The section of the ranking: the first lines as a table, and the very first as sums that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.figures import figure
from opmap.dossier.values import Article, Bar, Grid, Said, Section, Words
from opmap.dossier.wording import answers, orders_of, spread_of
from opmap.reports.ranking import risks_page, tenths
from opmap.reports.safety import plain
from opmap.reports.words import list_of

if TYPE_CHECKING:
    from opmap.analyses.ranking import Ranking
    from opmap.analyses.risks import Factor, Risk
    from opmap.dossier.asking import Asked

LINES = 25
WATERFALLS = 10
_LEAST_WIDTH = 0.5


def ranking_section(found: Ranking, asked: Asked) -> Section:
    """Say what is riskiest, and how its points add up."""
    page = risks_page(found, LINES)
    shown = found.risks[:LINES]
    highest = max((risk.points for risk in shown), default=1.0)
    grid = Grid(
        (">rank", "node", "kind", ">points", "", "takes down", "because", "answers for it"),
        tuple(_row(risk, found.total, highest, asked) for risk in shown),
    )
    return Section(
        "ranking",
        "What is riskiest",
        page.headline,
        (grid,) if shown else (),
        tuple(_waterfall(risk, place, found.total, asked) for place, risk in enumerate(shown[:WATERFALLS], 1)),
        orders_of(page.notes),
    )


def _row(risk: Risk, total: int, highest: float, asked: Asked) -> tuple[Said | Bar | tuple[Said, ...], ...]:
    return (
        Said(spread_of(risk.rank_from, risk.rank_to)),
        asked.links.alone(risk.node),
        Said(risk.node.kind, "faint"),
        Said(f"{risk.points:.0f}"),
        Bar(0, max(_LEAST_WIDTH, 100 * risk.points / highest) if highest > 0 else 0, "bad"),
        Said(f"{risk.takes_down:,} of {total:,}"),
        Said("; ".join(map(plain, risk.because))),
        answers(risk),
    )


def _waterfall(risk: Risk, place: int, total: int, asked: Asked) -> Article:
    return Article(
        f"risk-{place}",
        asked.links.alone(risk.node),
        (Said(risk.node.kind), Said(f"{sum(tenths(risk.factors)):.1f} points", "bad"), *_likely(risk)),
        (
            Words(
                "Takes down", (Said(f"{risk.takes_down:,} of {total:,}: {list_of(list(map(plain, risk.outcomes)))}"),)
            ),
            Grid(("", ">amount", "basis", ">points", ""), _steps(risk)),
        ),
    )


def _likely(risk: Risk) -> tuple[Said, ...]:
    if risk.likely_from is None or risk.likely_to is None:
        return ()
    return (Said(f"place {spread_of(risk.likely_from, risk.likely_to)} nine times in ten", "faint"),)


def _steps(risk: Risk) -> tuple[tuple[Said | Bar, ...], ...]:
    """Give one row for each factor, its bar standing where the one before it ended."""
    sums = [0.0]
    for factor in risk.factors:
        sums.append(sums[-1] + factor.points)
    low, high = min(sums), max(sums)
    width = (high - low) or 1.0

    def bar(start: float, end: float, tone: str) -> Bar:
        left, right = sorted((100 * (start - low) / width, 100 * (end - low) / width))
        return Bar(left, max(right, left + _LEAST_WIDTH), tone)

    rows: list[tuple[Said | Bar, ...]] = [
        (
            Said(factor.name),
            Said(_amount(factor)),
            Said(factor.basis, "" if factor.basis == "stated" else "faint"),
            Said(f"{points:+.1f}"),
            bar(start, end, "warn" if factor.points > 0 else "good"),
        )
        for factor, points, start, end in zip(risk.factors, tenths(risk.factors), sums, sums[1:], strict=False)
    ]
    loss = f"{figure(risk.loss, 3)} value-weighted outage hours a year"
    total = f"{sum(tenths(risk.factors)):.1f}"
    return (*rows, (Said("together"), Said(loss), Said(""), Said(total), bar(0, sums[-1], "bad")))


def _amount(factor: Factor) -> str:
    spread = f" ({figure(factor.low, 3)} to {figure(factor.high, 3)})" if factor.low < factor.high else ""
    return f"{factor.amount:,.4g} {factor.unit}".rstrip() + spread
