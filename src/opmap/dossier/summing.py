"""The first section: the numbers that matter, each leading to the section that says more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.dossier.values import Order, Section, Tile, Tiles
from opmap.dossier.wording import orders_of
from opmap.reports.concentrating import share_of
from opmap.reports.risking import makeup_of
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, assumed, counted, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.dossier.findings import Findings


def summing_section(found: Findings) -> Section:
    """Say in a few numbers how the estate stands."""
    ranked = found.ranked
    if not ranked.nodes:
        read = sum(source.read for source in found.seen.sources)
        answer = f"Nothing is known yet: {counted(read, 'document')} read, and no node in them."
        return Section("summary", "Summary", answer, notes=(Order("See what can be read.", "opmap connectors"),))
    estate = f"{counted(ranked.nodes, 'node')}, of which {ranked.total:,} {agreeing(ranked.total, 'counts', 'count')}"
    answer = f"{estate} as something that people want to go on working."
    notes = [assumed(ranked.stand_ins, ranked.total)] if ranked.stand_ins else []
    return Section("summary", "Summary", answer, (Tiles(tuple(_tiles(found))),), (), orders_of(notes))


def _tiles(found: Findings) -> Iterator[Tile]:
    single = found.singling
    alone = single.alone
    none = "is known to take down alone something that counts; that is not proof that nothing does"
    text = (
        f"{agreeing(alone, 'takes', 'take')} down alone something that counts: {makeup_of(single)}" if alone else none
    )
    yield Tile(f"{alone:,}" if alone else "Nothing", text, "single-points", "bad" if alone else "")
    if found.ranked.risks:
        first = found.ranked.risks[0]
        text = f"is riskiest: it takes down {first.takes_down:,} of {found.ranked.total:,}"
        yield Tile(named(first.node), text, "ranking", "bad")
    gaps = found.owning.asked - found.owning.owned
    if found.owning.asked:
        text = f"of {counted(found.owning.asked, 'node')} {agreeing(gaps, 'has', 'have')} nobody who answers for them"
        yield Tile(f"{gaps:,}", text, "gaps", "warn" if gaps else "")
    if found.concentrating.found:
        most = found.concentrating.found[0]
        text = f"of the value falls with {plain(most.name, 80)}, the most that falls with one holder"
        yield Tile(share_of(most.share), text, "concentration", "warn")
    late, known = found.recovering.slower, found.recovering.tolerated + found.recovering.further
    text = (
        f"{agreeing(late, 'takes', 'take')} longer to repair than is tolerated"
        if known
        else "how long anything may be down, nobody has said"
    )
    yield Tile(f"{late:,}" if known else "?", text, "recovery", "warn" if late or not known else "")
    unseen = len(found.seen.dangling) + sum(len(source.unreadable) for source in found.seen.sources)
    silent = len(found.seen.undescribed)
    text = (
        f"documents or references lead nowhere or could not be read; of {silent:,} nothing is known of what they need"
    )
    yield Tile(f"{unseen:,}", text, "coverage", "warn" if unseen or silent else "")
