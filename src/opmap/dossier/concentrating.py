"""The section of concentration: with what most of the value falls at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.values import Bar, Grid, Said, Section
from opmap.dossier.wording import orders_of
from opmap.reports.concentrating import concentration_page, instead, share_of
from opmap.reports.safety import plain

if TYPE_CHECKING:
    from opmap.analyses.concentrating import Concentrating, Concentration
    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Cell

_GREAT, _LARGE = 0.5, 0.2


def concentrating_section(found: Concentrating, asked: Asked) -> Section:
    """Say with what most of the value falls."""
    page = concentration_page(found)
    heads = ("with", "kind", ">share", "", "takes down", "which", "instead")
    rows = tuple(_row(one, found.total, asked) for one in found.found)
    grids = (Grid(heads, rows),) if rows else ()
    return Section("concentration", "What falls together", page.headline, grids, (), orders_of(page.notes))


def _row(one: Concentration, total: int, asked: Asked) -> tuple[Cell, ...]:
    tone = "bad" if one.share >= _GREAT else "warn" if one.share >= _LARGE else ""
    name = asked.links.node(one.node, tone) if one.node else Said(plain(one.name, 80), tone)
    return (
        name,
        Said(one.what, "faint"),
        Said(share_of(one.share)),
        Bar(0, max(1.0, 100 * one.share), tone or "faint"),
        Said(f"{len(one.falls):,} of {total:,}"),
        asked.links.nodes([fallen.outcome for fallen in one.falls], most=3),
        Said(instead(one), "" if one.substitutes else "faint"),
    )
