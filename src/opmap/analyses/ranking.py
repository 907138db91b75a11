"""The risk ranking: what counts and falls, times how often and how long by kind.

Expected loss is counted in value-weighted outage hours a year: incidents a year, times
the hours of repair, times the value of what falls alone with the node. It is shown as
points, ten for every factor of ten over one such hour a year, so that the factors add up.
How often and how long are assumed by kind unless somebody has said it; equal points share
a rank. What cannot hurt alone has no points, and what nobody has described is not judged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import exp, log10, prod
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import Assumption, assumption_for
from opmap.analyses.counting import Outcome, dependencies, outcomes
from opmap.analyses.covering import undescribed
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.owning import people_who_left
from opmap.analyses.singling import faults_by_outcome
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.ownership import Ownership, needs_owner, owners
from opmap.graph.spreading import spread
from opmap.kinds import BEARS_NO_OWNER

if TYPE_CHECKING:
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
    ownable: bool  # whether it makes sense to ask who owns it
    factors: tuple[Factor, ...]  # their points add up to the points


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to *what is riskiest*."""

    nodes: int
    total: int  # of what counts
    stand_ins: int
    value_total: float
    risks: tuple[Risk, ...]
    not_judged: int  # services and automations of which nobody has said what they need


def ranking(graph: Graph) -> Ranking:
    """Rank every node that takes down alone something that counts."""
    counted = outcomes(graph)
    falls: dict[int, list[int]] = {}
    for place, faults in enumerate(faults_by_outcome(graph, counted)):
        for number in sorted(faults | _own_faults(counted[place])):
            falls.setdefault(number, []).append(place)
    owned, left, sharing = owners(graph), people_who_left(graph), _leaning(graph)
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
                because=tuple(_because(graph, number, owned, left, sharing)),
                owners=tuple(graph.names[one.owner] for one in owned.get(number, ())),
                ownable=graph.kind_of(number) not in BEARS_NO_OWNER,
                factors=factors,
            )
        )
    return Ranking(
        nodes=len(graph),
        total=len(counted),
        stand_ins=sum(one.stand_in for one in counted),
        value_total=sum(one.value for one in counted),
        risks=_ranked(risks),
        not_judged=int(undescribed(graph).sum()),
    )


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
    faults = FaultGraph.of(graph)
    graces = {}
    for number, places in falls.items():
        hours = spread(faults, [number]).hours if faults.core.delayed else None
        for place in places:
            waits = (
                min((float(hours[node]) for node in counted[place].nodes), default=0.0) if hours is not None else 0.0
            )
            graces[number, place] = tolerated[place] + (waits if waits < float("inf") else 0.0)
    return graces


def _factor(name: str, amount: float, unit: str, *, assumed: bool) -> Factor:
    return Factor(name, amount, unit, 10 * log10(amount / ONE_HOUR), assumed)


def _ranked(risks: list[Risk]) -> tuple[Risk, ...]:
    """Sort by points; what differs by less than the inputs can tell shares a rank."""
    from dataclasses import replace

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


def _because(
    graph: Graph,
    number: int,
    owned: dict[int, tuple[Ownership, ...]],
    left: dict[int, str],
    sharing: dict[int, int],
) -> list[str]:
    reasons = []
    if sharing.get(number, 0) > 1:
        reasons.append(f"{sharing[number]} lean on it directly")
    if graph.environments[number] in {"staging", "test", "development"}:
        reasons.append(f"it is a {graph.environments[number]} system")
    holders = owned.get(number, ())
    if holders and all(one.owner in left for one in holders):
        reasons.append(f"its owner left on {left[holders[0].owner]}")
    elif not holders and needs_owner(graph, number):
        reasons.append("nobody owns it")
    repair = _hours(graph, number, "repair_hours")
    if repair > assumption_for(graph.kind_of(number)).hours:
        reasons.append(f"its repair takes {repair:g} h")
    return reasons or ["nothing stands in for it"]
