"""Who owns what: stated owners first, and owners handed down along the verbs that do so.

A service built from a repository is owned by the repository's owner, unless somebody
says otherwise. The chain by which an owner came down is part of the answer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.model import CERTAINTIES, STATES, VERB_NAMES
from opmap.kinds import KINDS, VERBS, Certainty, End, State

if TYPE_CHECKING:
    from opmap.graph.model import Graph

OWNED_BY = VERB_NAMES.index("owned by")
_POSSIBLE = CERTAINTIES.index(Certainty.POSSIBLE)
_DANGLING = STATES.index(State.DANGLING)
BEARS_NO_OWNER = frozenset({"person", "team", "department", "vendor", "region", "site", "operation", "event source"})
"""Kinds of which nobody asks who owns them: people, places, others' companies, and parts of an API."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """One owner of one node."""

    owner: int  # node number of a person or team
    edge: int  # the relation that states it
    chain: tuple[int, ...]  # edges along which it was handed down; empty where it is stated of the node itself


def owners(graph: Graph) -> dict[int, tuple[Ownership, ...]]:
    """Give the owners of every node that has any, its own or handed down; the nearest one wins.

    A dangling owner, a name that no document knows, counts as none.
    """
    stated: dict[int, list[Ownership]] = {}
    for edge in np.flatnonzero((graph.verb == OWNED_BY) & (graph.certainty != _POSSIBLE)).tolist():
        if graph.state[graph.target[edge]] != _DANGLING:
            stated.setdefault(int(graph.source[edge]), []).append(Ownership(int(graph.target[edge]), edge, ()))
    found = {node: tuple(several) for node, several in stated.items()}
    heirs = _heirs(graph)
    waiting = deque(sorted(found))
    while waiting:
        node = waiting.popleft()
        for heir, edge in heirs.get(node, ()):
            if heir not in found and graph.kind_of(heir) not in BEARS_NO_OWNER:
                found[heir] = tuple(Ownership(one.owner, one.edge, (edge, *one.chain)) for one in found[node])
                waiting.append(heir)
    return found


def _heirs(graph: Graph) -> dict[int, list[tuple[int, int]]]:
    """Give, for each node, those that have its owner where they have none, each with the edge between."""
    heirs: dict[int, list[tuple[int, int]]] = {}
    for index, name in enumerate(VERB_NAMES):
        end = VERBS[name].inherits_owner
        if end is None:
            continue
        for edge in np.flatnonzero((graph.verb == index) & (graph.certainty != _POSSIBLE)).tolist():
            source, target = int(graph.source[edge]), int(graph.target[edge])
            heir, giver = (source, target) if end is End.SOURCE else (target, source)
            heirs.setdefault(giver, []).append((heir, edge))
    return heirs


def needs_owner(graph: Graph, node: int) -> bool:
    """Say whether it makes sense to ask who owns a node, and enough is known to miss an owner."""
    kind = graph.kind_of(node)
    return kind in KINDS and kind not in BEARS_NO_OWNER and STATES[graph.state[node]] is State.KNOWN
