"""What takes something down, as one formula without circles: gates over faults.

A gate falls when at least so many of its inputs do: one for *or*, all for *and*. The rows
of the plan are taken in order, as `engine.propagation` takes them, but for all scenarios at
once: what comes out is the answer to every question about faults alone, two together, or
with a chance each. Loops are unrolled: starting from "all fallen", they are computed as
often as they have rows, which is enough, since in each scenario every round that changes
anything proves another row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.errors import TooManyCircles
from opmap.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.graph.engine.plan import Block, Step
    from opmap.graph.faultgraph import FaultGraph

_MOST_GATES = 200_000


@frozen
class Gate:
    """Falls when at least so many of its inputs do: a fault n as n, gate g as ~g. None of none never falls."""

    least: int
    inputs: tuple[int, ...]


NEVER, ALWAYS = Gate(1, ()), Gate(0, ())


@dataclass(frozen=True)
class Formula:
    """Gates, each after those that it names, and the inputs that stand for what was asked about."""

    gates: tuple[Gate, ...]
    tops: tuple[int, ...]
    node: dict[int, int]  # the node of which a gate says that it falls, by the gate's number

    def faults(self) -> list[int]:
        """Give the nodes whose faults stand in it."""
        inputs = {*self.tops, *(one for gate in self.gates for one in gate.inputs)}
        return sorted(one for one in inputs if one >= 0)


def formula_of(faults: FaultGraph, tops: Sequence[tuple[Sequence[int], int]]) -> Formula:
    """Write down what takes several things down or leaves them idle; raise TooManyCircles.

    Each is given as nodes and how many of them have to fall for it to be lost.
    """
    writing = _Writing(faults, [node for nodes, _ in tops for node in nodes])
    found = tuple(writing.at_least(lost, [writing.running(node) for node in nodes]) for nodes, lost in tops)
    return writing.formula(found)


class _Writing:
    """The gates so far, each once, and the input that each row of the plan has become."""

    def __init__(self, faults: FaultGraph, nodes: Sequence[int]) -> None:
        self.faults = faults
        self.plan = faults.core.plan
        self.number: dict[Gate, int] = {}
        self.never, self.always = self._gate(NEVER), self._gate(ALWAYS)
        wanted = self.plan.row[faults.running[np.asarray(nodes, np.int64)]]
        self.rows = self.plan.rests_of(wanted)
        self.value = dict.fromkeys([0, *self.rows.tolist()], self.never)
        self.own: dict[int, list[int]] = {}
        for node in np.flatnonzero(faults.reading.can_fail).tolist():
            self.own.setdefault(int(self.plan.row[node]), []).append(node)
        bounds = np.searchsorted(self.rows, self.plan.bounds).tolist()
        for block, low, high in zip(self.plan.blocks, bounds, bounds[1:], strict=False):
            if low < high:
                self._compute(block)

    def running(self, node: int) -> int:
        """Give the input that a node is down or idle."""
        return self.value[int(self.plan.row[self.faults.running[node]])]

    def _compute(self, block: Block) -> None:
        if not block.loop:
            self._sweep(block.steps)
            return
        own = [*self._in(block.excused), *self._in(block.steps)]
        self.value.update(dict.fromkeys(own, self.never))
        self._sweep(block.excused)
        for _ in range(len(self._in(block.excused)) + 1):
            self.value.update(dict.fromkeys(self._in(block.steps), self.always))
            for _ in own:
                if not self._sweep(block.steps):
                    break
            if not self._sweep(block.excused):
                break

    def _in(self, steps: Iterable[Step]) -> list[int]:
        """Give the rows of some steps that anything asked about rests on."""
        found: list[int] = []
        for step in steps:
            low, high = np.searchsorted(self.rows, [step.first, step.end])
            found += self.rows[low:high].tolist()
        return found

    def _sweep(self, steps: Iterable[Step]) -> bool:
        """Write rows anew, and say whether any came out otherwise."""
        changed = False
        for step in steps:
            for row in self._in((step,)):
                needs = self.plan.need[self.plan.start[row] : self.plan.start[row + 1]].tolist()
                lost = self.at_least(step.lost or len(needs), [self.value[need] for need in needs])
                new = self.at_least(1, [lost, *self.own.get(row, ())])
                changed |= new != self.value[row]
                self.value[row] = new
        return changed

    def at_least(self, least: int, inputs: Iterable[int]) -> int:
        """Give the input that at least so many of some inputs fall, in the shortest form."""
        every = list(inputs)
        least -= every.count(self.always)
        some = sorted(one for one in every if one not in (self.never, self.always))
        if least <= 0:
            return self.always
        if least > len(some):
            return self.never
        times = Counter(some)
        if least == 1 or least == len(some):
            least, some = (1 if least == 1 else len(times)), sorted(times)
        elif len(times) < len(some):  # one that stands for several places counts for each
            often, count = times.most_common(1)[0]
            rest = [one for one in some if one != often]
            both = self.at_least(2, [often, self.at_least(least - count, rest)])
            return self.at_least(1, [both, self.at_least(least, rest)])
        return some[0] if len(some) == 1 else self._gate(Gate(least, tuple(some)))

    def _gate(self, gate: Gate) -> int:
        if len(self.number) >= _MOST_GATES:
            raise TooManyCircles(_MOST_GATES)
        return ~self.number.setdefault(gate, len(self.number))

    def formula(self, tops: tuple[int, ...]) -> Formula:
        """Keep what the tops rest on."""
        every = list(self.number)
        kept: set[int] = set()
        waiting = [~top for top in tops if top < 0]
        while waiting:
            gate = waiting.pop()
            if gate not in kept:
                kept.add(gate)
                waiting += [~one for one in every[gate].inputs if one < 0]
        order = sorted(kept)
        place = {~gate: ~number for number, gate in enumerate(order)}
        gates = tuple(
            Gate(every[gate].least, tuple(place.get(one, one) for one in every[gate].inputs)) for gate in order
        )
        return Formula(gates, tuple(place.get(top, top) for top in tops), self._nodes(place))

    def _nodes(self, place: dict[int, int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for node in range(len(self.faults)):
            value = self.value.get(int(self.plan.row[node]), self.never)
            if value in place:
                found.setdefault(~place[value], node)
        return found
