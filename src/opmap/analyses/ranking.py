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
from math import log10
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import Assumption, assumption_for
from opmap.analyses.counting import Outcome, outcomes
from opmap.analyses.covering import undescribed
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.owning import people_who_left
from opmap.analyses.singling import faults_by_outcome
from opmap.graph.model import VERB_NAMES
from opmap.graph.ownership import Ownership, needs_owner, owners

if TYPE_CHECKING:
    from opmap.graph import Graph

ONE_HOUR = 1.0
"""The loss that stands for no points: one value-weighted outage hour a year."""


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
    owned, left, sharing = owners(graph), people_who_left(graph), _shared_by(graph)
    risks = []
    for number, places in falls.items():
        factors = _factors(
            graph,
            number,
            sum(counted[place].value for place in places),
            any(counted[place].assumed for place in places),
        )
        if factors is None:
            continue
        risks.append(
            Risk(
                rank_from=0,
                rank_to=0,
                node=name_of(graph, number),
                points=sum(factor.points for factor in factors),
                loss=factors[0].amount * factors[1].amount * factors[2].amount,
                takes_down=len(places),
                outcomes=tuple(graph.names[counted[place].node] for place in places),
                because=tuple(_because(graph, number, owned, left, sharing)),
                owners=tuple(graph.names[one.owner] for one in owned.get(number, ())),
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


def _factors(graph: Graph, number: int, value: float, value_assumed: bool) -> tuple[Factor, ...] | None:  # noqa: FBT001
    assumed: Assumption = assumption_for(graph.kind_of(number))
    if not assumed.per_year or value <= 0:
        return None
    stated = dict(graph.details.node(number).attributes).get("repair_hours")
    known = isinstance(stated, (int, float)) and not isinstance(stated, bool) and stated > 0
    hours = float(stated) if known else assumed.hours  # type: ignore[arg-type]
    return (
        _factor("fails", assumed.per_year, "times a year", assumed=True),
        _factor("repair takes", hours, "hours", assumed=not known),
        _factor("value that falls with it", value, "units", assumed=value_assumed),
    )


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


def _shared_by(graph: Graph) -> dict[int, int]:
    """Count the automations that use each credential, model or vendor directly."""
    verbs = [VERB_NAMES.index(name) for name in ("uses credential", "uses model", "provided by")]
    edges = np.flatnonzero(np.isin(graph.verb, verbs))
    pairs = {(int(graph.source[edge]), int(graph.target[edge])) for edge in edges.tolist()}
    return Counter(target for _, target in pairs)


def _because(
    graph: Graph,
    number: int,
    owned: dict[int, tuple[Ownership, ...]],
    left: dict[int, str],
    sharing: dict[int, int],
) -> list[str]:
    reasons = ["nothing stands in for it"]
    if sharing.get(number, 0) > 1:
        reasons.append(f"{sharing[number]} share it")
    if graph.environments[number] in {"staging", "test", "development"}:
        reasons.append(f"it is a {graph.environments[number]} system")
    holders = owned.get(number, ())
    if holders and all(one.owner in left for one in holders):
        reasons.append(f"its owner left on {left[holders[0].owner]}")
    elif not holders and needs_owner(graph, number):
        reasons.append("nobody owns it")
    return reasons
