"""What a scenario changes against the map: what falls and what no longer does, single points, ranks.

Two maps are compared, as it is and as it would be, and the same failure on both. Where
things fail, what is single *meanwhile* is said as well: what alone would then take down
something that is still up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.blasting import Blast, blast
from opmap.analyses.counting import Outcome, outcomes
from opmap.analyses.losing import lost_in
from opmap.analyses.moving import Move, moved
from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.singling import faults_by_outcome
from opmap.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opmap.graph import Graph


@frozen
class Meanwhile:
    """A node that is single as long as a failure lasts."""

    node: NodeName
    takes_down: tuple[NodeName, ...]


@frozen
class Expectation:
    """What a scenario expects, and whether it is so."""

    what: str  # falls, stays, single, not single
    node: NodeName
    met: bool


@frozen
class Played:
    """What one scenario changes."""

    name: str
    changes: tuple[str, ...]  # with …, without …
    fails: tuple[NodeName, ...]
    blast: Blast | None  # what follows of the failure on the changed map
    falls: tuple[NodeName, ...]  # outcomes that fall with it, and on the map as it is do not
    spared: tuple[NodeName, ...]  # outcomes that fall with it on the map as it is, and here no longer
    meanwhile: tuple[Meanwhile, ...]  # single only as long as it lasts
    moved: tuple[Move, ...]  # what the changes move, whether anything fails or not
    expectations: tuple[Expectation, ...]

    @property
    def holds(self) -> bool:
        """Say whether all is as expected."""
        return all(one.met for one in self.expectations)


def playing(
    before: Graph,
    after: Graph,
    failing: Sequence[int] = (),
    name: str = "",
    changes: tuple[str, ...] = (),
    expected: Iterable[tuple[str, int]] = (),
    *,
    most: int = 0,
) -> Played:
    """Say what is otherwise where some nodes of the changed map fail, or where nothing does."""
    lost = lost_with(after, failing) if failing else set()
    lost_now = _lost_now(before, after, failing)
    return Played(
        name=name,
        changes=changes,
        fails=tuple(name_of(after, number) for number in failing),
        blast=blast(after, list(failing), most=most) if failing else None,
        falls=tuple(sorted(one for one in lost if one.id not in {each.id for each in lost_now})),
        spared=tuple(sorted(one for one in lost_now if not _falls(after, failing, one))),
        meanwhile=meanwhile(after, failing) if failing else (),
        moved=moved(before, after).lines if after is not before else (),
        expectations=tuple(_checked(after, failing, expected)),
    )


def _lost_now(before: Graph, after: Graph, failing: Sequence[int]) -> set[NodeName]:
    """Give what the same failure takes down on the map as it is; nothing where it could not happen there."""
    if after is before:
        return set()
    known = [before.number_of(after.ids[number]) for number in failing]
    there = [number for number in known if number is not None]
    return lost_with(before, there) if there else set()


def _falls(graph: Graph, failing: Sequence[int], name: NodeName) -> bool:
    """Say whether a node falls, though it may count as an outcome no longer; what is there no more does."""
    node = graph.number_of(name.id)
    if node is None:
        return True
    return bool(lost_in(graph, [Outcome((node,), 1, 1.0, assumed=False, stand_in=False)], [failing])[0, 0])


def lost_with(graph: Graph, failing: Sequence[int]) -> set[NodeName]:
    """Give the outcomes that fall when some nodes fail together."""
    counted = list(outcomes(graph))
    found = lost_in(graph, counted, [failing])
    return {name_of(graph, one.node) for one, falls in zip(counted, found[:, 0], strict=True) if falls}


def meanwhile(graph: Graph, failing: Sequence[int]) -> tuple[Meanwhile, ...]:
    """Give what alone would take down an outcome that still stands while some nodes fail, and else would not."""
    counted = list(outcomes(graph))
    others = [number for number in np.flatnonzero(graph.faults.reading.can_fail).tolist() if number not in {*failing}]
    lost = lost_in(graph, counted, [failing, *([*failing, number] for number in others)])
    alone = faults_by_outcome(graph, counted)
    found: dict[int, list[int]] = {}
    for place, one in enumerate(counted):
        for column in np.flatnonzero(lost[place, 1:] & ~lost[place, 0]).tolist():
            if others[column] not in alone[place] and others[column] not in one.nodes:
                found.setdefault(others[column], []).append(one.node)
    order = sorted(found, key=lambda number: (-len(found[number]), graph.ids[number]))
    return tuple(
        Meanwhile(name_of(graph, number), tuple(name_of(graph, node) for node in found[number])) for number in order
    )


def _checked(graph: Graph, failing: Sequence[int], expected: Iterable[tuple[str, int]]) -> Iterable[Expectation]:
    """Check what is expected: of falling, with the failure; of single points, whatever fails."""
    wanted = list(expected)
    nodes = list(dict.fromkeys(node for _, node in wanted))
    each = [Outcome((node,), 1, 1.0, assumed=False, stand_in=False) for node in nodes]
    falls = dict(zip(nodes, lost_in(graph, each, [failing])[:, 0].tolist(), strict=True))
    single = {fault for faults in faults_by_outcome(graph, outcomes(graph)) for fault in faults}
    for what, node in wanted:
        is_so = falls[node] if what in {"falls", "stays"} else node in single
        yield Expectation(what, name_of(graph, node), met=is_so == (what in {"falls", "single"}))
