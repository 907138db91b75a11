"""Generated graphs that rest on redundancy, some of it in circles: work for a fault tree program."""

from __future__ import annotations

from random import Random

from tests.reference.graphs import Says, graph_of

from opmap.graph import Graph


def model(seed: int) -> Graph:
    """Draw a graph of which node 0, a capability, rests on groups of alternatives, which rest on groups."""
    rng = Random(seed)
    size = rng.randint(10, 24)
    says, needs, met = [], [], set()

    def lean(node: int, count: int, group: int) -> int:
        lower = range(node + 1, min(node + 9, size))
        back = [rng.randrange(1, size)] if rng.random() < 0.1 else []
        several = {*rng.sample(lower, min(count, len(lower))), *back} - {node}
        fresh = [other for other in sorted(several) if (node, other) not in met]
        met.update((node, other) for other in fresh)
        says.extend(Says(node, "depends on", other, group=group) for other in fresh)
        return len(fresh)

    for node in range(size - 3):
        for _ in range(rng.choice([1, 1, 2])):
            found = lean(node, rng.choice([2, 2, 3, 4]), len(needs))
            if found:
                needs.append(rng.randint(1, max(1, found - 1)))
        if node and rng.random() < 0.15:
            lean(node, 1, -1)
    return graph_of(["capability"] + ["service"] * (size - 1), says, needs)
