"""Several voices on one element: what a push changes of what is said, and what it all says together.

A push takes back whatever the voices that it holds have said before, and puts what it says
now in its place. What other voices have said stays. Where nobody says it any more, the
element is kept as it was last, and marked as not seen since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from opmap.graphdb.rows import Statement, edge_body, edge_of, node_body, node_of
from opmap.graphdb.voices import voice_of
from opmap.kinds import Certainty, State

if TYPE_CHECKING:
    from opmap.estate import Edge, Node
    from opmap.facts import Attributes, Evidence

Element = TypeVar("Element", "Node", "Edge")

_SUREST = list(Certainty)
_BEST_KNOWN = list(State)


@dataclass(frozen=True)
class Sort(Generic[Element]):
    """Nodes, or the edges between two ends: how one is read, written, and put together of several."""

    read: Callable[[bytes], Element]
    write: Callable[[Element], bytes]
    together: Callable[[list[Element]], Element]


def nodes_called(identity: str) -> Sort[Node]:
    """Give the sort of a node."""
    return Sort(lambda body: node_of(identity, body), node_body, _one_node)


def edges_called(identity: str, ends: tuple[str, str, str]) -> Sort[Edge]:
    """Give the sort of an edge: its ends are source, verb and target."""
    return Sort(lambda body: edge_of(identity, ends, body), edge_body, _one_edge)


def respoken(
    sort: Sort[Any], before: Sequence[Statement], held: frozenset[str], mine: Statement | None, since: str
) -> tuple[Statement, ...]:
    """Give what is said after a push that holds these voices, and says ``mine`` or nothing at all."""
    others = [_without(sort, one, held) for one in before if one.seen and not held.issuperset(one.voices)]
    now = [*others, mine] if mine else others
    if now:
        return tuple(sorted(now))
    return tuple(_unseen(sort, one, since) if one.seen else one for one in before)


def is_seen(statements: Iterable[Statement]) -> bool:
    """Say whether anybody still says it."""
    return any(one.seen for one in statements)


def only_of(statements: Iterable[Statement], held: frozenset[str]) -> bool:
    """Say whether nobody else ever said it."""
    return all(held.issuperset(one.voices) for one in statements)


def voices_in(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Give the voices that still say it."""
    return tuple(sorted({voice for one in statements if one.seen for voice in one.voices}))


def element_of(sort: Sort[Element], statements: Sequence[Statement]) -> Element:
    """Give what the statements say together; the order in which they were pushed makes no difference."""
    if len(statements) == 1:
        return sort.read(statements[0].body)
    decided = sorted(statements, key=lambda one: (not _has_decision(one), one.voices, one.body))
    return sort.together([sort.read(one.body) for one in decided])


def _has_decision(statement: Statement) -> bool:
    return any(voice.startswith("decision ") for voice in statement.voices)


def _without(sort: Sort[Any], statement: Statement, held: frozenset[str]) -> Statement:
    """Leave out what some voices say; what is said without a voice of its own stays."""
    if held.isdisjoint(statement.voices):
        return statement
    element = sort.read(statement.body)
    evidence = tuple(item for item in element.evidence if voice_of(item) not in held)
    rest = tuple(voice for voice in statement.voices if voice not in held)
    return Statement(rest, statement.seen, sort.write(replace(element, evidence=evidence)))


def _unseen(sort: Sort[Any], statement: Statement, since: str) -> Statement:
    element = sort.read(statement.body)
    body = statement.body if element.unseen_since else sort.write(replace(element, unseen_since=since))
    return Statement(statement.voices, seen=False, body=body)


def _one_node(several: list[Node]) -> Node:
    best = min(several, key=lambda node: _BEST_KNOWN.index(node.state))
    return replace(
        best,
        keys=tuple(dict.fromkeys([*best.keys, *(key for node in several for key in node.keys)])),
        evidence=_evidence(several),
        environment=best.environment or next((node.environment for node in several if node.environment), ""),
        attributes=_attributes([best, *several]),
        unseen_since="" if any(not node.unseen_since for node in several) else best.unseen_since,
    )


def _one_edge(several: list[Edge]) -> Edge:
    stated = [edge for edge in several if not edge.presumed] or several
    best = stated[0]
    return replace(
        best,
        certainty=min((edge.certainty for edge in several), key=_SUREST.index),
        evidence=_evidence(several),
        group=best.group or next((edge.group for edge in several if edge.group), None),
        attributes=_attributes([best, *several]),
        unseen_since="" if any(not edge.unseen_since for edge in several) else best.unseen_since,
    )


def _evidence(several: Iterable[Node | Edge]) -> tuple[Evidence, ...]:
    from opmap.identity.order import in_order

    return in_order(item for element in several for item in element.evidence)


def _attributes(several: Iterable[Node | Edge]) -> Attributes:
    """Give the attributes of all; where two differ, the first one's."""
    found: dict[str, Any] = {}
    for element in several:
        for name, value in element.attributes:
            found.setdefault(name, value)
    return tuple(sorted(found.items()))
