"""Generated graphs: *modular* (domains of 200 nodes and a shared core) and *deep* (global preferential attachment).

One node in twenty owns a group of two or three alternatives; a few edges are turned round,
so that there are circles; and the numbers of the nodes are shuffled, so that no order helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from opmap.graph import Graph
from opmap.graph.model import KIND_NAMES, STRENGTHS, VERB_NAMES
from opmap.kinds import Strength

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

DOMAIN = 200


class Numbered(Sequence[str]):
    """Names made of numbers, each when asked for."""

    def __init__(self, count: int) -> None:
        self.size = count

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, index: Any) -> Any:
        return f"node-{range(self.size)[index]:07}"


def generated(
    shape: str,
    nodes: int,
    *,
    degree: float = 5,
    groups: float = 0.05,
    circles: float = 0.0,
    soft: float = 0.0,
    seed: int = 1,
) -> Graph:
    """Make a graph of a shape, ``modular`` or ``deep``, where every edge says *calls*; some are soft."""
    chance = np.random.default_rng(seed)
    draw = _modular if shape == "modular" else _deep
    source = chance.integers(1, nodes, int(nodes * degree))
    target = draw(chance, source, nodes)
    turned = chance.choice(len(source), int(nodes * circles), replace=False)
    source, target = np.r_[source, target[turned]], np.r_[target, source[turned]]
    owner = chance.choice(np.arange(nodes // 20 + 3, nodes), int(nodes * groups), replace=False)
    size = chance.choice([2, 2, 2, 3], len(owner))
    need = np.where((size == 3) & (chance.random(len(owner)) < 0.5), 2, 1)
    member = draw(chance, np.repeat(owner, size), nodes)
    graph = _graph(
        nodes,
        np.r_[source, np.repeat(owner, size)],
        np.r_[target, member],
        np.r_[np.full(len(source), -1), np.repeat(np.arange(len(owner)), size)],
        need,
        chance.permutation(nodes),
    )
    graph.strength[(graph.group < 0) & (chance.random(len(graph.source)) < soft)] = STRENGTHS.index(Strength.SOFT)
    return graph


def _modular(chance: np.random.Generator, source: Numbers, nodes: int) -> Numbers:
    """Choose what is needed: mostly something lower in the same domain, else something in the core."""
    core = max(10, nodes // 100)
    base = core + (source - core) // DOMAIN * DOMAIN
    place = source - base
    inside = base + (np.maximum(place, 1) * chance.random(len(source)) ** 2.5).astype(np.int64)
    in_core = (core * chance.random(len(source)) ** 4).astype(np.int64)
    lower = (source * chance.random(len(source)) ** 2).astype(np.int64)
    chosen = np.where((chance.random(len(source)) < 0.15) | (place == 0), in_core, inside)
    return np.where(source < core, lower, chosen)


def _deep(chance: np.random.Generator, source: Numbers, nodes: int) -> Numbers:  # noqa: ARG001 - one shape of both
    """Choose what is needed: something lower, and the lower, the likelier."""
    return (source * chance.random(len(source)) ** 2).astype(np.int64)


def _graph(nodes: int, source: Numbers, target: Numbers, group: Numbers, need: Numbers, name: Numbers) -> Graph:
    apart = source != target
    source, target, group = name[source[apart]], name[target[apart]], group[apart]
    order = np.lexsort((group, target, source))
    source, target, group = source[order], target[order], group[order]
    again = (np.diff(source, prepend=-1) == 0) & (np.diff(target, prepend=-1) == 0)
    source, target, group = source[~again], target[~again], group[~again]
    edges = len(source)
    return Graph(
        ids=Numbered(nodes),
        names=Numbered(nodes),
        environments=Numbered(nodes),
        kind=np.full(nodes, KIND_NAMES.index("service"), np.uint8),
        state=np.zeros(nodes, np.uint8),
        inactive=np.zeros(nodes, bool),
        role=np.zeros(nodes, np.uint8),
        value=np.full(nodes, np.nan, np.float32),
        counts=np.full(nodes, -1, np.int8),
        published=np.zeros(nodes, bool),
        source=source.astype(np.int32),
        target=target.astype(np.int32),
        verb=np.full(edges, VERB_NAMES.index("calls"), np.uint8),
        strength=np.zeros(edges, np.uint8),
        presumed=np.zeros(edges, bool),
        certainty=np.zeros(edges, np.uint8),
        buffer=np.zeros(edges, np.float32),
        group=group.astype(np.int32),
        group_need=need.astype(np.int32),
        group_presumed=np.zeros(len(need), bool),
        place_edge=np.empty(0, np.int32),
        place=np.empty(0, np.int32),
        snapshot=0,
        content="",
        details=None,  # type: ignore[arg-type]
    )
