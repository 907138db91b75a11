"""What falls, by the plainest means: sets, loops, and the definitions word for word."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import networkx as nx
from tests.reference.claims import AnyOf, Claim, Leaf, Requirement

NEVER = math.inf


class Standing:
    """Claims and their requirements, with the units and the excused groups that follow from them."""

    def __init__(self, claims: dict[Claim, list[Requirement]]) -> None:
        self.claims = claims
        self.unit = units(claims)
        every = nx.DiGraph()
        every.add_nodes_from(claims)
        for claim, requirements in claims.items():
            every.add_edges_from((claim, leaf.claim) for one in requirements for leaf in leaves(one))
        self.part = {
            claim: number for number, part in enumerate(nx.strongly_connected_components(every)) for claim in part
        }
        self.excused: set[AnyOf] = set()
        while self._excuse():
            pass

    # without hours

    def down(self, faults: Iterable[Claim]) -> set[Claim]:
        """Give all that falls: the complement of the greatest set that proves itself."""
        lost, outer = set(faults), set(self.claims)
        while True:
            proven = self._prove(lost, outer) & outer
            if proven == outer:
                return set(self.claims) - outer
            outer = proven

    def least(self, faults: Iterable[Claim]) -> set[Claim]:
        """Give what falls if circles may hold themselves up: the least set that the faults bring down."""
        lost = set(faults)
        while True:
            further = {
                claim
                for claim, requirements in self.claims.items()
                if claim not in lost and not all(holds(one, lost) for one in requirements)
            }
            if not further:
                return lost
            lost |= further

    def _prove(self, faults: set[Claim], outer: set[Claim]) -> set[Claim]:
        proven: set[Claim] = set()
        while True:
            further = {
                claim
                for claim in set(self.claims) - proven
                if all(self._proves(member, faults, proven, outer) for member in self.unit[claim])
            }
            if not further:
                return proven
            proven |= further

    def _proves(self, claim: Claim, faults: set[Claim], proven: set[Claim], outer: set[Claim]) -> bool:
        return claim not in faults and all(self._holds(one, claim, proven, outer) for one in self.claims[claim])

    def _holds(self, one: Requirement, claim: Claim, proven: set[Claim], outer: set[Claim]) -> bool:
        if isinstance(one, Leaf):
            return one.claim in self.unit[claim] or one.claim in proven
        enough = proven | outer if one in self.excused else proven
        return sum(all(self._holds(part, claim, enough, outer) for part in place) for place in one.places) >= one.keep

    def _excuse(self) -> bool:
        """Excuse the unproven groups in the failing parts that wait for no other failing part."""
        everything = set(self.claims)
        proven = self._prove(set(), everything)
        waits = nx.DiGraph()
        for claim in everything - proven:
            waits.add_node(self.unit[claim])
            for one in self.claims[claim]:
                self._wait(waits, self.unit[claim], one, claim, proven)
        parts = nx.condensation(waits)
        bottom = [part for part in parts if parts.out_degree(part) == 0]
        groups = {item for part in bottom for item in parts.nodes[part]["members"] if isinstance(item, AnyOf)}
        self.excused |= groups
        return bool(groups)

    def _wait(self, waits: nx.DiGraph, waiting: object, one: Requirement, claim: Claim, proven: set[Claim]) -> None:
        if self._holds(one, claim, proven, set(self.claims)):
            return
        if isinstance(one, Leaf):
            waits.add_edge(waiting, self.unit[one.claim])
        elif one.keep == len(one.places):
            for place in one.places:
                for part in place:
                    self._wait(waits, waiting, part, claim, proven)
        else:
            waits.add_edge(waiting, one)
            for place in one.places:
                for part in place:
                    self._wait(waits, one, part, claim, proven)

    # hour by hour

    def hours_at_least(self, seeds: dict[Claim, float], given: dict[Claim, float]) -> dict[Claim, float]:
        """Give the hour at which each claim falls if circles may hold themselves up; some hours are given."""
        return self._fall(seeds, given, {})

    def hours(self, seeds: dict[Claim, float]) -> dict[Claim, float]:
        """Give the hour at which each claim falls."""
        sent: dict[tuple[Leaf, Claim], float] = {}
        doomed: set[Claim] = set()
        fallen = self._fall(seeds, {}, sent)
        checked = -1.0
        while True:
            moments = sorted({hour for hour in self._moments(fallen, sent) if hour > checked})
            if not moments:
                return fallen
            checked = moments[0]
            while True:
                lost = self._groundless(checked, fallen, sent, doomed)
                if not lost:
                    break
                doomed |= lost
                for claim in lost:
                    for leaf in (leaf for one in self.claims[claim] for leaf in leaves(one)):
                        unfelt = self._felt(leaf, claim, fallen, sent) > checked
                        circle = leaf.claim in lost and self.part[leaf.claim] == self.part[claim]
                        if circle and leaf.edge is not None and unfelt:
                            sent[leaf, claim] = checked + leaf.hours
                fallen = self._fall(seeds, {}, sent)

    def _fall(
        self, seeds: dict[Claim, float], given: dict[Claim, float], sent: dict[tuple[Leaf, Claim], float]
    ) -> dict[Claim, float]:
        hours = {claim: given.get(claim, NEVER) for claim in self.claims}
        while True:
            new = {
                claim: given[claim]
                if claim in given
                else min(
                    [seeds.get(claim, NEVER)] + [self._lost(one, claim, hours, sent) for one in self.claims[claim]]
                )
                for claim in self.claims
            }
            if new == hours:
                return hours
            hours = new

    def _felt(
        self, leaf: Leaf, claim: Claim, hours: dict[Claim, float], sent: dict[tuple[Leaf, Claim], float]
    ) -> float:
        return sent[leaf, claim] if (leaf, claim) in sent else hours[leaf.claim] + leaf.hours

    def _lost(
        self, one: Requirement, claim: Claim, hours: dict[Claim, float], sent: dict[tuple[Leaf, Claim], float]
    ) -> float:
        if isinstance(one, Leaf):
            return self._felt(one, claim, hours, sent)
        places = sorted(min(self._lost(part, claim, hours, sent) for part in place) for place in one.places)
        return places[len(places) - one.keep]

    def _moments(self, hours: dict[Claim, float], sent: dict[tuple[Leaf, Claim], float]) -> Iterator[float]:
        for claim, requirements in self.claims.items():
            for leaf in (leaf for one in requirements for leaf in leaves(one)):
                felt = self._felt(leaf, claim, hours, sent)
                if felt < NEVER:
                    yield felt

    def _groundless(
        self,
        now: float,
        hours: dict[Claim, float],
        sent: dict[tuple[Leaf, Claim], float],
        doomed: set[Claim],
    ) -> set[Claim]:
        """Give what stands at an hour, is not doomed yet, and cannot be proven.

        A unit that has lost a member is dying: its others fall each at its own hour, and stand until then.
        """
        standing = {claim for claim in self.claims if hours[claim] > now}
        proven: set[Claim] = set()
        dying = {claim for claim in standing if self.unit[claim] - standing}

        def holds_now(one: Requirement, claim: Claim) -> bool:
            if isinstance(one, AnyOf):
                if one in self.excused:
                    return self._lost(one, claim, hours, sent) > now
                return sum(all(holds_now(part, claim) for part in place) for place in one.places) >= one.keep
            if self._felt(one, claim, hours, sent) <= now:
                return False
            elsewhere = self.part[one.claim] != self.part[claim]
            firm = one.claim not in standing or one.claim in doomed | dying or one.claim in self.unit[claim]
            return elsewhere or firm or one.claim in proven

        while True:
            further = {
                claim
                for claim in standing - proven
                if all(holds_now(one, member) for member in self.unit[claim] for one in self.claims[member])
            }
            if not further:
                return standing - proven - doomed - dying
            proven |= further


def units(claims: dict[Claim, list[Requirement]]) -> dict[Claim, frozenset[Claim]]:
    """Give for each claim those that fall together with it."""
    hard = nx.DiGraph()
    hard.add_nodes_from(claims)
    for claim, requirements in claims.items():
        needed = (leaf.claim for one in requirements for leaf in essential(one))
        hard.add_edges_from((claim, other) for other in needed if other in claims)
    return {claim: frozenset(part) for part in nx.strongly_connected_components(hard) for claim in part}


def essential(one: Requirement) -> Iterator[Leaf]:
    """Give the leaves without any of which a requirement fails."""
    if isinstance(one, Leaf):
        yield one
    elif one.keep == len(one.places):
        for place in one.places:
            for part in place:
                yield from essential(part)


def leaves(one: Requirement) -> Iterator[Leaf]:
    """Give all leaves of a requirement."""
    if isinstance(one, Leaf):
        yield one
    else:
        for place in one.places:
            for part in place:
                yield from leaves(part)


def holds(one: Requirement, lost: set[Claim]) -> bool:
    """Say whether a requirement holds where some claims are lost."""
    if isinstance(one, Leaf):
        return one.claim not in lost
    return sum(all(holds(part, lost) for part in place) for place in one.places) >= one.keep
