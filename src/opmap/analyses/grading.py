"""How surely a node alone takes down something that counts: on stated facts, on presumed strength, or only if.

Where presumed alternatives are taken for none, more becomes single; where presumed strength
is left out, less. A chain is collapsed to its root: what another point takes down with all
that it hurts stands on the way of that one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import Outcome, outcomes
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm
from opmap.graph.model import CERTAINTIES, STRENGTHS
from opmap.kinds import Certainty, Strength

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.graph import Graph

STATED, PRESUMED, IF_NEEDED = "stated", "presumed", "single, if presumed alternatives are none"
GRADES = (STATED, PRESUMED, IF_NEEDED)


def graded(graph: Graph) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Give for every single point its grade, and the names of what it takes down at that grade or a surer one."""
    counted = list(outcomes(graph))
    found = {}
    for number, places in grades_of(graph, counted).items():
        best = best_of(places.values())
        taken = [place for place, grade in places.items() if best == IF_NEEDED or grade != IF_NEEDED]
        found[number] = best, tuple(graph.names[counted[place].node] for place in taken)
    return found


def grades_of(graph: Graph, counted: list[Outcome]) -> dict[int, dict[int, str]]:
    """Give, for each single point, how surely it takes down each outcome, by the outcome's place."""
    down = faults_by_outcome(graph, counted)
    stated = faults_by_outcome(only_stated(graph), counted)
    alone = faults_by_outcome(_without_presumed_groups(graph), counted)
    found: dict[int, dict[int, str]] = {}
    for place, (now, sure, wider) in enumerate(zip(down, stated, alone, strict=True)):
        for number in sorted(now | wider):
            grade = IF_NEEDED if number not in now else STATED if number in sure else PRESUMED
            found.setdefault(number, {})[place] = grade
    return found


def faults_by_outcome(graph: Graph, counted: Iterable[Outcome]) -> list[set[int]]:
    """Give, for each outcome, the single faults that lose it."""
    counted = list(counted)
    nodes = sorted({node for one in counted for node in one.nodes})
    found = single_faults(graph.faults, nodes, Harm.IDLE)
    can_fail = graph.faults.reading.can_fail
    result = []
    for one in counted:
        if len(one.nodes) == 1:
            alone = found[one.node]
            result.append(set(alone[can_fail[alone]].tolist()))
            continue
        fallen: dict[int, int] = {}
        for node in one.nodes:
            for fault in (node, *found[node].tolist()):
                fallen[fault] = fallen.get(fault, 0) + 1
        lost = {fault for fault, count in fallen.items() if len(one.nodes) - count < one.need}
        result.append({fault for fault in lost if fault not in one.nodes and can_fail[fault]})
    return result


def best_of(grades: Iterable[str]) -> str:
    """Give the surest of some grades."""
    return min(grades, key=GRADES.index)


def only_stated(graph: Graph) -> Graph:
    """Leave out what is presumed to be essential."""
    certainty = graph.certainty.copy()
    certainty[graph.presumed & (graph.strength == STRENGTHS.index(Strength.HARD))] = CERTAINTIES.index(
        Certainty.POSSIBLE
    )
    return replace(graph, certainty=certainty)


def _without_presumed_groups(graph: Graph) -> Graph:
    """Need every member of a group that is merely presumed, but who is not there any more: nobody can need that."""
    group, certainty = graph.group.copy(), graph.certainty.copy()
    presumed = np.flatnonzero(group >= 0)
    presumed = presumed[graph.group_presumed[group[presumed]]]
    group[presumed] = -1
    reading = graph.reading
    out = presumed[reading.believed[presumed] & ~reading.taken[presumed]]
    gone = reading.leaving.gone
    certainty[out[gone[graph.source[out]] | gone[graph.target[out]]]] = CERTAINTIES.index(Certainty.POSSIBLE)
    return replace(graph, group=group, certainty=certainty)


def on_the_way(graph: Graph, hurts: dict[int, list[int]], grade: dict[int, str]) -> dict[int, int]:
    """Give the points that another point takes down with all that they hurt, each with that other one."""
    numbers = sorted(hurts)
    found = single_faults(graph.faults, numbers, Harm.IDLE)
    single = np.zeros(len(graph), np.bool_)
    single[numbers] = True
    taken = {number: set(by[single[by]].tolist()) for number, by in found.items()}
    outcomes = {number: frozenset(places) for number, places in hurts.items()}
    way: dict[int, int] = {}
    for number in numbers:
        for root in sorted(taken[number] - {number}):
            mutual = number in taken[root]
            covers = outcomes[number] <= outcomes[root] and grade[root] != IF_NEEDED
            if covers and (not mutual or root < number):
                way[number] = root
                break
    return way
