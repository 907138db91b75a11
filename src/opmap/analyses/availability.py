"""How much of the time something that counts is available, and what it is down with.

Every node is down for a share of the time: incidents a year times the hours of repair, over
that and the hours of a year that are left. Faults are taken to be independent but for what
the graph says they share. A buffer shortens what a single fault does; of faults that take it
down only together no buffer is counted. What nobody has described can only make it worse,
so that the answer is what it is *at most*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import STATED
from opmap.analyses.counting import resting_on
from opmap.analyses.knowing import undescribed
from opmap.analyses.losses import delayed, hours_after
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.supposing import LOWER_ENVIRONMENTS, Supposed, supposed
from opmap.errors import TooMuchTogether
from opmap.graph.chances import Chance, chance_of
from opmap.graph.engine.diagrams import Overgrown
from opmap.graph.faults import candidates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph import Graph

    Amounts = NDArray[np.float64]

A_YEAR = 8766.0
"""Hours."""
_DRAWS = 400
_SEED = 20_260_701
_NINETEEN_IN_TWENTY = 1.959964


@dataclass(frozen=True, slots=True)
class Part:
    """One node that something rests on, and what it matters."""

    node: NodeName
    hours: float  # so many hours a year is it down itself, as far as that is felt
    alone: bool  # whether it takes it down alone
    stated: bool  # whether how often and how long are both stated
    birnbaum: float | None  # how much likelier it is down while this is; none where that was only estimated
    criticality: float | None  # the share of its downtime in which this is down and is needed
    diagnostic: float | None  # the share of its downtime in which this is down (Fussell and Vesely's by another name)
    raw: float | None  # risk achievement worth: so many times more downtime if this were down for good
    rrw: float | None  # risk reduction worth: so many times less if this never failed


@dataclass(frozen=True, slots=True)
class Availability:
    """The answer to *how much of the time*."""

    outcome: NodeName
    available: float | None  # a share of the time, at most; none where nothing is known of what it rests on
    low: float | None  # where it was drawn, nineteen of twenty such intervals hold it; else the same as available
    high: float | None
    exact: bool
    hours_down: float | None  # a year
    likely_low: float | None  # hours a year, nine times in ten, when each number is drawn from its range
    likely_high: float | None
    alone: int  # nodes that take it down alone
    together: int  # nodes that take it down only with others
    stated: int  # of all these, so many of which how often and how long are both stated
    undescribed: int  # of what it rests on, so many of which nobody has said what they need
    common_cause: float
    failover: float
    parts: tuple[Part, ...]  # what it is down with most comes first


def availability(graph: Graph, number: int, *, common_cause: float = 0.0, failover: float = 0.0) -> Availability:
    """Compute how much of the time a node is at work; raise TooMuchTogether.

    Every group of alternatives may be given a ``common_cause``, a share of the least chance
    among its members that takes all of them, and a ``failover`` that fails with some chance
    when any of them is lost.
    """
    faults = graph.faults
    aspect = int(faults.running[number])
    nodes = np.sort(candidates(faults, np.array([aspect])))
    given = supposed(graph, nodes, np.full(len(nodes), graph.environments[number] not in LOWER_ENVIRONMENTS))
    chances = np.zeros(len(graph))
    chances[nodes] = given.fails * given.repair / (A_YEAR + given.fails * given.repair)
    felt = _felt(graph, number, nodes, given)
    chances[nodes] *= felt
    try:
        found = chance_of(faults, aspect, chances, common_cause=common_cause, failover=failover)
    except Overgrown:
        raise TooMuchTogether(graph.names[number]) from None
    silent = int((undescribed(graph) & resting_on(graph, np.array([number]))).sum())
    if not len(nodes):
        return _nothing(graph, number, silent, common_cause, failover)
    low, high = _likely(found, given, felt)
    together = int(((found.birnbaum != 0) | np.isnan(found.birnbaum)).sum()) - len(found.alone)
    return Availability(
        outcome=name_of(graph, number),
        available=1 - found.down,
        low=1 - found.high,
        high=1 - found.low,
        exact=found.exact,
        hours_down=found.down * A_YEAR,
        likely_low=low * A_YEAR,
        likely_high=high * A_YEAR,
        alone=len(found.alone),
        together=together,
        stated=sum(_is_stated(given, place) for place in range(len(nodes))),
        undescribed=silent,
        common_cause=common_cause,
        failover=failover,
        parts=_parts(graph, found, given, chances),
    )


def _nothing(graph: Graph, number: int, silent: int, common_cause: float, failover: float) -> Availability:
    """Say that nothing can be said."""
    return Availability(
        outcome=name_of(graph, number),
        available=None,
        low=None,
        high=None,
        exact=True,
        hours_down=None,
        likely_low=None,
        likely_high=None,
        alone=0,
        together=0,
        stated=0,
        undescribed=silent,
        common_cause=common_cause,
        failover=failover,
        parts=(),
    )


def _felt(graph: Graph, number: int, nodes: NDArray[np.int64], given: Supposed) -> Amounts:
    """Give for each node the share of its downtime that is left when buffers are used up, if it fails alone."""
    share = np.ones(len(nodes))
    for place in np.flatnonzero(delayed(graph)[nodes]).tolist():
        hours = float(hours_after(graph, int(nodes[place]))[number])
        if np.isfinite(hours):
            share[place] = np.exp(-hours / given.repair[place])
    return share


def _is_stated(given: Supposed, place: int) -> bool:
    return given.habits[place].fails.basis == given.habits[place].repair.basis == STATED


def _likely(found: Chance, given: Supposed, felt: Amounts) -> tuple[float, float]:
    """Give how much it is down, nine times in ten, when each number is drawn from its range.

    To the first order: each node adds its own share, whatever the others are.
    """
    dice = np.random.default_rng(_SEED)
    width = np.sqrt(np.log(given.fails_range) ** 2 + np.log(given.repair_range) ** 2) / _NINETEEN_IN_TWENTY
    middle = given.fails * given.repair
    drawn = middle[:, None] * np.exp(width[:, None] * dice.standard_normal((len(middle), _DRAWS)))
    change = (drawn / (A_YEAR + drawn) - (middle / (A_YEAR + middle))[:, None]) * felt[:, None]
    down = found.down + np.nan_to_num(found.birnbaum) @ change
    low, high = np.quantile(np.clip(down, 0, 1), (0.05, 0.95))
    return float(low), float(high)


def _parts(graph: Graph, found: Chance, given: Supposed, chances: Amounts) -> tuple[Part, ...]:
    alone = set(found.alone.tolist())
    parts = []
    for place, node in enumerate(found.nodes.tolist()):
        birnbaum = float(found.birnbaum[place])
        if birnbaum == 0:
            continue
        measures = importance(found.down, float(chances[node]), birnbaum)
        hours = float(chances[node]) * A_YEAR
        parts.append(Part(name_of(graph, node), hours, node in alone, _is_stated(given, place), *measures))
    return tuple(sorted(parts, key=lambda part: (-(part.criticality or 0), -part.hours, part.node.id)))


def importance(down: float, chance: float, birnbaum: float) -> tuple[float | None, ...]:
    """Give the five usual measures of a part: Birnbaum's, criticality, diagnostic, achievement and reduction worth.

    Where Birnbaum's is not known, none is.
    """
    if np.isnan(birnbaum) or down <= 0:
        return (None,) * 5
    with_it, without = down + (1 - chance) * birnbaum, down - chance * birnbaum
    reduction = down / without if without > down * 1e-12 else None  # without it, it is never down
    return birnbaum, chance * birnbaum / down, chance * with_it / down, with_it / down, reduction
