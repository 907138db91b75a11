"""Single points of failure: what alone takes down something that counts.

Stated ones are shown apart from those that rest on a presumed strength; what is single
only if presumed alternatives are none is a third list. A chain is collapsed to its root:
where a database takes down a service and both take down the capability, the database is
the point and the service stands on its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.counting import Outcome, asked_for, resting_on
from opmap.analyses.families import families
from opmap.analyses.grading import (
    GRADES,
    IF_NEEDED,
    PRESUMED,
    STATED,
    best_of,
    faults_by_outcome,
    graded,
    grades_of,
    on_the_way,
)
from opmap.analyses.hiding import Hiding
from opmap.analyses.knowing import unknown
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Spent, Step, name_of, needs, spent_beside, step_of
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.spreading import spread
from opmap.kinds import BEARS_NO_OWNER

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from opmap.graph import Graph

__all__ = [
    "IF_NEEDED",
    "PRESUMED",
    "STATED",
    "SinglePoint",
    "Singling",
    "Taken",
    "faults_by_outcome",
    "graded",
    "singling",
]

LOWER = frozenset({"staging", "test", "development"})
"""Environments that nobody outside waits for."""


@frozen
class Taken:
    """Something that counts and falls, and the way there."""

    outcome: NodeName
    value: float
    after_hours: float
    path: tuple[Step, ...]


@frozen
class SinglePoint:
    """A node whose failure alone takes down something that counts."""

    node: NodeName
    rests_on: str  # stated, presumed, or single only if presumed alternatives are none
    takes_down: tuple[Taken, ...]
    value: float
    on_the_way: tuple[NodeName, ...]  # what falls between it and the outcomes, each a single point as well
    owners: tuple[str, ...]
    left: tuple[str, ...]  # of these, those who are not there any more
    ownable: bool  # whether it makes sense to ask who owns it
    ask: NodeName | None  # whom to ask where nobody is there who owns it: the owner of most of its neighbours
    evidence: tuple[Evidence, ...]
    new: bool  # it was none in the snapshot before
    alike: tuple[NodeName, ...] = ()  # its copies, where families were asked for
    spent: tuple[Spent, ...] = ()  # alternatives to it, and to what is on the way, that stand in for nothing


@frozen
class Singling:
    """The answer to *what is single*."""

    outcome: NodeName | None  # where one was asked about
    nodes: int
    total: int  # of what counts
    value_total: float
    stand_ins: int
    alone: int  # all nodes that alone take it down: roots, what stands on their way, and what people accepted
    stated: int  # of these, roots that rest on stated facts
    presumed: int  # of these, roots that rest on presumed strength
    if_needed: int  # besides, roots that are single only if what is presumed to stand in for them does not
    points: tuple[SinglePoint, ...]  # the roots, those that take down most first; as many as were asked for
    causes: int  # roots, a family counted once where families were asked for
    collapsed: int  # of those that alone take it down, those that stand on the way of a root
    accepted: tuple[NodeName, ...]  # roots that people accepted, until a date that has not passed
    not_judged: tuple[NodeName, ...]  # of these too little is known to say that they are none
    hidden: tuple[Hiding, ...] = ()  # what redundancy hides, where it was asked for


def singling(  # noqa: PLR0913 - what a page asks for, by name
    graph: Graph,
    asked: int | None = None,
    *,
    most: int = 0,
    collapse: bool = True,
    in_families: bool = False,
    ways: bool = True,
    today: str = "",
    known: frozenset[str] = frozenset(),
) -> Singling:
    """Give the single points of everything that counts, or of one outcome.

    The first ``most`` come with their paths, unless ``ways`` is false. What stands on the way of another one is left
    out unless ``collapse`` is false; copies are put together ``in_families``. What people
    accepted until after ``today``, an ISO date, is left out. What is none of the ``known``
    ids, those of the snapshot before, is new.
    """
    counted = asked_for(graph, [] if asked is None else [asked])
    found = _Found(graph, counted, collapse=collapse, ways=ways)
    quiet = accepted(graph, found.roots, "spof", today)
    roots = [number for number in found.roots if number not in quiet]
    fresh = _fresh(graph, found.grades, known)
    roots.sort(key=lambda number: (number not in fresh, *found.order(number)))
    causes = found.families(roots) if in_families else [[number] for number in roots]
    return Singling(
        outcome=name_of(graph, asked) if asked is not None else None,
        nodes=len(graph),
        total=len(counted),
        value_total=sum(one.value for one in counted),
        stand_ins=sum(one.stand_in for one in counted),
        alone=sum(grade != IF_NEEDED for grade in found.grade.values()),
        stated=sum(found.grade[number] == STATED for number in roots),
        presumed=sum(found.grade[number] == PRESUMED for number in roots),
        if_needed=sum(found.grade[number] == IF_NEEDED for number in roots),
        points=tuple(found.point(several, new=several[0] in fresh) for several in causes[: most or None]),
        causes=len(causes),
        collapsed=sum(found.grade[number] != IF_NEEDED for number in found.way),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet)),
        not_judged=tuple(name_of(graph, number) for number in _unjudged(graph, asked, found.grades)),
    )


def _unjudged(graph: Graph, asked: int | None, single: Container[int]) -> list[int]:
    """Give what is not single as far as anybody can tell, but of which too little is known to say so."""
    lacking = unknown(graph)
    if asked is not None:
        lacking &= resting_on(graph, np.array([asked]))
    return [number for number in np.flatnonzero(lacking).tolist() if number not in single]


def _fresh(graph: Graph, grades: Iterable[int], known: frozenset[str]) -> set[int]:
    """Give what was not single before; nothing where that holds for most, so that it tells nothing."""
    fresh = {number for number in grades if graph.ids[number] not in known} if known else set()
    return fresh if 2 * len(fresh) < len(list(grades)) else set()


class _Found:
    """Single points, graded, and each put into words when it is asked for."""

    def __init__(self, graph: Graph, counted: list[Outcome], *, collapse: bool, ways: bool) -> None:
        self.graph = graph
        self.counted = counted
        self.ways = ways
        self.left = people_who_left(graph)
        self.grades = grades_of(graph, counted)
        self.grade = {number: best_of(places.values()) for number, places in self.grades.items()}
        hurts = {number: list(places) for number, places in self.grades.items()}
        self.way = on_the_way(graph, hurts, self.grade) if collapse else {}
        self.roots = [number for number in self.grades if number not in self.way]
        self.followers: dict[int, list[int]] = {}
        for number in self.way:
            root = number
            while root in self.way:
                root = self.way[root]
            self.followers.setdefault(root, []).append(number)

    def order(self, number: int) -> tuple[int, bool, float, str]:
        """Order the surest first, then what hurts production, then what hurts most."""
        hurt = [self.counted[place] for place in self.grades[number]]
        lower = all(self.graph.environments[node] in LOWER for one in hurt for node in one.nodes)
        return GRADES.index(self.grade[number]), lower, -sum(one.value for one in hurt), self.graph.ids[number]

    def families(self, roots: list[int]) -> list[list[int]]:
        """Put copies together."""
        owned = self.graph.owners

        def apart(number: int) -> tuple[object, ...]:
            holders = frozenset(one.owner for one in owned.get(number, ()))
            return self.grade[number], len(self.grades[number]), len(self.followers.get(number, ())), holders

        return families(self.graph, roots, lambda number: number, apart)

    def point(self, several: list[int], *, new: bool) -> SinglePoint:
        """Put one into words; what is alike is named beside it."""
        graph, number = self.graph, several[0]
        taken = tuple(self._taken(number))
        owned = graph.owners.get(number, ())
        gone = tuple(graph.names[one.owner] for one in owned if one.owner in self.left)
        ownable = graph.kind_of(number) not in BEARS_NO_OWNER
        return SinglePoint(
            node=name_of(graph, number),
            rests_on=self.grade[number],
            takes_down=taken,
            value=sum(one.value for one in taken),
            on_the_way=tuple(name_of(graph, one) for one in sorted(self.followers.get(number, ()))),
            owners=tuple(graph.names[one.owner] for one in owned),
            left=gone,
            ownable=ownable,
            ask=neighbouring_owner(graph, several, self.left) if ownable and len(gone) == len(owned) else None,
            evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
            new=new,
            alike=tuple(name_of(graph, one) for one in several[1:]),
            spent=self._spent([number, *sorted(self.followers.get(number, ()))]),
        )

    def _spent(self, several: list[int]) -> tuple[Spent, ...]:
        """Give what might stand in for some nodes, and does not count."""
        graph, reading = self.graph, self.graph.reading
        if not reading.spent.any():
            return ()
        around = np.concatenate([edges for one in several for edges in (graph.outgoing(one), graph.incoming(one))])
        grouped = np.unique(around[(graph.group[around] >= 0) & reading.taken[around]]).tolist()
        toward = [edge for edge in grouped if (ends := needs(graph, edge)) and ends[1] in several]
        return tuple(dict.fromkeys(one for edge in toward for one in spent_beside(graph, edge)))

    def _taken(self, number: int) -> Iterable[Taken]:
        found = spread(self.graph.faults, [number])
        for place in self.grades[number]:
            outcome = self.counted[place]
            falls = bool(found.harm[outcome.node])
            edges = found.path(outcome.node) if falls and self.ways else ()
            path = tuple(step_of(self.graph, edge) for edge in edges)
            hours = float(found.hours[outcome.node]) if falls else 0.0
            yield Taken(name_of(self.graph, outcome.node), outcome.value, hours, path)
