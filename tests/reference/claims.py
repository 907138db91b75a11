"""The vocabulary's rules read off a graph, one edge at a time: what each node claims, and what it needs for it.

A claim is ("able", node), ("running", node) or ("renewed", node). It holds as long as each
of its requirements does; a requirement is a `Leaf` (another claim, felt so many hours
after it is lost) or `AnyOf` (so many of some places, each of which needs all that is in it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from opmap.graph import Graph
from opmap.graph.model import CERTAINTIES
from opmap.kinds import KINDS, VERBS, Certainty, Effect, End, State, Strength, Travel

Claim: TypeAlias = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Leaf:
    claim: Claim
    hours: float = 0.0
    edge: int | None = None


@dataclass(frozen=True, eq=False)
class AnyOf:
    keep: int
    places: tuple[tuple[Requirement, ...], ...]
    redundancy: bool = True  # losing one is a loss of redundancy


Requirement: TypeAlias = Leaf | AnyOf


@dataclass(frozen=True)
class Sentence:
    number: int
    source: int
    verb: str
    target: int
    soft: bool
    presumed: bool
    hours: float
    group: int | None
    places: tuple[int, ...]

    def other(self, node: int) -> int:
        return self.target if node == self.source else self.source


@dataclass
class World:
    graph: Graph
    believed: frozenset[Certainty] = frozenset({Certainty.CERTAIN, Certainty.PROBABLE})
    claims: dict[Claim, list[Requirement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = range(len(self.graph))
        every = range(len(self.graph.source))
        self.believed_sentences = [self._sentence(number) for number in every if self._believed(number)]
        self.gone = self._gone()
        self.sentences = [self._less_gone_places(self._sentence(number)) for number in every if self._taken(number)]
        self.started = {one.target for one in self.starts()}
        self.reached = self._reached()
        for node in self.nodes:
            self.claims["able", node] = self.being_able(node)
        for node in self.started:
            self.claims["running", node] = [Leaf(("able", node)), *self.being_started(node)]
        for node in self.reached:
            self.claims["renewed", node] = [Leaf(self.running(node)), *self.being_renewed(node)]

    # what takes part

    def kind(self, node: int) -> str:
        return self.graph.kind_of(node)

    def _taken(self, number: int) -> bool:
        return self._believed(number) and not self._stands_in_for_nothing(number)

    def _believed(self, number: int) -> bool:
        joins_two = self.graph.source[number] != self.graph.target[number]
        return bool(joins_two) and CERTAINTIES[self.graph.certainty[number]] in self.believed

    def _stands_in_for_nothing(self, number: int) -> bool:
        """Say whether an edge stands only in places that are gone, and another place of its group is not."""
        own = self._places_at(number)
        return bool(own) and not any(self._place_stands(*one) for one in own) and self._has_stand_in(number)

    def _less_gone_places(self, one: Sentence) -> Sentence:
        """Leave out the places that stand in for nothing beside one that does."""
        if not self._has_stand_in(one.number):
            return one
        return replace(one, places=tuple(place for place in one.places if self._place_stands(one.number, place)))

    def _has_stand_in(self, number: int) -> bool:
        return any(self._place_stands(*one) for edge in self._fellows(number) for one in self._places_at(edge))

    def _fellows(self, number: int) -> list[int]:
        """Give the edges of the group of an edge that take part."""
        group = self.graph.group[number]
        return [
            edge
            for edge in range(len(self.graph.source))
            if self.graph.group[edge] == group >= 0
            if self._believed(edge)
        ]

    def _places_at(self, number: int) -> list[tuple[int, int]]:
        """Give the places that an edge has in its group, each with one of its edges."""
        rows = zip(self.graph.place_edge.tolist(), self.graph.place.tolist(), strict=True)
        return [(number, place) for edge, place in rows if edge == number] or [(number, -1)]

    def _place_stands(self, number: int, place: int) -> bool:
        """Say whether all that stands in a place is there; that of an edge without a name is its own."""
        edges = [edge for edge in self._fellows(number) if (edge, place) in self._places_at(edge)]
        if place >= 0 and self._is_doubtful(self.graph.group[number], place):
            return False
        return all(self._leads_to_something(edge) for edge in (edges if place >= 0 else [number]))

    def _is_doubtful(self, group: int, place: int) -> bool:
        """Say whether anything that stands in a place of a group is only possible."""
        graph = self.graph
        rows = zip(graph.place_edge.tolist(), graph.place.tolist(), strict=True)
        edges = [edge for edge, other in rows if other == place and graph.group[edge] == group >= 0]
        return any(graph.source[edge] != graph.target[edge] and not self._believed(edge) for edge in edges)

    def _leads_to_something(self, number: int) -> bool:
        graph, group = self.graph, self.graph.group[number]
        members = [edge for edge in range(len(graph.source)) if graph.group[edge] == group >= 0]
        verb = VERBS[graph.verb_of(number)]
        if not (verb.outage or verb.absence):
            return True
        for meeting, end in ((graph.source, graph.target), (graph.target, graph.source)):
            if len({int(meeting[edge]) for edge in members}) == 1:
                return self.stands_in(int(end[number]), self._sentence(number))
        return True

    def stands_in(self, node: int, one: Sentence | None = None) -> bool:
        """Say whether a node is more than a name and there; and at work, where it is to set others going."""
        going = one is not None and one.verb in {"supports", "starts", "writes", "publishes"} and one.source == node
        return not self.only_named(node) and node not in (self.idle if going else self.gone)

    # what is not there any more

    def _gone(self) -> set[int]:
        """Give who has left, what is switched off, and what cannot be without them."""
        every = self.believed_sentences
        self.first_gone = self._off(every) | {node for node in self.graph.left if self.has_left(node)}
        said = {node: self._said(node) for node in self.nodes}
        started = {node for node, several in said.items() if any(one.verb == "starts" for one in several)}
        self.lost: set[Claim] = {("able", node) for node in self.first_gone}

        def running(one: Sentence, node: int) -> Claim:
            other = one.other(node)
            return ("running" if other in started and one.verb in {"supports", "starts"} else "able", other)

        claims: dict[Claim, list[Requirement]] = {}
        for node, several in said.items():
            needs, starts = ([one for one in several if (one.verb == "starts") is which] for which in (False, True))
            claims["able", node] = self.requirements(node, needs, running, soft=False)
            if starts:
                starters = any_one(self.requirements(node, starts, running, soft=None))
                claims["running", node] = [Leaf(("able", node)), starters]
        while True:
            further = {
                claim
                for claim, required in claims.items()
                if claim not in self.lost and not all(self._holds(one, self.lost) for one in required)
            }
            if not further:
                self.idle = {node for _, node in self.lost}
                self.required = {node: claims["able", node] for node in self.nodes}
                return {node for name, node in self.lost if name == "able"}
            self.lost |= further

    def has_left(self, node: int) -> bool:
        return not self.graph.today or self.graph.left[node] <= self.graph.today

    def _off(self, every: list[Sentence]) -> set[int]:
        """Give what is switched off; an automation that something at work calls, without a choice, is not."""
        off = {node for node in self.nodes if self.graph.inactive[node]}
        calls = [one for one in every if one.verb in {"calls", "uses tool"} and one.group is None]
        while True:
            called = {one.target for one in calls if one.source not in off and not self.only_named(one.source)}
            woken = {node for node in off & called if KINDS[self.kind(node)].layer == "automation"}
            if not woken:
                return off
            off -= woken

    def _said(self, node: int) -> list[Sentence]:
        """Give what takes a node down or starts it, mere names among several (and their places) left aside."""
        needs = []
        for one in self.believed_sentences:
            verb = VERBS[one.verb]
            end = verb.absence if one.verb == "member of" else verb.outage
            takes = verb.effect is Effect.DOWN or (one.verb == "starts" and not self.graph.inactive[node])
            if end is not None and takes and getattr(one, end.value) == node:
                needs.append(one)

        def names(one: Sentence) -> bool:
            return self.group_at(node, one) is not None and self.only_named(one.other(node))

        def is_said(one: Sentence, place: int) -> bool:
            fellows = [other for other in needs if other.group == one.group and place in other.places]
            doubtful = one.group is not None and self._is_doubtful(one.group, place)
            return not doubtful and not any(names(other) for other in fellows)

        said = []
        for one in needs:
            left = tuple(place for place in one.places if is_said(one, place))
            if left or self.group_at(node, one) is None or not (one.places or names(one)):
                said.append(replace(one, places=left))
        starters = [one for one in said if one.verb == "starts" and not self.only_named(one.source)]
        return [one for one in said if one.verb != "starts" or not starters or one in starters]

    def lacking(self) -> dict[int, set[int]]:
        """Give what has too little left of what it needs, with the edges to who has left or is switched off."""
        found = {}
        for node in set(self.nodes) - self.first_gone:
            required = self.required[node]
            out = {leaf.edge for one in required for leaf in self._leaves(one) if leaf.claim[1] in self.first_gone}
            if out and not all(self._holds(one, self.lost) for one in required):
                found[node] = out
        return found

    def _leaves(self, one: Requirement) -> list[Leaf]:
        return (
            [one]
            if isinstance(one, Leaf)
            else [leaf for place in one.places for part in place for leaf in self._leaves(part)]
        )

    def _holds(self, one: Requirement, lost: set[Claim]) -> bool:
        if isinstance(one, Leaf):
            return one.claim not in lost
        return sum(all(self._holds(part, lost) for part in place) for place in one.places) >= one.keep

    def only_named(self, node: int) -> bool:
        return self.graph.state_of(node) is State.DANGLING

    def any_of_these(self, several: list[Sentence], alike: Callable[[Sentence], int]) -> list[Sentence]:
        """Leave out what stands in for nothing among alternatives of which one does for something."""
        things = {alike(one) for one in several if self.stands_in(one.other(alike(one)), one)}
        return [one for one in several if alike(one) not in things or self.stands_in(one.other(alike(one)), one)]

    def _sentence(self, number: int) -> Sentence:
        graph = self.graph
        source, target = int(graph.source[number]), int(graph.target[number])
        soft = list(Strength)[graph.strength[number]] is Strength.SOFT
        tool = any(
            graph.verb_of(other) == "uses tool" and (graph.source[other], graph.target[other]) == (source, target)
            for other in range(len(graph.source))
        )
        if tool and graph.presumed[number] and self.kind(source) == "agent":
            soft = True
        group = int(graph.group[number])
        places = [int(place) for edge, place in zip(graph.place_edge, graph.place, strict=True) if edge == number]
        return Sentence(
            number,
            source,
            graph.verb_of(number),
            target,
            soft,
            bool(graph.presumed[number]),
            float(graph.buffer[number]),
            None if group < 0 else group,
            tuple(places),
        )

    def with_verb(self, *verbs: str) -> list[Sentence]:
        return [one for one in self.sentences if one.verb in verbs]

    def rests(self, node: int) -> bool:
        return bool(self.graph.inactive[node]) and not self.callers(node)

    def running(self, node: int) -> Claim:
        return ("running" if node in self.started else "able", node)

    def renewed(self, node: int) -> Claim:
        return ("renewed", node) if node in self.reached else self.running(node)

    def ages(self, node: int) -> bool:
        return KINDS[self.kind(node)].ages

    # being able

    def hurting(self, travel: Travel, node: int, effect: Effect | None) -> list[Sentence]:
        """Give the sentences by which a node is hurt at its own end."""
        found = []
        for one in self.sentences:
            verb = VERBS[one.verb]
            end = verb.hurts(travel)
            if (effect is None or verb.effect is effect) and end is not None:
                hurt = {End.SOURCE: one.source, End.TARGET: one.target}[end]
                if hurt == node:
                    found.append(one)
        return found

    def outages(self, node: int) -> list[Sentence]:
        return self.hurting(Travel.OUTAGE, node, Effect.DOWN)

    def being_able(self, node: int) -> list[Requirement]:
        needs = self.outages(node) + [one for one in self.with_verb("member of") if one.target == node]
        return self.requirements(node, needs, self.down_needs, soft=False)

    def down_needs(self, one: Sentence, node: int) -> Claim:
        needed = one.other(node)
        return self.running(needed) if one.verb == "supports" else ("able", needed)

    def requirements(
        self,
        node: int,
        needs: list[Sentence],
        rests: Callable[[Sentence, int], Claim],
        *,
        soft: bool | None,
        hours: Callable[[Sentence], float] = lambda one: one.hours,
    ) -> list[Requirement]:
        found: list[Requirement] = [
            Leaf(rests(one, node), hours(one), one.number)
            for one in needs
            if self.group_at(node, one) is None and soft in {None, one.soft}
        ]
        groups: dict[int, list[Sentence]] = {}
        for one in needs:
            group = self.group_at(node, one)
            if group is not None:
                groups.setdefault(group, []).append(one)
        found += [
            self.any_of(node, members, rests, hours)
            for _, members in sorted(groups.items())
            if soft in {None, all(one.soft for one in members)}
        ]
        return found

    def group_at(self, node: int, one: Sentence) -> int | None:
        """Give the group of a sentence if it is a group of this node: all its edges meet here, at this end."""
        if one.group is None:
            return None
        ends = self.graph.source if one.source == node else self.graph.target
        meet = {int(end) for end, group in zip(ends, self.graph.group, strict=True) if group == one.group}
        return one.group if len(meet) == 1 else None

    def any_of(
        self,
        node: int,
        members: list[Sentence],
        rests: Callable[[Sentence, int], Claim],
        hours: Callable[[Sentence], float],
    ) -> AnyOf:
        places: dict[tuple[str, int], list[Requirement]] = {}
        for one in members:
            for place in [("named", number) for number in one.places] or [("own", one.number)]:
                places.setdefault(place, []).append(Leaf(rests(one, node), hours(one), one.number))
        group = members[0].group
        keep = min(int(self.graph.group_need[group]), len(places))
        return AnyOf(keep, tuple(tuple(place) for place in places.values()))

    # being started

    def starts(self) -> list[Sentence]:
        starts = [
            one
            for one in self.with_verb("starts")
            if not self.graph.inactive[one.target] and not self.rests(one.source)
        ]
        return self.any_of_these(starts, lambda one: one.target)

    def being_started(self, node: int) -> list[Requirement]:
        starts = [one for one in self.starts() if one.target == node]
        starters = self.requirements(node, starts, lambda one, at: self.running(one.other(at)), soft=None)
        found: list[Requirement] = [any_one(starters)]

        def fed(one: Sentence, at: int) -> Claim:
            starter = one.other(at)
            return self.renewed(starter) if self.ages(starter) else self.running(starter)

        if any(fed(one, node) != self.running(one.other(node)) for one in starts):
            callers = [Leaf(self.running(one.source), one.hours, one.number) for one in self.callers(node)]
            sources = self.requirements(node, starts, fed, soft=None)
            found.append(any_one([*sources, *callers], redundancy=False))
        return found

    def callers(self, node: int) -> list[Sentence]:
        calls = self.with_verb("calls", "uses tool")
        return [one for one in calls if one.target == node and not self.only_named(one.source)]

    # being renewed

    def reads(self) -> list[Sentence]:
        return self.with_verb("reads", "consumes", "uses model")

    def sources(self, data: int | None = None) -> list[Sentence]:
        reads_it = {(one.source, one.target) for one in self.reads()}
        sources = [
            one
            for one in self.with_verb("writes", "publishes")
            if self.ages(one.target)
            and data in {None, one.target}
            and (one.source, one.target) not in reads_it
            and not self.rests(one.source)
        ]
        return self.any_of_these(sources, lambda one: one.target)

    def inputs(self, reader: int | None = None) -> list[Sentence]:
        inputs = [
            one
            for one in self.reads()
            if reader in {None, one.source} and (one.verb != "uses model" or self.sources(one.target))
        ]
        counting = self.any_of_these(inputs, lambda one: one.source)
        return [one for one in inputs if one in counting or self.is_essential(one)]

    def is_essential(self, one: Sentence) -> bool:
        """Say whether a reader works through an input, or tolerates its age only for so long."""
        return self.group_at(one.source, one) is None and (self.states_hard(one) or one.hours > 0)

    def _reached(self) -> set[int]:
        reached = {end for one in self.sources() for end in (one.source, one.target)}
        reached |= {end for one in self.inputs() if self.ages(one.target) for end in (one.source, one.target)}
        reached |= {one.source for one in self.with_verb("starts", "supports") if self.ages(one.source)}
        while True:
            further = {one.target for one in self.with_verb("supports") if one.source in reached} - reached
            if not further:
                return reached
            reached |= further

    def being_renewed(self, node: int) -> list[Requirement]:
        found: list[Requirement] = []
        sources = self.sources(node)
        if sources:
            by = self.requirements(
                node, sources, lambda one, at: ("renewed", one.other(at)), soft=None, hours=lambda _: 0.0
            )
            found.append(any_one(by, redundancy=False))
        inputs = self.inputs(node)
        if inputs:
            leaves = {one: Leaf(self.renewed(one.target), one.hours, one.number) for one in inputs}
            counting = self.any_of_these(inputs, lambda one: one.source)
            found.append(any_one([leaves[one] for one in counting], redundancy=False))
            found += [leaves[one] for one in inputs if self.is_essential(one)]
        supports = [one for one in self.with_verb("supports") if one.target == node]
        found += [
            one
            for one in self.requirements(node, supports, lambda one, at: self.renewed(one.other(at)), soft=False)
            if isinstance(one, AnyOf) or one.claim[0] == "renewed"
        ]
        return found

    def states_hard(self, one: Sentence) -> bool:
        return not one.presumed and list(Strength)[self.graph.strength[one.number]] is Strength.HARD


def any_one(requirements: Iterable[Requirement], *, redundancy: bool = True) -> AnyOf:
    return AnyOf(1, tuple((one,) for one in requirements), redundancy)
