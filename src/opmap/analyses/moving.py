"""What a decision moved: single points that are none any more, or new ones, gaps closed, ranks changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.analyses.counting import outcomes
from opmap.analyses.owning import owning
from opmap.analyses.ranking import ranking
from opmap.analyses.singling import faults_by_outcome

if TYPE_CHECKING:
    from opmap.graph import Graph

_TOP = 10
_FEW = 3
"""So many outcomes of one point are told one by one."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that is otherwise now."""

    text: str
    better: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """All that is otherwise between two maps."""

    lines: tuple[Move, ...]


def moved(before: Graph, after: Graph) -> Moved:
    """Say what moved between two graphs, what matters most first."""
    return Moved((*_points(before, after), *_counts(before, after), *_gaps(before, after), *_ranks(before, after)))


def _points(before: Graph, after: Graph) -> list[Move]:
    old, new = _single(before), _single(after)
    names = {**_names(before), **_names(after)}
    kept = old.keys() & new.keys()
    gone: dict[str, list[str]] = {}
    come: dict[str, list[str]] = {}
    for outcome in sorted(kept, key=lambda one: names[one]):
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


def _single(graph: Graph) -> dict[str, set[str]]:
    counted = outcomes(graph)
    faults = faults_by_outcome(graph, counted)
    return {
        graph.ids[one.node]: {graph.ids[fault] for fault in found} for one, found in zip(counted, faults, strict=True)
    }


def _names(graph: Graph) -> dict[str, str]:
    return dict(zip(graph.ids, graph.names, strict=True))


def _counts(before: Graph, after: Graph) -> list[Move]:
    old = {before.ids[one.node] for one in outcomes(before)}
    new = {after.ids[one.node] for one in outcomes(after)}
    names = {**_names(before), **_names(after)}
    lines = [Move(f"{names[node]} counts now as an outcome of its own", better=True) for node in sorted(new - old)]
    return lines + [
        Move(f"{names[node]} no longer counts as an outcome of its own", better=True) for node in sorted(old - new)
    ]


def _gaps(before: Graph, after: Graph) -> list[Move]:
    old = {member.id for gap in owning(before).gaps for member in gap.members}
    new = {member.id for gap in owning(after).gaps for member in gap.members}
    names = {**_names(before), **_names(after)}
    lines = [Move(f"{names[node]} has an owner now", better=True) for node in sorted(old - new) if node in after.number]
    lost = [node for node in sorted(new - old) if node in before.number]  # what is new was never owned
    return lines + [Move(f"{names[node]} has no owner any more", better=False) for node in lost]


def _ranks(before: Graph, after: Graph) -> list[Move]:
    old = {risk.node.id: risk for risk in ranking(before).risks}
    new = {risk.node.id: risk for risk in ranking(after).risks}
    lines = []
    for node in sorted(old.keys() & new.keys(), key=lambda one: new[one].rank_from):
        was, now = old[node], new[node]
        if min(was.rank_from, now.rank_from) <= _TOP and round(was.points) != round(now.points):
            change = f"{was.points:.0f} to {now.points:.0f} points"
            lines.append(Move(f"{now.node.name} goes from {change}", better=now.points < was.points))
    return lines
