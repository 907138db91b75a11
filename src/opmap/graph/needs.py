"""From edges to arcs: which end needs which, edge by edge and group by group.

A group at the hurt end becomes an aspect of its own that falls when too few of its places
are left; a place of several edges (a model and its key) becomes one that falls with any of
them. A group is judged by the places that take part: where some are only named, or only
possible, so many of the others must hold as it asked for, or all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import among, distinct

if TYPE_CHECKING:
    from opmap.graph.arrays import Hours, Numbers, Truths
    from opmap.graph.engine.aspects import Draft
    from opmap.graph.model import Graph


NONE = -1
"""No group."""


@dataclass(frozen=True, eq=False)
class Needs:
    """Edges, read one way: of each, the node that is hurt and the node that it needs."""

    edge: Numbers
    hurt: Numbers
    need: Numbers

    def __len__(self) -> int:
        """Count them."""
        return len(self.edge)

    def where(self, chosen: Truths) -> Needs:
        """Keep some of them."""
        return Needs(self.edge[chosen], self.hurt[chosen], self.need[chosen])

    def and_also(self, other: Needs) -> Needs:
        """Put two together, in the order of their edges."""
        if not (len(self) and len(other)):
            return self if len(self) else other
        edge = np.concatenate([self.edge, other.edge])
        order = np.argsort(edge, kind="stable")
        hurt, need = np.concatenate([self.hurt, other.hurt]), np.concatenate([self.need, other.need])
        return Needs(edge[order], hurt[order], need[order])


@dataclass(frozen=True, eq=False)
class Grouping:
    """The groups of a graph's edges, and which of their ends each group shares."""

    graph: Graph
    shares_source: Truths  # of each group
    shares_target: Truths
    place_edge: Numbers  # row by row: this edge stands in ...
    place: Numbers  # ... this place of its group

    @classmethod
    def of(cls, graph: Graph) -> Grouping:
        """Look at the groups of a graph."""
        count = len(graph.group_need)
        edges = np.flatnonzero(graph.group >= 0)
        return cls(
            graph,
            _all_alike(graph.group[edges], graph.source[edges], count),
            _all_alike(graph.group[edges], graph.target[edges], count),
            graph.place_edge,
            graph.place,
        )

    def with_places(self, chosen: Truths) -> Grouping:
        """Keep some of the rows that put edges into places."""
        return replace(self, place_edge=self.place_edge[chosen], place=self.place[chosen])

    def standing(self, holds: Truths) -> tuple[Truths, Truths]:
        """Say which edges, and which rows that put them into places, hold: a place does as long as all its edges do."""
        if not len(self.place_edge) or holds[self.place_edge].all():
            return holds, np.ones(len(self.place_edge), bool)
        place = self.graph.group[self.place_edge].astype(np.int64) * (int(self.place.max()) + 1) + self.place
        rows = ~among(place, place[~holds[self.place_edge]])
        edges = holds.copy()
        edges[self.place_edge] = False
        edges[self.place_edge[rows]] = True
        return edges, rows

    def at_hurt_end(self, needs: Needs) -> Numbers:
        """Give, for each need, the number of its group at the node that is hurt; NONE where it has none there.

        A group of which the edges meet at the other end says nothing about this one.
        """
        found = np.full(len(needs), NONE, np.int64)
        grouped = np.flatnonzero(self.graph.group[needs.edge] >= 0)
        if len(grouped):
            group, hurt = self.graph.group[needs.edge[grouped]].astype(np.int64), needs.hurt[grouped]
            at_source = hurt == self.graph.source[needs.edge[grouped]]
            shared = np.where(at_source, self.shares_source[group], self.shares_target[group])
            found[grouped] = np.where(shared, group * len(self.graph) + hurt, NONE)
        return found

    def need(self, numbers: Numbers) -> Numbers:
        """Give how many places suffice, by the numbers that `at_hurt_end` gave."""
        return self.graph.group_need[numbers // len(self.graph)]


def _all_alike(group: Numbers, end: Numbers, count: int) -> Truths:
    low, high = np.full(count, np.iinfo(np.int32).max, np.int32), np.full(count, -1, np.int32)
    np.minimum.at(low, group, end)
    np.maximum.at(high, group, end)
    alike: Truths = low == high
    return alike


@dataclass(frozen=True, eq=False)
class Wiring:
    """Needs as arcs: those that stand alone, and the groups that hold the others together."""

    alone: Truths  # of each need: it is in no group
    groups: Numbers  # aspects, one for each group
    hurt: Numbers  # the node that is hurt by each of these


def wire_groups(
    draft: Draft,
    needs: Needs,
    grouping: Grouping,
    serves: Numbers,
    rests: Numbers,
    hours: Hours | None = None,
) -> Wiring:
    """Draft the groups among some needs; what stands alone is left to the caller.

    ``serves`` gives, for each node, the aspect that its groups serve; ``rests`` and
    ``hours`` give, for each need, the aspect that it rests on and when its loss is felt
    (else by the edge's own buffer).
    """
    graph = grouping.graph
    group = grouping.at_hurt_end(needs)
    grouped = np.flatnonzero(group >= 0)
    if not len(grouped):
        return Wiring(group < 0, np.empty(0, np.int32), np.empty(0, np.int32))
    rows, place = _places(grouping, needs, grouped)
    number = distinct(group[grouped])
    at = np.searchsorted(number, group[rows])  # of each row, its group among those here
    members = distinct(at * (2**32) + place)
    size = np.bincount(members >> 32, minlength=len(number))
    hurt = np.empty(len(number), np.int32)
    hurt[at] = needs.hurt[rows]
    bearing = size - np.minimum(grouping.need(number), size) + 1
    aspects = draft.add_serving(serves[hurt], bearing)
    which = np.searchsorted(members, at * (2**32) + place)  # of each row, its place among all
    several = np.bincount(which, minlength=len(members)) > 1
    served = aspects[members >> 32]
    head = served.copy()
    head[several] = draft.add_serving(serves[hurt[(members >> 32)[several]]], np.ones(int(several.sum()), np.int32))
    edge = needs.edge[rows]
    draft.connect(head[which], rests[rows], graph.buffer[edge] if hours is None else hours[rows], edge)
    draft.connect(served[several], head[several])
    return Wiring(group < 0, aspects, hurt)


def _places(grouping: Grouping, needs: Needs, grouped: Numbers) -> tuple[Numbers, Numbers]:
    """Give rows *(need, place)*: the named places of the grouped needs; those without a name get one of their own."""
    edge = needs.edge[grouped]
    named = among(edge, grouping.place_edge)
    free = grouped[~named]
    if not named.any():
        return free, free
    wanted = among(grouping.place_edge, edge)
    back = np.searchsorted(needs.edge, grouping.place_edge[wanted])
    beyond = int(grouping.place.max()) + 1
    rows = np.concatenate([free, back])
    return rows, np.concatenate([free + beyond, grouping.place[wanted].astype(np.int64)])
