"""Pages for the plain questions: which nodes there are, what is known of one, why one needs another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import (
    agreeing,
    counted,
    done_to_it,
    environment_tone,
    named,
    no_stand_in,
    place_of,
    quoted,
    state_tone,
    unseen_tone,
    withheld,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.analyses.describing import Description, Listing, Relation, Row
    from opmap.analyses.explaining import Why
    from opmap.analyses.naming import Step
    from opmap.analyses.secrets import SharedHere
    from opmap.facts import Evidence

_UNKNOWN = Tone("unknown", "faint")
_NONE_KNOWN = Tone("none known", "faint")


def nodes_page(listing: Listing, command: str = "opmap nodes") -> Page:
    """List nodes; ``command`` is what was asked, so that all lines of it can be asked for."""
    heads = columns("name", "kind", "owner", "environment", "state", ">needs", ">needed by", "*id")
    what = f" match {plain(listing.selection)}" if listing.selection else ""
    them = agreeing(listing.matching, "it", "them")
    lacking = f": too little is known of {them} to call {them} safe" if listing.only_unknown else ""
    notes = withheld([(listing.matching - len(listing.rows), "further node", "further nodes")], f"{command} --top 0")
    if listing.unknown and not listing.only_unknown:
        them = agreeing(listing.unknown, "it", "them")
        share = f"{listing.unknown:,} of these: too little is known to call {them} safe"
        notes.append(Note(f"unknown: {share}", f"{command} --unknown"))
    follow = (f"opmap show {quoted(listing.rows[0].node.call)}",) if listing.rows else ("opmap coverage",)
    return Page(
        headline=f"{listing.matching:,} of {counted(listing.total, 'node')}{what}{lacking}.",
        tables=(Table(heads, tuple(_row(row) for row in listing.rows)),),
        notes=tuple(notes),
        next=follow,
        data=listing,
        sheet=_nodes_sheet(listing),
    )


def _row(row: Row) -> tuple[Cell, ...]:
    owner: Cell = ", ".join(plain(owner.name, 40) for owner in row.owners)
    return (
        named(row.node),
        row.node.kind,
        owner or (Tone("nobody", "warn") if row.should_be_owned else ""),
        environment_tone(row.node.environment),
        unseen_tone(row.node.unseen) or state_tone(row.state),
        _UNKNOWN if row.needs is None else row.needs or _NONE_KNOWN,
        row.needed_by or _NONE_KNOWN,
        row.node.id,
    )


def _nodes_sheet(listing: Listing) -> Table:
    heads = columns(
        *("name", "id", "kind", "environment", "state", "not seen since", "owners", ">needs", ">needed by"),
        *("not known of it", "where"),
    )
    rows = tuple(
        (
            *(row.node.name, row.node.id, row.node.kind, row.node.environment or "unknown", row.state),
            row.node.unseen,
            "; ".join(plain(owner.name) for owner in row.owners) or ("nobody" if row.should_be_owned else ""),
            "unknown" if row.needs is None else row.needs or "none known",
            row.needed_by or "none known",
            row.node.unknown,
            place_of(row.evidence),
        )
        for row in listing.rows
    )
    return Table(heads, rows)


def show_page(found: Description) -> Page:
    """Show all that is known of one node."""
    node = found.node
    facts: list[tuple[Cell, ...]] = [("kind", node.kind), ("environment", environment_tone(node.environment))]
    facts.append(("state", state_tone(found.state)))
    if found.unseen_since:
        facts.append(("seen", unseen_tone(found.unseen_since)))
    facts += _owner_rows(found)
    facts += [("id", node.id), *(("also called", key) for key in found.keys)]
    facts += [(plain(name.replace("_", " ")), value) for name, value in found.attributes]
    tables = [Table(columns("what", "*is"), tuple(facts), heads=False)]
    tables += [
        _relations(title, several)
        for title, several in (("needs", found.needs), ("needed by", found.needed_by))
        if several
    ]
    if found.others:
        tables.append(_relations("other relations", found.others))
    tables += _definition(found)
    if found.same_secrets:
        tables.append(_same_secrets(found.same_secrets))
    where = tuple((Place(item), item.connector, item.known.value) for item in found.evidence)
    tables.append(Table(columns("where", "read by", "known"), where, title="known from"))
    return Page(
        headline=f"{named(node)} ({node.kind})",
        tables=tuple(tables),
        notes=tuple(Note(text) for text in found.remarks),
        next=(f"opmap blast {quoted(node.call)}", f"opmap why {quoted(node.call)}"),
        data=found,
        sheet=_show_sheet(found),
    )


def _definition(found: Description) -> list[Table]:
    """Show what sets an automation going, its steps and its controls, each with its place."""
    starters: list[tuple[Cell, ...]] = [
        (f"{one.words}, only {one.filter}" if one.filter else one.words, one.step, _at(one.evidence))
        for one in found.starters
    ]
    steps: list[tuple[Cell, ...]] = [
        (one.name, f"{one.does} ({one.type})" if one.type else one.does, _at(one.evidence)) for one in found.steps
    ]
    controls: list[tuple[Cell, ...]] = [
        (one.name, Tone(one.standing, "good" if one.standing == "shown" else "warn"), one.words, _at(one.evidence))
        for one in found.controls
    ]
    tables = [
        Table(columns("*what", "step", "where"), tuple(starters), title="what sets it going"),
        Table(columns("step", "*does", "where"), tuple(steps), title="its steps"),
        Table(columns("control", "", "*as it is written", "where"), tuple(controls), title="its controls"),
    ]
    return [table for table in tables if table.rows]


def _at(evidence: Sequence[Evidence]) -> Cell:
    return Place(evidence[0]) if evidence else None


def _same_secrets(shared: tuple[SharedHere, ...]) -> Table:
    rows = tuple(
        (plain(one.here.name), plain(one.here.where), ", ".join(plain(other.where) for other in one.elsewhere))
        for one in shared
    )
    return Table(columns("secret", "*here", "*the same one"), rows, title="secrets that stand elsewhere too")


def _owner_rows(found: Description) -> list[tuple[Cell, ...]]:
    if not found.owners:
        if found.should_be_owned:
            return [("owner", Tone("nobody", "warn"))]
        return [("owner", _UNKNOWN)] if found.state != "known" else []
    rows: list[tuple[Cell, ...]] = []
    for owner in found.owners:
        through = (
            f" (handed down through {', '.join(plain(name, 40) for name in owner.through)})" if owner.inherited else ""
        )
        rows.append(("owner", f"{plain(owner.name)}{through}"))
    return rows


def _relations(title: str, several: tuple[Relation, ...]) -> Table:
    heads = columns("verb", "*node", "how", "where")
    rows = []
    for one in several:
        verb = done_to_it(one.verb) if one.other.id == one.source.id else one.verb
        rows.append((verb, named(one.other), _how(one), Place(one.evidence[0]) if one.evidence else ""))
    return Table(heads, tuple(rows), title=title)


def _how(step: Step) -> str:
    words = [step.strength + (" (presumed)" if step.presumed else ""), step.certainty]
    if step.buffer_hours:
        words.append(f"after {step.buffer_hours:g} h")
    if step.spent:
        words.append(no_stand_in(step.spent))
    if step.unseen:
        words.append(f"not seen since {step.unseen}")
    return ", ".join(words)


def _show_sheet(found: Description) -> Table:
    node = found.node
    rows: list[tuple[Cell, ...]] = [
        ("name", node.name, "", ""),
        ("id", node.id, "", ""),
        ("kind", node.kind, "", ""),
        ("environment", node.environment or "unknown", "", ""),
        ("state", found.state, "", ""),
        ("not known of it", node.unknown, "", ""),
        *(("owner", owner.name, "handed down" if owner.inherited else "", "") for owner in found.owners),
        *(("also called", key, "", "") for key in found.keys),
        *((f"attribute {name}", value, "", "") for name, value in found.attributes),
        *((f"step {one.name}", one.does, one.type, place_of(one.evidence)) for one in found.steps),
        *((f"starter {one.step}".rstrip(), one.words, one.how, place_of(one.evidence)) for one in found.starters),
        *((f"control {one.name}", one.words, one.standing, place_of(one.evidence)) for one in found.controls),
    ]
    for title, several in (("needs", found.needs), ("needed by", found.needed_by), ("other relation", found.others)):
        rows += [
            (title, f"{one.source.name} {one.verb} {one.target.name}", _how(one), place_of(one.evidence))
            for one in several
        ]
    rows += [("known from", item.place, item.known.value, item.place) for item in found.evidence]
    rows += [("remark", remark, "", "") for remark in found.remarks]
    return Table(columns("what", "is", "how", "where"), tuple(rows))


def why_page(found: Why) -> Page:
    """Show a path with the proof for every step."""
    rows = tuple(
        (named(one.source), one.verb, named(one.target), _how(one), Place(one.evidence[0]) if one.evidence else "")
        for one in found.steps
    )
    heads = columns("*this", "does", "*that", "how", "where")
    notes = [Note("this path rests on relations that are merely possible")] if found.only_possible else []
    ends = [found.start, *([found.end] if found.end else [])]
    notes += [Note(f"{named(node)}: {node.unknown}") for node in ends if node.unknown]
    notes += [Note(f"{named(node)} {plain(node.gone)}") for node in ends if node.gone]
    calls = [quoted(node.call) for node in ends]
    return Page(
        headline=_why_headline(found),
        tables=(Table(heads, rows),),
        notes=tuple(notes),
        next=(f"opmap blast {calls[-1]}", f"opmap show {calls[0]}"),
        data=found,
        sheet=_why_sheet(found),
    )


def _why_headline(found: Why) -> str:
    if found.end is None and not found.steps:
        return f"Nothing is known that {named(found.start)} has to do with; that no file says so proves nothing."
    if found.end is None:
        return f"{named(found.start)} stands in {counted(len(found.steps), 'relation')}."
    if found.direction == "nothing":
        return (
            f"Nothing known leads from {named(found.start)} to {named(found.end)}; that no file says so proves nothing."
        )
    return f"{named(found.start)} {found.direction} {named(found.end)}, in {counted(len(found.steps), 'step')}."


def _why_sheet(found: Why) -> Table:
    heads = columns("this", "this id", "does", "that", "that id", "how", "not known of that", "where")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *(one.source.name, one.source.id, one.verb, one.target.name, one.target.id),
            *(_how(one), one.target.unknown, place_of(one.evidence)),
        )
        for one in found.steps
    )
    if not rows:
        end = found.end or found.start
        nothing = "nothing is known, which proves nothing"
        rows = ((found.start.name, found.start.id, "", end.name, end.id, nothing, end.unknown, ""),)
    return Table(heads, rows)
