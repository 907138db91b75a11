"""What a push has to say that the database does not know yet, element by element."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Generic

from opmap.frozen import frozen
from opmap.graphdb.rows import Statement, edge_body, hash_of, node_body, said_in, statements_in
from opmap.graphdb.speaking import (
    Element,
    Sort,
    edges_called,
    element_of,
    is_seen,
    nodes_called,
    only_of,
    respoken,
    voices_in,
)

if TYPE_CHECKING:
    from opmap.estate import Edge, Node
    from opmap.graphdb.voices import Held


class What(Enum):
    """What becomes of an element."""

    NEW = auto()
    CHANGED = auto()
    UNSEEN = auto()  # no longer said by anybody, and kept
    PRUNED = auto()


@frozen
class Change(Generic[Element]):
    """One element that is otherwise than the database has it."""

    what: What
    element: Element
    voices: tuple[str, ...]
    said: bytes


@dataclass
class Head:
    """The newest state in the database, that of an interrupted push included; used up while comparing."""

    hashes: dict[str, str] = field(default_factory=dict)
    begins: dict[str, str] = field(default_factory=dict)  # of an edge, the node that its relationship leaves
    heard: dict[str, bytes] = field(default_factory=dict)  # what is said of elements on which others have a word

    def note(self, name: str, hashed: str, said: bytes | None) -> None:
        """Remember an element."""
        self.hashes[name] = hashed
        self.heard.pop(name, None)
        if said is not None:
            self.heard[name] = said


@dataclass(frozen=True)
class Speaking:
    """Who speaks, and how what they no longer say is marked."""

    held: Held
    since: str  # "push 7": the last one in which it was seen
    prune: bool


def changed_nodes(nodes: Iterable[Node], head: Head, speaking: Speaking) -> Iterator[Change[Node]]:
    """Give the nodes that are new or otherwise."""
    return _changed(nodes, head, speaking, node_body, lambda node: nodes_called(node.id))


def changed_edges(edges: Iterable[Edge], head: Head, speaking: Speaking) -> Iterator[Change[Edge]]:
    """Give the edges that are new or otherwise."""
    return _changed(
        edges, head, speaking, edge_body, lambda edge: edges_called(edge.id, (edge.source, edge.verb, edge.target))
    )


def _changed(
    elements: Iterable[Element],
    head: Head,
    speaking: Speaking,
    body_of: Callable[[Element], bytes],
    sort_of: Callable[[Element], Sort[Any]],
) -> Iterator[Change[Element]]:
    held = speaking.held
    for element in elements:
        mine = Statement(held.voices_of(element.evidence), seen=True, body=body_of(element))
        known = head.hashes.pop(element.id, None)
        before = head.heard.pop(element.id, None)
        if before is None:
            said = said_in((mine,))
            if known is not None and known == hash_of(said):
                continue
            yield Change(What.NEW if known is None else What.CHANGED, element, mine.voices, said)
            continue
        sort = sort_of(element)
        statements = respoken(sort, statements_in(before), held.voices, mine, speaking.since)
        said = said_in(statements)
        if known != hash_of(said):
            yield Change(What.CHANGED, element_of(sort, statements), voices_in(statements), said)


def left_over(head: Head, speaking: Speaking) -> list[str]:
    """Give the elements that this push does not name and may have to say something about."""
    held = speaking.held.voices
    return [name for name in head.hashes if name not in head.heard or _concerns(head.heard[name], held, speaking.prune)]


def _concerns(said: bytes, held: frozenset[str], prune: bool) -> bool:  # noqa: FBT001 - a field of `Speaking`
    return any(
        (one.seen and not held.isdisjoint(one.voices)) or (prune and not one.seen) for one in statements_in(said)
    )


def no_longer_said(sort: Sort[Element], said: bytes, speaking: Speaking) -> Change[Element] | None:
    """Give what becomes of an element that this push does not name; None where it stays as it is."""
    held = speaking.held.voices
    statements = respoken(sort, statements_in(said), held, None, speaking.since)
    now = said_in(statements)
    seen = is_seen(statements)
    if not seen and speaking.prune and only_of(statements, held):
        what = What.PRUNED
    elif now == said:
        return None
    else:
        what = What.CHANGED if seen else What.UNSEEN
    return Change(what, element_of(sort, statements), voices_in(statements), now)
