"""Where things stand on the map of an estate: departments and teams as territories, each as large as what it holds.

A strip treemap (Bederson, Shneiderman and Wattenberg 2002): in their order, territories
fill strip after strip, and those of one strip are equally high. Everything is counted in
cells, so that nothing ever overlaps, and a cell is as large as a box of the standard map,
so that whoever comes near enough sees the same boxes. Some cells of each team stay free:
a team that grows a little takes those, and moves nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, TypeVar

from opmap.maps.deepening import depths
from opmap.maps.layout import BOX, GAP, Area, Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from opmap.maps.grouping import Field
    from opmap.maps.view import View

Item = TypeVar("Item")
_PITCH = (BOX[0] + GAP[0], BOX[1] + GAP[1])
_TEAM_TITLE, _TEAM_PAD, _TEAM_GAP = 66, 10, 22
_ASPECT = 1.42
_SPARE = 0.08
_SQUARINGS = 5
_HALVINGS = 9
_ON_TOP = frozenset({"capability", "process"})


@dataclass(frozen=True, slots=True)
class _Plot:
    """A team's land: so many cells wide and high, and who lives there."""

    field: Field
    places: Sequence[int]
    cells: int

    def size(self, rows: int) -> tuple[int, int]:
        """Give its width and height where it has so many rows."""
        columns = -(-self.cells // rows)
        return columns * _PITCH[0] + 2 * _TEAM_PAD, rows * _PITCH[1] + _TEAM_PAD + (
            _TEAM_TITLE if self.field.team else 0
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    """What surrounds territories, in proportion to the map, so that it is seen from afar too."""

    title: int
    pad: int
    gap: int

    @classmethod
    def of(cls, width: float) -> _Frame:
        """Give the frame of a map of about this width."""
        return cls(max(70, round(width * 0.019)), max(16, round(width * 0.0032)), max(34, round(width * 0.007)))


def lay_out_estate(view: View, remembered: Mapping[str, tuple[float, float]] | None = None) -> Layout:
    """Place every node of a view; what was placed before keeps its neighbours."""
    return _Survey(view, remembered or {}).layout()


class _Survey:
    """From a view to territories."""

    def __init__(self, view: View, remembered: Mapping[str, tuple[float, float]]) -> None:
        self.view = view
        self.was = [remembered.get(node.id) for node in view.nodes]
        arcs = {(one.hurt, one.needed) for one in view.links if one.sort == "dependency" and one.hurt != one.needed}
        least = [0 if node.kind in _ON_TOP else 1 for node in view.nodes]
        self.depth = depths(len(view.nodes), sorted(arcs), least)
        self.x = [0] * len(view.nodes)
        self.y = [0] * len(view.nodes)
        self.homes = [0] * len(view.nodes)
        self.teams: list[Area] = []
        self.departments: list[Area] = []

    def layout(self) -> Layout:
        plots = self._plots()
        width = sqrt(sum(one.cells for several in plots for one in several) * _PITCH[0] * _PITCH[1] * 1.6 * _ASPECT)
        tried: list[tuple[float, int, list[_Strip], _Frame]] = []
        for _ in range(_SQUARINGS):
            frame = _Frame.of(width)
            strips = [_fitted(strip, width, frame) for strip in _strips(plots, width, _area, frame.gap)]
            wide = max((strip.width for strip in strips), default=1)
            high = sum(strip.height + frame.gap for strip in strips) or 1
            tried.append((abs(wide / high / _ASPECT - 1), len(tried), strips, frame))
            width *= sqrt(_ASPECT * high / wide)
        _, _, strips, frame = min(tried)
        return self._drawn(strips, frame)

    def _drawn(self, strips: Sequence[_Strip], frame: _Frame) -> Layout:
        top = right = 0
        for strip in strips:
            left = 0
            for plots, asked in strip.departments:
                left += self._department(plots, (left, top), asked, strip.height, frame) + frame.gap
            right = max(right, left - frame.gap)
            top += strip.height + frame.gap
        points = tuple(zip(self.x, self.y, strict=True))
        bottom = max(0, top - frame.gap)
        titles = (frame.title, _TEAM_TITLE)
        return Layout(points, tuple(self.teams), tuple(self.departments), right, bottom, tuple(self.homes), titles)

    def _plots(self) -> list[list[_Plot]]:
        """Give the teams of each department: those above that depend, what is outside and the organisation last."""
        members: dict[Field, list[int]] = {}
        for place, node in enumerate(self.view.nodes):
            members.setdefault(node.field, []).append(place)
        departments: dict[tuple[int, str], list[_Plot]] = {}
        for field in sorted(members):
            places = members[field]
            cells = ceil(len(places) * (1 + _SPARE))
            plot = _Plot(field, sorted(places, key=self._order), cells)
            departments.setdefault((field.place, field.department), []).append(plot)
        for plots in departments.values():
            plots.sort(key=lambda plot: self._standing(plot.places))
        return [
            departments[key]
            for key in sorted(
                departments,
                key=lambda key: (key[0], self._standing([at for plot in departments[key] for at in plot.places])),
            )
        ]

    def _order(self, place: int) -> tuple[float, ...]:
        was = self.was[place]
        return (0, was[1], was[0], place) if was else (1, self.depth[place], place, 0)

    def _standing(self, places: Sequence[int]) -> tuple[float, ...]:
        """Order what was seen before as it stood, and the rest by how much depends on it."""
        known = [was for place in places if (was := self.was[place])]
        if known:
            return (0, min(y for _, y in known), min(x for x, _ in known), 0)
        return (1, -len(places), sum(self.depth[place] for place in places) / len(places), places[0])

    def _department(
        self, plots: Sequence[_Plot], corner: tuple[int, int], asked: float, height: int, frame: _Frame
    ) -> int:
        """Draw a department; give how wide it has become."""
        (left, top), number = corner, len(self.departments)
        down, right = top + frame.title, 0
        for strip, rows in _rows_of(plots, asked):
            across = left + frame.pad
            for plot in strip:
                self._team(plot, across, down, rows, number)
                across += plot.size(rows)[0] + _TEAM_GAP
            right = max(right, across - _TEAM_GAP)
            down += max(plot.size(rows)[1] for plot in strip) + _TEAM_GAP
        width = right + frame.pad - left
        field = plots[0].field
        nodes = sum(len(plot.places) for plot in plots)
        self.departments.append(Area(field.department, left, top, width, height, nodes, field.place > 2))
        return width

    def _team(self, plot: _Plot, left: int, top: int, rows: int, within: int) -> None:
        wide, high = plot.size(rows)
        columns = -(-plot.cells // rows)
        title = high - rows * _PITCH[1] - _TEAM_PAD
        for at, place in enumerate(plot.places):
            self.homes[place] = len(self.teams)
            self.x[place] = left + _TEAM_PAD + at % columns * _PITCH[0] + _PITCH[0] // 2
            self.y[place] = top + title + at // columns * _PITCH[1] + _PITCH[1] // 2
        self.teams.append(Area(plot.field.team, left, top, wide, high, len(plot.places), plot.field.place > 2, within))


def _strips(items: Sequence[Item], width: float, area: Callable[[Item], float], gap: float) -> list[list[Item]]:
    """Fill strip after strip, a strip for as long as what is in it becomes squarer by one more."""
    strips: list[list[Item]] = []
    for item in items:
        if strips and _worst([*map(area, strips[-1]), area(item)], width, gap) <= _worst(
            list(map(area, strips[-1])), width, gap
        ):
            strips[-1].append(item)
        else:
            strips.append([item])
    return strips


def _worst(areas: list[float], width: float, gap: float) -> float:
    """Say how far from the wished shape things of these areas are, on the mean, in a strip of a width."""
    height = sum(areas) / max(1.0, width - gap * (len(areas) - 1))
    shapes = [area / height / height / _ASPECT for area in areas]
    return sum(max(shape, 1 / shape) for shape in shapes) / len(shapes)


def _area(plots: Sequence[_Plot]) -> float:
    cells = sum(plot.cells for plot in plots) * _PITCH[0] * _PITCH[1]
    return cells * 1.2 + len(plots) * (_TEAM_TITLE + _TEAM_GAP) * 3 * _PITCH[0]


def _rows_of(plots: Sequence[_Plot], width: float) -> list[tuple[list[_Plot], int]]:
    """Give the strips of a department that is so wide, and how many rows of cells each has."""
    found = []
    for strip in _strips(plots, width, lambda plot: plot.cells * _PITCH[0] * _PITCH[1], _TEAM_GAP):
        room = (width - (2 * _TEAM_PAD + _TEAM_GAP) * len(strip)) / _PITCH[0]
        cells = sum(plot.cells for plot in strip)
        rows = max(1, ceil(cells / max(1.0, room)))
        while rows < cells and sum(-(-plot.cells // rows) for plot in strip) > max(room, len(strip)):
            rows += 1
        found.append((strip, rows))
    return found


def _extent(plots: Sequence[_Plot], width: float, frame: _Frame) -> tuple[int, int]:
    """Give the width and height that a department takes where it is asked to be so wide."""
    wide = high = 0
    for strip, rows in _rows_of(plots, width):
        sizes = [plot.size(rows) for plot in strip]
        wide = max(wide, sum(one for one, _ in sizes) + _TEAM_GAP * (len(sizes) - 1))
        high += max(one for _, one in sizes) + _TEAM_GAP
    return wide + 2 * frame.pad, high - _TEAM_GAP + frame.title + frame.pad


@dataclass(frozen=True, slots=True)
class _Strip:
    """Departments side by side, each with the width that was asked of it."""

    departments: tuple[tuple[list[_Plot], float], ...]
    width: int
    height: int


def _fitted(departments: Sequence[list[_Plot]], width: float, frame: _Frame) -> _Strip:
    """Find the lowest strip that is no wider than this."""
    room = max(1.0, width - frame.gap * (len(departments) - 1))
    low, high = 0.3, 4.0
    wished = sum(map(_area, departments)) / room
    best = _strip(departments, wished * high, frame)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        strip = _strip(departments, wished * middle, frame)
        if strip.width <= width * 1.01:
            best, high = strip, middle
        else:
            low = middle
    return best


def _strip(departments: Sequence[list[_Plot]], height: float, frame: _Frame) -> _Strip:
    """Give a strip in which every department is as narrow as it can be at this height."""
    asked, wide, tall = [], 0, 0
    for plots in departments:
        low, high = 1.0, _area(plots) / height * 3 + 20 * _PITCH[0]
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if _extent(plots, middle, frame)[1] <= height:
                high = middle
            else:
                low = middle
        extent = _extent(plots, high, frame)
        asked.append((plots, high))
        wide += extent[0] + frame.gap
        tall = max(tall, extent[1])
    return _Strip(tuple(asked), wide - frame.gap, tall)
