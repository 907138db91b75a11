"""What a decision moved: single points that are none any more, or new ones, gaps closed, ranks changed.

Two maps are compared by what things are, not by what they are called: where a decision made
one node of two, or two of one, that is said once, and nothing of it reads as lost or new.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from opmap.analyses.counting import outcomes
from opmap.analyses.figures import whole
from opmap.analyses.owning import owning
from opmap.analyses.ranking import ranking
from opmap.analyses.singling import faults_by_outcome
from opmap.estate import REPLICA
from opmap.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opmap.analyses.risks import Risk
    from opmap.graph import Graph

_TOP = 10
_FEW = 3
"""So many outcomes of one point are told one by one."""


@frozen
class Move:
    """One thing that is otherwise now."""

    text: str
    better: bool


@frozen
class Moved:
    """All that is otherwise between two maps."""

    lines: tuple[Move, ...]


def moved(before: Graph, after: Graph) -> Moved:
    """Say what moved between two graphs, what matters most first."""
    same = _Identity(before, after)
    old, new = _Side(before, same), _Side(after, same)
    return Moved((*same.merges, *_points(old, new), *_counts(old, new), *_gaps(old, new), *_ranks(old, new)))


class _Identity:
    """Which nodes of two graphs are one thing: those that share an id, or that either graph holds to be one."""

    def __init__(self, before: Graph, after: Graph) -> None:
        self._one: dict[str, str] = {}
        for graph in (before, after):
            for lesser, chosen in graph.details.beside().renamed:
                self._join(lesser, chosen)
        self.merges = self._merges(before, after)

    def of(self, node: str) -> str:
        """Give what a node is, by the one name that all its ids share."""
        while node in self._one:
            node = self._one[node]
        return node

    def _join(self, one: str, other: str) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._one[max(one, other)] = min(one, other)

    def _merges(self, before: Graph, after: Graph) -> list[Move]:
        """Say which nodes became one, and which are several now."""
        old, new = self._grouped(before), self._grouped(after)
        lines = []
        for thing in sorted(old.keys() & new.keys()):
            was, now = old[thing], new[thing]
            if len(now) < len(was):
                lines.append(Move(f"{' and '.join(was)} are one now", better=True))
            elif len(now) > len(was):
                lines.append(Move(f"{' and '.join(now)} are {len(now)} things now", better=True))
        return lines

    def _grouped(self, graph: Graph) -> dict[str, list[str]]:
        found = defaultdict(list)
        for identity, name in zip(graph.ids, graph.names, strict=True):
            found[self.of(identity)].append(name)
        return found


class _Side:
    """One of the two graphs, asked for things instead of nodes."""

    def __init__(self, graph: Graph, same: _Identity) -> None:
        self.graph = graph
        self.same = same
        self.counted = outcomes(graph)
        self._number = {same.of(one): number for number, one in enumerate(graph.ids)}

    def __contains__(self, thing: str) -> bool:
        """Say whether a thing is there."""
        return thing in self._number

    def called(self, thing: str) -> str:
        """Give the name of a thing; with its id where others are called so too."""
        number = self._number[thing]
        name = self.graph.names[number]
        return name if self.graph.is_alone(number) else f"{name} ({self.graph.ids[number]})"

    def things(self, numbers: Iterable[int]) -> set[str]:
        """Give what some nodes are."""
        return {self.same.of(self.graph.ids[number]) for number in numbers}

    @property
    def outcomes(self) -> set[str]:
        """Give what counts."""
        return self.things(one.node for one in self.counted)

    def single(self) -> dict[str, set[str]]:
        """Give for each thing that counts what alone takes it down."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one, faults in zip(self.counted, faults_by_outcome(self.graph, self.counted), strict=True):
            found[self.same.of(self.graph.ids[one.node])] |= self.things(faults)
        return found

    def gaps(self) -> set[str]:
        """Give what nobody answers for."""
        return {self.same.of(member.id) for gap in owning(self.graph).gaps for member in gap.members}

    def risks(self) -> dict[str, Risk]:
        """Give the ranking, of each thing the riskiest node."""
        return {self.same.of(risk.node.id): risk for risk in reversed(ranking(self.graph).risks)}


class _Names:
    """What things are called, as things are now where they are there still."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self._before, self._after = before, after

    def __getitem__(self, thing: str) -> str:
        return (self._after if thing in self._after else self._before).called(thing)


def _points(before: _Side, after: _Side) -> list[Move]:
    old, new = before.single(), after.single()
    names = _Names(before, after)
    gone: dict[str, list[str]] = {}
    come: dict[str, list[str]] = {}
    for outcome in sorted(old.keys() & new.keys(), key=lambda one: names[one]):
        for lines, points in ((gone, old[outcome] - new[outcome]), (come, new[outcome] - old[outcome])):
            for one in sorted(points):
                lines.setdefault(one, []).append(names[outcome])
    told = [Move(text, better=True) for one in gone for text in _taken(f"{names[one]} no longer takes down", gone[one])]
    return told + [
        Move(text, better=False) for one in come for text in _taken(f"{names[one]} now takes down", come[one])
    ]


def _taken(begins: str, outcomes: list[str]) -> list[str]:
    """Say of a few outcomes each, and of many how many they are."""
    if len(outcomes) <= _FEW:
        return [f"{begins} {name} alone" for name in outcomes]
    more = len(outcomes) - _FEW
    return [f"{begins} {len(outcomes):,} outcomes alone: {', '.join(outcomes[:_FEW])} and {more:,} more"]


def _counts(before: _Side, after: _Side) -> list[Move]:
    old, new = before.outcomes, after.outcomes
    names = _Names(before, after)
    lines = [Move(f"{names[one]} counts now as an outcome of its own", better=True) for one in sorted(new - old)]
    return lines + [
        Move(f"{names[one]} no longer counts as an outcome of its own", better=True) for one in sorted(old - new)
    ]


def _gaps(before: _Side, after: _Side) -> list[Move]:
    old, new = before.gaps(), after.gaps()
    lines = [Move(f"{after.called(one)} has an owner now", better=True) for one in sorted(old - new) if one in after]
    for one in sorted(new - old):
        if one.partition(REPLICA)[0] in old:
            continue  # a supposed replica is as unowned as what it copies
        since = "has no owner any more" if one in before else "is new, and nobody owns it yet"
        lines.append(Move(f"{after.called(one)} {since}", better=False))
    return lines


def _ranks(before: _Side, after: _Side) -> list[Move]:
    old, new = before.risks(), after.risks()
    lines = []
    for one in sorted(old.keys() & new.keys(), key=lambda each: new[each].rank_from):
        was, now = old[one], new[one]
        if min(was.rank_from, now.rank_from) <= _TOP and round(was.points) != round(now.points):
            change = f"{whole(was.points)} to {whole(now.points)} points"
            lines.append(Move(f"{after.called(one)} goes from {change}", better=now.points < was.points))
    return lines
