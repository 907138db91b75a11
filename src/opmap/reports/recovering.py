"""Pages for recovery: what has to be back how soon, what takes longer, what is thought less of than it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import (
    agreeing,
    answering,
    counted,
    duration,
    hours,
    named,
    place_of,
    quoted,
    step_sentence,
    withheld,
)

if TYPE_CHECKING:
    from opmap.analyses.recovering import Recovering, Recovery


def recovery_page(found: Recovering, top: int = 0, *, every: bool = False, explain: bool = False) -> Page:
    """Say what is back too late, and what is called less critical than it is.

    Of one outcome, or with ``every``, all that has to be back in time is shown.
    """
    every = every or found.outcome is not None
    needed = [one for one in found.recoveries if one.required_hours is not None]
    late = [one for one in needed if one.slower and (every or not one.repair.assumed)]
    shown = (needed if every else late)[: top or None]
    inverted = [one for one in found.recoveries if one.inverted][: top or None]
    return Page(
        headline=_headline(found),
        tables=(_late(shown, every=every, explain=explain), _inverted(inverted, explain=explain)),
        notes=tuple(_notes(found, shown, len(late), every=every)),
        next=_next(found, shown),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Recovering) -> str:
    for_what = f" for {named(found.outcome)}" if found.outcome else ""
    if not found.tolerated and not found.further:
        return f"Nobody has said how long anything may be down{for_what}: no recovery can be called too slow."
    known = f"{found.required:,} of {counted(found.nodes, 'node')} {agreeing(found.required, 'has', 'have')} to be back"
    slow = f"{found.slower:,} {agreeing(found.slower, 'takes', 'take')} longer to repair than is tolerated"
    return f"{known} in time{for_what}: {slow}, as stated."


def _next(found: Recovering, shown: list[Recovery]) -> tuple[str, ...]:
    asked = f" {quoted(found.outcome.call)}" if found.outcome else ""
    if not found.tolerated and not found.further:
        return (f"opmap decide tolerance{asked or ' NODE'} 4h",)
    first = [f"opmap blast {quoted(shown[0].node.call)}"] if shown else []
    return (*first, f"opmap recovery{asked} --explain")


def _late(shown: list[Recovery], *, every: bool, explain: bool) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in shown:
        taken = duration(one.repair.hours) + (", assumed" if one.repair.assumed else "")
        tone = "" if not one.slower else "warn" if one.repair.assumed else "bad"
        name = Tone(named(one.node), tone) if tone else named(one.node)
        needed = (back_within(one), "itself" if one.outcome == one.node else named(one.outcome))
        rows.append((name, one.node.kind, *needed, Tone(taken, tone) if tone else taken, answering(one)))
        rows += [("", "", "", line, "", "") for line in (_arithmetic(one) if explain else [])]
    heads = columns("node", "kind", "back within", "*for", "repair takes", "answers for it")
    return Table(heads, tuple(rows), title="to be back in time" if every else "recovery slower than tolerated")


def back_within(one: Recovery) -> str:
    """Say how soon something has to be back."""
    return "nobody has said" if one.required_hours is None else duration(one.required_hours)


def _arithmetic(one: Recovery) -> list[str]:
    tolerated = "" if one.tolerated_hours is None else duration(one.tolerated_hours)
    if one.outcome == one.node:
        return [f"it may itself be down for {tolerated}"]
    felt = f"{named(one.outcome)} feels it {hours(one.felt_after_hours)}"
    return [f"{felt} and may be down for {tolerated}: {back_within(one)} in all", *map(step_sentence, one.path)]


def _inverted(shown: list[Recovery], *, explain: bool) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in shown:
        called = one.criticality or Tone("nothing", "faint")
        back = back_within(one) if one.required_hours is not None else Tone(back_within(one), "faint")
        rows.append((named(one.node), one.node.kind, back, called, "; ".join(map(plain, one.inverted))))
        rows += [("", "", "", "", step_sentence(step)) for step in one.path if explain]
    heads = columns("node", "kind", "back within", "called", "*but")
    return Table(heads, tuple(rows), title="criticality inversion")


def _notes(found: Recovering, shown: list[Recovery], late: int, *, every: bool) -> list[Note]:
    asked = f" {quoted(found.outcome.call)}" if found.outcome else ""
    parts = [] if every else [(max(late - len(shown), 0), "further one", "further ones")]
    rest = found.required - len(shown) if every else 0
    notes = withheld([*parts, (rest, "further node", "further nodes")], f"opmap recovery{asked} --all --top 0")
    if found.slower_if_assumed and not every:
        more = counted(found.slower_if_assumed, "further one")
        kind = agreeing(found.slower_if_assumed, "its kind", "their kind")
        text = f"{more} would be too slow by the repair that is assumed of {kind}"
        notes.append(Note(text, f"opmap recovery{asked} --all"))
    if found.further:
        leaning = agreeing(found.further, "it leans", "they lean")
        those = f"{counted(found.further, 'further node')} may be down for no longer than somebody said"
        notes.append(Note(f"{those}, which binds what {leaning} on as well"))
    silent = found.total - found.tolerated
    if silent:
        whole = f"the {counted(found.total, 'outcome')}"
        share = whole if silent == found.total else f"{silent:,} of {whole}"
        text = f"nobody has said how long {share} may be down"
        notes.append(Note(text, "opmap decide tolerance NODE 4h"))
    return notes


def _sheet(found: Recovering) -> Table:
    heads = columns(
        *("node", "id", "kind", "environment", ">required hours", "for", ">felt after hours", ">tolerated hours"),
        *(">repair hours", "repair is", "slower", "called", "inverted because", "owners", "not known of it", "where"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.node.name, one.node.id, one.node.kind, one.node.environment, one.required_hours, one.outcome.name),
            *(one.felt_after_hours, one.tolerated_hours, one.repair.hours),
            *("assumed" if one.repair.assumed else "stated", "yes" if one.slower else "no", one.criticality),
            *("; ".join(map(plain, one.inverted)), "; ".join(map(plain, one.owners))),
            *(one.node.unknown, place_of(one.evidence)),
        )
        for one in found.recoveries
    ]
    return Table(heads, tuple(rows))
