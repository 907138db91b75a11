"""Which nodes a map shows: those that were asked for, or the most important of them where they are too many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.counting import dependencies, outcomes
from opmap.graph.selecting import select

if TYPE_CHECKING:
    from opmap.graph import Graph

MOST_NODES, MOST_LINKS = 1000, 3000
"""What the standard map shows; above it a picture is no longer one that a person reads."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The nodes that a map shows, and how many there were to show."""

    numbers: tuple[int, ...]  # sorted
    edges: tuple[int, ...]  # those between them, sorted
    asked: int  # nodes that the selection named


def choose(graph: Graph, selection: str, points: dict[int, float]) -> Choice:
    """Choose the nodes of a selection; where they are too many, those that most hangs on."""
    asked = select(graph, selection)
    inside = np.zeros(len(graph), np.bool_)
    inside[asked] = True
    between = np.flatnonzero(inside[graph.source] & inside[graph.target])
    if len(asked) <= MOST_NODES and len(between) <= MOST_LINKS:
        return Choice(tuple(asked.tolist()), tuple(between.tolist()), len(asked))
    return _most_important(graph, asked.tolist(), between, points)


def _most_important(graph: Graph, asked: list[int], between: np.ndarray, points: dict[int, float]) -> Choice:
    """Take the most important nodes for as long as they and the links between them fit."""
    rank = _importance(graph, points)
    order = sorted(asked, key=lambda number: (rank[number], number))[:MOST_NODES]
    place = np.full(len(graph), len(order))
    place[order] = np.arange(len(order))
    closes = np.sort(np.maximum(place[graph.source[between]], place[graph.target[between]]))
    fitting = len(order) if len(closes) <= MOST_LINKS else min(len(order), int(closes[MOST_LINKS]))
    chosen = sorted(order[:fitting])
    kept = np.maximum(place[graph.source[between]], place[graph.target[between]]) < fitting
    return Choice(tuple(chosen), tuple(between[kept].tolist()), len(asked))


def _importance(graph: Graph, points: dict[int, float]) -> list[tuple[float, int]]:
    """Rank nodes: what the ranking puts first and what counts, then what most depends on."""
    counted = {node for one in outcomes(graph) for node in one.nodes}
    needed_by = np.bincount(dependencies(graph)[1], minlength=len(graph))
    return [
        (-max(points.get(number, -1e9), 1e-9 if number in counted else -1e9), -int(needed_by[number]))
        for number in range(len(graph))
    ]
