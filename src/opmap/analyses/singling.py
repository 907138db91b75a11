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

from opmap.analyses.assumptions import NO_FAULT_OF_ITS_OWN
from opmap.analyses.counting import Outcome, outcomes
from opmap.analyses.naming import NodeName, Step, name_of, step_of
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm
from opmap.graph.model import CERTAINTIES, STRENGTHS
from opmap.graph.ownership import BEARS_NO_OWNER, owners
from opmap.graph.spreading import spread
from opmap.kinds import Certainty, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.graph import Graph

STATED, PRESUMED, IF_NEEDED = "stated", "presumed", "single, if presumed alternatives are none"


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


@dataclass(frozen=True, slots=True)
class Singling:
    """The answer to *what is single*."""

    outcome: NodeName | None  # where one was asked about
    total: int  # of what counts
    value_total: float
    stand_ins: int
    stated: int  # roots that rest on stated facts
    presumed: int  # roots that rest on presumed strength
    if_needed: int  # roots that are single only if what is presumed to stand in for them does not
    points: tuple[SinglePoint, ...]  # the roots, those that take down most first; as many as were asked for
    collapsed: int  # single points that stand on the way of a root


def singling(graph: Graph, asked: int | None = None, *, most: int = 0, collapse: bool = True) -> Singling:
    """Give the single points of everything that counts, or of one outcome; paths for the first ``most``."""
    counted = [one for one in outcomes(graph) if asked is None or asked in one.nodes]
    if asked is not None and not counted:
        counted = [Outcome((asked,), 1, 1.0, assumed=True, stand_in=False)]
    grades = _grades(graph, counted)
    grade = {number: _best(places.values()) for number, places in grades.items()}
    hurts = {number: list(places) for number, places in grades.items()}
    on_the_way = _on_the_way(graph, hurts, grade) if collapse else {}
    roots = [number for number in hurts if number not in on_the_way]
    value = {number: sum(counted[place].value for place in hurts[number]) for number in hurts}
    order = (STATED, PRESUMED, IF_NEEDED)
    roots.sort(key=lambda number: (order.index(grade[number]), -value[number], graph.ids[number]))
    shown = roots[:most] if most else roots
    return Singling(
        outcome=name_of(graph, asked) if asked is not None else None,
        total=len(counted),
        value_total=sum(one.value for one in counted),
        stand_ins=sum(one.stand_in for one in counted),
        stated=sum(grade[number] == STATED for number in roots),
        presumed=sum(grade[number] == PRESUMED for number in roots),
        if_needed=sum(grade[number] == IF_NEEDED for number in roots),
        points=tuple(_Pointing(graph, counted, grade, hurts, on_the_way).points(shown)),
        collapsed=len(on_the_way),
    )


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
    found = single_faults(FaultGraph.of(graph), nodes, Harm.IDLE)
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
    return min(grades, key=(STATED, PRESUMED, IF_NEEDED).index)


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
    found = single_faults(FaultGraph.of(graph), numbers, Harm.IDLE)
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


class _Pointing:
    """Put single points into words."""

    def __init__(
        self,
        graph: Graph,
        counted: list[Outcome],
        grade: dict[int, str],
        hurts: dict[int, list[int]],
        way: dict[int, int],
    ) -> None:
        self.graph = graph
        self.counted = counted
        self.grade = grade
        self.hurts = hurts
        self.faults = FaultGraph.of(graph)
        self.owned = owners(graph)
        self.followers: dict[int, list[int]] = {}
        for number in way:
            root = number
            while root in way:
                root = way[root]
            self.followers.setdefault(root, []).append(number)

    def points(self, numbers: Iterable[int]) -> Iterable[SinglePoint]:
        """Give them one by one."""
        for number in numbers:
            taken = tuple(self._taken(number))
            yield SinglePoint(
                node=name_of(self.graph, number),
                rests_on=self.grade[number],
                takes_down=taken,
                value=sum(one.value for one in taken),
                on_the_way=tuple(name_of(self.graph, one) for one in sorted(self.followers.get(number, ()))),
                owners=tuple(self.graph.names[one.owner] for one in self.owned.get(number, ())),
                ownable=self.graph.kind_of(number) not in BEARS_NO_OWNER,
            )

    def _taken(self, number: int) -> Iterable[Taken]:
        found = spread(self.faults, [number])
        for place in self.hurts[number]:
            outcome = self.counted[place]
            falls = bool(found.harm[outcome.node])
            path = tuple(step_of(self.graph, edge) for edge in found.path(outcome.node)) if falls else ()
            hours = float(found.hours[outcome.node]) if falls else 0.0
            yield Taken(name_of(self.graph, outcome.node), outcome.value, hours, path)
