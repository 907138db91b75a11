"""Where things stand on a map: departments side by side, their teams as columns, who depends above what is needed.

Every node stands in a row below all that depends on it (cycles are cut where they close),
and in a column of its team, so that fields never overlap and links point down. What is
outside or shared lies below everything, in a field as wide as the map. No chance takes
part: the same view is laid out the same way, and a new node moves only what must give way.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from opmap.frozen import frozen
from opmap.maps.deepening import depths
from opmap.maps.grouping import Field
from opmap.maps.keeping import CELL, Kept, keep, remembered_as
from opmap.maps.placing import Rows, arrange, spread_out, stack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opmap.maps.view import View

BOX = (152, 58)
GAP = (9, 17)
_PITCH = (BOX[0] + GAP[0], BOX[1] + GAP[1])
_FIELD_GAP, _DEPARTMENT_GAP = 6, 26
_TITLE, _DEPARTMENT_TITLE = 40, 44
_BELOW_GAP, _BELOW_TITLE = 34, 210
_BESIDES = (240, 280)  # what gaps, titles and the field below take of a screen, roughly
_ASPECT = 1.4
_ON_TOP = frozenset({"capability", "process"})


@frozen
class Area:
    """A rectangle with a title."""

    title: str
    x: int
    y: int
    width: int
    height: int
    nodes: int
    background: bool = False
    within: int = 0  # of a team: the place of its department


@frozen
class Layout:
    """Where everything stands: the middle of each node, the areas of teams and departments."""

    positions: tuple[tuple[int, int], ...]
    teams: tuple[Area, ...]
    departments: tuple[Area, ...]
    width: int
    height: int
    homes: tuple[int, ...]  # of each node, the place of its team
    titles: tuple[int, int] = (_DEPARTMENT_TITLE, _TITLE)  # how high those of departments and teams are
    strips: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # to be remembered beside the positions


def lay_out(view: View, remembered: Mapping[str, tuple[float, float]] | None = None) -> Layout:
    """Place every node of a view; what was placed before keeps its column and its row."""
    members: dict[Field, list[int]] = {}
    for place, node in enumerate(view.nodes):
        members.setdefault(node.field, []).append(place)
    arcs = sorted({(one.hurt, one.needed) for one in view.links if one.sort == "dependency" and one.hurt != one.needed})
    depth = depths(len(view.nodes), arcs, [0 if node.kind in _ON_TOP else 1 for node in view.nodes])
    above = [field for field in members if field.place < 2]
    columns = arrange(above, members, arcs)
    kept = Kept.of(columns, members, [node.id for node in view.nodes], remembered or {})
    if kept:
        columns, rows = list(kept.columns), keep(kept, members, arcs, depth)
    else:
        rows = _best_rows(columns, members, arcs, depth)
    return _Drawing(view, members, columns, rows, arcs, depth).layout()


def _best_rows(
    columns: Sequence[Field],
    members: dict[Field, list[int]],
    arcs: list[tuple[int, int]],
    depth: list[int],
) -> Rows:
    """Try narrow and wide columns, and take those that fill a screen best."""
    tried: list[tuple[float, int, dict[Field, int], dict[int, int]]] = []
    most = max((len(members[field]) for field in columns), default=1)
    for target in sorted(
        {
            max(3, min(most, round(most * share)))
            for share in (1, 0.85, 0.7, 0.6, 0.5, 0.43, 0.36, 0.26, 0.18, 0.12, 0.08)
        }
    ):
        widths = {field: max(1, -(-len(members[field]) // target)) for field in columns}
        row = stack(columns, members, widths, arcs, depth)
        width = sum(widths.values()) * _PITCH[0] + _BESIDES[0]
        height = len(set(row.values())) * _PITCH[1] + _BESIDES[1]
        tried.append((max(width / _ASPECT, height), target, widths, row))
    _, _, widths, row = min(tried, key=lambda one: one[:2])
    return spread_out(columns, members, widths, arcs, row)


class _Drawing:
    """From rows and columns to points."""

    def __init__(
        self,
        view: View,
        members: dict[Field, list[int]],
        columns: Sequence[Field],
        rows: Rows,
        arcs: list[tuple[int, int]],
        depth: list[int],
    ) -> None:
        self.view = view
        self.members = members
        self.columns = columns
        self.rows = rows
        self.arcs = arcs
        self.depth = depth
        self.x = [0] * len(view.nodes)
        self.y = [0] * len(view.nodes)
        self.homes = [0] * len(view.nodes)
        self.teams: list[Area] = []
        self.departments: list[Area] = []
        self.strips: dict[str, tuple[float, float]] = {}

    def layout(self) -> Layout:
        right = self._columns()
        bottom = self._below(max(right, 5 * _PITCH[0]))
        points = tuple(zip(self.x, self.y, strict=True))
        width = max([right, *(area.x + area.width for area in self.teams)], default=0)
        titles = (_DEPARTMENT_TITLE, _TITLE)
        return Layout(
            points, tuple(self.teams), tuple(self.departments), width, bottom, tuple(self.homes), titles, self.strips
        )

    def _columns(self) -> int:
        """Place the fields side by side; give where they end."""
        left, begins, department = 0, 0, None
        height = _TITLE + self.rows.count * _PITCH[1]
        for index, team in enumerate(self.columns):
            if index and team.department == department:
                left += _FIELD_GAP
            elif index:
                self._department(department or "", begins, left, height)
                left += _DEPARTMENT_GAP
                begins = left
            department = team.department
            width = self.rows.widths[team] * _PITCH[0] + GAP[0]
            self.strips[remembered_as(team)] = (len(self.teams), self.rows.widths[team])
            for place in self.members[team]:
                self.homes[place] = len(self.teams)
                row, column = self.rows.cells[place]
                self.strips[CELL + self.view.nodes[place].id] = (column, row)
                self.x[place] = left + GAP[0] + column * _PITCH[0] + BOX[0] // 2
                self.y[place] = _DEPARTMENT_TITLE + _TITLE + row * _PITCH[1] + _PITCH[1] // 2
            within, nodes = len(self.departments), len(self.members[team])
            self.teams.append(Area(team.team, left, _DEPARTMENT_TITLE, width, height, nodes, within=within))
            left += width
        if self.columns:
            self._department(department or "", begins, left, height)
        return left

    def _department(self, title: str, begins: int, ends: int, height: int) -> None:
        nodes = sum(area.nodes for area in self.teams if begins <= area.x < ends)
        self.departments.append(Area(title, begins, 0, ends - begins, height + _DEPARTMENT_TITLE, nodes))

    def _below(self, width: int) -> int:
        """Place what is outside or shared below the columns, each near those that use it; give where the map ends."""
        top = _DEPARTMENT_TITLE + _TITLE + self.rows.count * _PITCH[1] if self.columns else 0
        for land in sorted(one for one in self.members if one not in set(self.columns)):
            top += _BELOW_GAP if top else 0
            places = self.members[land]
            slots = max(1, (width - _BELOW_TITLE - GAP[0]) // _PITCH[0])
            order = sorted(places, key=lambda place: (self.depth[place], self._wish(place), place))
            lines = [sorted(order[at : at + slots], key=self._wish) for at in range(0, len(order), slots)]
            for row, line in enumerate(lines):
                indent = _BELOW_TITLE + (width - _BELOW_TITLE - len(line) * _PITCH[0]) // 2
                for column, place in enumerate(line):
                    self.homes[place] = len(self.teams)
                    self.x[place] = indent + column * _PITCH[0] + _PITCH[0] // 2
                    self.y[place] = top + row * _PITCH[1] + _PITCH[1] // 2 + GAP[1] // 2
            height = len(lines) * _PITCH[1] + GAP[1]
            outside = Area(land.department, 0, top, width, height, len(places), land.place > 2, len(self.departments))
            self.teams.append(replace(outside, title=""))
            self.departments.append(outside)
            top += height
        return top

    def _wish(self, place: int) -> tuple[float, int]:
        """Say where across the map those are that use something."""
        users = [self.x[hurt] for hurt, needed in self.arcs if needed == place and self.x[hurt]]
        return (sum(users) / len(users) if users else 0.0, place)
