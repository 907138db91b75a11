"""The risk ranking: what is expected to be lost with each node in a year, in points that add up.

Expected loss is counted in value-weighted outage hours a year (`losses`) and shown as
points (`risks`), ten for every factor of ten over one such hour a year, so that its factors add up:
always in the order how often, what makes that worse, how long, what makes that worse, how
much of a year is left to fail in, what falls, and how much of that is felt. A point is a
factor of 1.26, finer than any input is known: equal whole points share a rank. What cannot
hurt alone has no points, and what nobody has described is not judged. The worst single loss,
hygiene, and what the answer rests on are told beside it, and never mixed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.counting import outcomes
from opmap.analyses.knowing import unknown
from opmap.analyses.learning import Worth, worth_of_inputs
from opmap.analyses.losses import appraise, fallen
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.risks import Risk, Wording
from opmap.analyses.supposing import stated_probability
from opmap.frozen import frozen
from opmap.graph.faults import single_faults
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from opmap.graph import Graph

_LESSONS = 10


@frozen
class Ranking:
    """The answer to *what is riskiest*."""

    nodes: int
    total: int  # of what counts
    stand_ins: int
    value_total: float
    causes: int  # risks in all, copies counted once where families were asked for
    risks: tuple[Risk, ...]  # the first of them, as many as were asked for
    accepted: tuple[NodeName, ...]  # what people accepted, until a date that has not passed; it keeps its rank
    not_judged: tuple[NodeName, ...]  # of these too little is known to say that nothing hangs on them
    without_points: tuple[str, ...]  # ids of what can fail and, as far as the files show, takes down nothing alone
    never_felt: tuple[str, ...]  # ids of what is repaired long before buffers and tolerances are used up
    never_fails: tuple[str, ...]  # ids of what would take something down alone, and as stated has no chance to fail
    old_data: tuple[NodeName, ...]  # of what has no points, what leaves something that counts on old data
    learn: tuple[Worth, ...]  # the numbers whose knowledge would move the ranking most


def ranking(graph: Graph, *, in_families: bool = False, today: str = "", most: int = 0) -> Ranking:
    """Rank every node that takes down alone something that counts; put the first ``most`` into words.

    Copies are put together ``in_families``. What people accepted until after ``today``, an
    ISO date, is left out.
    """
    found = appraise(graph)
    wording = Wording(graph, found)
    quiet = accepted(graph, found.numbers.tolist(), "risks", today)
    loud = [place for place, number in enumerate(found.numbers.tolist()) if number not in quiet]
    causes = wording.families(loud) if in_families else [[place] for place in loud]
    judged = ~unknown(graph) & graph.faults.reading.can_fail
    told = np.concatenate([found.numbers, found.unfelt])
    judged[told] = False
    unfailing = {number for number in found.unfelt.tolist() if stated_probability(graph, number) == 0}
    stale = single_faults(graph.faults, [node for one in found.counted for node in one.nodes], Harm.STALE)
    drying = sorted({fault for by in stale.values() for fault in by.tolist()} - {*told.tolist()})
    lacking = np.setdiff1d(np.flatnonzero(unknown(graph)), told)
    return Ranking(
        nodes=len(graph),
        total=len(found.counted),
        stand_ins=sum(one.stand_in for one in found.counted),
        value_total=sum(one.value for one in found.counted),
        causes=len(causes),
        risks=tuple(wording.cause(several, in_families=in_families) for several in causes[: most or None]),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet)),
        not_judged=tuple(name_of(graph, number) for number in lacking.tolist()),
        without_points=tuple(graph.ids[number] for number in np.flatnonzero(judged).tolist()),
        never_felt=tuple(graph.ids[number] for number in found.unfelt.tolist() if number not in unfailing),
        never_fails=tuple(graph.ids[number] for number in sorted(unfailing)),
        old_data=tuple(name_of(graph, number) for number in drying),
        learn=worth_of_inputs(graph, _LESSONS, found),
    )


def value_by_node(graph: Graph) -> dict[int, float]:
    """Give, for every node that takes down alone something that counts, the value of all that falls."""
    counted = outcomes(graph)
    node, outcome_of = fallen(graph, counted)
    worth = np.array([one.value for one in counted], np.float64)[outcome_of]
    total = np.bincount(node, worth, len(graph))
    value = {number: float(total[number]) for number in np.flatnonzero(total).tolist()}
    for outcome in counted:
        if not outcome.falls_by_itself:
            for number in outcome.nodes:
                value[number] = value.get(number, 0.0) + outcome.value
    return value
