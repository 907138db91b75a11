"""How long it takes to know what fails with what: all single faults, and one.

    python benchmarks/faults.py            modular and deep graphs of 10,000 and 100,000 nodes
    python benchmarks/faults.py deep 1000000

Times are seconds of this process's CPU, since other work on the machine makes the clock lie.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TypeVar

import numpy as np
from graphs import generated

from opmap.graph.faultgraph import FaultGraph
from opmap.graph.spreading import spread
from opmap.graph.tallies import COUNTED, blast_sizes, tallies

_Answer = TypeVar("_Answer")
CIRCLES = {"modular": 0.002, "deep": 3e-5}


def main() -> None:
    sizes = [int(size) for size in sys.argv[2:]] or [10_000, 100_000]
    for shape in sys.argv[1:2] or ["modular", "deep"]:
        for size in sizes:
            measure(shape, size)


def measure(shape: str, size: int) -> None:
    graph = generated(shape, size, circles=CIRCLES[shape])
    print(f"{shape} {size:,} nodes, {len(graph.source):,} edges, {len(graph.group_need):,} groups")
    faults = timed("reading it for faults", lambda: FaultGraph.of(graph))
    timed("loops and plan", lambda: faults.core.plan)
    sizes = timed("blast of every node, down only", lambda: blast_sizes(faults))
    print(f"  {'':40} mean {sizes.mean():,.0f}, largest {sizes.max():,}")
    if size <= 100_000:
        partly_soft = FaultGraph.of(generated(shape, size, circles=CIRCLES[shape], soft=0.1))
        timed("where a tenth is soft, down only", lambda: blast_sizes(partly_soft))
        timed("where a tenth is soft, all five states", lambda: tallies(partly_soft, reduce(or_, COUNTED)))
    hub = int(np.argmax(sizes))
    spread(faults, [hub])
    timed("one fault that hits the most", lambda: spread(faults, [hub]))
    print(f"  {'memory at its highest':40} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:9.2f} GB\n")


def timed(what: str, question: Callable[[], _Answer]) -> _Answer:
    before = time.process_time()
    answer = question()
    print(f"  {what:40} {time.process_time() - before:9.3f} s", flush=True)
    return answer


if __name__ == "__main__":
    main()
