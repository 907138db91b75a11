"""What counts: what people want to go on working, and what stands in where nobody has said so.

Declared capabilities and processes count with the value they were given. What reaches
none of them is not worthless: for it *stand-ins* count, one unit each, marked assumed. What
only keeps the data of a declared one fresh reaches it, and is no outcome beside it. A
stand-in is an outermost service, workflow or agent, one that nothing else depends on (a
cycle of such counts once), or one that a gateway publishes. Set aside are datastores,
configuration, discovery, monitoring, pipelines, error handlers and load generators:
nobody outside waits for them. Two consumers of one consumer group are one stand-in, of
which either suffices.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import Assumptions, assumptions
from opmap.frozen import frozen
from opmap.graph.arrays import in_order, ranges, starts_of
from opmap.graph.engine.parts import parts_of
from opmap.graph.model import CERTAINTIES, ROLES, STATES, VERB_NAMES
from opmap.kinds import AUTOMATIONS, Certainty, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from opmap.graph import Graph

DECLARED_KINDS = ("capability", "process")
STAND_IN_KINDS = ("service", "workflow", "agent", "MCP server")
SET_ASIDE_ROLES = ("configuration", "discovery", "monitoring", "load generator", "error handler", "address")
_NO_DEPENDANT_KINDS = ("monitoring", "pipeline", "person", "team", "system", "domain", "department")
_CALLING = [VERB_NAMES.index(name) for name in ("calls", "uses tool", "on error calls")]
_POSSIBLE = CERTAINTIES.index(Certainty.POSSIBLE)
_DANGLING = STATES.index(State.DANGLING)


@frozen
class Outcome:
    """Something that counts: lost when fewer than ``need`` of its nodes work."""

    nodes: tuple[int, ...]
    need: int
    value: float
    assumed: bool  # a stand-in, or a value that nobody stated
    stand_in: bool

    @property
    def node(self) -> int:
        """Give the node that it is called by."""
        return self.nodes[0]

    @property
    def falls_by_itself(self) -> bool:
        """Say whether it is the thing that works, each part of it needed, and not a name for what it is done with."""
        return self.stand_in and self.need == len(self.nodes)


def outcomes(graph: Graph) -> tuple[Outcome, ...]:
    """Give what counts, declared ones first."""
    table = assumptions(graph)
    declared = [_declared(graph, number, table) for number in _declared_nodes(graph)]
    stand_ins = _stand_ins(graph, [one.node for one in declared])
    return (*declared, *(_worth(one, table.of(graph.kind_of(one.node)).value) for one in stand_ins))


def _worth(one: Outcome, value: float) -> Outcome:
    """Give an outcome with another value; most have it already, and there are thousands."""
    return one if one.value == value else replace(one, value=value)


def asked_for(graph: Graph, nodes: Sequence[int]) -> list[Outcome]:
    """Give what counts, or that of which some nodes are part; a node that does not count stands for itself."""
    counted = outcomes(graph)
    if not nodes:
        return list(counted)
    itself = {node: Outcome((node,), 1, 1.0, assumed=True, stand_in=False) for node in nodes}
    return list(dict.fromkeys(next((one for one in counted if node in one.nodes), itself[node]) for node in nodes))


def _declared_nodes(graph: Graph) -> list[int]:
    known = graph.state != STATES.index(State.DANGLING)
    return np.flatnonzero(graph.is_one_of(DECLARED_KINDS) & known & (graph.counts != 0)).tolist()


def _declared(graph: Graph, number: int, table: Assumptions) -> Outcome:
    value = float(graph.value[number])
    stated = not np.isnan(value)
    worth = value if stated else table.of(graph.kind_of(number)).value
    return Outcome((number,), 1, worth, assumed=not stated, stand_in=False)


def _stand_ins(graph: Graph, declared: list[int]) -> list[Outcome]:
    hurt, needed = dependencies(graph)
    aside = _set_aside(graph)
    reaching = _upstream(len(graph), hurt, needed, np.array(declared, np.int64))
    named = graph.is_one_of(STAND_IN_KINDS) & ~reaching
    feeding = _upstream(len(graph), hurt, needed, np.flatnonzero(_keeping_fresh(graph, declared)))
    candidates = named & ~aside & ~feeding & (graph.state == STATES.index(State.KNOWN))
    live = ~aside[hurt] & (hurt != needed) & _asked_for(graph, hurt, needed)
    chosen = _outermost(graph, hurt[live], needed[live], candidates)
    covered = np.zeros(len(graph), np.bool_)
    covered[[number for several in chosen for number in several]] = True
    singled = ((candidates & graph.published) | (named & (graph.counts == 1))) & ~covered
    chosen += [(number,) for number in np.flatnonzero(singled).tolist()]
    unwanted = set(np.flatnonzero(graph.counts == 0).tolist())
    return _by_consumer_group(graph, sorted(several for several in chosen if unwanted.isdisjoint(several)))


def _keeping_fresh(graph: Graph, declared: list[int]) -> NDArray[np.bool_]:
    """Say of what some of the declared work on old data, once it is no longer renewed; themselves included."""
    if not declared:
        return np.zeros(len(graph), np.bool_)
    reading, renewal = graph.reading, graph.reading.renewal
    supports = renewal.supports.where(~reading.soft_ones(renewal.supports))
    needs = renewal.sources.and_also(renewal.inputs).and_also(supports)
    hurt, needed = needs.hurt.astype(np.int64), needs.need.astype(np.int64)
    return _upstream(len(graph), hurt, needed, np.array(declared, np.int64))


def dependencies(graph: Graph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give who depends on whom by outage, as (hurt, needed), for all verbs that bring something down or idle."""
    return graph.leaning


