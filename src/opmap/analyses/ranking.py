"""The risk ranking: what counts and falls, times how often and how long by kind.

Expected loss is counted in value-weighted outage hours a year: incidents a year, times
the hours of repair, times the value of what falls alone with the node. It is shown as
points, ten for every factor of ten over one such hour a year, so that the factors add up.
How often and how long are assumed by kind unless somebody has said it; equal points share
a rank. What cannot hurt alone has no points, and what nobody has described is not judged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import exp, log10, prod
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.assumptions import Assumption, assumption_for
from opmap.analyses.counting import Outcome, dependencies, outcomes
from opmap.analyses.families import families
from opmap.analyses.grading import faults_by_outcome
from opmap.analyses.knowing import unknown
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, name_of
from opmap.analyses.owning import neighbouring_owner, people_who_left
from opmap.facts import Evidence
from opmap.graph.arrays import in_order, ranges, starts_of
from opmap.graph.engine.falling import Events, fall
from opmap.graph.ownership import needs_owner
from opmap.kinds import BEARS_NO_OWNER

if TYPE_CHECKING:
    from collections.abc import Container

    from numpy.typing import NDArray

    from opmap.graph import Graph

ONE_HOUR = 1.0
"""The loss that stands for no points: one value-weighted outage hour a year."""
LEAST = 1e-9
"""No share is smaller than this, so that its points stay a number."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a loss, in its unit and in points."""

    name: str
    amount: float
    unit: str
    points: float
    assumed: bool


