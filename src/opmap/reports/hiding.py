"""What redundancy hides, as lines of the page of single points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.hiding import CIRCULAR, COLD, COMMON, SPENT
from opmap.reports.pages import Cell, Table, Tone, columns
from opmap.reports.safety import plain
from opmap.reports.words import LONGEST_LIST, list_of, named, place_of, step_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opmap.analyses.hiding import Hiding
    from opmap.analyses.naming import NodeName, Step


def hiding_table(found: Sequence[Hiding], *, explain: bool = False) -> Table:
    """Show what redundancy hides, each with the reason; with ``explain``, the relations that prove it."""
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        falls = list_of([named(node) for node in one.takes_down])
        rows.append((Tone(named(one.node), "bad" if one.takes_down else "warn"), one.finding, falls, because(one)))
        rows += [("", "", "", step_sentence(step)) for step in one.path if explain]
    return Table(columns("node", "finding", "takes down", "*because"), tuple(rows), title="behind redundancy")


def because(one: Hiding) -> str:
    """Say why redundancy does not help here."""
    among = _all_of(one.among)
    if one.finding == SPENT:
        return "; ".join(_without(step) for step in one.path[:LONGEST_LIST])
    if one.finding == CIRCULAR:
        others = _all_of([node for node in one.among if node.id != one.at.id])
        return f"{named(one.at)} seems to have {others} instead, which needs {named(one.at)} itself"
    if one.finding == COMMON:
        which = f"the alternatives of {named(one.at)}: {among}"
        return f"it alone owns {which}" if one.node.kind == "person" else f"it is needed by {which}"
    if one.finding == COLD:
        return f"{among} wait for each other to be up"
    if len(one.among) == 1:
        return f"{among} stands in for itself only, and nothing else carries it"
    return f"{among} stand in for each other, and nothing else carries them"


def _without(step: Step) -> str:
    ends = [
        f"{named(end)}, {_which(end)} {plain(end.gone)}" if end.gone else named(end)
        for end in (step.source, step.target)
    ]
    return f"{ends[0]}{',' if step.source.gone else ''} {step.verb} {ends[1]}"


def _which(node: NodeName) -> str:
    return "who" if node.kind == "person" else "which"


def hiding_rows(found: Sequence[Hiding]) -> list[tuple[Cell, ...]]:
    """Give the same as rows of the sheet of single points."""
    return [
        (
            *(one.node.name, one.node.id, one.node.kind, one.node.environment, one.finding, len(one.takes_down)),
            *("; ".join(node.name for node in one.takes_down), "", "; ".join(node.name for node in one.among)),
            *("", "", "", one.node.unknown, place_of(one.evidence)),
        )
        for one in found
    ]


def _all_of(nodes: Sequence[NodeName]) -> str:
    names = [named(node) for node in nodes]
    if len(names) > 3 or len(names) < 2:
        return list_of(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