def resting_on(graph: Graph, nodes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say what some nodes lean on, however indirectly; themselves included."""
    return _upstream(len(graph), *dependencies(graph), nodes)


def leaning_on(graph: Graph, nodes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say what leans on some nodes, however indirectly; themselves included."""
    hurt, needed = dependencies(graph)
    return _upstream(len(graph), needed, hurt, nodes)


def dormant(graph: Graph) -> NDArray[np.bool_]:
    """Say which are switched off, and called by nothing at work: the switch keeps events away, and no caller.

    Where most automations of an estate are so marked, the mark means nothing.
    """
    automations = graph.is_one_of(AUTOMATIONS)
    resting = graph.inactive & automations
    if automations.any() and resting.sum() * 2 > automations.sum():
        return np.zeros(len(graph), np.bool_)
    calls = np.flatnonzero(
        np.isin(graph.verb, _CALLING) & resting[graph.target] & (graph.certainty != _POSSIBLE)
        & (graph.state[graph.source] != _DANGLING)
    )  # fmt: skip
    while (called := calls[resting[graph.target[calls]] & ~resting[graph.source[calls]]]).size:
        resting[graph.target[called]] = False
    return resting


def _asked_for(graph: Graph, hurt: NDArray[np.int64], needed: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Drop what only an API or operation needs that nobody asks: an offer that nobody takes up is no dependant."""
    offers = graph.is_one_of(("API", "operation"))
    live = ~offers[hurt]
    for _ in ("operations", "their APIs"):
        taken_up = np.zeros(len(graph), np.bool_)
        taken_up[needed[live]] = True
        live |= taken_up[hurt]
    return live


def _set_aside(graph: Graph) -> NDArray[np.bool_]:
    kinds = graph.is_one_of(_NO_DEPENDANT_KINDS)
    aside = np.array([name in SET_ASIDE_ROLES for name in ROLES])
    roles: NDArray[np.bool_] = aside[graph.role]
    handlers = np.zeros(len(graph), np.bool_)
    handlers[graph.target[graph.verb == VERB_NAMES.index("on error calls")]] = True
    return kinds | roles | handlers | dormant(graph)


def _upstream(
    count: int, hurt: NDArray[np.int64], needed: NDArray[np.int64], targets: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say what some nodes lean on, however indirectly, themselves included."""
    if not targets.size:
        return np.zeros(count, np.bool_)
    start, ends = starts_of(hurt, count), needed[in_order(hurt)]
    reached = np.zeros(count, np.bool_)
    reached[targets] = True
    frontier = targets
    while frontier.size:
        before = reached.copy()
        reached[ends[ranges(start[frontier], start[frontier + 1] - start[frontier])]] = True
        frontier = np.flatnonzero(reached & ~before)
    return reached


def _outermost(
    graph: Graph, hurt: NDArray[np.int64], needed: NDArray[np.int64], candidates: NDArray[np.bool_]
) -> list[tuple[int, ...]]:
    """Give the candidates that nothing else depends on; those that only depend on each other together."""
    single = candidates.copy()
    single[needed] = False
    found: list[tuple[int, ...]] = [(number,) for number in np.flatnonzero(single).tolist()]
    below = _upstream(len(graph), hurt, needed, np.flatnonzero(single | ~candidates))
    between = ~below[hurt]  # what nothing of all this leads to can only be led to by itself
    if not between.any():
        return found
    part = parts_of(hurt[between], needed[between], len(graph))
    size = np.bincount(part)
    leaned_on = np.zeros(size.size, np.bool_)
    leaned_on[part[needed][part[hurt] != part[needed]]] = True
    members: dict[int, list[int]] = {}
    for number in np.flatnonzero((size[part] > 1) & ~leaned_on[part]).tolist():
        members.setdefault(int(part[number]), []).append(number)
    return found + [tuple(several) for several in members.values()]


def _by_consumer_group(graph: Graph, chosen: list[tuple[int, ...]]) -> list[Outcome]:
    """Join the consumers that share one consumer group: either suffices. A cycle needs all of its members."""
    groups = _consumer_groups(graph, chosen)
    together: dict[object, list[int]] = {}
    for several in chosen:
        if several[0] in groups:
            together.setdefault(groups[several[0]], []).append(several[0])
    found = [_stand_in(several, len(several)) for several in chosen if several[0] not in groups]
    found += [_stand_in(tuple(several), 1) for several in together.values()]
    return sorted(found, key=lambda one: one.nodes) if together else found


def _stand_in(nodes: tuple[int, ...], need: int) -> Outcome:
    return Outcome(nodes, need, 1.0, assumed=True, stand_in=True)


def _consumer_groups(graph: Graph, chosen: list[tuple[int, ...]]) -> dict[int, tuple[int, str]]:
    """Give the topic and the group of what consumes as one of a group, and is chosen alone."""
    groups: dict[int, tuple[int, str]] = {}
    consumes = np.flatnonzero(graph.verb == VERB_NAMES.index("consumes")).tolist()
    alone = {several[0] for several in chosen if len(several) == 1} if consumes else set()
    for edge in consumes:
        if int(graph.source[edge]) not in alone:
            continue
        name = dict(graph.details.edge(edge).attributes).get("consumer_group")
        if isinstance(name, str):
            groups[int(graph.source[edge])] = (int(graph.target[edge]), name)
    return groups
