"""How long a person waits for a blast radius, from the command to the last line of the answer, and for the help.

    python benchmarks/blast.py                    a stored map of 100,000 nodes and 500,000 relations
    python benchmarks/blast.py 10000 50000

The node that is asked about takes half of the map down. ``opmap blast`` may take 0.5 s, and
``opmap --help`` 0.2 s, on a machine of two cores. Beside the clock stands the time of the
process's CPU, since other work on the machine makes the clock lie; then come the parts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from big_map import HUB, write_map

TIMES = 7
_BLAST, _HELP = 0.5, 0.2
_PARTS = """
import time
marks = [("starting Python", time.process_time())]
def mark(what):
    marks.append((what, time.process_time()))
import numpy
mark("importing numpy")
import opmap.cli
mark("importing the command line")
from opmap.analyses import blasting, counting
from opmap.app import open_graph
from opmap.graph.spreading import spread
from opmap.reports.blasting import blast_page
from opmap.reports.terminal import Terminal, rendered
mark("importing the answer")
graph = open_graph({path!r})
hub = [graph.number_of({hub!r})]
mark("opening the map")
graph.faults
mark("reading it for faults")
spread(graph.faults, hub)
mark("letting it spread")
counting.outcomes(graph)
mark("what counts")
found = blasting.blast(graph, hub, most=15, proof=False)
mark("the whole answer (it spreads and counts again)")
rendered(blast_page(found), Terminal())
mark("the page")
before = 0.0
for what, now in marks:
    print(f"    {{what:48}} {{now - before:6.3f}} s")
    before = now
"""


def main() -> None:
    nodes, edges = (int(one) for one in (*sys.argv[1:], 100_000, 500_000)[:2])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "opmap.db"
        write_map(path, nodes, edges)
        print(f"{nodes:,} nodes, {edges:,} relations, {path.stat().st_size / 1e6:.0f} MB")
        measured(["blast", HUB, "--store", str(path)], _BLAST)
        subprocess.run([sys.executable, "-c", _PARTS.format(path=str(path), hub=HUB)], check=True)
    measured(["--help"], _HELP)


def measured(words: list[str], allowed: float) -> None:
    """Run a command several times, and print the shortest that it took."""
    command = [sys.executable, "-m", "opmap", *words]
    taken = sorted(once(command) for _ in range(TIMES))
    clock, processor = taken[0][0], min(each[1] for each in taken)
    verdict = "within" if clock <= allowed else "MORE THAN"
    print(
        f"  opmap {words[0]:10} {clock:6.3f} s, {processor:.3f} s of CPU: {verdict} the {allowed} s allowed", flush=True
    )


def once(command: list[str]) -> tuple[float, float]:
    """Give the seconds by the clock and of the CPU that one run takes."""
    clock, spent = time.perf_counter(), os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    now = os.times()
    processor = now.children_user + now.children_system - spent.children_user - spent.children_system
    return time.perf_counter() - clock, processor


if __name__ == "__main__":
    main()
