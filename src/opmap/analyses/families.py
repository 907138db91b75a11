"""Copies are a family: what is alike in every way that counts is one line with its members, not a thousand lines.

Two nodes are alike where they are of one kind and environment, stand in the same relations
to others of the same kinds, and those others do so too (two rounds of colour refinement,
which is how graphs are told apart that look the same). What the caller holds apart besides,
a rank or a list of owners, keeps them apart. One that lacks what its siblings have is not
alike, and stands alone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from opmap.graph import Graph

SMALLEST_FAMILY = 3
"""Two that are alike are named one by one."""
_ROUNDS = 2
_ODD = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], np.uint64)

_Item = TypeVar("_Item")


def families(
    graph: Graph, items: Sequence[_Item], node: Callable[[_Item], int], apart: Callable[[_Item], Hashable]
) -> list[list[_Item]]:
    """Put together what is alike; families stand where their first member stood, and members in their order."""
    alike = likeness(graph)[[node(item) for item in items]].tolist() if items else []
    count = Counter(alike)
    found: dict[Hashable, list[tuple[int, _Item]]] = {}
    for place, item in enumerate(items):
        likely = count[alike[place]] >= SMALLEST_FAMILY  # of fewer none need be told apart
        found.setdefault((apart(item), alike[place]) if likely else place, []).append((place, item))
    ordered: list[list[tuple[int, _Item]]] = []
    for several in found.values():
        ordered += [several] if len(several) >= SMALLEST_FAMILY else [[one] for one in several]
    return [[item for _, item in several] for several in sorted(ordered, key=lambda several: several[0][0])]


def likeness(graph: Graph) -> NDArray[np.uint64]:
    """Give each node a number that it shares with what is like it, and, but for a chance in 10^9, with nothing else."""
    environments = _numbered(graph)
    alike = _stirred(graph.kind.astype(np.uint64) * _ODD[0] + environments * _ODD[1] + graph.state * _ODD[2])
    verbs = _stirred((graph.verb.astype(np.uint64) + np.uint64(1)) * _ODD[2])
    for _ in range(_ROUNDS):
        around = np.zeros(len(graph), np.uint64)
        np.add.at(around, graph.source, _stirred(alike[graph.target] ^ verbs))
        np.add.at(around, graph.target, _stirred(alike[graph.source] + verbs))
        alike = _stirred(alike * _ODD[0] + around)
    return alike


def _numbered(graph: Graph) -> NDArray[np.uint64]:
    number: dict[str, int] = {}
    return np.fromiter((number.setdefault(name, len(number)) for name in graph.environments), np.uint64, len(graph))


def _stirred(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix the bits of numbers (the finaliser of SplitMix64; G. Steele, D. Lea and C. Flood, 2014)."""
    mixed = (values ^ (values >> np.uint64(30))) * _ODD[1]
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _ODD[2]
    stirred: NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return stirred
