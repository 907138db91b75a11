"""A graph read for what travels along its edges: which take part, and which end each hurts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import among
from opmap.graph.leaving import Leaving
from opmap.graph.model import CERTAINTIES, KIND_NAMES, STATES, STRENGTHS, VERB_NAMES
from opmap.graph.needs import NONE, Grouping, Needs
from opmap.graph.renewal import Renewal
from opmap.kinds import KINDS, VERBS, Certainty, Effect, End, State, Strength, Travel

if TYPE_CHECKING:
    from collections.abc import Collection

    from opmap.graph.arrays import Numbers, Truths
    from opmap.graph.model import Graph

BELIEVED = frozenset({Certainty.CERTAIN, Certainty.PROBABLE})
"""What an answer is computed from, unless somebody asks for the possible as well."""
_SOFT = STRENGTHS.index(Strength.SOFT)
_DANGLING = STATES.index(State.DANGLING)
_AGENT = KIND_NAMES.index("agent")
_USES_TOOL = VERB_NAMES.index("uses tool")
_SUPPORTS = VERB_NAMES.index("supports")
_STARTS = VERB_NAMES.index("starts")
_SETS_GOING = np.array([name in ("supports", "starts", "writes", "publishes") for name in VERB_NAMES])
"""Of each verb whether its source must be at work for it; for all else it is enough to be able."""
_FAILS = np.array([KINDS[name].fails for name in KIND_NAMES])
_ENDS = (None, End.SOURCE, End.TARGET, End.BOTH)
"""Ends that are hurt: each a number of which one bit stands for the source and one for the target."""
_CHANGES = np.array([_ENDS.index(verb.change) for verb in VERBS.values()])
_FALLS = np.array(
    [
        _ENDS.index(verb.absence if verb.name == "member of" else verb.outage if verb.effect is Effect.DOWN else None)
        for verb in VERBS.values()
    ]
)
"""Of each verb, as a place in ``_ENDS``, which end an outage takes down; a team is taken down by its people."""
_MATTERS = np.array([bool(verb.outage or verb.absence) for verb in VERBS.values()])
_AGES = np.array([KINDS[name].ages for name in KIND_NAMES])


@dataclass(frozen=True, eq=False)
class Reading:
    """A graph and the certainties that are believed."""

    graph: Graph
    certainties: frozenset[Certainty]

    @cached_property
    def grouping(self) -> Grouping:
        """Give the groups of the edges, less the places that stand in for nothing."""
        return (
            self.said_grouping
            if self.works.all() and not self._doubtful.any()
            else self.said_grouping.with_places(self._counting_of_all[1])
        )

    @cached_property
    def said_grouping(self) -> Grouping:
        """Give the groups of the edges as they were said."""
        return Grouping.of(self.graph)

    @cached_property
    def renewal(self) -> Renewal:
        """Give who renews what."""
        return Renewal(self)

    @cached_property
    def leaving(self) -> Leaving:
        """Give what is not there any more."""
        return Leaving(self)

    @cached_property
    def believed(self) -> Truths:
        """Say which edges are sure enough, and join two things."""
        believed = np.array([certainty in self.certainties for certainty in CERTAINTIES])
        graph = self.graph
        sure: Truths = believed[graph.certainty] & (graph.source != graph.target)
        return sure

    @cached_property
    def taken(self) -> Truths:
        """Say which edges take part: those that are believed, but to alternatives that stand in for nothing."""
        return (
            self.believed if self.works.all() and not self._doubtful.any() else self.believed & self._counting_of_all[0]
        )

    @cached_property
    def spent(self) -> Truths:
        """Say which edges lead to alternatives that do not count: they stand in for nothing, or are only possible."""
        graph = self.graph
        spent: Truths = self._doubtful | (self.believed & ~self.taken)
        edges = np.flatnonzero(spent)
        spent[edges] = ~(self._doubtful[edges] & graph.group_presumed[graph.group[edges]])
        return spent

    @cached_property
    def _doubtful(self) -> Truths:
        """Say which edges of groups are only possible."""
        graph = self.graph
        doubtful: Truths = ~self.believed & (graph.source != graph.target) & (graph.group != NONE)
        return doubtful

    @cached_property
    def _counting_of_all(self) -> tuple[Truths, Truths]:
        """Say which edges count, and which rows that put them into places: all of a group where no place holds."""
        graph, grouping = self.graph, self.said_grouping
        worth = ~self._doubtful
        edges = np.flatnonzero(self.believed & (graph.group != NONE))
        group = graph.group[edges]
        edges = edges[grouping.shares_source[group] | grouping.shares_target[group]]
        ends = np.where(grouping.shares_source[graph.group[edges]], graph.target[edges], graph.source[edges])
        worth[edges] = self._hold(edges, ends) | ~_MATTERS[graph.verb[edges]]
        worth, rows = grouping.standing(worth)
        held = graph.group[edges[worth[edges]]]
        worth[edges] |= ~among(graph.group[edges], held)
        return worth, rows | ~among(graph.group[grouping.place_edge], held)

    def _hold(self, edges: Numbers, ends: Numbers) -> Truths:
        """Say of which edges these ends stand in for something; what sets others going must be at work for that."""
        going = _SETS_GOING[self.graph.verb[edges]] & (ends == self.graph.source[edges])
        return np.where(going, self.works[ends], self.stands_in[ends])

    @cached_property
    def stands_in(self) -> Truths:
        """Say which nodes are alternatives worth the name: more than a name, and still there."""
        stands_in: Truths = ~(self.only_named | self.leaving.gone)
        return stands_in

    @cached_property
    def works(self) -> Truths:
        """Say which nodes are that, and still at work: where anything starts them, something does that is there."""
        works: Truths = self.stands_in & ~self.leaving.idle
        return works

    @cached_property
    def only_named(self) -> Truths:
        """Say which nodes references name and nothing that was read describes."""
        only_named: Truths = self.graph.state == _DANGLING
        return only_named

    @cached_property
    def ages(self) -> Truths:
        """Say which nodes are data at a grain that can go stale."""
        ages: Truths = _AGES[self.graph.kind]
        return ages

    @cached_property
    def can_fail(self) -> Truths:
        """Say which nodes have a fault of their own."""
        fails: Truths = _FAILS[self.graph.kind]
        return fails

    @cached_property
    def soft(self) -> Truths:
        """Say which edges are soft: also what an agent reaches through a tool, unless its strength is stated."""
        graph = self.graph
        soft: Truths = graph.strength == _SOFT
        tools = np.flatnonzero(graph.verb == _USES_TOOL)
        if len(tools):
            pair = graph.source.astype(np.int64) * len(graph) + graph.target
            through = among(pair, pair[tools]) & graph.presumed & (graph.kind[graph.source] == _AGENT)
            soft = soft | through
        return soft

    @cached_property
    def resting(self) -> Truths:
        """Say which nodes do nothing: switched off in their file, and called by nobody."""
        called = np.zeros(len(self.graph), bool)
        called[self.graph.target[self.calls]] = True
        resting: Truths = self.graph.inactive & ~called
        return resting

    @cached_property
    def calls(self) -> Numbers:
        """Give the calls that keep the called at work: those of callers that are more than a name."""
        calls = self.verbs("calls", "uses tool")
        return calls[~self.only_named[self.graph.source[calls]]]

    def verbs(self, *names: str) -> Numbers:
        """Give the edges that take part and have one of these verbs, in order."""
        some = [name for name in names if name in self._of_verb]
        if len(some) == 1:
            return self._of_verb[some[0]]
        wanted = np.array([name in some for name in VERB_NAMES])
        return np.flatnonzero(wanted[self.graph.verb] & self.taken) if some else np.empty(0, np.int64)

    @cached_property
    def _of_verb(self) -> dict[str, Numbers]:
        taken = np.flatnonzero(self.taken)
        verb = self.graph.verb[taken]
        order = taken[np.argsort(verb, kind="stable")]
        bounds = np.cumsum(np.bincount(verb, minlength=len(VERB_NAMES)))
        parts = np.split(order, bounds[:-1])
        return {name: part for name, part in zip(VERB_NAMES, parts, strict=True) if len(part)}

    def needs(self, travel: Travel, names: Collection[str] | None = None, effect: Effect | None = None) -> Needs:
        """Read the edges of some verbs as this travels along them: the end that is hurt needs the other."""
        chosen = VERBS.values() if names is None else [VERBS[name] for name in names]
        chosen = [verb for verb in chosen if effect is None or verb.effect is effect]
        to_source = [verb.name for verb in chosen if verb.hurts(travel) in {End.SOURCE, End.BOTH}]
        to_target = [verb.name for verb in chosen if verb.hurts(travel) in {End.TARGET, End.BOTH}]
        return self._read(self.verbs(*to_source), self.verbs(*to_target))

    @cached_property
    def changes(self) -> Needs:
        """Read all believed edges as a change travels: it reaches who has an alternative also where that counts not."""
        return self._hurting(_CHANGES[self.graph.verb])

    def _hurting(self, ends: Numbers) -> Needs:
        """Read all believed edges by the ends that they hurt, each a place in ``_ENDS``."""
        return self._read(*(np.flatnonzero(self.believed & (ends & end > 0)) for end in (1, 2)))

    def _read(self, to_source: Numbers, to_target: Numbers) -> Needs:
        """Read edges that hurt their source, and others that hurt their target."""
        source, target = self.graph.source, self.graph.target
        backwards = Needs(to_target, target[to_target], source[to_target])
        return Needs(to_source, source[to_source], target[to_source]).and_also(backwards)

    def among_alternatives(self, needs: Needs) -> Needs:
        """Leave out what stands in for nothing where any one need will do, and another of them stands in."""
        return needs.where(self.alternatives(needs))

    def alternatives(self, needs: Needs) -> Truths:
        """Say of needs of which any will do which count: none that stands in for nothing, beside one that does."""
        counts = self._hold(needs.edge, needs.need)
        if not counts.all():
            counts |= ~among(needs.hurt, needs.hurt[counts])
        return counts

    @cached_property
    def hard_needs(self) -> Needs:
        """Give the needs whose loss takes the other end down: hard ones, and the people that a team is made of."""
        members = self.needs(Travel.ABSENCE, ["member of"])
        needs = self.needs(Travel.OUTAGE, effect=Effect.DOWN).and_also(members)
        return needs.where(~self.soft_ones(needs))

    @cached_property
    def said(self) -> tuple[Needs, Needs, Grouping]:
        """Give the hard needs and what starts what, also what is gone; but no mere names among several."""
        graph, needs = self.graph, self._hurting(_FALLS[self.graph.verb])
        started = np.flatnonzero(self.believed & (graph.verb == _STARTS) & ~graph.inactive[graph.target])
        starts = Needs(started, graph.target[started], graph.source[started])
        holds, alone = ~self._doubtful, [self.said_grouping.at_hurt_end(some) == NONE for some in (needs, starts)]
        for some, by_itself in zip((needs, starts), alone, strict=True):
            holds[some.edge] = by_itself | ~self.only_named[some.need]
        holds, rows = self.said_grouping.standing(holds)
        needs, starts = (
            some.where(by_itself | holds[some.edge]) for some, by_itself in zip((needs, starts), alone, strict=True)
        )
        named = self.only_named[starts.need]
        starts = starts.where(~named | ~among(starts.hurt, starts.hurt[~named]))
        return needs.where(~self.soft_ones(needs)), starts, self.said_grouping.with_places(rows)

    def soft_ones(self, needs: Needs) -> Truths:
        """Say which needs are soft; a group is soft where all of it is."""
        soft: Truths = self.soft[needs.edge]
        group = self.said_grouping.at_hurt_end(needs)
        grouped = np.flatnonzero(soft & (group != NONE))
        if len(grouped):
            soft[grouped] = ~among(group[grouped], group[~soft & (group != NONE)])
        return soft

    def at_work(self, needs: Needs, running: Numbers) -> Numbers:
        """Give the aspect that each need rests on: what supports something must be at work, all else only able."""
        supports = self.graph.verb[needs.edge] == _SUPPORTS
        return np.where(supports, running[needs.need], needs.need)
