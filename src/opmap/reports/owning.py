"""The page of owners: the practice in a line, the exceptions, and who owns how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.kinds import KINDS
from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.words import agreeing, counted, named, not_judged, place_of, quoted, told_apart, withheld

if TYPE_CHECKING:
    from opmap.analyses.owning import Gap, Owning


def owners_page(found: Owning, top: int = 0, *, every: bool = False) -> Page:
    """Show the gap list, and who owns how much; what holds for nearly all of a kind is one line unless asked for."""
    unusual = [gap for gap in found.gaps if every or not gap.usual]
    shown = unusual[: top or None]
    heads = columns("node", "kind", "*gap", ">hangs on it", "ask first", "where")
    held = found.holdings[: top or None]
    holding = tuple(
        (named(one.owner), one.owner.kind, one.nodes, Tone(f"left on {one.left}", "bad") if one.left else "")
        for one in held
    )
    parts = [
        (len(unusual) - len(shown), "further gap", "further gaps"),
        (
            sum(len(gap.members) for gap in found.gaps) - sum(len(gap.members) for gap in unusual),
            "usual one",
            "usual ones",
        ),
        (len(found.accepted), "accepted until its date", "accepted until their dates"),
        (len(found.holdings) - len(held), "further owner", "further owners"),
    ]
    follow = (f"opmap decide own {quoted(shown[0].node.call)} team:NAME --by YOU",) if shown else ()
    return Page(
        headline=_headline(found),
        tables=(
            Table(heads, tuple(_gap_row(gap) for gap in shown), title="gaps"),
            Table(columns("owner", "kind", ">nodes", ""), holding, title="owners"),
        ),
        notes=(*_practices(found), *withheld(parts, "opmap owners --all --top 0"), *_rest(found)),
        next=(*follow, "opmap owners --format csv"),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Owning) -> str:
    gaps = found.asked - found.owned
    if not found.asked:
        return "Nothing that is known of could have an owner."
    if not gaps:
        return (
            f"All {counted(found.asked, 'node')} that could have an owner {agreeing(found.asked, 'has', 'have')} one."
        )
    has, them = agreeing(gaps, "has", "have"), agreeing(gaps, "it", "them")
    return f"{gaps:,} of {counted(found.asked, 'node')} {has} nobody who answers for {them}."


def _practices(found: Owning) -> list[Note]:
    """Say what holds for nearly everything in one line each."""
    return [
        Note(
            f"practice: nobody owns {one.lacking / one.of:.0%} of the {one.of:,} {KINDS[one.kind].plural}",
            "opmap owners --all",
        )
        for one in found.practices
    ]


def _rest(found: Owning) -> list[Note]:
    notes = []
    if found.inherited:
        notes.append(Note(f"{found.inherited:,} of the {found.owned:,} owned ones have an owner handed down to them"))
    return notes + ([not_judged(found.not_judged)] if found.not_judged else [])


def _gap_row(gap: Gap) -> tuple[Cell, ...]:
    beside = len(gap.members) - 1
    name = f"{named(gap.node)} and {beside:,} beside it" if beside else told_apart(gap.node)
    name += " (new)" if gap.new else ""
    ask = named(gap.ask) if gap.ask else Tone("nobody near it", "faint")
    where = Place(gap.evidence[0]) if gap.evidence else None
    return (
        name,
        gap.node.kind,
        Tone(gap.reason, "warn"),
        f"{gap.hangs_on_it:,.10g}" if gap.hangs_on_it else None,
        ask,
        where,
    )


def _sheet(found: Owning) -> Table:
    heads = columns("node", "id", "kind", "environment", "gap", "usual", ">hangs on it", "ask first", "owner", "where")
    rows: list[tuple[Cell, ...]] = [
        (
            *(member.name, member.id, member.kind, member.environment, gap.reason),
            *("yes" if gap.usual else "no", gap.hangs_on_it, gap.ask.name if gap.ask else "", ""),
            place_of(gap.evidence) if member == gap.node else "",
        )
        for gap in found.gaps
        for member in gap.members
    ]
    for nodes, why in ((found.accepted, "accepted"), (found.not_judged, "not judged")):
        rows += [
            (
                node.name,
                node.id,
                node.kind,
                node.environment,
                f"{why}: {node.unknown}" if node.unknown else why,
                *[""] * 5,
            )
            for node in nodes
        ]
    return Table(heads, tuple(rows))
