"""The section of recovery: what has to be back in time, and what is thought less of than it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.values import Grid, Said, Section
from opmap.dossier.wording import answers, orders_of
from opmap.reports.recovering import back_within, recovery_page
from opmap.reports.safety import plain
from opmap.reports.words import duration

if TYPE_CHECKING:
    from opmap.analyses.recovering import Recovering, Recovery
    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Cell

LINES = 50


def recovering_section(found: Recovering, asked: Asked) -> Section:
    """Say what has to be back how soon, what takes longer, and what is called less critical than it is."""
    page = recovery_page(found, LINES, every=True)
    late = ("node", "kind", "back within", "for", "repair takes", "answers for it")
    needed = [one for one in found.recoveries if one.required_hours is not None]
    rows = tuple(_row(one, asked) for one in needed[:LINES])
    turned = tuple(_inverted(one, asked) for one in found.recoveries if one.inverted)[:LINES]
    grids = [Grid(late, rows, "To be back in time")] if rows else []
    if turned:
        heads = ("node", "kind", "back within", "called", "but")
        grids.append(Grid(heads, turned, "Thought less of than it should be"))
    return Section("recovery", "What has to be back, and when", page.headline, tuple(grids), (), orders_of(page.notes))


def _row(one: Recovery, asked: Asked) -> tuple[Cell, ...]:
    taken = duration(one.repair.hours) + (", assumed" if one.repair.assumed else "")
    tone = "" if not one.slower else "warn" if one.repair.assumed else "bad"
    late = f"{taken}: too long" if one.slower else taken
    return (
        asked.links.alone(one.node, tone),
        Said(one.node.kind, "faint"),
        Said(back_within(one)),
        Said(plain(one.outcome.name, 80), href=asked.links.to(one.outcome.id, one.node.id)),
        Said(late, tone),
        answers(one),
    )


def _inverted(one: Recovery, asked: Asked) -> tuple[Cell, ...]:
    return (
        asked.links.alone(one.node),
        Said(one.node.kind, "faint"),
        Said(back_within(one), "" if one.required_hours is not None else "faint"),
        Said(one.criticality or "nothing", "" if one.criticality else "faint"),
        Said("; ".join(map(plain, one.inverted))),
    )
