"""Pages for double faults: any one of these together with any one of those."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.reports.pages import Cell, Note, Page, Table, columns
from opmap.reports.words import (
    agreeing,
    counted,
    duration,
    list_of,
    named,
    not_judged,
    quoted,
    step_sentence,
    withheld,
)

if TYPE_CHECKING:
    from opmap.analyses.naming import NodeName
    from opmap.analyses.pairing import Pairing, Pairs

_FURTHER = ("further product", "further products")


def pairs_page(found: Pairing, *, explain: bool = False) -> Page:
    """Say what takes an outcome down together, and neither alone."""
    rows = tuple(row for one in found.products for row in _rows(one, explain=explain))
    heads = columns(">pairs", "*any one of these", "*and any one of those", "quickest to repair")
    asked = quoted(found.outcome.call)
    both = [quoted(one.call) for one in (found.products[0].one[0], found.products[0].other[0])] if rows else []
    return Page(
        headline=_headline(found),
        tables=(Table(heads, rows),),
        notes=tuple(_notes(found, asked)),
        next=(*([f"opmap blast {' '.join(both)}"] if both else []), f"opmap spof {asked}"),
        data=found,
        sheet=_sheet(found),
    )


def _headline(found: Pairing) -> str:
    name = named(found.outcome)
    if not found.pairs:
        known = f"No two things that are known of take down {name} together, but for those that do so alone"
        return f"{known}{': ' + found.outcome.unknown if found.outcome.unknown else ''}. That is not proof."
    pairs = f"{counted(found.pairs, 'pair')} of nodes {agreeing(found.pairs, 'takes', 'take')} down {name} together"
    products = counted(found.products_in_all, "product")
    return f"{pairs}, in {products}; {found.single:,} of {found.nodes:,} nodes do so alone."


def _rows(one: Pairs, *, explain: bool) -> list[tuple[Cell, ...]]:
    assumed = ", assumed" if one.easiest.assumed else ""
    easiest = f"{named(one.easiest.node)} ({duration(one.easiest.hours)}{assumed})"
    if not explain:
        return [(one.count, _names(one.one), _names(one.other), easiest)]
    every = ", ".join(map(named, one.one)), ", ".join(map(named, one.other))
    return [(one.count, *every, easiest), *(("", step_sentence(step), "", "") for step in one.path)]


def _names(nodes: tuple[NodeName, ...]) -> str:
    return list_of([named(node) for node in nodes])


def _notes(found: Pairing, asked: str) -> list[Note]:
    notes = withheld([(found.products_in_all - len(found.products), *_FURTHER)], f"opmap spof {asked} --pairs --top 0")
    if found.pairs:
        notes.append(Note("with either of two back, the other takes nothing down: repair what is quickest"))
    return notes + ([not_judged(found.not_judged)] if found.not_judged else [])


def _sheet(found: Pairing) -> Table:
    heads = columns(
        ">product", ">pairs", "side", "node", "id", "kind", "environment", ">repair hours", "not known of it"
    )
    rows: list[tuple[Cell, ...]] = []
    for number, one in enumerate(found.products, 1):
        for side, nodes in (("one", one.one), ("other", one.other)):
            for node in nodes:
                hours = one.easiest.hours if node.id == one.easiest.node.id else ""
                identity = (node.name, node.id, node.kind, node.environment)
                rows.append((number, one.count, side, *identity, hours, node.unknown))
    rows += [("", "", "not judged", *_identity(node), "", node.unknown) for node in found.not_judged]
    return Table(heads, tuple(rows))


def _identity(node: NodeName) -> tuple[Cell, ...]:
    return node.name, node.id, node.kind, node.environment
