"""Single points of failure: what alone takes down something that counts.

Stated ones are shown apart from those that rest on a presumed strength; what is single
only if presumed alternatives are none is a third list. A chain is collapsed to its root:
where a database takes down a service and both take down the capability, the database is
the point and the service stands on its way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.assumptions import NO_FAULT_OF_ITS_OWN
from opmap.analyses.counting import Outcome, outcomes
from opmap.analyses.families import families
from opmap.analyses.knowing import unknown
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Step, name_of, step_of
from opmap.analyses.owning import neighbouring_owner
from opmap.facts import Evidence
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm
from opmap.graph.model import CERTAINTIES, STRENGTHS
from opmap.graph.ownership import owners
from opmap.graph.spreading import spread
from opmap.kinds import BEARS_NO_OWNER, Certainty, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.graph import Graph

STATED, PRESUMED, IF_NEEDED = "stated", "presumed", "single, if presumed alternatives are none"
_GRADES = (STATED, PRESUMED, IF_NEEDED)
LOWER = frozenset({"staging", "test", "development"})
"""Environments that nobody outside waits for."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that counts and falls, and the way there."""

    outcome: NodeName
    value: float
    after_hours: float
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A node whose failure alone takes down something that counts."""

    node: NodeName
    rests_on: str  # stated, presumed, or single only if presumed alternatives are none
    takes_down: tuple[Taken, ...]
    value: float
    on_the_way: tuple[NodeName, ...]  # what falls between it and the outcomes, each a single point as well
    owners: tuple[str, ...]
    ownable: bool  # whether it makes sense to ask who owns it
    ask: NodeName | None  # whom to ask where nobody owns it: the owner of most of its neighbours
    evidence: tuple[Evidence, ...]
    new: bool  # it was none in the snapshot before
    alike: tuple[NodeName, ...] = ()  # its copies, where families were asked for


@dataclass(frozen=True, slots=True)
class Singling:
    """The answer to *what is single*."""

    outcome: NodeName | None  # where one was asked about
    nodes: int
    total: int  # of what counts
    value_total: float
    stand_ins: int
    stated: int  # roots that rest on stated facts
    presumed: int  # roots that rest on presumed strength
    if_needed: int  # roots that are single only if what is presumed to stand in for them does not
    points: tuple[SinglePoint, ...]  # the roots, those that take down most first; as many as were asked for
    causes: int  # roots, a family counted once where families were asked for
    collapsed: int  # single points that stand on the way of a root
    accepted: tuple[NodeName, ...]  # roots that people accepted, until a date that has not passed
    not_judged: tuple[NodeName, ...]  # of these too little is known to say that they are none


@dataclass(frozen=True, slots=True)
class Manner:
    """How single points are told."""

    most: int = 0  # so many with their paths; 0 stands for all
    collapse: bool = True  # leave out what stands on the way of another one
    in_families: bool = False  # put copies together
    today: str = ""  # an ISO date: what is accepted until later is left out
    known: frozenset[str] = frozenset()  # ids of what was single in the snapshot before


EVERYTHING = Manner()


def singling(graph: Graph, asked: int | None = None, manner: Manner = EVERYTHING) -> Singling:
    """Give the single points of everything that counts, or of one outcome."""
    counted = [one for one in outcomes(graph) if asked is None or asked in one.nodes]
    if asked is not None and not counted:
        counted = [Outcome((asked,), 1, 1.0, assumed=True, stand_in=False)]
    found = _Found(graph, counted, collapse=manner.collapse)
    quiet = accepted(graph, found.roots, "spof", manner.today)
    roots = [number for number in found.roots if number not in quiet]
    fresh = _fresh(graph, found.grades, manner.known)
    roots.sort(key=lambda number: (number not in fresh, *found.order(number)))
    causes = found.families(roots) if manner.in_families else [[number] for number in roots]
    shown = causes[: manner.most or None]
    return Singling(
        outcome=name_of(graph, asked) if asked is not None else None,
        nodes=len(graph),
        total=len(counted),
        value_total=sum(one.value for one in counted),
        stand_ins=sum(one.stand_in for one in counted),
        stated=sum(found.grade[number] == STATED for number in roots),
        presumed=sum(found.grade[number] == PRESUMED for number in roots),
        if_needed=sum(found.grade[number] == IF_NEEDED for number in roots),
        points=tuple(found.point(several, new=several[0] in fresh) for several in shown),
        causes=len(causes),
        collapsed=len(found.way),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet)),
        not_judged=tuple(
            name_of(graph, number) for number in np.flatnonzero(unknown(graph)).tolist() if number not in found.grades
        ),
    )


def _fresh(graph: Graph, grades: Iterable[int], known: frozenset[str]) -> set[int]:
    """Give what was not single before; nothing where that holds for most, so that it tells nothing."""
    fresh = {number for number in grades if graph.ids[number] not in known} if known else set()
    return fresh if 2 * len(fresh) < len(list(grades)) else set()


def graded(graph: Graph) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Give for every single point its grade, and the names of what it takes down at that grade or a surer one."""
    counted = list(outcomes(graph))
    found = {}
    for number, places in _grades(graph, counted).items():
        best = _best(places.values())
        taken = [place for place, grade in places.items() if best == IF_NEEDED or grade != IF_NEEDED]
        found[number] = best, tuple(graph.names[counted[place].node] for place in taken)
    return found


