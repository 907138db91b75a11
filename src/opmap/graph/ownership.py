"""Who owns what: stated owners first, and owners handed down along the verbs that do so.

A service built from a repository is owned by the repository's owner, unless somebody
says otherwise. The chain by which an owner came down is part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from opmap.frozen import frozen
from opmap.graph.arrays import in_order, ranges, starts_of
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.model import CERTAINTIES, STATES, VERB_NAMES
from opmap.kinds import BEARS_NO_OWNER, KINDS, VERBS, Certainty, End, State

if TYPE_CHECKING:
    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.model import Graph

OWNED_BY = VERB_NAMES.index("owned by")
_POSSIBLE = CERTAINTIES.index(Certainty.POSSIBLE)
_DANGLING = STATES.index(State.DANGLING)
_INHERITS = np.array([(None, End.SOURCE, End.TARGET).index(VERBS[name].inherits_owner) for name in VERB_NAMES])
"""Of each verb: 0 where no owner is handed down along it, 1 where it is to the source, 2 where to the target."""


@frozen
class Ownership:
    """One owner of one node."""

    owner: int  # node number of a person or team
    edge: int  # the relation that states it
    chain: tuple[int, ...]  # edges along which it was handed down; empty where it is stated of the node itself


class Owners(Mapping[int, tuple[Ownership, ...]]):
    """The owners of every node that has any, its own or handed down; the nearest one wins.

    A dangling owner, a name that no document knows, counts as none.
    """

    def __init__(self, graph: Graph) -> None:
        sure = (graph.certainty != _POSSIBLE) & (graph.verb == OWNED_BY) & (graph.state[graph.target] != _DANGLING)
        self._edges = np.flatnonzero(sure)
        self._edges = self._edges[in_order(graph.source[self._edges])]
        self._start = starts_of(graph.source[self._edges], len(graph))
        self._owner = graph.target[self._edges]
        self._stated = np.diff(self._start) > 0
        self._by = np.full(len(graph), NOWHERE, np.int64)  # the edge by which an owner was handed down
        self._giver = np.arange(len(graph))  # the node that handed it down
        self._root = np.where(self._stated, self._giver, NOWHERE)  # the node of which the owner is stated
        self._told: dict[int, tuple[Ownership, ...]] = {}  # what was asked for before, for it is asked for again
        self._hand_down(graph)

    def _hand_down(self, graph: Graph) -> None:
        """Let what has no owner have that of what it is made of, step by step, the nearest first."""
        giver, heir, edge = _handing_down(graph)
        order = in_order(giver)
        start, heir, edge = starts_of(giver, len(graph)), heir[order], edge[order]
        frontier = np.flatnonzero(self._stated)
        while len(frontier):
            count = start[frontier + 1] - start[frontier]
            rows, given = ranges(start[frontier], count), np.repeat(frontier, count)
            fresh = self._root[heir[rows]] == NOWHERE
            rows, given = rows[fresh], given[fresh]
            _, first = np.unique(heir[rows], return_index=True)
            first.sort()
            rows, given = rows[first], given[first]
            frontier = heir[rows]
            self._by[frontier], self._giver[frontier] = edge[rows], given
            self._root[frontier] = self._root[given]

    @property
    def known(self) -> Truths:
        """Say of which nodes somebody is known to own them."""
        has: Truths = self._root != NOWHERE
        return has

    def held(self, nodes: Numbers) -> Numbers:
        """Give the owners of some nodes, one for each node and owner."""
        root = self._root[nodes]
        root = root[root != NOWHERE]
        return self._owner[ranges(self._start[root], self._start[root + 1] - self._start[root])]

    def __getitem__(self, node: int) -> tuple[Ownership, ...]:
        """Give the owners of one node."""
        if node not in self._told:
            self._told[node] = self._tell(node)
        return self._told[node]

    def _tell(self, node: int) -> tuple[Ownership, ...]:
        root = int(self._root[node]) if 0 <= node < len(self._root) else NOWHERE
        if root == NOWHERE:
            raise KeyError(node)
        chain = []
        while node != root:
            chain.append(int(self._by[node]))
            node = int(self._giver[node])
        stated = slice(int(self._start[root]), int(self._start[root + 1]))
        pairs = zip(self._owner[stated].tolist(), self._edges[stated].tolist(), strict=True)
        return tuple(Ownership(owner, edge, tuple(chain)) for owner, edge in pairs)

    def __iter__(self) -> Iterator[int]:
        """Give the nodes that have an owner, by number."""
        return iter(np.flatnonzero(self._root != NOWHERE).tolist())

    def __len__(self) -> int:
        """Count them."""
        return int((self._root != NOWHERE).sum())


def owners(graph: Graph) -> dict[int, tuple[Ownership, ...]]:
    """Give the owners of every node that has any, its own or handed down; the nearest one wins."""
    return dict(Owners(graph))


def left_on(graph: Graph, number: int) -> str:
    """Give the date on which a person left; empty for everybody else, and for who leaves on a day to come."""
    date = graph.left.get(number, "")
    is_to_come = bool(graph.today) and date[:1].isdigit() and date > graph.today
    return "" if is_to_come else date


def _handing_down(graph: Graph) -> tuple[Numbers, Numbers, Numbers]:
    """Give who hands an owner down to whom, and by which edge; to what bears no owner, none is handed down."""
    ends = _INHERITS[graph.verb]
    sure = graph.certainty != _POSSIBLE
    edge = np.flatnonzero(sure & (ends > 0))
    edge = edge[np.argsort(graph.verb[edge], kind="stable")]
    to_source = ends[edge] == 1
    heir = np.where(to_source, graph.source[edge], graph.target[edge])
    giver = np.where(to_source, graph.target[edge], graph.source[edge])
    bears = ~graph.is_one_of(BEARS_NO_OWNER)[heir]
    return giver[bears], heir[bears], edge[bears]


def asked_for_owner(graph: Graph) -> Truths:
    """Say of which nodes it makes sense to ask who owns them, and enough is known to miss an owner."""
    asked: Truths = ~graph.is_one_of(BEARS_NO_OWNER) & (graph.state == STATES.index(State.KNOWN))
    return asked


def needs_owner(graph: Graph, node: int) -> bool:
    """Say whether it makes sense to ask who owns a node, and enough is known to miss an owner."""
    kind = graph.kind_of(node)
    return kind in KINDS and kind not in BEARS_NO_OWNER and STATES[graph.state[node]] is State.KNOWN
