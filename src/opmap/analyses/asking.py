"""What is worth asking people: the facts whose answers would move the ranking most, whom to ask, and why.

Each question is answered by one decision, so that a sheet of answers can be taken as it is.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import UNOWNED
from opmap.analyses.learning import ESSENTIAL, Worth, shift, tried_inputs, worth_of_needs
from opmap.analyses.losses import Appraisal, appraise
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, name_of, needs
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.analyses.weighing import FIRST, Weighing, Weight
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.model import CERTAINTIES, STRENGTHS
from opmap.kinds import BEARS_NO_OWNER, Certainty, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.graph import Graph

_TRIED = 24
"""So many relations are tried; each costs one computation of the whole ranking."""
_PAIRS_TRIED = 12
_ALIKE = 0.7
_SECONDS = {"standby", "replica", "secondary", "backup", "fallback", "failover", "mirror", "spare"}
"""Words by which the name of a thing says that it stands in for another."""
SUPPORTS = "supports"
ALTERNATIVE, OWNER = "alternative", "owner"


@frozen
class Question:
    """One question for people, and the decision that its answer is."""

    fact: str  # fails, repair, value, tolerance, essential, alternative, owner, counts
    decision: str  # the act that writes the answer down
    node: NodeName
    objects: tuple[NodeName, ...]
    used: float  # the number that is used until somebody answers
    ask: NodeName | None  # who is likely to know
    moves: float  # how far the ranking is expected to move
    concerned: NodeName  # what would move most
    now: int  # its place in the ranking
    best: int  # the places between which the answer is likely to put it
    worst: int  # 0: it would take nothing down alone any more
    evidence: tuple[Evidence, ...]  # for what is asked about


@frozen
class Asking:
    """The answer to *what should we ask?*."""

    ranked: int  # nodes that hurt alone
    questions: tuple[Question, ...]  # those that move most first; as many as were asked for
    questions_in_all: int


def asking(graph: Graph, most: int = 0) -> Asking:
    """Give the questions whose answers would move the ranking most."""
    found = appraise(graph)
    every = _Asking(graph, found).questions() if len(found.numbers) else []
    every.sort(key=lambda one: (-round(one.moves, 6), one.node.id, one.decision, one.objects))
    return Asking(len(found.numbers), tuple(every[: most or None]), len(every))


class _Asking:
    def __init__(self, graph: Graph, found: Appraisal) -> None:
        self.graph = graph
        self.found = found
        self.weighing = Weighing(found)
        self.left = people_who_left(graph)

    def questions(self) -> list[Question]:
        every = [*self._inputs(), *self._owners(), *self._needs(), *self._alternatives()]
        return [one for one in every if one.moves > 0]

    def _inputs(self) -> Iterator[Question]:
        for one in tried_inputs(self.graph, self.found):
            yield self._asked(one.fact, one.fact, one.number, (), one.used, one.weight)

    def _owners(self) -> Iterator[Question]:
        for place, number in enumerate(self.found.numbers[:FIRST].tolist()):
            working = [one for one in self.found.supposed.habits[place].working if one.name == UNOWNED]
            if working and self.graph.kind_of(number) not in BEARS_NO_OWNER:
                weight = self.weighing.owner(number, working[0].factor)
                yield self._asked(OWNER, "own", number, (), 0.0, weight)

    def _needs(self) -> Iterator[Question]:
        for worth in worth_of_needs(self.graph, _TRIED, self.found):
            if worth.edge is None or worth.other is None or _is_sole_support(self.graph, worth.edge):
                continue
            other = self.graph.number[worth.other.id]
            concerned = other if other in self.found.rank else worth.number
            weight = Weight(worth.moves, concerned, *_places(worth))
            evidence = self.graph.details.edge(worth.edge).evidence[:MOST_EVIDENCE]
            yield self._asked(ESSENTIAL, "strength", worth.number, (other,), 1.0, weight, evidence)

    def _alternatives(self) -> Iterator[Question]:
        """Ask of two of one kind and of like names that one thing needs alike: is either enough?"""
        for hurt, one, other, edges in _pairs(self.graph, self.found)[:_PAIRS_TRIED]:
            after = appraise(_either(self.graph, edges), self.found.supposing)
            best = min((one, other), key=lambda number: self.found.rank.get(number, len(self.found.numbers) + 1))
            now, then = self.found.rank.get(best, 0), after.rank.get(best, 0)
            weight = Weight(shift(self.found, after) / 2, best, now, min(now, then or now), then)
            yield self._asked(ALTERNATIVE, "redundant", hurt, (one, other), 2.0, weight)

    def _asked(
        self,
        fact: str,
        act: str,
        number: int,
        objects: tuple[int, ...],
        used: float,
        weight: Weight,
        evidence: tuple[Evidence, ...] = (),
    ) -> Question:
        return Question(
            fact=fact,
            decision=act,
            node=name_of(self.graph, number),
            objects=tuple(name_of(self.graph, one) for one in objects),
            used=used,
            ask=self._whom(number),
            moves=weight.moves,
            concerned=name_of(self.graph, weight.node),
            now=weight.now,
            best=weight.best,
            worst=weight.worst,
            evidence=evidence or self.graph.details.node(number).evidence[:MOST_EVIDENCE],
        )

    def _whom(self, number: int) -> NodeName | None:
        owners = [one.owner for one in self.graph.owners.get(number, ()) if one.owner not in self.left]
        return name_of(self.graph, owners[0]) if owners else neighbouring_owner(self.graph, [number], self.left)


def _is_sole_support(graph: Graph, edge: int) -> bool:
    """Say whether an outcome is delivered with one thing only, so that nobody need be asked whether it needs it."""
    incoming = graph.incoming(int(graph.target[edge]))
    return graph.verb_of(edge) == SUPPORTS and int((graph.verb[incoming] == graph.verb[edge]).sum()) == 1


def _places(worth: Worth) -> tuple[int, int, int]:
    now, then = worth.places
    return now, min(now, then or now), then


def _pairs(graph: Graph, found: Appraisal) -> list[tuple[int, int, int, tuple[int, int]]]:
    """Give (hurt, one, other, edges) for presumed needs that look like alternatives; those that lose most first."""
    hard = graph.presumed & (graph.strength == STRENGTHS.index(Strength.HARD)) & (graph.group < 0)
    believed = graph.certainty != CERTAINTIES.index(Certainty.POSSIBLE)
    siblings: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for edge in np.flatnonzero(hard & believed).tolist():
        ends = needs(graph, edge)
        if ends is not None and ends[1] in found.rank:
            siblings.setdefault((ends[0], int(graph.verb[edge]), int(graph.kind[ends[1]])), []).append((ends[1], edge))
    pairs = [
        (hurt, one, other, (edge, edge_too))
        for (hurt, _, _), several in siblings.items()
        for (one, edge), (other, edge_too) in combinations(several, 2)
        if one != other and look_alike(graph.names[one], graph.names[other])
    ]
    return sorted(pairs, key=lambda pair: (min(found.rank[pair[1]], found.rank[pair[2]]), pair[:3]))


def look_alike(one: str, other: str) -> bool:
    """Say whether two names are those of things that may stand in for each other.

    >>> look_alike("rating-engine", "rating-engine-standby"), look_alike("cart", "payments")
    (True, False)
    """
    small, large = sorted((one.casefold(), other.casefold()), key=len)
    if any(word in large or word in small for word in _SECONDS) and small[:4] == large[:4]:
        return True
    return SequenceMatcher(None, small, large).ratio() >= _ALIKE


def _either(graph: Graph, edges: tuple[int, int]) -> Graph:
    """Give the graph in which one of two relations suffices."""
    group = graph.group.copy()
    group[list(edges)] = len(graph.group_need)
    need = np.append(graph.group_need, np.int32(1)).astype(np.int32)
    return replace(graph, group=group, group_need=need, group_presumed=np.append(graph.group_presumed, True))
