"""What each single fault does, counted for all nodes at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.engine.bits import WORD, column_counts, united, weighted_counts
from opmap.graph.engine.columns import Columns
from opmap.graph.engine.propagation import WIDTH, Outcome, propagate, propagate_rows
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph.faultgraph import FaultGraph

COUNTED = (Harm.DOWN, Harm.IDLE, Harm.STALE, Harm.DEGRADED, Harm.REDUNDANCY_LOST)
"""What can be counted for all single faults."""


def blast_sizes(faults: FaultGraph, harm: Harm = Harm.DOWN) -> NDArray[np.int64]:
    """Count for each node how many others are down, or are harmed in another way, when it fails alone."""
    return tallies(faults, harm)[harm]


def tallies(faults: FaultGraph, harms: Harm) -> dict[Harm, NDArray[np.int64]]:
    """Count several harms in one go, for each node that fails alone; itself is not counted."""
    counters = [_COUNTERS[harm](faults) for harm in COUNTED if harm & harms]
    size = len(faults)
    found = {counter.harm: np.zeros(size, np.int64) for counter in counters}
    plan = faults.core.plan
    order = np.argsort(-plan.row[:size], kind="stable")  # what little rests on comes first, and costs little
    wanted = np.unique(np.concatenate([counter.wanted for counter in counters]))
    for outcome in propagate(faults.core, Columns.singles(order), wanted=wanted, width=WIDTH):
        nodes = order[outcome.first : outcome.first + outcome.count]
        for counter in counters:
            found[counter.harm][nodes] = counter.count(outcome)[: outcome.count]
    return found


class _OfCore:
    """Count what falls in the core and not in what it holds up: running but for able, renewed but for running."""

    def __init__(self, faults: FaultGraph, harm: Harm) -> None:
        self.harm = harm
        nodes = np.arange(len(faults), dtype=np.int32)
        aspect, unless = {
            Harm.DOWN: (nodes, None),
            Harm.IDLE: (faults.running, nodes),
            Harm.STALE: (faults.renewed, faults.running),
        }[harm]
        chosen = aspect != (NOWHERE if unless is None else unless)
        chosen &= aspect != NOWHERE
        self.wanted = aspect[chosen]
        plan = faults.core.plan
        self.weights = np.bincount(plan.row[aspect[chosen]], minlength=plan.count)
        if unless is not None:
            self.wanted = np.concatenate([self.wanted, unless[chosen]])
            self.weights -= np.bincount(plan.row[unless[chosen]], minlength=plan.count)
        self.itself = int(harm is Harm.DOWN)

    def count(self, outcome: Outcome) -> NDArray[np.int64]:
        """Count for each scenario."""
        return weighted_counts(outcome.bits[1:], self.weights[outcome.rows]) - self.itself


class _Degraded:
    """Count what is degraded and not down."""

    harm = Harm.DEGRADED

    def __init__(self, faults: FaultGraph) -> None:
        self.faults = faults
        self.nodes = np.arange(len(faults), dtype=np.int32)
        self.impaired = faults.signs.impaired
        self.readers = np.flatnonzero((faults.renewed != NOWHERE) & ~faults.reading.ages)
        reading = (faults.renewed[self.readers], faults.running[self.readers])
        self.wanted = np.concatenate([self.nodes, self.impaired.inputs, *reading])
        self.weights = np.bincount(faults.able.plan.row[self.nodes], minlength=faults.able.plan.count)

    def count(self, outcome: Outcome) -> NDArray[np.int64]:
        """Count for each scenario."""
        faults, sign = self.faults, self.impaired
        shown = propagate_rows(sign.aspects, np.arange(len(sign.inputs)), outcome.of(sign.inputs), outcome.count)
        impaired = shown.of(len(sign.inputs) + np.arange(len(sign.nodes)))
        on_old_data = outcome.of(faults.renewed[self.readers]) & ~outcome.of(faults.running[self.readers])
        if not (impaired.any() or on_old_data.any()):
            return np.zeros(impaired.shape[1] * WORD, np.int64)
        concerned = outcome.place[outcome.plan.row[self.nodes]] > 0
        concerned[sign.nodes[impaired.any(axis=1)]] = True
        concerned[self.readers[on_old_data.any(axis=1)]] = True
        down = outcome.of(self.nodes[concerned])
        seeds, number = down.copy(), np.cumsum(concerned) - 1
        for nodes, rows in ((sign.nodes, impaired), (self.readers, on_old_data)):
            here = concerned[nodes]
            seeds[number[nodes[here]]] |= rows[here]
        worse = propagate_rows(faults.able, self.nodes[concerned], seeds, outcome.count)
        return weighted_counts(worse.bits[1:], self.weights[worse.rows]) - column_counts(down)


class _RedundancyLost:
    """Count what has lost one of several and is not down."""

    harm = Harm.REDUNDANCY_LOST

    def __init__(self, faults: FaultGraph) -> None:
        self.faults = faults
        core = faults.core
        self.need, self.group = core.need[faults.into_spare], core.hurt[faults.into_spare]
        self.wanted = np.concatenate([self.need, self.group, faults.node[self.group]])

    def count(self, outcome: Outcome) -> NDArray[np.int64]:
        """Count for each scenario."""
        hit = outcome.place[outcome.plan.row[self.need]] > 0
        group, lost = united(outcome.of(self.need[hit]), self.group[hit])
        node, lost = united(lost & ~outcome.of(group), self.faults.node[group])
        return column_counts(lost & ~outcome.of(node))


_COUNTERS: dict[Harm, Callable[[FaultGraph], _OfCore | _Degraded | _RedundancyLost]] = {
    **{harm: partial(_OfCore, harm=harm) for harm in (Harm.DOWN, Harm.IDLE, Harm.STALE)},
    Harm.DEGRADED: _Degraded,
    Harm.REDUNDANCY_LOST: _RedundancyLost,
}
