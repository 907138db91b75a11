"""The page of overlapping automations: at most ten, each with who overlaps, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, counted, list_of, named, quoted, withheld

if TYPE_CHECKING:
    from opmap.analyses.overlapping import Overlap, Overlapping

_MOST_SIDES = 6
_DIFFERENT = {"duplicate": "bad", "conflicting writers": "bad", "destroyed need": "bad", "feedback loop": "bad"}


def overlaps_page(found: Overlapping, *, explain: bool = False) -> Page:
    """Say which automations overlap."""
    rows = [row for one in found.overlaps for row in _rows(one, explain=explain)]
    heads = columns("relation", "automations", "*how they overlap", "answer for them", "id")
    return Page(
        headline=_headline(found),
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(_notes(found)),
        next=_next(found, explain=explain),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Overlapping) -> str:
    asked = f" of what {quoted(found.selection)} names" if found.selection else ""
    if not found.automations:
        return "No automation is described: no workflow, agent or pipeline was read."
    whole = counted(found.automations, "automation")
    if not found.found and not found.only_possible:
        return f"No overlap{asked} is known among {whole}. That is not proof that there is none."
    told = [f"{name} {count:,}" for name, count in found.counts.items() if count]
    ways = f": {', '.join(told)}" if told else ""
    return f"{counted(found.found, 'overlap')}{asked} among {whole}{ways}."


def _rows(one: Overlap, *, explain: bool) -> list[tuple[Cell, ...]]:
    names = list_of([named(side.node) for side in one.sides])
    reason = one.reason if one.certainty == "certain" else f"possibly: {one.reason}"
    relation = Tone(one.relation, _DIFFERENT.get(one.relation, "warn"))
    rows: list[tuple[Cell, ...]] = [(relation, names, reason, _answering(one), one.id)]
    if not explain:
        return rows
    for side in one.sides[:_MOST_SIDES]:
        rows += [("", named(side.node), side.does, side.role, "")]
        rows += [("", "", Place(item), "", "") for item in side.evidence[:1]]
    if len(one.sides) > _MOST_SIDES:
        rows.append(("", f"and {len(one.sides) - _MOST_SIDES:,} more", "", "", ""))
    return [*rows, *(("", "", line, "", "") for line in _proposed(one))]


def _answering(one: Overlap) -> Cell:
    if one.proposal.agree:
        return list_of([plain(name) for name in one.proposal.agree])
    ask = one.proposal.ask
    return Tone(f"nobody; ask {named(ask[0])}" if ask else "nobody", "warn")


def _proposed(one: Overlap) -> list[str]:
    proposal = one.proposal
    because = f" ({proposal.because})" if proposal.because else ""
    lines = [f"proposed: {proposal.do}{because}"]
    lines += [f"to move: {'; '.join(map(plain, proposal.move))}"] if proposal.move else []
    lines += [f"must agree: {', '.join(map(plain, proposal.agree))}"] if proposal.agree else []
    if proposal.hangs_in_all:
        names = list_of([named(each) for each in proposal.hangs_on_it])
        lines.append(f"on what goes hang at least {counted(proposal.hangs_in_all, 'node')}: {names}")
    elif proposal.retire:
        lines.append("nothing is known to hang on what goes; that is not proof that nothing does")
    accept = f"opmap decide accept {quoted(one.sides[0].node.call)} {quoted(one.accept)} --until DATE --because REASON"
    return [*lines, f"if it is meant: {accept}"]


def _notes(found: Overlapping) -> list[Note]:
    asked = [quoted(found.selection)] if found.selection else []
    command = " ".join(["opmap overlaps", *asked, "--all --top 0"])
    parts = [
        (found.found - len(found.overlaps), "further overlap", "further overlaps"),
        (found.only_possible, "that is only possible", "that are only possible"),
        (len(found.accepted), "accepted until its date", "accepted until their dates"),
    ]
    notes = withheld(parts, command)
    if found.inactive:
        notes.append(Note(f"left out: {counted(found.inactive, 'automation')} that a file marks as switched off"))
    if found.silent:
        what = agreeing(found.silent, "it changes", "they change")
        notes.append(Note(f"of {counted(found.silent, 'automation')} no file says that {what} anything"))
    if found.unjudged_writes:
        what = agreeing(found.unjudged_writes, "it sets", "they set")
        notes.append(Note(f"not judged: {counted(found.unjudged_writes, 'write')} of which no file says what {what}"))
    if found.too_small:
        notes.append(Note(f"too small to be called copies: {counted(found.too_small, 'automation')}"))
    return notes


def _next(found: Overlapping, *, explain: bool) -> tuple[str, ...]:
    if not found.overlaps:
        return ("opmap overlaps --all",) if found.only_possible else ("opmap coverage",)
    asked = f" {quoted(found.selection)}" if found.selection else ""
    first = found.overlaps[0].sides[0].node.call
    return (f"opmap show {quoted(first)}",) if explain else (f"opmap overlaps{asked} --explain", "opmap owners")


def _sheet(found: Overlapping) -> Table:
    heads = columns(
        *("id", "relation", "certainty", "about", "attribute", "how they overlap", ">similarity", ">members"),
        *("automation", "automation id", "role", "what it does", "owners", "where", "proposed", "accepted"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(one.id, one.relation, one.certainty, one.about.name if one.about else "", one.attribute, one.reason),
            *(one.similarity, len(one.sides), side.node.name, side.node.id, side.role, side.does),
            *("; ".join(map(plain, side.owners)), side.evidence[0].place if side.evidence else ""),
            *(one.proposal.do, accepted),
        )
        for several, accepted in ((found.overlaps, ""), (found.accepted, "accepted"))
        for one in several
        for side in one.sides
    ]
    return Table(heads, tuple(rows))
