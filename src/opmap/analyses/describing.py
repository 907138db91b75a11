"""Which nodes there are, and all that is known of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import dependencies
from opmap.analyses.naming import NodeName, Step, name_of, needs, step_of
from opmap.graph.ownership import needs_owner, owners
from opmap.graph.selecting import select

if TYPE_CHECKING:
    from opmap.facts import Evidence, Plain
    from opmap.graph import Graph


@dataclass(frozen=True, slots=True)
class OwnerName:
    """An owner, and whether it was handed down."""

    id: str
    name: str
    kind: str
    inherited: bool
    through: tuple[str, ...]  # the nodes that it was handed down through


@dataclass(frozen=True, slots=True)
class Row:
    """One node of a listing."""

    node: NodeName
    state: str
    owners: tuple[OwnerName, ...]
    should_be_owned: bool
    needs: int
    needed_by: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Nodes that match a selection."""

    selection: str
    total: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """All that is known of one node."""

    node: NodeName
    state: str
    unseen_since: str
    inactive: bool
    keys: tuple[str, ...]
    owners: tuple[OwnerName, ...]
    attributes: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]
    needs: tuple[Step, ...]
    needed_by: tuple[Step, ...]
    others: tuple[Step, ...]
    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]


def listing(graph: Graph, selection: str = "") -> Listing:
    """List the nodes that a selection names; those that most depends on come first."""
    owned = owners_of(graph)
    hurt, needed = dependencies(graph)
    needs_count = np.bincount(hurt, minlength=len(graph))
    needed_count = np.bincount(needed, minlength=len(graph))
    rows = [
        Row(
            node=name_of(graph, number),
            state=graph.state_of(number).value,
            owners=owned.get(number, ()),
            should_be_owned=needs_owner(graph, number),
            needs=int(needs_count[number]),
            needed_by=int(needed_count[number]),
        )
        for number in select(graph, selection).tolist()
    ]
    return Listing(
        selection,
        len(graph),
        tuple(sorted(rows, key=lambda row: (-row.needed_by, row.node.name.casefold(), row.node.id))),
    )


def owners_of(graph: Graph) -> dict[int, tuple[OwnerName, ...]]:
    """Name the owners of every node."""
    named = {}
    for number, several in owners(graph).items():
        named[number] = tuple(
            OwnerName(
                id=graph.ids[one.owner],
                name=graph.names[one.owner],
                kind=graph.kind_of(one.owner),
                inherited=bool(one.chain),
                through=tuple(_others(graph, number, one.chain)),
            )
            for one in several
        )
    return named


def _others(graph: Graph, number: int, chain: tuple[int, ...]) -> list[str]:
    """Name the nodes along a chain of edges that begins at a node."""
    names, here = [], number
    for edge in chain:
        source, target = int(graph.source[edge]), int(graph.target[edge])
        here = target if source == here else source
        names.append(graph.names[here])
    return names


def describe(graph: Graph, number: int) -> Description:
    """Say all that is known of a node."""
    node = graph.details.node(number)
    needed: list[Step] = []
    needing: list[Step] = []
    others: list[Step] = []
    for edge in sorted({*graph.outgoing(number).tolist(), *graph.incoming(number).tolist()}):
        ends = needs(graph, edge)
        step = step_of(graph, edge)
        (others if ends is None else needed if ends[0] == number else needing).append(step)
    return Description(
        node=name_of(graph, number),
        state=node.state.value,
        unseen_since=node.unseen_since,
        inactive=node.inactive,
        keys=node.keys,
        owners=owners_of(graph).get(number, ()),
        attributes=tuple((name, _said(value)) for name, value in node.attributes if name != "steps"),
        steps=_steps(dict(node.attributes).get("steps")),
        needs=tuple(needed),
        needed_by=tuple(needing),
        others=tuple(others),
        evidence=node.evidence,
        remarks=_remarks(graph, number, needed),
    )


def _remarks(graph: Graph, number: int, needed: list[Step]) -> tuple[str, ...]:
    remarks = []
    node = graph.details.node(number)
    if not needed:
        remarks.append("nothing is known of what it needs; that is not to say that it needs nothing")
    if node.inactive:
        remarks.append("a file marks it as switched off")
    estate = graph.details.estate()
    merged = [merge for merge in estate.merges if merge.node == node.id]
    remarks += [
        f"is one with {', '.join(name for name in merge.names if name != node.id)}: {merge.reason}" for merge in merged
    ]
    asked = [question for question in estate.questions if node.id in question.nodes]
    remarks += [
        f"may be one with {', '.join(name for name in one.nodes if name != node.id)}: {one.reason}" for one in asked
    ]
    return tuple(remarks)


def _steps(value: Plain) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, tuple):
        return ()
    rows = [step if isinstance(step, tuple) else (step,) for step in value]
    return tuple((_said(row[0]), _said(tuple(row[1:]))) for row in rows if row)


def _said(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_said(item) for item in value)
    return "" if value is None else str(value)
