"""The standard map drawn again: what was there keeps its row and column, and what is new takes a free place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opmap.maps.placing import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opmap.maps.grouping import Field

CELL = "cell:"
"""What stands before the id of a node where its column and row are remembered."""
_MOSTLY = 0.7  # of the nodes must have stood there before, or the map is drawn afresh


@dataclass(frozen=True)
class Kept:
    """What is remembered: the order and width of fields, and the row and column of nodes."""

    columns: tuple[Field, ...]
    widths: Mapping[Field, int]
    cells: Mapping[int, tuple[int, int]]

    @classmethod
    def of(
        cls,
        columns: Sequence[Field],
        members: Mapping[Field, Sequence[int]],
        ids: Sequence[str],
        remembered: Mapping[str, tuple[float, float]],
    ) -> Kept | None:
        """Give what is remembered of a map; None where that is too little to keep."""
        known = {field: was for field in columns if (was := remembered.get(remembered_as(field)))}
        cells = {
            place: (int(was[1]), int(was[0]))
            for field in known
            for place in members[field]
            if (was := remembered.get(CELL + ids[place]))
        }
        if not cells or len(cells) < _MOSTLY * sum(len(members[field]) for field in columns):
            return None
        order = sorted(columns, key=lambda field: known[field][0] if field in known else len(known))
        together = {field.department: at for at, field in reversed(list(enumerate(order)))}
        order.sort(key=lambda field: (field.place, together[field.department]))
        widths = {field: int(known[field][1]) if field in known else 1 for field in columns}
        return cls(tuple(order), widths, cells)


def remembered_as(field: Field) -> str:
    """Give the name under which the place and width of a field are remembered."""
    return f"field:{field.department}/{field.team}"


def keep(
    kept: Kept, members: Mapping[Field, Sequence[int]], arcs: Sequence[tuple[int, int]], depth: Sequence[int]
) -> Rows:
    """Give what is remembered its cell, and the rest the first free one below all that depends on it."""
    users: dict[int, list[int]] = {}
    for hurt, needed in arcs:
        users.setdefault(needed, []).append(hurt)
    widths = dict(kept.widths)
    cells: dict[int, tuple[int, int]] = {}
    taken: set[tuple[Field, int, int]] = set()
    home = {place: field for field in kept.columns for place in members[field]}
    for place, (row, column) in sorted(kept.cells.items()):
        if column < widths[home[place]] and (home[place], row, column) not in taken:
            cells[place] = (row, column)
            taken.add((home[place], row, column))
    deepest = max(row for row, _ in cells.values())
    for place in sorted(home.keys() - cells.keys(), key=lambda one: (depth[one], one)):
        field = home[place]
        least = max([cells[user][0] + 1 for user in users.get(place, ()) if user in cells] + [min(depth[place], 2)])
        row, column = next(
            ((row, column) for row in range(least, deepest + 1) for column in range(widths[field])
             if (field, row, column) not in taken),
            (max(least, deepest + 1), 0),
        )  # fmt: skip
        cells[place] = (row, column)
        taken.add((field, row, column))
        deepest = max(deepest, row)
    return Rows(cells, widths, deepest + 1)
