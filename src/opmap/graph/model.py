"""The graph: a node table and an edge table in flat arrays, forward and backward.

Nodes and edges are numbers here; names come back at the rim. Nothing is ever changed in
place. What is long (evidence, attributes) is fetched from ``details`` when asked for.

>>> from opmap.graph import from_estate
>>> from opmap.estate import Estate
>>> len(from_estate(Estate()))
0
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from opmap.kinds import KINDS, VERBS, Certainty, Effect, End, State, Strength, Verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from opmap.estate import Edge, Estate, Node, SourceState
    from opmap.graph.faultgraph import FaultGraph
    from opmap.graph.ownership import Owners
    from opmap.graph.reading import Reading

KIND_NAMES = tuple(KINDS)
VERB_NAMES = tuple(VERBS)
STRENGTHS = tuple(Strength)
CERTAINTIES = tuple(Certainty)
STATES = tuple(State)
ROLES = (
    "",
    "configuration",
    "discovery",
    "gateway",
    "load generator",
    "error handler",
    "monitoring",
    "address",
    "other",
)
"""What a node is there for, where that decides whether it counts as an outcome of its own."""


def _hurt_end(verb: Verb) -> int:
    """Give 1 where an outage takes down or idles the source of a relation, 2 where the target, 0 where neither."""
    if verb.outage is None or verb.effect not in {Effect.DOWN, Effect.IDLE}:
        return 0
    return 1 if verb.outage is End.SOURCE else 2


_ENDS = np.array([_hurt_end(verb) for verb in VERBS.values()])


class Details(Protocol):
    """Where the long part of nodes and edges is kept, by number."""

    def node(self, number: int) -> Node:
        """Give all that is known of a node."""
        ...

    def edge(self, number: int) -> Edge:
        """Give all that is known of an edge."""
        ...

    def sources(self) -> tuple[SourceState, ...]:
        """Give the sources that the estate was read from."""
        ...

    def estate(self) -> Estate:
        """Give everything."""
        ...

    def since(self, content: str) -> tuple[Estate, Estate] | None:
        """Give what is otherwise than in the estate of that hash, and how it was there; None where it is not known."""
        ...

    def beside(self) -> Estate:
        """Give all but the nodes and edges, if nothing more: merges, questions, references, notices, sources."""
        ...


@dataclass(frozen=True)
class Graph:
    """An estate, compact and immutable."""

    ids: Sequence[str]  # sorted; a node's number is its place here
    names: Sequence[str]
    environments: Sequence[str]
    kind: NDArray[np.uint8]  # index into KIND_NAMES
    state: NDArray[np.uint8]  # index into STATES
    inactive: NDArray[np.bool_]
    role: NDArray[np.uint8]  # index into ROLES
    value: NDArray[np.float32]  # what somebody said that it is worth; NaN where nobody did
    counts: NDArray[np.int8]  # 1 or 0 where somebody said whether it counts; -1 where nobody did
    published: NDArray[np.bool_]  # an ingress, a gateway or a load balancer leads to it

    source: NDArray[np.int32]  # edges, sorted by source, verb, target
    target: NDArray[np.int32]
    verb: NDArray[np.uint8]  # index into VERB_NAMES
    strength: NDArray[np.uint8]  # index into STRENGTHS
    presumed: NDArray[np.bool_]
    certainty: NDArray[np.uint8]  # index into CERTAINTIES
    buffer: NDArray[np.float32]  # hours
    group: NDArray[np.int32]  # group number, -1 for none

    group_need: NDArray[np.int32]  # of group g, so many of its places suffice
    group_presumed: NDArray[np.bool_]
    place_edge: NDArray[np.int32]  # row by row: this edge stands in ...
    place: NDArray[np.int32]  # ... this place of its group; an edge without a row is a place of its own

    snapshot: int
    content: str  # hash of the estate
    details: Details = field(repr=False, compare=False)
    alone: NDArray[np.bool_] | None = field(default=None, repr=False, compare=False)
    """Of each node, whether no other has its name, where that was counted when the graph was packed."""
    overrides: Mapping[str, Mapping[str, float]] = field(default_factory=dict, repr=False, compare=False)
    """What opmap.toml assumes otherwise: by kind, its numbers; by *weakness*, its factors."""
    today: str = field(default="", repr=False, compare=False)
    """The day on which it is asked, an ISO date: who leaves later is still there. Without one, nobody is who leaves."""
    left: Mapping[int, str] = field(default_factory=dict, repr=False, compare=False)
    """Of each person of whom a document says so, by number, the day on which they left."""
    node_since: NDArray[np.uint16] | None = field(default=None, repr=False, compare=False)
    """Of each node, since when it was not seen: a place in ``sinces``. None where all of them were seen."""
    edge_since: NDArray[np.uint16] | None = field(default=None, repr=False, compare=False)
    sinces: tuple[str, ...] = field(default=("",), repr=False, compare=False)

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.ids)

    @cached_property
    def number(self) -> dict[str, int]:
        """Give the number of each node id."""
        return {name: index for index, name in enumerate(self.ids)}

    def number_of(self, name: str) -> int | None:
        """Give the number of one node id; None where there is none. Ids are sorted, so that none need be counted."""
        place = bisect_left(self.ids, name)
        return place if place < len(self) and self.ids[place] == name else None

    def is_alone(self, number: int) -> bool:
        """Say whether no other node has the name of this one, however it is capitalised."""
        return bool((self._counted if self.alone is None else self.alone)[number])

    @cached_property
    def _counted(self) -> NDArray[np.bool_]:
        count = Counter(name.casefold() for name in self.names)
        return np.fromiter((count[name.casefold()] == 1 for name in self.names), np.bool_, len(self))

    def unseen_since(self, number: int) -> str:
        """Say since when a node was not seen, such as ``snapshot 12``; empty where it was seen lately."""
        return "" if self.node_since is None else self.sinces[self.node_since[number]]

    def edge_unseen_since(self, edge: int) -> str:
        """Say since when a relation was not seen; empty where it was seen lately."""
        return "" if self.edge_since is None else self.sinces[self.edge_since[edge]]

    def is_one_of(self, kinds: Iterable[str]) -> NDArray[np.bool_]:
        """Say which nodes are of one of these kinds."""
        table = np.zeros(len(KIND_NAMES), np.bool_)
        table[[KIND_NAMES.index(kind) for kind in kinds]] = True
        chosen: NDArray[np.bool_] = table[self.kind]
        return chosen

    @cached_property
    def leaning(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give who depends on whom by outage, as (hurt, needed), for all verbs that bring something down or idle."""
        ends = _ENDS[self.verb]
        source, target = self.source.astype(np.int64), self.target.astype(np.int64)
        hurt = np.where(ends == 1, source, target)[ends > 0]
        needed = np.where(ends == 1, target, source)[ends > 0]
        return hurt, needed

    @cached_property
    def needing(self) -> NDArray[np.bool_]:
        """Say of which nodes something is known that they need."""
        found = np.zeros(len(self), np.bool_)
        found[self.leaning[0]] = True
        return found

    @cached_property
    def owners(self) -> Owners:
        """Give the owners of every node that has any, its own or handed down."""
        from opmap.graph.ownership import Owners

        return Owners(self)

    @cached_property
    def reading(self) -> Reading:
        """Give how its certain and probable edges are read."""
        from opmap.graph.reading import BELIEVED, Reading

        return Reading(self, BELIEVED)

    @cached_property
    def faults(self) -> FaultGraph:
        """Give what can fail in it."""
        from opmap.graph.faultgraph import FaultGraph

        return FaultGraph.of(self)

    @cached_property
    def forward(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Give, for node v, its outgoing edges: ``edges[start[v]:start[v + 1]]``."""
        return _adjacency(self.source, len(self))

    @cached_property
    def backward(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Give, for node v, its incoming edges: ``edges[start[v]:start[v + 1]]``."""
        return _adjacency(self.target, len(self))

    def outgoing(self, number: int) -> NDArray[np.int32]:
        """Give the edges that leave a node."""
        start, edges = self.forward
        return edges[start[number] : start[number + 1]]

    def incoming(self, number: int) -> NDArray[np.int32]:
        """Give the edges that reach a node."""
        start, edges = self.backward
        return edges[start[number] : start[number + 1]]

    def kind_of(self, number: int) -> str:
        """Give the name of a node's kind."""
        return KIND_NAMES[int(self.kind[number])]

    def verb_of(self, edge: int) -> str:
        """Give the name of an edge's verb."""
        return VERB_NAMES[int(self.verb[edge])]

    def state_of(self, number: int) -> State:
        """Say how much is known of a node."""
        return STATES[int(self.state[number])]

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Give the graph as a networkx MultiDiGraph."""
        from opmap.graph.views import to_networkx

        return to_networkx(self)


def _adjacency(ends: NDArray[np.int32], count: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    start = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=start[1:])
    return start, np.argsort(ends, kind="stable").astype(np.int32)
