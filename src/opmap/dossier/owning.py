"""What nobody answers for; and for each owner what there is to do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from opmap.dossier.values import Article, Grid, Said, Section
from opmap.dossier.wording import orders_of
from opmap.reports.owning import owners_page
from opmap.reports.recovering import back_within
from opmap.reports.safety import plain
from opmap.reports.words import duration, place_of, quoted

if TYPE_CHECKING:
    from opmap.analyses.naming import NodeName
    from opmap.analyses.owning import Gap, Owning
    from opmap.analyses.recovering import Recovering, Recovery
    from opmap.analyses.singling import SinglePoint, Singling
    from opmap.dossier.asking import Asked
    from opmap.dossier.values import Cell

NOBODY_NEAR = "Nobody near it"
_Row = tuple["Cell", ...]


def owning_section(found: Owning, asked: Asked) -> Section:
    """Say what nobody answers for, by whom to ask about it."""
    page = owners_page(found)
    unusual = [gap for gap in found.gaps if not gap.usual]
    by_ask: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in unusual:
        by_ask[plain(gap.ask.name, 80) if gap.ask else NOBODY_NEAR].append(gap)
    heads = ("node", "kind", "gap", ">hangs on it", "where", "write it down with")
    grids = tuple(
        Grid(heads, tuple(_gap(gap, asked) for gap in gaps), f"Ask {name}" if name != NOBODY_NEAR else name)
        for name, gaps in sorted(by_ask.items(), key=lambda pair: (pair[0] == NOBODY_NEAR, -len(pair[1]), pair[0]))
    )
    return Section("gaps", "What nobody answers for", page.headline, grids, (), orders_of(page.notes))


def _gap(gap: Gap, asked: Asked) -> _Row:
    beside = f" and {len(gap.members) - 1:,} beside it" if len(gap.members) > 1 else ""
    return (
        (asked.links.alone(gap.node), Said(beside, "faint")),
        Said(gap.node.kind, "faint"),
        Said(plain(gap.reason), "warn"),
        Said(f"{gap.hangs_on_it:,.10g}" if gap.hangs_on_it else ""),
        Said(plain(place_of(gap.evidence)), "place"),
        Said(f"opmap decide own {quoted(gap.node.call)} team:NAME --by YOU", "command"),
    )


def doing_section(owning: Owning, singling: Singling, recovering: Recovering, asked: Asked) -> Section:
    """Give each owner a list of their own."""
    lists = _lists(singling, recovering, asked)
    held = {plain(one.owner.name): one for one in owning.holdings}
    names = sorted(lists, key=lambda name: (-len(lists[name]), name))
    articles = tuple(
        Article(
            f"owner-{place}",
            asked.links.node(held[name].owner) if name in held else Said(name),
            (Said(f"owns {held[name].nodes:,}"),) if name in held else (),
            (Grid(("node", "kind", "what", "more"), tuple(lists[name])),),
        )
        for place, name in enumerate(names, 1)
    )
    rows = tuple(
        (
            asked.links.node(one.owner),
            Said(one.owner.kind, "faint"),
            Said(f"{one.nodes:,}"),
            Said(f"{len(lists.get(plain(one.owner.name), ())):,}"),
            Said(f"left on {plain(one.left, 40)}", "bad") if one.left else Said(""),
        )
        for one in owning.holdings
    )
    answer = f"{len(names):,} of {len(rows):,} owners have something to look at." if rows else "No owner is known."
    grid = (Grid(("owner", "kind", ">owns", ">to look at", ""), rows),) if rows else ()
    return Section("owners", "A list for each owner", answer, grid, articles)


def _lists(singling: Singling, recovering: Recovering, asked: Asked) -> dict[str, list[_Row]]:
    lists: defaultdict[str, list[_Row]] = defaultdict(list)

    def add(names: tuple[str, ...], node: NodeName, what: str, command: str) -> None:
        row = (asked.links.alone(node), Said(node.kind, "faint"), Said(what), Said(command, "command"))
        for name in names:
            lists[plain(name)].append(row)

    for point in singling.points:
        count = len(point.takes_down)
        what = f"takes down {count:,} of {singling.total:,} alone ({point.rests_on})"
        add(
            _there(point),
            point.node,
            what,
            f"opmap blast {quoted(point.node.call)}",
        )
    for one in recovering.recoveries:
        if one.slower:
            taken = f"{duration(one.repair.hours)}{', assumed' if one.repair.assumed else ''}"
            what = f"has to be back within {back_within(one)}, repair takes {taken}"
            add(_there(one), one.node, what, f"opmap decide repair {quoted(one.node.call)} 4h --by YOU")
    return lists


def _there(one: SinglePoint | Recovery) -> tuple[str, ...]:
    """Give those who answer for it and have not left."""
    return tuple(name for name in one.owners if name not in one.left)
