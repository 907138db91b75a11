"""How much of the time something that counts is available, and what it is down with.

Every node is down for a share of the time: incidents a year times the hours of repair, over
that and the hours of a year that are left; or the probability of being down that somebody
stated, as fault trees do. Faults are taken to be independent but for what the graph says
they share. A buffer shortens what a single fault does, as long as nothing else is
lost that could stand in for what it takes; of faults that take it down together no buffer
is counted. What nobody has described can only make it worse,
so that the answer is what it is *at most*.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import FAILS, REPAIR, STATED
from opmap.analyses.counting import resting_on
from opmap.analyses.knowing import unknown
from opmap.analyses.lasting import A_YEAR
from opmap.analyses.losses import delayed, hours_after
from opmap.analyses.naming import NodeName, Step, name_of, needs, step_of
from opmap.analyses.supposing import LOWER_ENVIRONMENTS, Number, Supposed, supposed
from opmap.errors import TooMuchTogether
from opmap.frozen import frozen
from opmap.graph.chances import Chance, chance_of
from opmap.graph.engine.diagrams import Overgrown
from opmap.graph.engine.falling import Events, fall
from opmap.graph.faults import candidates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph import Graph

    Amounts = NDArray[np.float64]
    Measures = tuple[float | None, float | None, float | None, float | None, float | None]

_NINE_IN_TEN = (
    1.644854 / 1.959964
)  # of a range that holds in nineteen of twenty cases, as far as it goes in nine of ten


@frozen
class Part:
    """One node that something rests on, and what it matters."""

    node: NodeName
    hours: float  # so many hours a year is it down itself, as far as that is felt
    alone: bool  # whether it takes it down alone
    stated: bool  # whether it is stated, as a probability of being down or as how often and how long
    birnbaum: float | None  # how much likelier it is down while this is; none where that was only estimated
    criticality: float | None  # the share of its downtime in which this is down and is needed
    diagnostic: float | None  # the share of its downtime in which this is down (Fussell and Vesely's by another name)
    raw: float | None  # risk achievement worth: so many times more downtime if this were down for good
    rrw: float | None  # risk reduction worth: so many times less if this never failed
    fails: Number  # times a year, its weak controls included
    repair: Number  # hours, its weak controls included
    weaknesses: tuple[str, ...]  # the weak controls that are in these numbers
    felt: float  # the share of its downtime that is left when buffers are used up
    probability: float | None = None  # of being down, where somebody stated it: how often follows, or how long
    path: tuple[Step, ...] = ()  # where that was asked for, the way along which it is felt


@frozen
class Availability:
    """The answer to *how much of the time*."""

    outcome: NodeName
    available: float | None  # a share of the time, at most; none where nothing is known of what it rests on
    low: float | None  # where it was drawn, nineteen of twenty such intervals hold it; else the same as available
    high: float | None
    exact: bool
    hours_down: float | None  # a year
    likely_low: float | None  # hours a year, nine times in ten, if all numbers that it rests on err the same way
    likely_high: float | None
    alone: int  # nodes that take it down alone
    together: int  # nodes that take it down only with others
    stated: int  # of all these, so many of which it is stated how much, or how often and how long, they are down
    not_judged: tuple[NodeName, ...]  # of what it rests on, that of which too little is known
    common_cause: float
    failover: float
    parts: tuple[Part, ...]  # what it is down with most comes first
    gone: tuple[NodeName, ...] = ()  # what it needs and is not there any more; computed as if it were


def availability(
    graph: Graph, number: int, *, common_cause: float = 0.0, failover: float = 0.0, explained: int = 0
) -> Availability:
    """Compute how much of the time a node is at work; raise TooMuchTogether.

    Every group of alternatives may be given a ``common_cause``, a share of the least chance
    among its members that takes all of them, and a ``failover`` that fails with some chance
    when any of them is lost. The first ``explained`` parts come with the way to them.
    """
    faults = graph.faults
    aspect = int(faults.running[number])
    nodes = np.sort(candidates(faults, np.array([aspect])))
    given = supposed(graph, nodes, np.full(len(nodes), graph.environments[number] not in LOWER_ENVIRONMENTS))
    felt = _felt(graph, number, nodes, given)
    chances, least, most = (_downtime(graph, nodes, given, way) for way in (0, -1, 1))
    try:
        found = chance_of(
            *(faults, aspect, chances),
            otherwise=(least, most),
            shares=felt,
            common_cause=common_cause,
            failover=failover,
        )
    except Overgrown:
        raise TooMuchTogether(graph.names[number]) from None
    lacking = np.flatnonzero(unknown(graph) & resting_on(graph, np.array([number])))
    silent = tuple(name_of(graph, one) for one in lacking.tolist() if one != number)
    if not len(nodes):
        return _nothing(graph, number, silent, common_cause, failover)
    low, high = min(found.otherwise[0], found.down), max(found.otherwise[1], found.down)  # drawn ones may cross
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
        not_judged=silent,
        common_cause=common_cause,
        failover=failover,
        parts=_with_paths(graph, number, _parts(graph, found, given, chances[nodes]), explained),
        gone=_gone(graph, number),
    )


def _gone(graph: Graph, number: int) -> tuple[NodeName, ...]:
    """Give who and what would have to be there for what a node rests on, and is not."""
    lacking, below = graph.reading.leaving.lacking, resting_on(graph, np.array([number]))
    ends = (needs(graph, edge) for node, edges in lacking.items() if below[node] for edge in edges.tolist())
    return tuple(name_of(graph, one) for one in sorted({end[1] for end in ends if end}))


def _nothing(
    graph: Graph, number: int, silent: tuple[NodeName, ...], common_cause: float, failover: float
) -> Availability:
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
        not_judged=silent,
        common_cause=common_cause,
        failover=failover,
        parts=(),
    )


def _downtime(graph: Graph, nodes: NDArray[np.int64], given: Supposed, way: int) -> Amounts:
    """Give for every node the share of the time that it is down, or the least or most that its numbers allow.

    All err the same way: what is assumed of a kind is one number, wrong for all of the kind.
    """
    of_repair = np.where(given.bound, 0.0, np.log(given.repair_range))
    spread = np.sqrt(np.log(given.fails_range) ** 2 + of_repair**2) * _NINE_IN_TEN
    hours = given.fails * given.repair * np.exp(way * spread)
    chances = np.zeros(len(graph))
    chances[nodes] = hours / (A_YEAR + hours)
    return chances


def _felt(graph: Graph, number: int, nodes: NDArray[np.int64], given: Supposed) -> Amounts:
    """Give for each node the share of its downtime that is left when buffers are used up, if it fails alone."""
    share, waits = np.ones(len(graph)), delayed(graph)
    for place, node in enumerate(nodes.tolist()):
        if waits[node]:
            hours = float(hours_after(graph, node)[number])
            share[node] = np.exp(-hours / given.repair[place]) if np.isfinite(hours) else 1.0
    return share


def _is_stated(given: Supposed, place: int) -> bool:
    habits = given.habits[place]
    return habits.probability is not None or habits.fails.basis == habits.repair.basis == STATED


def _parts(graph: Graph, found: Chance, given: Supposed, chances: Amounts) -> list[Part]:
    alone = set(found.alone.tolist())
    parts = []
    for place, node in enumerate(found.nodes.tolist()):
        birnbaum = float(found.birnbaum[place])
        if birnbaum == 0:
            continue
        felt = float(found.felt[place])
        measures = importance(found.down, felt, birnbaum)
        hours, habits = felt * A_YEAR, given.habits[place]
        part = Part(
            *(name_of(graph, node), hours, node in alone, _is_stated(given, place)),
            *measures,
            fails=habits.total(FAILS),
            repair=habits.total(REPAIR),
            weaknesses=tuple(one.name for one in habits.working),
            felt=felt / float(chances[place]) if chances[place] else 1.0,
            probability=habits.probability,
        )
        parts.append(part)
    return sorted(parts, key=lambda part: (-(part.criticality or 0), -part.hours, part.node.id))


def _with_paths(graph: Graph, number: int, parts: list[Part], explained: int) -> tuple[Part, ...]:
    """Add to the first parts the ways along which they are felt: those of which the buffers are in their numbers."""
    core, aspect = graph.faults.core, int(graph.faults.running[number])
    together = replace(core, bearing=np.ones_like(core.bearing))  # where the others of a group are down as well

    def explain(part: Part) -> Part:
        failing = Events(np.array([graph.number_of(part.node.id)]), np.zeros(1))
        leaning = core if part.alone else together
        edges, _ = fall(leaning, failing, grounded=part.alone).back_from(leaning, aspect)
        return replace(part, path=tuple(step_of(graph, edge) for edge in edges))

    return tuple(map(explain, parts[:explained])) + tuple(parts[explained:])


def importance(down: float, chance: float, birnbaum: float) -> Measures:
    """Give the five usual measures of a part: Birnbaum's, criticality, diagnostic, achievement and reduction worth.

    Where Birnbaum's is not known, none is.
    """
    if np.isnan(birnbaum) or down <= 0:
        return None, None, None, None, None
    with_it, without = down + (1 - chance) * birnbaum, down - chance * birnbaum
    reduction = down / without if without > down * 1e-12 else None  # without it, it is never down
    return birnbaum, chance * birnbaum / down, chance * with_it / down, with_it / down, reduction
