"""What can fail, as columns: the fault graph of the whole estate, so that a page follows failures as `blast` does.

It holds all nodes, also those that a map of a part leaves out: what falls through them is
not lost, and what falls beyond the map is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.engine.aspects import NOWHERE
from opmap.graph.faultgraph import FaultGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opmap.graph import Graph
    from opmap.graph.engine.aspects import Aspects
    from opmap.graph.engine.ground import Loops
    from opmap.graph.signs import Sign

Columns = dict[str, "Iterable[int]"]
_MINUTES = 60


def fault_columns(graph: Graph) -> Columns:
    """Give everything that it takes to follow a failure."""
    faults = FaultGraph.of(graph)
    columns: Columns = {
        "nodes": [len(faults)],
        "running": _where(faults.running, np.arange(len(faults))),
        "renewed": _where(faults.renewed, np.full(len(faults), NOWHERE)),
        "ages": faults.reading.ages,
    }
    columns |= _aspects("core", faults.core)
    if faults.able is not faults.core:
        columns |= _aspects("able", faults.able)
    columns |= _sign("impaired", faults.signs.impaired, {})
    columns |= _sign("unowned", faults.signs.unowned, dict(_chains(faults)))
    columns |= _sign("unattended", faults.signs.unattended, {})
    if faults.core.grouped:
        columns |= _loops(faults.core.loops)
    return columns


def _where(column: Iterable[int], usual: Iterable[int]) -> list[int]:
    """Give pairs (place, value) of what is not as usual, flat."""
    return [
        part for at, (one, other) in enumerate(zip(column, usual, strict=True)) if one != other for part in (at, one)
    ]


def _aspects(name: str, aspects: Aspects) -> Columns:
    size = len(aspects)
    minutes = np.rint(aspects.hours * _MINUTES * _MINUTES).astype(np.int64)
    return {
        f"{name}.bearing": _where(aspects.bearing, np.ones(size, int)),
        f"{name}.serves": _where(aspects.serves, np.arange(size)),
        f"{name}.degree": aspects.degree,
        f"{name}.hurt": aspects.hurt,
        f"{name}.seconds": _where(minutes, np.zeros(len(minutes), int)),
        f"{name}.bare": np.flatnonzero(aspects.edge == NOWHERE),
    }


def _chains(faults: FaultGraph) -> Iterator[tuple[tuple[int, int], int]]:
    """Give for a node and an owner that is handed down to it over how many steps that is."""
    for node, several in faults.signs.owners.items():
        for one in several:
            if one.chain:
                yield (node, one.owner), len(one.chain) + 1


def _sign(name: str, sign: Sign, chains: dict[tuple[int, int], int]) -> Columns:
    """Give a sign; steps are those of an arc that stands for more than one."""
    inputs, served = len(sign.inputs), sign.aspects.serves
    steps = np.ones(len(sign.aspects.hurt), int)
    if chains:
        for arc, (hurt, need) in enumerate(zip(sign.aspects.hurt.tolist(), sign.aspects.need.tolist(), strict=True)):
            if need < inputs:
                node = int(sign.nodes[int(served[hurt]) - inputs])
                steps[arc] = chains.get((node, int(sign.inputs[need])), 1)
    return _aspects(name, sign.aspects) | {
        f"{name}.inputs": sign.inputs,
        f"{name}.nodes": sign.nodes,
        f"{name}.steps": _where(steps, np.ones(len(steps), int)),
    }


def _loops(loops: Loops) -> Columns:
    return {
        f"loops.{name}": getattr(loops, name)
        for name in ("aspect", "unit", "arc", "need", "hurt", "inherent", "serving", "group", "keep", "excused")
    }