@dataclass(frozen=True, slots=True)
class Risk:
    """One ranked node."""

    rank_from: int
    rank_to: int
    node: NodeName
    points: float
    loss: float  # value-weighted outage hours a year
    takes_down: int
    outcomes: tuple[str, ...]
    because: tuple[str, ...]
    owners: tuple[str, ...]
    left: tuple[str, ...]  # of these, those who are not there any more
    ownable: bool  # whether it makes sense to ask who owns it
    factors: tuple[Factor, ...]  # their points add up to the points
    evidence: tuple[Evidence, ...]
    ask: NodeName | None = None  # whom to ask where nobody owns it; sought for the first ones only
    alike: tuple[NodeName, ...] = ()  # its copies, where families were asked for


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to *what is riskiest*."""

    nodes: int
    total: int  # of what counts
    stand_ins: int
    value_total: float
    risks: tuple[Risk, ...]
    accepted: tuple[NodeName, ...]  # what people accepted, until a date that has not passed; it keeps its rank
    not_judged: tuple[NodeName, ...]  # of these too little is known to say that nothing hangs on them


def ranking(graph: Graph, *, in_families: bool = False, today: str = "") -> Ranking:
    """Rank every node that takes down alone something that counts.

    Copies are put together ``in_families``. What people accepted until after ``today``, an
    ISO date, is left out.
    """
    counted = outcomes(graph)
    falls: dict[int, list[int]] = {}
    for place, faults in enumerate(faults_by_outcome(graph, counted)):
        for number in sorted(faults | _own_faults(counted[place])):
            falls.setdefault(number, []).append(place)
    left, sharing = people_who_left(graph), _leaning(graph)
    graces = _graces(graph, counted, falls)
    risks = []
    for number, places in falls.items():
        factors = _factors(graph, number, [(counted[place], graces[number, place]) for place in places])
        if factors is None:
            continue
        risks.append(
            Risk(
                rank_from=0,
                rank_to=0,
                node=name_of(graph, number),
                points=sum(factor.points for factor in factors),
                loss=prod(factor.amount for factor in factors),
                takes_down=len(places),
                outcomes=tuple(graph.names[counted[place].node] for place in places),
                because=tuple(_because(graph, number, left, sharing)),
                owners=tuple(graph.names[one.owner] for one in graph.owners.get(number, ())),
                left=tuple(graph.names[one.owner] for one in graph.owners.get(number, ()) if one.owner in left),
                ownable=graph.kind_of(number) not in BEARS_NO_OWNER,
                factors=factors,
                evidence=graph.details.node(number).evidence[:MOST_EVIDENCE],
            )
        )
    ranked = _ranked(risks)
    number_of = {risk.node.id: graph.number[risk.node.id] for risk in ranked}
    quiet = accepted(graph, number_of.values(), "risks", today)
    loud = [risk for risk in ranked if number_of[risk.node.id] not in quiet]
    return Ranking(
        nodes=len(graph),
        total=len(counted),
        stand_ins=sum(one.stand_in for one in counted),
        value_total=sum(one.value for one in counted),
        risks=tuple(_in_families(graph, loud, number_of, left) if in_families else loud),
        accepted=tuple(name_of(graph, number) for number in sorted(quiet)),
        not_judged=tuple(
            name_of(graph, number) for number in np.flatnonzero(unknown(graph)).tolist() if number not in falls
        ),
    )


def _in_families(graph: Graph, risks: list[Risk], number_of: dict[str, int], left: Container[int]) -> list[Risk]:
    """Put copies together; each family stands at the rank that its members share."""

    def apart(risk: Risk) -> tuple[object, ...]:
        return risk.rank_from, risk.takes_down, risk.because, risk.owners

    found = []
    for several in families(graph, risks, lambda risk: number_of[risk.node.id], apart):
        lead, members = several[0], [number_of[one.node.id] for one in several]
        is_alone = lead.ownable and len(lead.left) == len(lead.owners)
        ask = neighbouring_owner(graph, members, left) if is_alone else None
        found.append(replace(lead, ask=ask, alike=tuple(one.node for one in several[1:])))
    return found


def value_by_node(graph: Graph) -> dict[int, float]:
    """Give, for every node that takes down alone something that counts, the value of all that falls."""
    counted = outcomes(graph)
    value: dict[int, float] = {}
    for outcome, faults in zip(counted, faults_by_outcome(graph, counted), strict=True):
        for number in faults | set(outcome.nodes):
            value[number] = value.get(number, 0.0) + outcome.value
    return value


def _own_faults(outcome: Outcome) -> set[int]:
    """Give the faults that a stand-in has itself: it is the thing that works, not a name for it."""
    return set(outcome.nodes) if outcome.stand_in and outcome.need == len(outcome.nodes) else set()


def _factors(graph: Graph, number: int, hit: list[tuple[Outcome, float]]) -> tuple[Factor, ...] | None:
    """Give the factors of a loss: how often, how long, what falls, and how much of that is felt."""
    assumed: Assumption = assumption_for(graph.kind_of(number))
    value = sum(outcome.value for outcome, _ in hit)
    if not assumed.per_year or value <= 0:
        return None
    stated = _hours(graph, number, "repair_hours")
    repair = stated or assumed.hours
    felt = sum(outcome.value * exp(-grace / repair) for outcome, grace in hit) / value
    factors = [
        _factor("fails", assumed.per_year, "times a year", assumed=True),
        _factor("repair takes", repair, "hours", assumed=not stated),
        _factor("value that falls with it", value, "units", assumed=any(outcome.assumed for outcome, _ in hit)),
    ]
    if felt < 1.0:
        factors.append(_factor("share of it beyond buffers and tolerances", max(felt, LEAST), "", assumed=True))
    return tuple(factors)


def _hours(graph: Graph, number: int, name: str) -> float:
    """Give a duration that somebody stated; 0 where nobody did."""
    said = dict(graph.details.node(number).attributes).get(name)
    return float(said) if isinstance(said, (int, float)) and not isinstance(said, bool) and said > 0 else 0.0


def _graces(graph: Graph, counted: tuple[Outcome, ...], falls: dict[int, list[int]]) -> dict[tuple[int, int], float]:
    """Give, for each fault and outcome, the hours until it is felt: buffers on the way, and what is tolerated."""
    tolerated = [_hours(graph, one.node, "tolerance_hours") for one in counted]
    faults, waits = graph.faults, _waiting(graph)
    graces = {}
    for number, places in falls.items():
        hours = fall(faults.core, Events(np.array([number]), np.zeros(1))).hours if waits[number] else None
        for place in places:
            buffer = 0.0
            if hours is not None:
                nodes = np.array(counted[place].nodes)
                down, idle = hours[nodes], hours[faults.running[nodes]]
                buffer = float(np.where(np.isfinite(down), down, idle).min())
            graces[number, place] = tolerated[place] + (buffer if buffer < float("inf") else 0.0)
    return graces


def _waiting(graph: Graph) -> NDArray[np.bool_]:
    """Say which nodes have a buffer somewhere between them and what leans on them, so that hours matter."""
    core = graph.faults.core
    order = in_order(core.hurt)
    start, needs = starts_of(core.hurt, len(core)), core.need[order]
    found = np.zeros(len(core), np.bool_)
    found[core.need[core.hours > 0]] = True
    frontier = np.flatnonzero(found)
    while frontier.size:
        before = found.copy()
        found[needs[ranges(start[frontier], start[frontier + 1] - start[frontier])]] = True
        frontier = np.flatnonzero(found & ~before)
    return found


def _factor(name: str, amount: float, unit: str, *, assumed: bool) -> Factor:
    return Factor(name, amount, unit, 10 * log10(amount / ONE_HOUR), assumed)


def _ranked(risks: list[Risk]) -> tuple[Risk, ...]:
    """Sort by points; what differs by less than the inputs can tell shares a rank."""
    risks.sort(key=lambda risk: (-round(risk.points, 1), risk.node.name.casefold(), risk.node.id))
    counts = Counter(round(risk.points, 1) for risk in risks)
    result, place = [], 1
    for points in sorted(counts, reverse=True):
        last = place + counts[points] - 1
        result += [replace(risk, rank_from=place, rank_to=last) for risk in risks[place - 1 : last]]
        place = last + 1
    return tuple(result)


def _leaning(graph: Graph) -> dict[int, int]:
    """Count what leans directly on each node."""
    hurt, needed = dependencies(graph)
    pairs = np.unique(np.stack([hurt, needed]), axis=1)
    return Counter(pairs[1].tolist())


def _because(graph: Graph, number: int, left: dict[int, str], sharing: dict[int, int]) -> list[str]:
    reasons = []
    if sharing.get(number, 0) > 1:
        reasons.append(f"{sharing[number]} lean on it directly")
    if graph.environments[number] in {"staging", "test", "development"}:
        reasons.append(f"it is a {graph.environments[number]} system")
    holders = graph.owners.get(number, ())
    if holders and all(one.owner in left for one in holders):
        reasons.append(f"its owner left on {left[holders[0].owner]}")
    elif not holders and needs_owner(graph, number):
        reasons.append("nobody owns it")
    repair = _hours(graph, number, "repair_hours")
    if repair > assumption_for(graph.kind_of(number)).hours:
        reasons.append(f"its repair takes {repair:g} h")
    return reasons or ["nothing stands in for it"]
