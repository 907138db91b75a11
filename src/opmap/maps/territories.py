"""Where things stand on the map of an estate: departments and teams as territories, each as large as what it holds.

Everything is counted in cells, so that nothing ever overlaps, and a cell is as large as a
box of the standard map, so that whoever comes near enough sees the same boxes. Some cells
of each team stay free: a team that grows a little takes those. What was drawn before keeps
its strip, its order and its cell.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING

from opmap.maps.deepening import depths
from opmap.maps.layout import Area, Layout
from opmap.maps.plots import (
    ASPECT,
    PITCH,
    TEAM_GAP,
    TEAM_PAD,
    TEAM_TITLE,
    Frame,
    Plot,
    Strip,
    area_of,
    extent_of,
    fitted,
    rows_of,
    strips_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opmap.maps.grouping import Field
    from opmap.maps.view import View

_SPARE = 0.08
_SQUARINGS = 5
_ROOM, _STRIP, _CORNER, _MAP = "room:", "strip:", "corner:", "map"
_CROOKED = 1.7
_ON_TOP = frozenset({"capability", "process"})


def lay_out_estate(view: View, remembered: Mapping[str, tuple[float, float]] | None = None) -> Layout:
    """Place every node of a view; what was placed before keeps its neighbours, unless the map would grow crooked."""
    found = _Survey(view, remembered or {}).layout()
    crooked = max(found.width, 1) / max(found.height, 1) / ASPECT
    if remembered and not 1 / _CROOKED < crooked < _CROOKED:
        return _Survey(view, {}).layout()
    return found


def territory(department: str, team: str = "") -> str:
    """Give the name under which it is remembered in which strip a territory lies."""
    return f"territory:{department}" + (f"/{team}" if team else "")


class _Survey:
    """From a view to territories."""

    def __init__(self, view: View, remembered: Mapping[str, tuple[float, float]]) -> None:
        self.view = view
        self.remembered = remembered
        self.strips: dict[str, tuple[float, float]] = {}
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
        strips, frame = self._kept_strips(plots) or self._new_strips(plots)
        self.strips[_MAP] = (frame.width, 0)
        return self._drawn(strips, frame)

    def _new_strips(self, plots: list[list[Plot]]) -> tuple[list[Strip], Frame]:
        """Cut the map into strips, some times over, until it is about as wide as a screen."""
        width = sqrt(sum(one.cells for several in plots for one in several) * PITCH[0] * PITCH[1] * 1.6 * ASPECT)
        tried: list[tuple[float, int, list[Strip], Frame]] = []
        for _ in range(_SQUARINGS):
            frame = Frame.of(width)
            strips = [fitted(strip, width, frame) for strip in strips_of(plots, width, area_of, frame.gap)]
            wide = max((strip.width for strip in strips), default=1)
            high = sum(strip.height + frame.gap for strip in strips) or 1
            tried.append((abs(wide / high / ASPECT - 1), len(tried), strips, frame))
            width *= sqrt(ASPECT * high / wide)
        _, _, strips, frame = min(tried)
        return strips, frame

    def _kept_strips(self, plots: list[list[Plot]]) -> tuple[list[Strip], Frame] | None:
        """Keep departments in the strips in which they were, as wide as they were; None where nothing is known."""
        if _MAP not in self.remembered:
            return None
        frame = Frame.of(self.remembered[_MAP][0])
        strips: dict[float, list[tuple[list[Plot], float]]] = {}
        for several in plots:
            number, asked = self.remembered.get(territory(several[0].field.department), (0, sqrt(area_of(several))))
            strips.setdefault(number, []).append((several, asked))
        made = []
        for number in sorted(strips):
            extents = [extent_of(several, asked, frame) for several, asked in strips[number]]
            made.append(
                Strip(tuple(strips[number]), sum(wide for wide, _ in extents), max(high for _, high in extents))
            )
        return made, frame

    def _drawn(self, strips: Sequence[Strip], frame: Frame) -> Layout:
        top = right = 0
        for number, strip in enumerate(strips):
            left = 0
            for plots, asked in strip.departments:
                self.strips[territory(plots[0].field.department)] = (number, asked)
                left += self._department(plots, (left, top), asked, strip.height, frame) + frame.gap
            right = max(right, left - frame.gap)
            top += strip.height + frame.gap
        points = tuple(zip(self.x, self.y, strict=True))
        bottom = max(0, top - frame.gap)
        titles = (frame.title, TEAM_TITLE)
        return Layout(
            points, tuple(self.teams), tuple(self.departments), right, bottom, tuple(self.homes), titles, self.strips
        )

    def _plots(self) -> list[list[Plot]]:
        """Give the teams of each department: those above that depend, what is outside and the organisation last."""
        members: dict[Field, list[int]] = {}
        for place, node in enumerate(self.view.nodes):
            members.setdefault(node.field, []).append(place)
        departments: dict[tuple[int, str], list[Plot]] = {}
        for field in sorted(members):
            places = members[field]
            plot = self._plot(field, sorted(places, key=self._order))
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

    def _plot(self, field: Field, places: list[int]) -> Plot:
        """Give a team as many cells as it had, for as long as they suffice and do not stand empty."""
        name, number = territory(field.department, field.team), len(places)
        cells, rows = self.remembered.get(_ROOM + name, (0, 0))
        strip, _ = self.remembered.get(_STRIP + name, (-1, 0))
        enough = number <= cells <= 2 * number
        return Plot(field, places, int(cells) if enough else ceil(number * (1 + _SPARE)), int(strip), int(rows))

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
        self, plots: Sequence[Plot], corner: tuple[int, int], asked: float, height: int, frame: Frame
    ) -> int:
        """Draw a department; give how wide it has become."""
        (left, top), number = corner, len(self.departments)
        down, right = top + frame.title, 0
        for at, (strip, rows) in enumerate(rows_of(plots, asked)):
            across = left + frame.pad
            for plot in strip:
                self._team(plot, (across, down), rows, number, at)
                across += plot.size(rows)[0] + TEAM_GAP
            right = max(right, across - TEAM_GAP)
            down += max(plot.size(rows)[1] for plot in strip) + TEAM_GAP
        width = right + frame.pad - left
        field = plots[0].field
        nodes = sum(len(plot.places) for plot in plots)
        self.departments.append(Area(field.department, left, top, width, height, nodes, field.place > 2))
        return width

    def _team(self, plot: Plot, edge: tuple[int, int], rows: int, within: int, strip: int) -> None:
        left, top = edge
        wide, high = plot.size(rows)
        title = high - rows * PITCH[1] - TEAM_PAD
        corner = (left + TEAM_PAD + PITCH[0] // 2, top + title + PITCH[1] // 2)
        name = territory(plot.field.department, plot.field.team)
        cells = self._cells(plot, self.remembered.get(_CORNER + name), (-(-plot.cells // rows), rows))
        for place, (column, row) in cells.items():
            self.homes[place] = len(self.teams)
            self.x[place] = corner[0] + column * PITCH[0]
            self.y[place] = corner[1] + row * PITCH[1]
        self.strips[_CORNER + name] = corner
        self.strips[_ROOM + name] = (plot.cells, rows)
        self.strips[_STRIP + name] = (strip, 0)
        background = plot.field.place > 2
        self.teams.append(Area(plot.field.team, left, top, wide, high, len(plot.places), background, within))

    def _cells(
        self, plot: Plot, corner: tuple[float, float] | None, size: tuple[int, int]
    ) -> dict[int, tuple[int, int]]:
        """Give each node its cell: the one that it had, where that is there and free; the others in their order."""
        columns, rows = size
        free = dict.fromkeys((column, row) for row in range(rows) for column in range(columns))
        cells: dict[int, tuple[int, int]] = {}
        for place in plot.places:
            was = self.was[place]
            if corner is None or was is None:
                continue
            cell = (round((was[0] - corner[0]) / PITCH[0]), round((was[1] - corner[1]) / PITCH[1]))
            if cell in free:
                del free[cell]
                cells[place] = cell
        rest = [place for place in plot.places if place not in cells]
        return cells | dict(zip(rest, free, strict=False))
