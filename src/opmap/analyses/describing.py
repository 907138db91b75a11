"""Which nodes there are, and all that is known of one."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import dependencies
from opmap.analyses.defining import ROWS, ControlRow, StarterRow, StepRow, controls_of, starters_of, steps_of
from opmap.analyses.knowing import unknown, unknown_of
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Step, leans, name_of, step_of
from opmap.facts import Evidence, Key
from opmap.frozen import frozen
from opmap.graph.ownership import needs_owner
from opmap.graph.selecting import select
from opmap.identity.ids import node_id
from opmap.kinds import KINDS

if TYPE_CHECKING:
    from opmap.analyses.secrets import SharedHere
    from opmap.facts import Plain
    from opmap.graph import Graph


@frozen
class OwnerName:
    """An owner, and whether it was handed down."""

    id: str
    name: str
    kind: str
    inherited: bool
    through: tuple[str, ...]  # the nodes that it was handed down through


@frozen
class Row:
    """One node of a listing."""

    node: NodeName
    state: str
    owners: tuple[OwnerName, ...]
    should_be_owned: bool
    needs: int | None  # None where nothing is known of it, which is not to say that it needs nothing
    needed_by: int
    evidence: tuple[Evidence, ...]


@frozen
class Listing:
    """Nodes that match a selection."""

    selection: str
    only_unknown: bool
    total: int  # of all nodes
    matching: int
    unknown: int  # of those that match, so many of which too little is known to judge them
    rows: tuple[Row, ...]  # as many as were asked for


@frozen
class Relation(Step):
    """One relation of a node: a step, and the other end of it."""

    other: NodeName


@frozen
class Description:
    """All that is known of one node."""

    node: NodeName
    state: str
    unseen_since: str
    inactive: bool
    keys: tuple[str, ...]
    owners: tuple[OwnerName, ...]
    should_be_owned: bool
    attributes: tuple[tuple[str, str], ...]
    steps: tuple[StepRow, ...]
    starters: tuple[StarterRow, ...]
    controls: tuple[ControlRow, ...]
    needs: tuple[Relation, ...]  # an outage of these takes it down, idles it or makes it worse
    needed_by: tuple[Relation, ...]
    others: tuple[Relation, ...]
    evidence: tuple[Evidence, ...]
    remarks: tuple[str, ...]
    same_secrets: tuple[SharedHere, ...] = ()  # its secrets that stand elsewhere too


def listing(graph: Graph, selection: str = "", *, most: int = 0, only_unknown: bool = False) -> Listing:
    """List the nodes that a selection names; those that most depends on come first."""
    hurt, needed = dependencies(graph)
    needs_count = np.bincount(hurt, minlength=len(graph))
    needed_count = np.bincount(needed, minlength=len(graph))
    lacking = unknown(graph)
    chosen = select(graph, selection)
    chosen = chosen[lacking[chosen]] if only_unknown else chosen
    names = list(graph.names)
    order = sorted(chosen.tolist(), key=lambda one: (-needed_count[one], names[one].casefold(), one))

    def row(number: int) -> Row:
        count = int(needs_count[number])
        return Row(
            node=name_of(graph, number),
            state=graph.state_of(number).value,
            owners=owners_of_one(graph, number),
            should_be_owned=needs_owner(graph, number),
            needs=None if lacking[number] and not count else count,
            needed_by=int(needed_count[number]),
            evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
        )

    rows = tuple(row(number) for number in order[: most or None])
    return Listing(selection, only_unknown, len(graph), len(order), int(lacking[chosen].sum()), rows)


def owners_of(graph: Graph) -> dict[int, tuple[OwnerName, ...]]:
    """Name the owners of every node."""
    return {number: owners_of_one(graph, number) for number in graph.owners}


def owners_of_one(graph: Graph, number: int) -> tuple[OwnerName, ...]:
    """Name the owners of one node."""
    return tuple(
        OwnerName(
            id=graph.ids[one.owner],
            name=graph.names[one.owner],
            kind=graph.kind_of(one.owner),
            inherited=bool(one.chain),
            through=tuple(_others(graph, number, one.chain)),
        )
        for one in graph.owners.get(number, ())
    )


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
    needed: list[Relation] = []
    needing: list[Relation] = []
    others: list[Relation] = []
    for edge in sorted({*graph.outgoing(number).tolist(), *graph.incoming(number).tolist()}):
        ends = leans(graph, edge)
        (others if ends is None else needed if ends[0] == number else needing).append(_relation(graph, edge, number))
    return Description(
        node=name_of(graph, number),
        state=node.state.value,
        unseen_since=node.unseen_since,
        inactive=node.inactive,
        keys=tuple(key for key in node.keys if _written(key) != node.id),
        owners=owners_of_one(graph, number),
        should_be_owned=needs_owner(graph, number),
        attributes=tuple((name, _told(name, value)) for name, value in node.attributes if name not in ROWS),
        steps=steps_of(node),
        starters=starters_of(node),
        controls=controls_of(node),
        needs=tuple(needed),
        needed_by=tuple(needing),
        others=tuple(others),
        evidence=node.evidence,
        remarks=_remarks(graph, number),
    )


def _relation(graph: Graph, edge: int, number: int) -> Relation:
    step = step_of(graph, edge)
    other = int(graph.target[edge] if graph.source[edge] == number else graph.source[edge])
    return Relation(**{field.name: getattr(step, field.name) for field in fields(step)}, other=name_of(graph, other))


def _remarks(graph: Graph, number: int) -> tuple[str, ...]:
    remarks = []
    node = graph.details.node(number)
    lacking = unknown_of(graph, number)
    if lacking:
        remarks.append(f"{lacking}; that is not to say that it is safe")
    if not KINDS[node.kind].fails:
        remarks.append(f"a {node.kind} has no fault of its own: it is down when what it rests on is")
    if node.inactive:
        remarks.append("a file marks it as switched off")
    estate = graph.details.beside()
    merged = [merge for merge in estate.merges if merge.node == node.id]
    remarks += [
        f"is one with {', '.join(name for name in merge.names if _written(name) != node.id)}: {merge.reason}"
        for merge in merged
    ]
    asked = [question for question in estate.questions if node.id in question.nodes]
    remarks += [
        f"may be one with {', '.join(name for name in one.nodes if name != node.id)}: {one.reason}" for one in asked
    ]
    return tuple(remarks)


def _written(key: str) -> str:
    """Give the id that a key is written as."""
    space, _, name = key.partition(":")
    return node_id(Key(space, name))


def _told(name: str, value: Plain) -> str:
    """Put an attribute into words; of a secret that is written into a definition, the step, the field and the line."""
    if name != "hard_coded_secrets" or not isinstance(value, tuple):
        return _said(value)
    places = [
        (*map(_said, row[:2]), f"line {_said(row[2])}" if row[2:] and row[2] is not None else "")
        for row in value
        if isinstance(row, tuple)
    ]
    return "; ".join(", ".join(filter(None, place)) for place in places)


def _said(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_said(item) for item in value)
    return "" if value is None else str(value)
