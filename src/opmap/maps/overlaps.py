"""Automations that overlap, as a map shows them: who with whom, and why."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from opmap.analyses.naming import name_of
from opmap.analyses.overlapping import overlapping
from opmap.maps.view import MapOverlap, Note
from opmap.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opmap.analyses.overlapping import Overlap
    from opmap.graph import Graph

_MOST = 400
_MOST_NAMED = 3


class Overlaps:
    """The overlaps of one graph, the gravest first; of very many, the first ones."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        found = overlapping(graph, most=_MOST)
        self._found = found.overlaps
        self.withheld = found.found - len(found.overlaps)
        self._of: dict[int, list[Overlap]] = {}
        for one in found.overlaps:
            for side in one.sides:
                self._of.setdefault(graph.number[side.node.id], []).append(one)

    def notes(self, number: int) -> Iterator[Note]:
        """Say with what an automation overlaps, and how."""
        call = shlex.quote(name_of(self._graph, number).call)
        for one in self._of.get(number, ()):
            others = [side.node for side in one.sides if side.node.id != self._graph.ids[number]]
            named = ", ".join(plain(other.name, 60) for other in others[:_MOST_NAMED])
            more = f" and {len(others) - _MOST_NAMED:,} more" if len(others) > _MOST_NAMED else ""
            relation = one.relation if one.certainty == "certain" else f"possibly {one.relation}"
            text = f"{relation[0].upper()}{relation[1:]}, with {named}{more}: {plain(one.reason, 200)}."
            yield Note("overlap", text, f"opmap overlaps {call} --explain")

    def among(self, place: Mapping[int, int]) -> tuple[MapOverlap, ...]:
        """Give the overlaps of which two members or more are on a map; ``place`` says where each number is there."""
        found = []
        for one in self._found:
            numbers = [self._graph.number[side.node.id] for side in one.sides]
            members = tuple(dict.fromkeys(place[number] for number in numbers if number in place))
            if len(members) > 1:
                found.append(MapOverlap(members, possible=one.certainty != "certain"))
        return tuple(found)