def _grades(graph: Graph, counted: list[Outcome]) -> dict[int, dict[int, str]]:
    """Give, for each single point, how surely it takes down each outcome, by the outcome's place."""
    down = faults_by_outcome(graph, counted)
    stated = faults_by_outcome(_only_stated(graph), counted)
    alone = faults_by_outcome(_without_presumed_groups(graph), counted)
    found: dict[int, dict[int, str]] = {}
    for place, (now, sure, wider) in enumerate(zip(down, stated, alone, strict=True)):
        for number in sorted(now | wider):
            grade = STATED if number in sure else PRESUMED if number in now else IF_NEEDED
            found.setdefault(number, {})[place] = grade
    return found


def faults_by_outcome(graph: Graph, counted: Iterable[Outcome]) -> list[set[int]]:
    """Give, for each outcome, the single faults that lose it."""
    counted = list(counted)
    nodes = sorted({node for one in counted for node in one.nodes})
    found = single_faults(graph.faults, nodes, Harm.IDLE)
    result = []
    for one in counted:
        fallen: dict[int, int] = {}
        for node in one.nodes:
            for fault in (node, *found[node].tolist()):
                fallen[fault] = fallen.get(fault, 0) + 1
        lost = {fault for fault, count in fallen.items() if len(one.nodes) - count < one.need}
        result.append({fault for fault in lost if fault not in one.nodes and _fails(graph, fault)})
    return result


def _fails(graph: Graph, number: int) -> bool:
    return graph.kind_of(number) not in NO_FAULT_OF_ITS_OWN


def _best(grades: Iterable[str]) -> str:
    return min(grades, key=_GRADES.index)


def _only_stated(graph: Graph) -> Graph:
    """Leave out what is presumed to be essential."""
    certainty = graph.certainty.copy()
    certainty[graph.presumed & (graph.strength == STRENGTHS.index(Strength.HARD))] = CERTAINTIES.index(
        Certainty.POSSIBLE
    )
    return replace(graph, certainty=certainty)


def _without_presumed_groups(graph: Graph) -> Graph:
    """Need every member of a group that is merely presumed."""
    group = graph.group.copy()
    grouped = group >= 0
    group[grouped] = np.where(graph.group_presumed[group[grouped]], -1, group[grouped])
    return replace(graph, group=group)


def _on_the_way(graph: Graph, hurts: dict[int, list[int]], grade: dict[int, str]) -> dict[int, int]:
    """Give the points that another point takes down with all that they hurt, each with that other one."""
    numbers = sorted(hurts)
    found = single_faults(graph.faults, numbers, Harm.IDLE)
    taken = {number: set(found[number].tolist()) & hurts.keys() - {number} for number in numbers}
    way: dict[int, int] = {}
    for number in numbers:
        for root in sorted(taken[number]):
            mutual = number in taken[root]
            covers = set(hurts[number]) <= set(hurts[root]) and grade[root] != IF_NEEDED
            if covers and (not mutual or root < number):
                way[number] = root
                break
    return way


class _Found:
    """Single points, graded, and each put into words when it is asked for."""

    def __init__(self, graph: Graph, counted: list[Outcome], *, collapse: bool) -> None:
        self.graph = graph
        self.counted = counted
        self.grades = _grades(graph, counted)
        self.grade = {number: _best(places.values()) for number, places in self.grades.items()}
        hurts = {number: list(places) for number, places in self.grades.items()}
        self.way = _on_the_way(graph, hurts, self.grade) if collapse else {}
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
        return _GRADES.index(self.grade[number]), lower, -sum(one.value for one in hurt), self.graph.ids[number]

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
        ownable = graph.kind_of(number) not in BEARS_NO_OWNER
        return SinglePoint(
            node=name_of(graph, number),
            rests_on=self.grade[number],
            takes_down=taken,
            value=sum(one.value for one in taken),
            on_the_way=tuple(name_of(graph, one) for one in sorted(self.followers.get(number, ()))),
            owners=tuple(graph.names[one.owner] for one in owned),
            ownable=ownable,
            ask=neighbouring_owner(graph, several) if ownable and not owned else None,
            evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
            new=new,
            alike=tuple(name_of(graph, one) for one in several[1:]),
        )

    def _taken(self, number: int) -> Iterable[Taken]:
        found = spread(self.graph.faults, [number])
        for place in self.grades[number]:
            outcome = self.counted[place]
            falls = bool(found.harm[outcome.node])
            path = tuple(step_of(self.graph, edge) for edge in found.path(outcome.node)) if falls else ()
            hours = float(found.hours[outcome.node]) if falls else 0.0
            yield Taken(name_of(self.graph, outcome.node), outcome.value, hours, path)
