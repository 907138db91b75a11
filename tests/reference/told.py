"""What a scenario does to each node, word for word after the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from tests.reference.claims import AnyOf, Claim, Leaf, Requirement, World, any_one
from tests.reference.faults import NEVER, Standing, leaves

from opmap.graph import Graph
from opmap.graph.harm import Harm
from opmap.graph.ownership import owners
from opmap.graph.reading import BELIEVED
from opmap.kinds import KINDS, VERBS, Certainty, Effect, End, Travel

Told = dict[int, dict[Harm, float]]


class Reference:
    """A graph, and what is said of it in any scenario."""

    def __init__(self, graph: Graph, believed: Iterable[Certainty] = BELIEVED) -> None:
        self.world = World(graph, frozenset(believed))
        self.standing = Standing(self.world.claims)

    @cached_property
    def able(self) -> Standing:
        """Give only what being able rests on."""
        world = self.world
        claims: dict[Claim, list[Requirement]] = {}
        for node in world.nodes:
            needs = world.outages(node) + [one for one in world.with_verb("member of") if one.target == node]
            claims["able", node] = world.requirements(node, needs, lambda one, at: ("able", one.other(at)), soft=False)
        return Standing(claims)

    def outage(self, faults: Iterable[int]) -> Told:
        return self.told({("able", node): 0.0 for node in faults})

    def staleness(self, faults: Iterable[int]) -> Told:
        told = self.told({("renewed", node): 0.0 for node in faults if node in self.world.reached})
        for node in faults:
            told[node][Harm.STALE] = 0.0
        return told

    def told(self, seeds: dict[Claim, float]) -> Told:
        world, hours = self.world, self.standing.hours(seeds)
        told: Told = {node: {} for node in world.nodes}
        for node in world.nodes:
            if hours["able", node] < NEVER:
                told[node][Harm.DOWN] = hours["able", node]
            elif hours[world.running(node)] < NEVER:
                told[node][Harm.IDLE] = hours[world.running(node)]
            elif node in world.reached and hours["renewed", node] < NEVER:
                told[node][Harm.STALE] = hours["renewed", node]
        self._tell_degraded(told, hours)
        for node in world.nodes:
            for harm, hour in self._signs(node, told[node], hours).items():
                if hour < NEVER:
                    told[node][harm] = hour
        return told

    def _tell_degraded(self, told: Told, hours: dict[Claim, float]) -> None:
        world = self.world
        seeds: dict[Claim, float] = {}
        for node in world.nodes:
            soft = world.requirements(node, world.outages(node), world.down_needs, soft=True)
            causes = [self._lost(one, hours) for one in soft]
            if Harm.STALE in told[node] and not KINDS[world.kind(node)].ages:
                causes.append(hours["renewed", node])
            seeds["able", node] = min(causes, default=NEVER)
        down: dict[Claim, float] = {("able", node): told[node][Harm.DOWN] for node in told if Harm.DOWN in told[node]}
        for (_, node), hour in self.able.hours_at_least(seeds, down).items():
            if hour < NEVER and Harm.DOWN not in told[node]:
                told[node][Harm.DEGRADED] = hour

    def _lost(self, one: Requirement, hours: dict[Claim, float]) -> float:
        if isinstance(one, Leaf):
            return hours[one.claim] + one.hours
        places = sorted(min(self._lost(part, hours) for part in place) for place in one.places)
        return places[len(places) - one.keep]

    def _signs(self, node: int, already: dict[Harm, float], hours: dict[Claim, float]) -> dict[Harm, float]:
        signs: dict[Harm, float] = {}
        if Harm.DOWN not in already:
            signs[Harm.REDUNDANCY_LOST] = self._redundancy_lost(node, hours)
            signs[Harm.BLIND] = self._effect(node, Effect.BLIND, hours)
            signs[Harm.FROZEN] = self._effect(node, Effect.FROZEN, hours)
        if not already.keys() & {Harm.DOWN, Harm.IDLE, Harm.STALE} and node in self.world.reached:
            signs[Harm.PARTLY_STALE] = self._partly_stale(node, hours)
        holders = [one.owner for one in owners(self.world.graph).get(node, ())]
        there = [owner for owner in holders if self.world.stands_in(owner)] or holders
        of_it = [hours["able", owner] for owner in there]
        signs[Harm.UNOWNED] = max(of_it, default=NEVER)
        on_call = [one for one in self.world.with_verb("on call for") if one.target == node]
        called = [one.source for one in self.world.any_of_these(on_call, lambda one: one.target)]
        signs[Harm.UNATTENDED] = max((hours["able", one] for one in called), default=NEVER)
        return signs

    def _redundancy_lost(self, node: int, hours: dict[Claim, float]) -> float:
        first = NEVER
        found = [one for claim in {("able", node), self.world.running(node)} for one in self.world.claims[claim]]
        while found:
            one = found.pop()
            if isinstance(one, AnyOf):
                lost = [min(self._lost(part, hours) for part in place) for place in one.places]
                if one.redundancy and one.keep < len(one.places) and self._lost(one, hours) == NEVER:
                    first = min(first, *lost)
                found += [part for place in one.places for part in place if one.redundancy]
        return first

    def _effect(self, node: int, effect: Effect, hours: dict[Claim, float]) -> float:
        world = self.world
        needs = world.hurting(Travel.OUTAGE, node, effect)
        found = world.requirements(node, needs, lambda one, at: ("able", one.other(at)), soft=None)
        return min((self._lost(one, hours) for one in found), default=NEVER)

    def _partly_stale(self, node: int, hours: dict[Claim, float]) -> float:
        world = self.world
        found = [hours["renewed", one.source] for one in world.sources(node)]
        found += [hours[world.renewed(one.target)] + one.hours for one in world.inputs(node)]
        found += [
            hours["renewed", one.source] + one.hours
            for one in world.with_verb("supports")
            if one.target == node and one.source in world.reached
        ]
        return min(found, default=NEVER)

    def change(self, faults: Iterable[int]) -> dict[int, Harm]:
        """Say what a change does: certain for one step, then possible; a contract passes nothing on."""
        changed = dict.fromkeys(faults, Harm.CHANGED)
        border, sure = set(changed), Harm.CHANGED
        while border:
            further: set[int] = set()
            for one in self.world.believed_sentences:
                end = VERBS[one.verb].change
                for hurt, need in ((one.source, one.target), (one.target, one.source)):
                    towards = End.SOURCE if hurt == one.source else End.TARGET
                    if need in border and hurt not in changed and end in {towards, End.BOTH}:
                        further.add(hurt)
            changed |= dict.fromkeys(further, sure)
            border = {node for node in further if not KINDS[self.world.kind(node)].contract}
            sure = Harm.MAY_CHANGE
        return changed


__all__ = ["Reference", "Told", "any_one", "leaves"]
