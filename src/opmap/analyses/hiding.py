"""What hides behind redundancy: alternatives that fall together, lead back to themselves, or never start.

Five findings, apart from the single points that show at first sight:

- *too few are left*: who or what would have to be there has left, or is switched off;
- a *hidden single point: circular fallback*: a way in reserve that needs what it is the reserve for;
- *circular redundancy without ground*: alternatives that name only each other;
- a *hidden common cause*: real alternatives that share something that is enough alone;
- *cannot start from cold*: each waits for the other before it comes up.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.accepting import accepted
from opmap.analyses.counting import Outcome, asked_for, dormant, resting_on
from opmap.analyses.grading import faults_by_outcome
from opmap.analyses.naming import MOST_EVIDENCE, NodeName, Step, name_of, needs, step_of
from opmap.facts import Evidence
from opmap.frozen import frozen
from opmap.graph.circular import Circle, circles_without_ground
from opmap.graph.common import Choice, choices, common_causes
from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.faults import hidden_faults, single_faults
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.graph.starting import cold_start, ordered_circles
from opmap.kinds import AUTOMATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from opmap.graph import Graph

SPENT = "too few are left"
CIRCULAR = "hidden single point: circular fallback"
COMMON = "hidden common cause"
UNGROUNDED = "circular redundancy without ground"
COLD = "cannot start from cold"


@frozen
class Hiding:
    """One thing that redundancy hides."""

    finding: str
    node: NodeName  # the fault; where there is none, the first of those that hold each other up
    at: NodeName  # whose redundancy it is
    among: tuple[NodeName, ...]  # the alternatives, or those that stand in a circle
    takes_down: tuple[NodeName, ...]  # of what counts
    path: tuple[Step, ...]  # the proof: how the fault reaches each of the alternatives, or the circle itself
    evidence: tuple[Evidence, ...]


def hiding(graph: Graph, asked: int | None = None, *, cold: bool = False, today: str = "") -> tuple[Hiding, ...]:
    """Give what redundancy hides from what counts, or from one outcome; what cannot start only where asked.

    A start order that the files state is looked at in any case. What people accepted until
    after ``today``, an ISO date, is left out.
    """
    found = _Hidden(graph, asked_for(graph, [] if asked is None else [asked]))
    every = (*found.spent(), *found.circular(), *found.common(), *found.ungrounded(), *found.cold(asked_for=cold))
    quiet = accepted(graph, {graph.number[one.node.id] for one in every}, "spof", today)
    return tuple(one for one in every if graph.number[one.node.id] not in quiet)


class _Hidden:
    """What counts, and all that it leans on."""

    def __init__(self, graph: Graph, counted: list[Outcome]) -> None:
        self.graph = graph
        self.counted = counted
        self.nodes = [node for one in counted for node in one.nodes]
        self.dormant = dormant(graph)
        self.below = resting_on(graph, np.array(sorted(self.nodes), np.int64))
        self.called: dict[int, NodeName] = {}  # thousands of findings name the same thousands of outcomes

    def spent(self) -> Iterable[Hiding]:
        """Give what goes on only as long as nobody asks for those who are gone: too few are left without them."""
        graph = self.graph
        for node, edges in graph.reading.leaving.lacking.items():
            out = [edge for edge in edges.tolist() if not self._is_left_out(edge)]
            if self.below[node] and out:
                yield self._finding(SPENT, node, node, self._needed(out), self._lost_with([node]), out)

    def _is_left_out(self, edge: int) -> bool:
        """Say whether what is gone is an automation that is switched off where nearly all are: that means nothing."""
        (needed,) = self._needed([edge])
        return self.graph.kind_of(needed) in AUTOMATIONS and not self.dormant[needed]

    def circular(self) -> Iterable[Hiding]:
        """Give the faults that a circle of alternatives seems to survive, the nearest to each circle."""
        faults, loops = self.graph.faults, self.graph.faults.core.loops
        if not len(loops):
            return
        groups = np.flatnonzero(loops.group & ~loops.excused)
        holders = {int(faults.node[loops.aspect[place]]): int(loops.part[place]) for place in groups}
        holders = {node: part for node, part in holders.items() if self.below[node]}
        hidden = hidden_faults(faults, sorted({*holders, *self.nodes}), Harm.IDLE)
        met: set[tuple[int, int]] = set()
        for holder in sorted(holders):
            circle = np.unique(faults.node[loops.aspect[loops.part == holders[holder]]]).tolist()
            outside = [fault for fault in hidden[holder].tolist() if fault not in circle]
            for fault in self._nearest(outside):
                lost = [one for one in self.counted if any(fault in hidden[node] for node in one.nodes)]
                if lost and (fault, holders[holder]) not in met:
                    met.add((fault, holders[holder]))
                    path = [*spread(faults, [fault]).path(holder), *self._between(circle)]
                    yield self._finding(CIRCULAR, fault, holder, circle, lost, path)

    def common(self) -> Iterable[Hiding]:
        """Give what alone takes all alternatives of a choice away, nearest first; and who alone owns them all."""
        lost_with: dict[int, list[Outcome]] = {}
        for outcome, found in zip(self.counted, faults_by_outcome(self.graph, self.counted), strict=True):
            for fault in found:
                lost_with.setdefault(fault, []).append(outcome)
        for choice in common_causes(self.graph.faults, self.below):
            among = self._needed(choice.edges)
            for cause in self._nearest([one for one in choice.causes if one in lost_with]):
                spreading = spread(self.graph.faults, [cause])
                hit = [
                    one for one in among if one != cause and spreading.harm[one]
                ]  # not all need be, for the choice to fall
                path = [edge for one in hit for edge in spreading.path(one)]
                yield self._finding(COMMON, cause, choice.node, among, lost_with[cause], path)
        for choice in choices(self.graph.faults, self.below):
            yield from self._owned_by_one(choice)

    def _owned_by_one(self, choice: Choice) -> Iterable[Hiding]:
        """Give the one person who alone owns all alternatives; a team that does is no cause that fails at once."""
        graph, among = self.graph, self._needed(choice.edges)
        held = [graph.owners.get(one, ()) for one in among]
        owners = {one.owner for several in held for one in several}
        if len(among) > 1 and len(owners) == 1 and all(held):
            (owner,) = owners
            if graph.kind_of(owner) == "person":
                path = [edge for several in held for one in several for edge in (*one.chain, one.edge)]
                yield self._finding(COMMON, owner, choice.node, among, [], path)

    def ungrounded(self) -> Iterable[Hiding]:
        """Give alternatives that name only each other."""
        for circle in circles_without_ground(self.graph.faults):
            if any(self.below[node] for node in circle.nodes):
                yield self._circle(UNGROUNDED, circle)

    def cold(self, *, asked_for: bool) -> Iterable[Hiding]:
        """Give circles in which each waits for the other to be up: of a stated order, or, if asked for, any."""
        graph = self.graph
        ordered = np.array([edge for edge in self._hard_edges() if self._states_order(edge)], np.int64)
        circles = cold_start(graph.faults).circles if asked_for else ordered_circles(graph.faults, ordered)
        for circle in circles:
            if any(self.below[node] for node in circle.nodes):
                yield self._circle(COLD, circle)

    def _hard_edges(self) -> list[int]:
        """Give the relations that may state an order: only *depends on* and *calls* between what starts do."""
        verbs = self.graph.faults.reading.verbs("depends on", "calls")
        inside = self.below[self.graph.source[verbs]] & self.below[self.graph.target[verbs]]
        return [int(edge) for edge in verbs[inside]]

    def _states_order(self, edge: int) -> bool:
        return bool(dict(self.graph.details.edge(edge).attributes).get("order"))

    def _circle(self, finding: str, circle: Circle) -> Hiding:
        first = circle.nodes[0]
        return self._finding(finding, first, first, circle.nodes, self._lost_with(circle.nodes), list(circle.edges))

    def _lost_with(self, several: Sequence[int]) -> list[Outcome]:
        """Give what counts and is lost where some nodes are down."""
        return [one for one in self.counted if any({*several} & {node, *self._fallen[node]} for node in one.nodes)]

    @cached_property
    def _fallen(self) -> dict[int, list[int]]:
        found = single_faults(self.graph.faults, self.nodes, Harm.IDLE)
        return {node: by.tolist() for node, by in found.items()}

    def _needed(self, edges: Iterable[int]) -> list[int]:
        ends = (needs(self.graph, edge) for edge in edges)
        return sorted({end[1] for end in ends if end})

    def _nearest(self, several: list[int]) -> list[int]:
        """Leave out what only reaches the same through another of them."""
        found = {one: set(faults.tolist()) for one, faults in self._single(several).items()}
        return [
            one
            for one in several
            if not any(one in found[other] and (other not in found[one] or other < one) for other in several)
        ]

    def _single(self, several: list[int]) -> dict[int, NDArray[np.int64]]:
        return single_faults(self.graph.faults, several, Harm.DOWN) if several else {}

    def _between(self, circle: Iterable[int]) -> list[int]:
        """Give the relations by which those in a circle need each other."""
        core, inside = self.graph.faults.core, np.zeros(len(self.graph), bool)
        inside[list(circle)] = True
        node = self.graph.faults.node
        arcs = np.flatnonzero(inside[node[core.hurt]] & inside[node[core.need]] & (core.edge != NOWHERE))
        edges: list[int] = np.unique(core.edge[arcs]).tolist()
        return edges

    def _name(self, number: int) -> NodeName:
        found = self.called.get(number)
        if found is None:
            found = self.called[number] = name_of(self.graph, number)
        return found

    def _finding(
        self, finding: str, node: int, at: int, among: Iterable[int], lost: list[Outcome], edges: list[int]
    ) -> Hiding:
        graph = self.graph
        return Hiding(
            finding=finding,
            node=self._name(node),
            at=self._name(at),
            among=tuple(map(self._name, among)),
            takes_down=tuple(self._name(one.node) for one in lost),
            path=tuple(step_of(graph, edge) for edge in dict.fromkeys(edges)),
            evidence=graph.details.node(node).evidence[:MOST_EVIDENCE],
        )
