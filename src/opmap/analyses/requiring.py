"""How soon everything has to be back: the least over all that falls with it of when that is felt and is tolerated.

What counts binds what takes it down, and so does whatever else somebody said may be down for
only so long: a service with an objective of its own binds what it leans on, and itself. Ways
are compared and never the two ends of a relation: what is redundant or soft requires nothing,
and what is buffered is felt later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import Outcome, resting_on
from opmap.analyses.grading import faults_by_outcome
from opmap.analyses.supposing import amount_said
from opmap.frozen import frozen
from opmap.graph.impact import hours_to_impact
from opmap.graph.model import STATES
from opmap.kinds import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.graph import Graph


@frozen
class Tolerance:
    """Something that may be down for some hours and no longer, as somebody said."""

    of: Outcome
    hours: float


@frozen
class Required:
    """The soonest that anything requires of a node."""

    hours: float
    outcome: Outcome
    felt_after: float
    tolerated: float


def tolerances(graph: Graph, counted: Iterable[Outcome]) -> list[Tolerance]:
    """Give what of all that counts may be down for so long."""
    said = ((one, amount_said(graph, one.node, "tolerance_hours")) for one in counted)
    return [Tolerance(one, hours) for one, hours in said if hours]


def further_tolerances(graph: Graph, counted: Sequence[Outcome], *, below: bool) -> list[Tolerance]:
    """Give what else may be down for so long: anywhere, or only ``below`` what counts, that is what that leans on."""
    named = graph.state != STATES.index(State.DANGLING)
    if below:
        named &= resting_on(graph, np.array([node for one in counted for node in one.nodes], np.int64))
    named[[one.node for one in counted]] = False
    itself = (Outcome((number,), 1, 1.0, assumed=True, stand_in=True) for number in np.flatnonzero(named).tolist())
    return tolerances(graph, itself)


def required(graph: Graph, several: Sequence[Tolerance]) -> dict[int, Required]:
    """Give for every node that takes down alone something with a tolerance how soon it has to be back."""
    falls = faults_by_outcome(graph, [one.of for one in several])
    pairs = sorted((fault, place) for place, one in enumerate(several) for fault in falls[place] | _own(graph, one.of))
    of = [several[place].of for _, place in pairs]
    lost = [(fault, len(one.nodes) - one.need + 1, one.nodes) for (fault, _), one in zip(pairs, of, strict=True)]
    found: dict[int, Required] = {}
    for (fault, place), felt in zip(pairs, hours_to_impact(graph.faults, lost), strict=True):
        hours = felt + several[place].hours
        if fault not in found or hours < found[fault].hours:
            found[fault] = Required(hours, several[place].of, felt, several[place].hours)
    return found


def _own(graph: Graph, one: Outcome) -> set[int]:
    """Give what something is itself, where that can fail and each of it is needed."""
    can_fail = graph.faults.reading.can_fail
    return {node for node in one.nodes if can_fail[node]} if one.need == len(one.nodes) else set()
