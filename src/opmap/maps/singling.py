"""Which single points a map frames: the roots that matter, so that a frame means something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.counting import outcomes
from opmap.analyses.grading import IF_NEEDED, STATED, best_of, grades_of, on_the_way

if TYPE_CHECKING:
    from opmap.graph import Graph

_SEVERAL = 2


class Singles:
    """The single points of a graph, each with its grade and what it takes down."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._counted = list(outcomes(graph))
        self._places = grades_of(graph, self._counted)
        self.grade = {number: best_of(places.values()) for number, places in self._places.items()}
        hurts = {number: list(places) for number, places in self._places.items()}
        explained = on_the_way(graph, hurts, self.grade)
        self.roots = frozenset(number for number in hurts if number not in explained and self._matters(number))

    def names(self, number: int) -> tuple[str, ...]:
        """Name what it takes down, at its own grade or a surer one."""
        sure = self.grade[number] != IF_NEEDED
        taken = [place for place, grade in self._places[number].items() if not sure or grade != IF_NEEDED]
        return tuple(self._graph.names[self._counted[place].node] for place in taken)

    def _matters(self, number: int) -> bool:
        """Say whether it rests on stated facts, or takes down more than one thing that counts."""
        grade = self.grade[number]
        return grade == STATED or (grade != IF_NEEDED and len(self.names(number)) >= _SEVERAL)
