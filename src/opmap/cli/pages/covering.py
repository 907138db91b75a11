"""Pages about what the map does not say: what was not read, resolved or seen, and what only people can settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Place, Table, columns
from opmap.reports.safety import plain
from opmap.reports.words import agreeing, counted, told_apart, withheld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.analyses.covering import Coverage
    from opmap.estate import Question
    from opmap.graph import Graph

_Rows = tuple[tuple[Cell, ...], ...]
_Words = tuple[tuple[str, str], ...]

_LOST = ("further reference that leads nowhere", "further references that lead nowhere")
_OF_IDENTITY: _Words = (
    ("further question", "further questions"),
    ("further merge", "further merges"),
    ("further ambiguous reference", "further ambiguous references"),
    _LOST,
)
_OF_COVERAGE: _Words = (
    ("further unreadable document", "further unreadable documents"),
    ("further place that was read in part", "further places that were read in part"),
    _LOST,
    ("further node with needs that nobody has described", "further nodes with needs that nobody has described"),
    ("further secret that stands in several places", "further secrets that stand in several places"),
    ("further node that is not seen any more", "further nodes that are not seen any more"),
)


def identity_page(graph: Graph, covered: Coverage, top: int) -> Page:
    """Show each merge with its reason, the open questions, and the commands that settle them."""
    beside = graph.details.beside()
    whole = (
        Table(columns("*may be one", "*because", "*settle it with"), _questions(graph, beside.questions), "questions"),
        Table(
            columns("node", "*is", "*because"),
            tuple((_name(graph, one.node), ", ".join(one.names), one.reason) for one in beside.merges),
            "merged",
        ),
        Table(columns("*reference", "*may mean", "where"), _ambiguous(graph, covered), "ambiguous"),
        Table(columns("*reference", "*why", "where"), _dangling(covered), "leading nowhere"),
    )
    headline = (
        f"{counted(len(beside.merges), 'merge')} and {counted(len(beside.questions), 'open question')}; "
        f"{_led(covered)}."
    )
    return Page(
        headline=headline,
        tables=tuple(_first(table, top) for table in whole),
        notes=tuple(_withheld(whole, _OF_IDENTITY, top, "opmap identity --top 0")),
        next=("opmap coverage",),
        data={
            "merges": beside.merges,
            "questions": beside.questions,
            "ambiguous": covered.ambiguous,
            "dangling": covered.dangling,
            "resolved": covered.resolved,
        },
        sheet=_joined(whole),
    )


def coverage_page(covered: Coverage, top: int) -> Page:
    """Say what was not read, resolved or seen."""
    unreadable = tuple((Place(item.evidence), item.reason) for source in covered.sources for item in source.unreadable)
    placed = columns("where", "*why")
    whole = (
        Table(placed, unreadable, "unreadable"),
        Table(placed, tuple((Place(item.evidence), item.reason) for item in covered.notices), "read in part"),
        Table(columns("*reference", "*why", "where"), _dangling(covered), "leading nowhere"),
        Table(
            columns("*node", "kind"),
            tuple((told_apart(node), node.kind) for node in covered.undescribed),
            "nothing is known of what these need",
        ),
        Table(
            columns("secret", "*stands in"),
            tuple(
                (plain(same.places[0].name), ", ".join(plain(place.where) for place in same.places))
                for same in covered.same_secrets
            ),
            "the same secret in several places",
        ),
        Table(
            columns("*node", "not seen since"),
            tuple((told_apart(node), since) for node, since in covered.unseen),
            "not seen any more",
        ),
    )
    read = sum(source.read for source in covered.sources)
    rest = sum(source.not_recognised for source in covered.sources)
    headline = (
        f"{counted(read, 'document')} read, {len(unreadable):,} unreadable, {rest:,} not recognised; {_led(covered)}."
    )
    return Page(
        headline=headline,
        tables=tuple(_first(table, top) for table in whole),
        notes=(*_withheld(whole, _OF_COVERAGE, top, "opmap coverage --top 0"), *_limits(covered)),
        next=("opmap nodes --unknown", "opmap identity"),
        data=covered,
        sheet=_joined(whole),
    )


def _led(covered: Coverage) -> str:
    """Say where references led."""
    lost = f"{len(covered.dangling):,} leading nowhere"
    return f"references: {covered.resolved:,} resolved, {len(covered.ambiguous):,} ambiguous, {lost}"


def _limits(covered: Coverage) -> list[Note]:
    """Say what is concluded from nothing, and what waits."""
    notes = []
    if covered.only_mentioned:
        mentioned = f"{counted(covered.only_mentioned, 'node')} only mentioned"
        lacking = f"nothing is concluded from what {agreeing(covered.only_mentioned, 'it lacks', 'they lack')}"
        notes.append(Note(f"{mentioned}, so {lacking}", "opmap nodes state:mentioned"))
    if covered.questions:
        notes.append(
            Note(f"{counted(len(covered.questions), 'question')} that only people can settle", "opmap identity")
        )
    if covered.waiting_decisions:
        count = len(covered.waiting_decisions)
        waits = f"{counted(count, 'decision')} {agreeing(count, 'waits', 'wait')} for a node or a relation that is gone"
        notes.append(Note(waits, "opmap decisions"))
    return notes


def _questions(graph: Graph, questions: Sequence[Question]) -> _Rows:
    return tuple(
        (" and ".join(_name(graph, node) for node in one.nodes), one.reason, one.commands[0] if one.commands else "")
        for one in questions
    )


def _dangling(covered: Coverage) -> _Rows:
    return tuple((one.text, one.reason, Place(one.evidence)) for one in covered.dangling)


def _ambiguous(graph: Graph, covered: Coverage) -> _Rows:
    return tuple(
        (one.text, ", ".join(_name(graph, node) for node in one.targets), Place(one.evidence))
        for one in covered.ambiguous
    )


def _name(graph: Graph, node: str) -> str:
    number = graph.number_of(node)
    name = node if number is None else graph.names[number]
    return plain(node, 120) if name == node else f"{plain(name, 80)} ({plain(node, 120)})"


def _first(table: Table, top: int) -> Table:
    return Table(table.columns, table.rows[: top or None], table.title)


def _withheld(whole: tuple[Table, ...], words: _Words, top: int, command: str) -> list[Note]:
    """Count what does not stand on the page, table by table."""
    further = [len(table.rows) - top if top else 0 for table in whole]
    return withheld([(max(count, 0), *said) for count, said in zip(further, words, strict=True)], command)


def _joined(whole: tuple[Table, ...]) -> Table:
    """Put several tables in one sheet, each row with what it is."""
    rows = [(table.title, *row, *[""] * (3 - len(row))) for table in whole for row in table.rows]
    return Table(columns("what", "of what", "why", "where or what to do"), tuple(rows))
