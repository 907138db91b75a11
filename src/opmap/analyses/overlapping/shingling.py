"""What an automation consists of, as a set of small pieces that copies share.

A piece is a step, two steps in a row, a relation (verb, target, operation), or a starter. A step
is told by its type and by what it does in words; one that touches nothing that is known is
told by its name, too, and among its neighbours by its name alone. Versions and the
automation's own name are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opmap.facts import Plain
    from opmap.graph import Graph

FEWEST = 6
"""Of an automation of fewer pieces nobody can tell whether it is a copy."""
_OWN = frozenset({"exposes", "owned by", "part of", "built from", "runs on"})
_VERSION = re.compile(r"@[\w.-]+")
_MOST = 2000


def shingles_of(graph: Graph, number: int, said: dict[str, Plain]) -> frozenset[str]:
    """Give the pieces of an automation."""
    steps = _steps(said.get("steps"), _touching(graph, number))
    pieces = [*steps, *_starters(said.get("starters")), *_relations(graph, number)]
    return frozenset(pieces[:_MOST])


def _touching(graph: Graph, number: int) -> frozenset[str]:
    """Name the steps that touch something outside that is known."""
    found: set[str] = set()
    for edge in graph.outgoing(number).tolist():
        steps = dict(graph.details.edge(edge).attributes).get("steps")
        found.update(str(each) for each in (steps if isinstance(steps, tuple) else ()))
    return frozenset(found)


def _steps(rows: Plain, touching: frozenset[str]) -> Iterator[str]:
    before, seen = "", dict[str, int]()
    for row in rows if isinstance(rows, tuple) else ():
        if not (isinstance(row, tuple) and len(row) >= 3):
            continue
        name, kind, words = (str(each) for each in row[:3])
        known = name in touching
        piece = _VERSION.sub("", f"{kind}: {words if known else f'{name}: {words}'}")
        seen[piece] = seen.get(piece, 0) + 1
        yield f"step {piece}" if seen[piece] == 1 else f"step {piece} {seen[piece]}"
        placed = piece if known else _VERSION.sub("", f"{kind}: {name}")
        yield f"row {before} > {placed}"
        before = placed


def _starters(rows: Plain) -> Iterator[str]:
    for row in rows if isinstance(rows, tuple) else ():
        if isinstance(row, tuple) and len(row) == 4:
            yield f"starter {row[0]} {row[1]} {row[2]}"


def _relations(graph: Graph, number: int) -> Iterator[str]:
    for edge in graph.outgoing(number).tolist():
        verb = graph.verb_of(edge)
        if verb in _OWN:
            continue
        said = dict(graph.details.edge(edge).attributes)
        target = graph.ids[int(graph.target[edge])]
        yield f"{verb} {target} {said.get('operation', '')}"
        rows = said.get("effects")
        for row in rows if isinstance(rows, tuple) else ():
            if isinstance(row, tuple) and len(row) == 5:
                yield f"{verb} {target} {' '.join(str(each) for each in row[1:])}"
