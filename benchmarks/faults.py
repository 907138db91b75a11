"""How long it takes to know what fails with what: all single faults, beside other programs, and one.

    python benchmarks/faults.py            modular and deep graphs of 10,000, 100,000 and 1,000,000 nodes
    python benchmarks/faults.py deep 100000

Times are seconds of this process's CPU, since other work on the machine makes the clock lie.
The peers (`pip install -c constraints.txt -e '.[bench]'`) know hard dependencies only, so that
the comparison is made without groups; below it stands what opmap takes with them.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TypeVar

import numpy as np
from graphs import generated
from peers import Dependencies, available, measured

from opmap.graph.faultgraph import FaultGraph
from opmap.graph.spreading import spread
from opmap.graph.tallies import COUNTED, blast_sizes, tallies

_Answer = TypeVar("_Answer")
CIRCLES = {"modular": 0.002, "deep": 3e-5}


def main() -> None:
    sizes = [int(size) for size in sys.argv[2:]] or [10_000, 100_000, 1_000_000]
    if len(sys.argv) == 3:
        with_everything(sys.argv[1], sizes[0])
        gc.collect()
        beside_others(sys.argv[1], sizes[0])
        return
    for shape in sys.argv[1:2] or ["modular", "deep"]:
        for size in sizes:  # each in a process of its own, so that the memory is that of one graph
            subprocess.run([sys.executable, __file__, shape, str(size)], check=True)


def with_everything(shape: str, size: int) -> None:
    """Measure opmap with groups; where it takes seconds, also what the other states cost."""
    graph = generated(shape, size, circles=CIRCLES[shape])
    print(f"{shape} {size:,} nodes, {len(graph.source):,} edges, {len(graph.group_need):,} groups")
    faults, _ = timed("reading it for faults", lambda: FaultGraph.of(graph))
    timed("loops and plan", lambda: faults.core.plan)
    sizes, _ = timed("blast of every node, down only", lambda: blast_sizes(faults))
    print(f"  {'':40} mean {sizes.mean():,.0f}, largest {sizes.max():,}")
    hub = int(np.argmax(sizes))
    spread(faults, [hub])
    timed("one fault that hits the most", lambda: spread(faults, [hub]))
    print(f"  {'memory at its highest':40} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:9.2f} GB")
    if size <= 100_000:
        partly_soft = FaultGraph.of(generated(shape, size, circles=CIRCLES[shape], soft=0.1))
        _, down = timed("where a tenth is soft, down only", lambda: blast_sizes(partly_soft))
        _, every = timed("  all five states", lambda: tallies(partly_soft, reduce(or_, COUNTED)))
        print(f"  {'what the other states cost':40} {every / down:9.1f} x")


def beside_others(shape: str, size: int) -> None:
    """Measure opmap and its peers on the same graph, hard dependencies only."""
    graph = generated(shape, size, groups=0, circles=CIRCLES[shape])
    print(f"  hard only, {len(graph.source):,} edges")
    faults = FaultGraph.of(graph)
    timed("opmap, to get ready", lambda: faults.core.plan)  # as the peers have their graph at hand
    ours, taken = timed("opmap", lambda: blast_sizes(faults))
    hurt, need = graph.source.astype(np.int64), graph.target.astype(np.int64)
    work = Dependencies(size, hurt, need, int(ours.sum()))
    for name in available():
        found = measured(name, work, ours)
        sample = "" if found.asked >= size else f"  scaled from {found.asked:,} nodes"
        print(f"  {name:40} {found.seconds:9.3f} s {found.seconds / taken:9.2f} x{sample}", flush=True)
    print()


def timed(what: str, question: Callable[[], _Answer]) -> tuple[_Answer, float]:
    before = time.process_time()
    answer = question()
    seconds = time.process_time() - before
    print(f"  {what:40} {seconds:9.3f} s", flush=True)
    return answer, seconds


if __name__ == "__main__":
    main()
