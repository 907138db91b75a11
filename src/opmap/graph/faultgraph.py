"""What can fail in a graph, and how it spreads.

Of every node it is asked whether it is *able* to work. Beside that:

- **idle**: what is started is *running* as long as one of its starters is. It is asked
  only of what something starts. Whoever calls an idle thing is still answered; what it
  supports or starts goes without it, and what it writes dries up. Where arriving data
  starts the work, data that is not renewed counts as a starter gone, unless something
  calls the work.
- **stale**: data is *renewed* as long as one of its sources is at work and renewed itself.
  A writer that reads the dataset is no source of it, nor is what rests (switched off, and
  called by nobody). What reads is renewed as long as one of its inputs is, and every input
  that it works through (stated to be hard) or whose age it tolerates only for so long (a
  buffer). A datastore or service named as a whole passes no staleness on; a model counts
  as an input only where something is known to train it.
- **degraded**: a soft need is down, a hard one degraded, or what it reads is stale.
- **redundancy lost**: one of several is gone, and enough are left.
- **blind**, **frozen**, **unowned**, **unattended**: it works on, but its failures go
  unseen, it cannot be changed, nobody answers for it, nobody is called for it.

People fail by being absent: a team is there as long as one of its members is, and what
waits for an approval is down once its approvers are gone, after the buffer.

Needs that stand alone are all essential; of a group any k suffice, and what stands must be
proven from the ground (`engine.ground`). Relations that are only possible take no part.

What is only named, by a reference that leads nowhere, fails like anything else, and what
needs it is hurt. But a name stands in for nothing, nor does what is not there any more
(`leaving`): where any one of several will do, they count only where none of the others
is more than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.drafting import Drafting
from opmap.graph.engine.aspects import NOWHERE, Aspects
from opmap.graph.reading import BELIEVED, Reading
from opmap.graph.signs import Signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.graph.arrays import Numbers
    from opmap.graph.model import Graph
    from opmap.kinds import Certainty


@dataclass(frozen=True, eq=False)
class FaultGraph:
    """What can fail in a graph. Its first aspects are the nodes: aspect v is that node v is able."""

    reading: Reading
    core: Aspects  # able, running, renewed, and the groups among these
    running: Numbers  # of each node, the aspect that it is at work; that it is able, where nothing starts it
    renewed: Numbers  # of each node, the aspect that its data is renewed; NOWHERE where no staleness reaches
    spare: Numbers  # the groups of which losing one is a loss of redundancy

    @classmethod
    def of(cls, graph: Graph, certainties: Iterable[Certainty] = BELIEVED) -> FaultGraph:
        """Read a graph for what can fail in it."""
        believed = frozenset(certainties)
        reading = graph.reading if believed == BELIEVED else Reading(graph, believed)
        drafted = Drafting(reading).core()
        return cls(reading, drafted.aspects, drafted.running, drafted.renewed, drafted.spare)

    @property
    def graph(self) -> Graph:
        """Give the graph that was read."""
        return self.reading.graph

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self.graph)

    @cached_property
    def started(self) -> Numbers:
        """Give the nodes that something starts."""
        return np.flatnonzero(self.running != np.arange(len(self)))

    @cached_property
    def reached(self) -> Numbers:
        """Give the nodes that staleness can reach."""
        return np.flatnonzero(self.renewed != NOWHERE)

    @cached_property
    def able(self) -> Aspects:
        """Give what being able rests on, alone: along it a degradation is passed on."""
        plain = not (len(self.started) or len(self.reached))
        return self.core if plain else Drafting(self.reading).able()

    @cached_property
    def node(self) -> Numbers:
        """Give the node of each aspect of the core."""
        node = np.arange(len(self.core), dtype=np.int32)
        every = np.arange(len(self), dtype=np.int32)
        for aspect in (self.running, self.renewed):
            node[aspect[aspect != NOWHERE]] = every[aspect != NOWHERE]
        return node[self.core.serves]

    @cached_property
    def into_spare(self) -> Numbers:
        """Give the arcs of the core into groups of which losing one is a loss of redundancy."""
        spare = np.zeros(len(self.core), bool)
        spare[self.spare] = True
        return np.flatnonzero(spare[self.core.hurt] & self.core.into_group)

    @cached_property
    def signs(self) -> Signs:
        """Give what follows from a fall and brings nothing else down."""
        return Signs(self)
