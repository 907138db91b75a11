"""The fault graph in the making: which aspect rests on which, verb by verb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.arrays import distinct
from opmap.graph.engine.aspects import NOWHERE, Aspects, Draft
from opmap.graph.needs import wire_groups
from opmap.kinds import Effect, Travel

if TYPE_CHECKING:
    from opmap.graph.arrays import Hours, Numbers, Truths
    from opmap.graph.needs import Grouping, Needs
    from opmap.graph.reading import Reading


@dataclass(frozen=True, eq=False)
class Drafted:
    """The aspects of a whole graph, and what they stand for."""

    aspects: Aspects
    running: Numbers
    renewed: Numbers
    spare: Numbers  # the groups whose loss of one is a loss of redundancy


class Drafting:
    """Draft the aspects of a graph, rule by rule."""

    def __init__(self, reading: Reading, grouping: Grouping | None = None) -> None:
        self.reading = reading
        self.grouping = reading.grouping if grouping is None else grouping
        self.size = len(reading.graph)
        self.draft = Draft()
        self.nodes = self.draft.add(self.size)
        self.running = self.nodes
        self.renewed = np.full(self.size, NOWHERE, np.int32)
        self.spare: list[Numbers] = []

    def able(self) -> Aspects:
        """Draft only what being able rests on; idleness and staleness left aside."""
        self._draft_being_able(self.reading.hard_needs)
        return self.draft.build()

    def at_work(self, needs: Needs, starts: Needs) -> tuple[Aspects, Numbers]:
        """Draft only what being able and being at work rest on, by some needs and starts; give who runs by which."""
        self._add_running(starts)
        self._draft_being_able(needs)
        self._draft_being_started(starts)
        return self.draft.build(), self.running

    def core(self) -> Drafted:
        """Draft everything that can bring a node down, leave it idle, or leave its data old."""
        starts, reached = self._starts, self.reading.renewal.reached
        self._add_running(starts)
        if reached.any():
            self.renewed[reached] = self.draft.add(int(reached.sum()))
        self._draft_being_able(self.reading.hard_needs)
        self._draft_being_started(starts)
        self._draft_being_fed()
        self._draft_being_renewed(reached)
        return Drafted(self.draft.build(), self.running, self.renewed, _joined(self.spare))

    def _add_running(self, starts: Needs) -> None:
        """Add to what something starts that it is at work."""
        if len(starts):
            started = distinct(starts.hurt)
            self.running = self.nodes.copy()
            self.running[started] = self.draft.add(len(started))

    def _draft_being_able(self, needs: Needs) -> None:
        rests = self.reading.at_work(needs, self.running)
        wiring = wire_groups(self.draft, needs, self.grouping, self.nodes, rests)
        self.spare.append(wiring.groups)
        self.draft.connect(wiring.hurt, wiring.groups)
        alone = wiring.alone
        edge = needs.edge[alone]
        self.draft.connect(needs.hurt[alone], rests[alone], self.reading.graph.buffer[edge], edge)

    @cached_property
    def _starts(self) -> Needs:
        """Give what starts what: nothing starts what is switched off, and what rests starts nothing."""
        starts = self.reading.needs(Travel.OUTAGE, effect=Effect.IDLE)
        starts = starts.where(~self.reading.graph.inactive[starts.hurt] & ~self.reading.resting[starts.need])
        return self.reading.among_alternatives(starts)

    def _draft_being_started(self, starts: Needs) -> None:
        """Let what is started be at work as long as it is able and one of its starters is at work."""
        started = distinct(starts.hurt)
        self.draft.connect(self.running[started], self.nodes[started])
        held, members, hours, edge = self._starters(starts, self.running)
        self.spare.append(members[edge == NOWHERE])  # stated groups
        self.spare.append(self._hold_by_any(held, members, hours, edge))

    def _draft_being_fed(self) -> None:
        """Let work that data starts be at work as long as data arrives, or something else starts or calls it."""
        starts = self._starts
        fed = np.where(self.reading.ages & (self.renewed != NOWHERE), self.renewed, self.running)
        by_data = np.zeros(self.size, bool)
        by_data[starts.hurt[fed[starts.need] != self.running[starts.need]]] = True
        if not by_data.any():
            return
        held, members, hours, edge = self._starters(starts.where(by_data[starts.hurt]), fed)
        calls, graph = self.reading.calls, self.reading.graph
        calls = calls[by_data[graph.target[calls]]]
        self._hold_by_any(
            np.concatenate([held, self.running[graph.target[calls]]]),
            np.concatenate([members, self.running[graph.source[calls]]]),
            np.concatenate([hours, graph.buffer[calls]]),
            np.concatenate([edge, calls.astype(np.int32)]),
        )

    def _starters(self, starts: Needs, rests: Numbers) -> tuple[Numbers, Numbers, Hours, Numbers]:
        """Give rows *(aspect that is held up, starter, hours, edge)*; a stated group of starters is one starter."""
        return self._sources_in_rows(starts, self.running, rests[starts.need], self.reading.graph.buffer[starts.edge])

    def _sources_in_rows(
        self, needs: Needs, held: Numbers, rests: Numbers, hours: Hours
    ) -> tuple[Numbers, Numbers, Hours, Numbers]:
        wiring = wire_groups(self.draft, needs, self.grouping, held, rests, hours)
        alone = wiring.alone
        nothing = np.full(len(wiring.groups), NOWHERE, np.int32)
        return (
            held[np.concatenate([needs.hurt[alone], wiring.hurt])],
            np.concatenate([rests[alone], wiring.groups]),
            np.concatenate([hours[alone], np.zeros(len(wiring.groups))]),
            np.concatenate([needs.edge[alone].astype(np.int32), nothing]),
        )

    def _draft_being_renewed(self, reached: Truths) -> None:
        """Let data be renewed by any of its sources, and readers by any of their inputs and all essential ones."""
        self.draft.connect(self.renewed[reached], self.running[reached])
        sources = self.reading.renewal.sources
        at_once = np.zeros(len(sources))
        self._hold_by_any(*self._sources_in_rows(sources, self.renewed, self.renewed[sources.need], at_once))
        buffer = self.reading.graph.buffer
        inputs, essential = self.reading.renewal.inputs, self.reading.renewal.essential_inputs
        old = np.where(self.renewed == NOWHERE, self.running, self.renewed)
        reader = reached[inputs.hurt]
        any_of = reader & self.reading.renewal.alternative_inputs
        for chosen, hold in ((any_of, self._hold_by_any), (reader & essential, self.draft.connect)):
            some = inputs.where(chosen)
            hold(self.renewed[some.hurt], old[some.need], buffer[some.edge].astype(np.float64), some.edge)
        supports = self.reading.renewal.supports
        supports = supports.where(reached[supports.hurt] & ~self.reading.soft_ones(supports))
        wiring = wire_groups(self.draft, supports, self.grouping, self.renewed, old[supports.need])
        self.draft.connect(self.renewed[wiring.hurt], wiring.groups)
        alone = supports.where(wiring.alone & (self.renewed[supports.need] != NOWHERE))
        self.draft.connect(self.renewed[alone.hurt], self.renewed[alone.need], buffer[alone.edge], alone.edge)

    def _hold_by_any(self, held: Numbers, member: Numbers, hours: Hours, edge: Numbers) -> Numbers:
        """Let aspects stand as long as any of their members does; give the groups that this takes."""
        count = np.bincount(held, minlength=self.draft.size)
        several = np.flatnonzero(count > 1).astype(np.int32)
        head = np.arange(self.draft.size, dtype=np.int32)
        groups = self.draft.add_serving(several, count[several])
        head[several] = groups
        self.draft.connect(head[held], member, hours, edge)
        self.draft.connect(several, groups)
        return groups


def _joined(several: list[Numbers]) -> Numbers:
    return np.concatenate(several) if several else np.empty(0, np.int32)
