"""Rows in round brackets, as queries write them: ``('a', 7), ('b', now())``.

>>> text = "('a', f(1, 2), 'it''s')"
>>> [text[cell.start : cell.end] for row in rows_of(text, 0) for cell in row if cell.literal]
['a', "it''s"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.frozen import frozen

_TOKEN = re.compile(
    r"[NnEe]?'((?:[^'\\]|''|\\.)*)'|\\'((?:[^'\\])*)\\'|\\?\"([^\"\\]*)\\?\"|([(),])|\s+|[^\s'\"(),\\]+|\\\w?",
    re.DOTALL,
)
_LONGEST = 200_000


@frozen
class Cell:
    """One value of a row, and whether it is a text in quotes; of anything else the place tells nothing."""

    start: int
    end: int
    literal: bool


def rows_of(text: str, position: int) -> Iterator[tuple[Cell, ...]]:
    """Give the rows that stand one after the other from a position on."""
    depth, cells, cell = 0, list[Cell](), Cell(position, position, literal=False)
    end = min(len(text), position + _LONGEST)
    while position < end and (token := _TOKEN.match(text, position, end)):
        position = token.end()
        sign, literal = token[4], next((at for at in (1, 2, 3) if token[at] is not None), 0)
        if depth == 0 and sign is None and not token[0].isspace():
            return
        if literal:
            cell = Cell(token.start(literal), token.end(literal), literal=True)
        depth += (sign == "(") - (sign == ")")
        if (sign == "," and depth == 1) or (sign == ")" and depth == 0):
            cells.append(cell)
            cell = Cell(position, position, literal=False)
        if sign == ")" and depth <= 0:
            yield tuple(cells)
            cells = []
