"""The page and the sheet of questions for people: what is asked, why, of whom, and how it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.figures import figure
from opmap.reports.pages import Cell, Note, Page, Table, columns
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, counted, named, place_of, quoted, told_apart, withheld

if TYPE_CHECKING:
    from opmap.analyses.asking import Asking, Question

_ASKED = {
    "fails": "How often does {} fail in a year?",
    "repair": "How long does it take until {} works again?",
    "value": "What is {} worth beside what else counts?",
    "tolerance": "How long may {} be down before it hurts?",
    "essential": "Is {} down without {}?",
    "alternative": "Does {} need only one of {} and {}?",
    "owner": "Who answers for {}?",
    "counts": "Does anybody wait for {} itself?",
}
_ASKED_OF_PEOPLE = {
    "fails": "How often a year is {} away, with nobody in their place?",
    "repair": "How long is {} away then?",
}
_ANSWER = {
    "fails": "a number: 2 or 0.5",
    "repair": "a duration: 30m, 4h, 2d",
    "value": "a number: 1 is usual",
    "tolerance": "a duration: 30m, 4h, 2d",
    "essential": "yes; no; or after which time: 4h",
    "alternative": "yes or no",
    "owner": "team:NAME or person:NAME",
    "counts": "yes or no",
}
_USED = {
    "fails": "assumed: {} times a year",
    "repair": "assumed: {} h",
    "value": "assumed: {}",
    "tolerance": "nobody said that it may be down at all",
    "essential": "presumed: no file says how hard",
    "alternative": "their names are alike, and both are presumed to be needed",
    "owner": "nobody who is there owns it",
    "counts": "assumed: nothing else depends on it",
}


def ask_page(found: Asking, *, explain: bool = False) -> Page:
    """Say what to ask."""
    rows = [row for one in found.questions for row in _rows(one, explain=explain)]
    further = found.questions_in_all - len(found.questions)
    notes = withheld([(further, "further question", "further questions")], "opmap ask --top 0")
    notes.append(Note("to have them answered, give away a sheet and take it back", "opmap ask --output questions.xlsx"))
    return Page(
        headline=_headline(found),
        tables=(Table(columns(">no.", "*question", "*because", "ask", "answer with"), tuple(_numbered(rows))),),
        notes=tuple(notes) if found.questions else (),
        next=_next(found),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Asking) -> str:
    if not found.ranked:
        return "Nothing that is known of takes down alone what counts, so that no answer would move a ranking."
    if not found.questions:
        return f"No answer would move the ranking of {counted(found.ranked, 'node')}."
    count = len(found.questions)
    move = agreeing(count, "The question whose answer", f"The {count:,} questions whose answers")
    return f"{move} would move the ranking of {counted(found.ranked, 'node')} most."


def _next(found: Asking) -> tuple[str, ...]:
    if not found.questions:
        return ("opmap risks",)
    first = found.questions[0]
    return f"opmap show {quoted(first.node.call)}", "opmap decide --from questions.xlsx --by NAME"


def _numbered(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    number, numbered = 0, []
    for row in rows:
        number += bool(row[0])
        numbered.append((f"{number:,}" if row[0] else "", *row))
    return numbered


def _rows(one: Question, *, explain: bool) -> list[tuple[Cell, ...]]:
    row: tuple[Cell, ...] = (question(one), why(one), named(one.ask) if one.ask else "", _ANSWER[one.fact])
    if not explain:
        return [row]
    expected = f"the ranking is expected to move by {one.moves:.3f}, where 0.5 is first and second changing places"
    return [row, ("", expected, "", ""), ("", f"known from {plain(place_of(one.evidence)) or 'no file'}", "", "")]


def question(one: Question) -> str:
    """Write a question down."""
    of_people = _ASKED_OF_PEOPLE if one.node.kind == "person" else {}
    names = [told_apart(node) for node in (one.node, *one.objects)]
    return of_people.get(one.fact, _ASKED[one.fact]).format(*names)


def why(one: Question) -> str:
    """Say what is used until somebody answers, and where the answer would put what it concerns."""
    return f"{_USED[one.fact].format(figure(one.used, 2))}; {_places(one)}"


def _places(one: Question) -> str:
    name = told_apart(one.concerned)
    if not one.worst:
        return f"if not, {name} takes nothing down alone any more (now at {one.now:,})"
    if one.best == one.worst == one.now:
        return f"what stands behind {name} at {one.now:,} would move"
    ends = f"{min(one.best, one.worst):,} to {max(one.best, one.worst):,}"
    return f"{name} stands at {one.now:,} and may stand from {ends}"


def _sheet(found: Asking) -> Table:
    heads = columns(
        *("question", "why", "ask", "answer with", "answer", "by", "because"),
        *("decision", "node", "object", ">moves"),
    )
    rows = tuple(
        (
            question(one),
            why(one),
            named(one.ask) if one.ask else "",
            _ANSWER[one.fact],
            *("", "", ""),
            one.decision,
            one.node.id,
            "; ".join(node.id for node in one.objects),
            round(one.moves, 4),
        )
        for one in found.questions
    )
    return Table(heads, rows)
