"""Which fields stand beside each other, and which row and column of its field each node has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from opmap.maps.grouping import Field

Item = TypeVar("Item")
_SWEEPS = 6


@dataclass(frozen=True)
class Rows:
    """The row and column of each node within its field, and how wide each field is."""

    cells: Mapping[int, tuple[int, int]]
    widths: Mapping[Field, int]
    count: int  # rows


def arrange(
    fields: Sequence[Field], members: Mapping[Field, Sequence[int]], arcs: Sequence[tuple[int, int]]
) -> list[Field]:
    """Order fields so that those with many links between them are near; departments stay together."""
    home = {place: field for field in fields for place in members[field]}
    ties: Counter[tuple[Field, Field]] = Counter()
    for hurt, needed in arcs:
        if hurt in home and needed in home and home[hurt] != home[needed]:
            ties[home[hurt], home[needed]] += 1
            ties[home[needed], home[hurt]] += 1
    departments: dict[tuple[int, str], list[Field]] = {}
    for field in sorted(fields):
        departments.setdefault((field.place, field.department), []).append(field)
    order = _near(
        [key for key in departments if key[0] == 0],
        lambda one, other: sum(ties[a, b] for a in departments[one] for b in departments[other]),
    )
    order += [key for key in departments if key[0] == 1]
    return [field for key in order for field in _near(departments[key], lambda one, other: ties[one, other])]


def _near(items: Sequence[Item], weight: Callable[[Item, Item], int]) -> list[Item]:
    """Swap neighbours for as long as that brings what belongs together nearer."""
    order = list(items)
    tie = {(a, b): weight(a, b) for a in order for b in order if a != b}
    for _ in range(len(order)):
        swapped = False
        for at in range(len(order) - 1):
            one, other = order[at], order[at + 1]
            left = sum(tie[one, each] - tie[other, each] for each in order[:at])
            right = sum(tie[one, each] - tie[other, each] for each in order[at + 2 :])
            if right - left > 0:  # the first is drawn to the right more than the second
                order[at], order[at + 1] = other, one
                swapped = True
        if not swapped:
            break
    return order


def stack(
    fields: Sequence[Field],
    members: Mapping[Field, Sequence[int]],
    widths: Mapping[Field, int],
    arcs: Sequence[tuple[int, int]],
    depth: Sequence[int],
) -> dict[int, int]:
    """Give each node the first row that is free in its field below all that depends on it."""
    home = {place: field for field in fields for place in members[field]}
    users: dict[int, list[int]] = {}
    for hurt, needed in arcs:
        if depth[hurt] < depth[needed] and hurt in home:
            users.setdefault(needed, []).append(hurt)
    row: dict[int, int] = {}
    filled: Counter[tuple[Field, int]] = Counter()
    for place in sorted(home, key=lambda one: (depth[one], one)):
        field = home[place]
        at = max([row[user] + 1 for user in users.get(place, ())] + [min(depth[place], 2)])
        while filled[field, at] >= widths[field]:
            at += 1
        row[place] = at
        filled[field, at] += 1
    used = {at: new for new, at in enumerate(sorted(set(row.values())))}
    return {place: used[at] for place, at in row.items()}


def spread_out(
    fields: Sequence[Field],
    members: Mapping[Field, Sequence[int]],
    widths: Mapping[Field, int],
    arcs: Sequence[tuple[int, int]],
    row: Mapping[int, int],
) -> Rows:
    """Give each node of a row the column that is nearest to its neighbours."""
    home = {place: field for field in fields for place in members[field]}
    left, start = 0, {}
    for field in fields:
        start[field] = left
        left += widths[field]
    lines: dict[tuple[Field, int], list[int]] = {}
    for place in sorted(row):
        lines.setdefault((home[place], row[place]), []).append(place)
    near: dict[int, list[int]] = {place: [] for place in row}
    for one, other in arcs:
        if one in row and other in row:
            near[one].append(other)
            near[other].append(one)
    column = {
        place: _middle(widths[field], len(line), at)
        for (field, _), line in lines.items()
        for at, place in enumerate(line)
    }
    for sweep in range(_SWEEPS):
        for (field, _), line in sorted(lines.items(), key=lambda item: item[0][1], reverse=bool(sweep % 2)):

            def wish(place: int, at: int = start[field]) -> float:
                others = [start[home[one]] + column[one] for one in near[place]]
                return sum(others) / len(others) - at if others else float(column[place])

            wishes = sorted((wish(place), place) for place in line)
            for (_, place), slot in zip(wishes, _slots([each for each, _ in wishes], widths[field]), strict=True):
                column[place] = slot
    return Rows({place: (row[place], column[place]) for place in row}, widths, len(set(row.values())))


def _middle(width: int, count: int, at: int) -> int:
    return (width - count) // 2 + at


def _slots(wishes: list[float], width: int) -> list[int]:
    """Give each wish, in order, a column of its own that is near it."""
    slots: list[int] = []
    for at, wish in enumerate(wishes):
        least = slots[-1] + 1 if slots else 0
        most = width - (len(wishes) - at)
        slots.append(max(least, min(most, round(wish))))
    return slots
