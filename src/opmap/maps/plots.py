"""The land of teams, in cells: how it is cut into strips, and how wide and high that becomes.

A strip treemap (Bederson, Shneiderman and Wattenberg 2002): in their order, territories
fill strip after strip, and those of one strip are equally high.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, TypeVar

from opmap.frozen import frozen
from opmap.maps.layout import BOX, GAP

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from opmap.maps.grouping import Field

Item = TypeVar("Item")
PITCH = (BOX[0] + GAP[0], BOX[1] + GAP[1])
TEAM_TITLE, TEAM_PAD, TEAM_GAP = 66, 10, 22
ASPECT = 1.42
_HALVINGS = 9


@frozen
class Plot:
    """A team's land: so many cells wide and high, and who lives there."""

    field: Field
    places: Sequence[int]
    cells: int
    strip: int = -1  # of its department, that it was in; -1 where that is not known
    rows: int = 0  # that this strip had

    def size(self, rows: int) -> tuple[int, int]:
        """Give its width and height where it has so many rows."""
        columns = -(-self.cells // rows)
        return columns * PITCH[0] + 2 * TEAM_PAD, rows * PITCH[1] + TEAM_PAD + (TEAM_TITLE if self.field.team else 0)


@frozen
class Frame:
    """What surrounds territories, in proportion to the map, so that it is seen from afar too."""

    title: int
    pad: int
    gap: int
    width: float

    @classmethod
    def of(cls, width: float) -> Frame:
        """Give the frame of a map of about this width."""
        return cls(max(70, round(width * 0.019)), max(16, round(width * 0.0032)), max(34, round(width * 0.007)), width)


def strips_of(items: Sequence[Item], width: float, area: Callable[[Item], float], gap: float) -> list[list[Item]]:
    """Fill strip after strip, a strip for as long as what is in it becomes squarer by one more."""
    strips: list[list[Item]] = []
    filled: list[float] = []
    worst = 0.0
    for item in items:
        wider = [*filled, area(item)]
        with_it = _worst(wider, width, gap)
        if strips and with_it <= worst:
            strips[-1].append(item)
            filled, worst = wider, with_it
        else:
            strips.append([item])
            filled = wider[-1:]
            worst = _worst(filled, width, gap)
    return strips


def _worst(areas: list[float], width: float, gap: float) -> float:
    """Say how far from the wished shape things of these areas are, on the mean, in a strip of a width."""
    height = sum(areas) / max(1.0, width - gap * (len(areas) - 1))
    shapes = [area / height / height / ASPECT for area in areas]
    return sum([shape if shape > 1 else 1 / shape for shape in shapes]) / len(shapes)


def area_of(plots: Sequence[Plot]) -> float:
    """Give about how much land a department takes."""
    cells = sum(plot.cells for plot in plots) * PITCH[0] * PITCH[1]
    return cells * 1.2 + len(plots) * (TEAM_TITLE + TEAM_GAP) * 3 * PITCH[0]


def rows_of(plots: Sequence[Plot], width: float) -> list[tuple[list[Plot], int]]:
    """Give the strips of a department that is so wide, and how many rows of cells each has."""
    found = []
    for strip in _kept(plots) or strips_of(plots, width, lambda plot: plot.cells * PITCH[0] * PITCH[1], TEAM_GAP):
        known = max(plot.rows for plot in strip)
        found.append((strip, known or _rows(strip, width)))
    return found


def _rows(strip: Sequence[Plot], width: float) -> int:
    """Give how many rows of cells a strip needs to be no wider than this."""
    room = (width - (2 * TEAM_PAD + TEAM_GAP) * len(strip)) / PITCH[0]
    cells = sum(plot.cells for plot in strip)
    rows = max(1, ceil(cells / max(1.0, room)))
    while rows < cells and sum(-(-plot.cells // rows) for plot in strip) > max(room, len(strip)):
        rows += 1
    return rows


def _kept(plots: Sequence[Plot]) -> list[list[Plot]]:
    """Give the strips in which teams were; a new team takes the last one; empty where nothing is known."""
    last = max(plot.strip for plot in plots)
    strips: dict[int, list[Plot]] = {}
    for plot in plots:
        strips.setdefault(plot.strip if plot.strip >= 0 else last, []).append(plot)
    return [strips[number] for number in sorted(strips)] if last >= 0 else []


def extent_of(plots: Sequence[Plot], width: float, frame: Frame) -> tuple[int, int]:
    """Give the width and height that a department takes where it is asked to be so wide."""
    wide = high = 0
    for strip, rows in rows_of(plots, width):
        sizes = [plot.size(rows) for plot in strip]
        wide = max(wide, sum(one for one, _ in sizes) + TEAM_GAP * (len(sizes) - 1))
        high += max(one for _, one in sizes) + TEAM_GAP
    return wide + 2 * frame.pad, high - TEAM_GAP + frame.title + frame.pad


@frozen
class Strip:
    """Departments side by side, each with the width that was asked of it."""

    departments: tuple[tuple[list[Plot], float], ...]
    width: int
    height: int


def fitted(departments: Sequence[list[Plot]], width: float, frame: Frame) -> Strip:
    """Find the lowest strip that is no wider than this."""
    room = max(1.0, width - frame.gap * (len(departments) - 1))
    low, high = 0.3, 4.0
    wished = sum(map(area_of, departments)) / room
    best = _strip(departments, wished * high, frame)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        strip = _strip(departments, wished * middle, frame)
        if strip.width <= width * 1.01:
            best, high = strip, middle
        else:
            low = middle
    return best


def _strip(departments: Sequence[list[Plot]], height: float, frame: Frame) -> Strip:
    """Give a strip in which every department is as narrow as it can be at this height."""
    asked, wide, tall = [], 0, 0
    for plots in departments:
        low, high = 1.0, area_of(plots) / height * 3 + 20 * PITCH[0]
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if extent_of(plots, middle, frame)[1] <= height:
                high = middle
            else:
                low = middle
        extent = extent_of(plots, high, frame)
        asked.append((plots, high))
        wide += extent[0] + frame.gap
        tall = max(tall, extent[1])
    return Strip(tuple(asked), wide - frame.gap, tall)
