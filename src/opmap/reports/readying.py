"""The pages of readiness: the exceptions and the practices, one automation with its five answers, the whole matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.readying.values import Extent, Rule, Standing
from opmap.automations import CONTROLS
from opmap.reports.pages import Cell, Note, Page, Place, Table, Tone, columns
from opmap.reports.safety import LONGEST_IN_A_LINE, plain
from opmap.reports.words import agreeing, counted, list_of, named, named_with, place_of, quoted, told_apart, withheld

if TYPE_CHECKING:
    from opmap.analyses.readying.values import Answer, Exceptional, Practice, Readiness, Readying
    from opmap.facts import Evidence

_TONES = {Standing.SHOWN: "good", Standing.LACKING: "warn", Standing.UNKNOWN: "faint"}
_GRAVE = 4  # so many of the rules, from the first, are told in red


def readiness_page(found: Readying, top: int = 0, *, explain: bool = False, every: bool = False) -> Page:
    """Open with the exceptions; what nearly all lack is one line about the practice."""
    shown = found.exceptions[: top or None]
    heads = columns("automation", "exception", "*because", "answers for it", "where")
    rows = tuple(row for one in shown for row in _rows(one, explain=explain))
    quiet = found.accepted if every else ()
    tables = [Table(heads, rows)]
    if quiet:
        tables.append(Table(heads, tuple(row for one in quiet for row in _rows(one, explain=False)), title="accepted"))
    rest = found.exceptions[len(shown) :]
    parts = [
        (sum(one.rule is rule for one in rest), f"further: {rule.value}", f"further: {rule.value}") for rule in Rule
    ]
    copies = sum(len(one.alike) for one in found.exceptions)
    parts.append((copies, "copy", "copies"))
    if not every:
        parts.append((len(found.accepted), "accepted until its date", "accepted until their dates"))
    selection = f" {quoted(found.selection)}" if found.selection else ""
    first = (f"opmap readiness {quoted(shown[0].node.call)}",) if shown else ()
    return Page(
        headline=_headline(found),
        tables=tuple(tables),
        notes=(
            *(_practice(one) for one in found.practices),
            *withheld(parts, f"opmap readiness{selection} --all --top 0"),
            *_unjudged(found),
        ),
        next=(*first, f"opmap readiness{selection} --matrix"),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Readying) -> str:
    if not found.automations:
        chosen = f" match {plain(found.selection, LONGEST_IN_A_LINE)}" if found.selection else " are known"
        return f"No automations{chosen}."
    judged = counted(found.automations, "automation")
    if not found.exceptions:
        return f"No exception is known among {judged}. What a definition cannot show is no pass."
    touched = {one.id for each in found.exceptions for one in (each.node, *each.alike)}
    total = sum(1 + len(one.alike) for one in found.exceptions)
    stand = agreeing(len(touched), "stands", "stand")
    return f"{len(touched):,} of {judged} {stand} out, with {counted(total, 'exception')}."


def _rows(one: Exceptional, *, explain: bool) -> list[tuple[Cell, ...]]:
    name = named_with(one.node, one.alike) + (" (new)" if one.new else "")
    grave = "bad" if list(Rule).index(one.rule) < _GRAVE else "warn"
    because = one.because + (f" (value {one.hangs_on_it:,.10g} falls with it)" if explain and one.hangs_on_it else "")
    owner: Cell = list_of([plain(each, LONGEST_IN_A_LINE) for each in one.owners]) or Tone("nobody", "warn")
    where = Place(one.evidence[0]) if one.evidence else None
    rows: list[tuple[Cell, ...]] = [(name, Tone(one.rule.value, grave), because, owner, where)]
    if explain:
        rows += [("", "", "", "", Place(item)) for item in one.evidence[1:]]
        accept = f"opmap decide accept {quoted(one.node.call)} {quoted(one.sort or one.rule.value)}"
        rows.append(("", "", f"next: {one.next}; or {accept} --until DATE --because REASON --by YOU", "", None))
    return rows


def _practice(one: Practice) -> Note:
    shown = one.of - one.lacking
    among = f"{one.of:,} of {one.engine}" if one.engine else f"{one.of:,}"
    share = f"{shown:,} of {among} {agreeing(shown, 'shows', 'show')} it" if shown else f"none of {among} shows it"
    cannot = f"; {one.cannot:,} more cannot show it" if one.cannot else ""
    return Note(f"practice: {one.control}: {share}{cannot}")


def _unjudged(found: Readying) -> list[Note]:
    notes = []
    if found.silent:
        notes.append(
            Note(
                f"unknown: the definitions of {counted(found.silent, 'automation')} can show none of the controls, "
                "which is no pass",
                "opmap readiness --matrix",
            )
        )
    if found.inactive:
        are = agreeing(found.inactive, "is", "are")
        notes.append(Note(f"{found.inactive:,} {are} switched off: of these only hard-coded secrets are told"))
    if found.not_judged:
        count = counted(len(found.not_judged), "automation")
        notes.append(Note(f"not judged: {count} that nothing describes", "opmap nodes --unknown"))
    return notes


def matrix_page(found: Readying, top: int = 0) -> Page:
    """Show all automations with what each shows, lacks, and cannot show; what can break most stands first."""
    rows = found.matrix[: top or None]
    heads = columns("automation", "kind", ">falls with it", "*shows", "*lacks", "*cannot show")
    table = Table(heads, tuple(_matrix_row(row) for row in rows))
    parts = [(len(found.matrix) - len(rows), "further automation", "further automations")]
    selection = f" {quoted(found.selection)}" if found.selection else ""
    return Page(
        headline=f"The controls of {counted(found.automations, 'automation')}, those first with which most falls.",
        tables=(table,),
        notes=(*withheld(parts, f"opmap readiness{selection} --matrix --top 0"), *_unjudged(found)),
        next=(f"opmap readiness{selection}", f"opmap readiness{selection} --matrix --output readiness.xlsx"),
        data=found,
        sheet=matrix_sheet(found),
    )


def _matrix_row(row: Readiness) -> tuple[Cell, ...]:
    by_standing = {
        standing: ", ".join(one.name for one in row.controls if one.standing is standing) for standing in Standing
    }
    name = told_apart(row.node) + ("" if row.active else " (switched off)")
    cells = [Tone(by_standing[standing], _TONES[standing]) for standing in Standing]
    if all(one.standing is Standing.UNKNOWN for one in row.controls):
        cells[-1] = Tone("all of them", "faint")
    return (name, row.node.kind, f"{row.hangs_on_it:,.10g}" if row.hangs_on_it else None, *cells)


def matrix_sheet(found: Readying) -> Table:
    """Give the matrix as a sheet: a line for each automation, a column for each control."""
    heads = columns(
        *("automation", "id", "kind", "environment", "active", ">falls with it", ">reaches"), *CONTROLS, "where"
    )
    rows = tuple(
        (
            *(row.node.name, row.node.id, row.node.kind, row.node.environment or "unknown"),
            *("yes" if row.active else "no", row.hangs_on_it, row.reaches),
            *(one.standing.value for one in row.controls),
            next((place_of(one.evidence) for one in row.controls if one.evidence), ""),
        )
        for row in found.matrix
    )
    return Table(heads, rows)


def one_page(found: Readying) -> Page:
    """Show one automation: its exceptions, its controls with their places, and the answers about its model."""
    (row,) = found.matrix
    heads = columns("control", "", "*as it is written", "where")
    controls = tuple(
        (one.name, Tone(one.standing.value, _TONES[one.standing]), one.words, _at(one.evidence)) for one in row.controls
    )
    several = [*found.exceptions, *found.accepted]
    exceptions = tuple(line for one in several for line in _only(one, is_quiet=one in found.accepted))
    tables = [Table(columns("exception", "*because", "where"), exceptions, title="exceptions")]
    tables.append(Table(heads, controls, title="controls"))
    tables.append(
        Table(
            columns("question", "", "*as far as files say", "where"),
            tuple(_answer(one) for one in row.answers),
            title="its model",
        )
    )
    return Page(
        headline=_one_headline(found, row),
        tables=tuple(tables),
        notes=(Note("what its definition cannot show is no pass: it may be there, or not"),),
        next=(f"opmap show {quoted(row.node.call)}", f"opmap blast {quoted(row.node.call)}"),
        data=found,
        sheet=_one_sheet(found, row),
    )


def _one_headline(found: Readying, row: Readiness) -> str:
    shown = sum(one.standing is Standing.SHOWN for one in row.controls)
    lacking = sum(one.standing is Standing.LACKING for one in row.controls)
    cannot = len(row.controls) - shown - lacking
    exceptions = counted(len(found.exceptions), "exception")
    return (
        f"{named(row.node)} ({row.node.kind}): {exceptions}; of {len(row.controls)} controls it shows {shown}, "
        f"lacks {lacking}, and cannot show {cannot}."
    )


def _only(one: Exceptional, *, is_quiet: bool) -> list[tuple[Cell, ...]]:
    what = Tone(f"{one.rule.value}, accepted", "faint") if is_quiet else Tone(one.rule.value, "warn")
    rows: list[tuple[Cell, ...]] = [(what, one.because, _at(one.evidence))]
    return [*rows, *(("", "", Place(item)) for item in one.evidence[1:]), ("", f"next: {one.next}", None)]


def _at(evidence: tuple[Evidence, ...]) -> Cell:
    return Place(evidence[0]) if evidence else None


def _answer(one: Answer) -> tuple[Cell, ...]:
    tone = {Extent.ANSWERED: "good", Extent.PART: "warn", Extent.OPEN: "faint"}[one.known]
    return one.question, Tone(one.known.value, tone), one.words, _at(one.evidence)


def _sheet(found: Readying) -> Table:
    heads = columns(
        *("automation", "id", "kind", "environment", "exception", "of", "because", "next", ">falls with it"),
        *("answers for it", "standing", "fingerprint", "where"),
    )
    rows: list[tuple[Cell, ...]] = []
    for several, standing in ((found.exceptions, "open"), (found.accepted, "accepted")):
        rows += [
            (
                *(one.node.name, one.node.id, one.node.kind, one.node.environment or "unknown"),
                *(one.rule.value, one.sort, one.because, one.next, one.hangs_on_it),
                *("; ".join(map(plain, one.owners)) or "nobody", standing, one.fingerprint, place_of(one.evidence)),
            )
            for one in several
        ]
    rows += [
        (
            "",
            "",
            "",
            "",
            "practice",
            one.control,
            f"{one.lacking} of {one.of} {one.engine} lack it".replace("  ", " "),
            *[""] * 6,
        )
        for one in found.practices
    ]
    return Table(heads, tuple(rows))


def _one_sheet(found: Readying, row: Readiness) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("exception", one.rule.value, "open", one.because, place_of(one.evidence)) for one in found.exceptions
    ]
    rows += [("exception", one.rule.value, "accepted", one.because, place_of(one.evidence)) for one in found.accepted]
    rows += [("control", one.name, one.standing.value, one.words, place_of(one.evidence)) for one in row.controls]
    rows += [("question", one.question, one.known.value, one.words, place_of(one.evidence)) for one in row.answers]
    return Table(columns("what", "name", "standing", "words", "where"), tuple(rows))
