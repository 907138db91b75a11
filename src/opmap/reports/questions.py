"""Pages for the plain questions: which nodes there are, what is known of one, why one needs another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.words import counted, environment_tone, named, quoted, state_tone

if TYPE_CHECKING:
    from opmap.analyses.describing import Description, Listing
    from opmap.analyses.explaining import Why
    from opmap.analyses.naming import Step


def nodes_page(listing: Listing, top: int) -> Page:
    """List nodes."""
    shown = listing.rows[:top] if top else listing.rows
    rows: list[tuple[Cell, ...]] = [
        (
            row.node.name,
            row.node.kind,
            ", ".join(owner.name for owner in row.owners) or (Tone("nobody", "warn") if row.should_be_owned else ""),
            environment_tone(row.node.environment),
            state_tone(row.state),
            row.needs,
            row.needed_by,
            row.node.id,
        )
        for row in shown
    ]
    heads = columns("name", "kind", "owner", "environment", "state", ">needs", ">needed by", "*id")
    notes = []
    if len(shown) < len(listing.rows):
        notes.append(Note(f"{len(listing.rows) - len(shown)} more", "opmap nodes --top 0"))
    what = f' match "{listing.selection}"' if listing.selection else ""
    return Page(
        headline=f"{counted(len(listing.rows), 'node')} of {listing.total}{what}",
        tables=(Table(heads, tuple(rows)),),
        notes=tuple(notes),
        next=(f"opmap show {quoted(shown[0].node.call)}",) if shown else (),
        data=listing,
    )


def show_page(found: Description) -> Page:
    """Show all that is known of one node."""
    node = found.node
    facts: list[tuple[Cell, ...]] = [("kind", node.kind), ("environment", environment_tone(node.environment))]
    facts.append(("state", state_tone(found.state)))
    if found.unseen_since:
        facts.append(("not seen since", Tone(found.unseen_since, "warn")))
    facts += [("owner", f"{owner.name}{' (handed down)' if owner.inherited else ''}") for owner in found.owners] or [
        ("owner", Tone("nobody", "warn"))
    ]
    facts += [("id", node.id), *(("also called", key) for key in found.keys if key != node.id)]
    facts += [(name, value) for name, value in found.attributes]
    tables = [Table(columns("what", "*is"), tuple(facts), heads=False)]
    tables += [
        _steps(title, steps) for title, steps in (("needs", found.needs), ("needed by", found.needed_by)) if steps
    ]
    if found.others:
        tables.append(_steps("other relations", found.others))
    if found.steps:
        tables.append(Table(columns("step", "*does"), tuple(found.steps), title="its steps"))
    where = tuple((Place(item), item.connector, item.known.value) for item in found.evidence)
    tables.append(Table(columns("where", "read by", "known"), where, title="known from"))
    return Page(
        headline=f"{node.name} ({node.kind})",
        tables=tuple(tables),
        notes=tuple(Note(text) for text in found.remarks),
        next=(f"opmap blast {quoted(node.call)}", f"opmap why {quoted(node.call)}"),
        data=found,
    )


def _steps(title: str, steps: tuple[Step, ...]) -> Table:
    heads = columns("verb", "*node", "how", "where")
    rows = []
    for step in steps:
        other = step.source if title == "needed by" else step.target
        sentence = f"{named(step.source)} {step.verb}" if title == "other relations" else step.verb
        rows.append((sentence, named(other), _how(step), Place(step.evidence[0]) if step.evidence else ""))
    return Table(heads, tuple(rows), title=title)


def _how(step: Step) -> str:
    words = [step.strength + (" (presumed)" if step.presumed else ""), step.certainty]
    if step.buffer_hours:
        words.append(f"after {step.buffer_hours:g} h")
    return ", ".join(words)


def why_page(found: Why) -> Page:
    """Show a path with the proof for every step."""
    rows = tuple(
        (
            named(step.source),
            step.verb,
            named(step.target),
            _how(step),
            Place(step.evidence[0]) if step.evidence else "",
        )
        for step in found.steps
    )
    heads = columns("*this", "does", "*that", "how", "where")
    if found.end is None:
        headline = f"{named(found.start)} stands in {counted(len(found.steps), 'relation')}."
    elif found.direction == "nothing":
        headline = (
            f"Nothing known leads from {named(found.start)} to {named(found.end)}; that no file says so proves nothing."
        )
    else:
        headline = f"{named(found.start)} {found.direction} {named(found.end)}, in {counted(len(found.steps), 'step')}."
    notes = (Note("this path rests on relations that are merely possible"),) if found.only_possible else ()
    return Page(headline=headline, tables=(Table(heads, rows),), notes=notes, data=found)
