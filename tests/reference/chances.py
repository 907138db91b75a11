"""How likely something falls, by the plainest means: every set of faults, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from tests.reference.claims import Claim
from tests.reference.faults import Standing

from opmap.graph.engine.columns import Columns
from opmap.graph.engine.propagation import propagate
from opmap.graph.faultgraph import FaultGraph


def enumerated(
    world: Standing, claim: Claim, nodes: Sequence[int], chance: Sequence[float]
) -> tuple[float, list[float]]:
    """Give how likely a claim falls, and Birnbaum's importance of each node, set by set."""
    falls = {}
    for failing in product((False, True), repeat=len(nodes)):
        failed = [("able", node) for node, fails in zip(nodes, failing, strict=True) if fails]
        falls[failing] = claim in world.down(failed)
    return _summed(falls, [chance[node] for node in nodes])


LONG = 1e4
"""More hours than all buffers of a graph together."""


def aged(world: Standing, claim: Claim, nodes: Sequence[int], chance: Sequence[float], share: Sequence[float]) -> float:
    """Give how likely a claim has fallen, where of what is down a share is so for long, and all else just now."""
    down = 0.0
    for state in product(("up", "just now", "long"), repeat=len(nodes)):
        likely = {"up": lambda at: 1 - chance[at], "long": lambda at: chance[at] * share[at]}
        likely["just now"] = lambda at: chance[at] * (1 - share[at])
        weight = float(np.prod([likely[one](at) for at, one in enumerate(state)]))
        if weight:
            since = {"long": 0.0, "just now": LONG}
            seeds = {("able", node): since[one] for node, one in zip(nodes, state, strict=True) if one in since}
            down += weight * (world.hours(seeds)[claim] <= LONG)
    return down


def _summed(falls: dict[tuple[bool, ...], bool], chance: list[float]) -> tuple[float, list[float]]:
    down, sides = 0.0, [[0.0, 0.0] for _ in chance]
    for failing, is_down in falls.items():
        weight = float(np.prod([one if fails else 1 - one for one, fails in zip(chance, failing, strict=True)]))
        down += weight * is_down
        for place, fails in enumerate(failing):
            own = chance[place] if fails else 1 - chance[place]
            sides[place][fails] += weight / own * is_down
    return down, [failed - stands for stands, failed in sides]


def tabulated(faults: FaultGraph, aspect: int, nodes: np.ndarray, chances: np.ndarray) -> tuple[float, np.ndarray]:
    """Give the same for up to sixteen nodes: all sets at once, by the engine that is tested elsewhere."""
    sets = np.arange(1 << len(nodes))
    failing = (sets[:, None] >> np.arange(len(nodes)) & 1).astype(bool)
    wanted = np.array([aspect])
    blocks = propagate(faults.core, Columns.drawn(failing, nodes), wanted=wanted)
    falls = np.concatenate([outcome.falls(wanted)[0] for outcome in blocks]) if len(nodes) else np.zeros(1, bool)
    weight = np.prod(np.where(failing, chances[nodes], 1 - chances[nodes]), axis=1) * falls
    failed = np.array([weight[failing[:, place]].sum() / chances[node] for place, node in enumerate(nodes)])
    stands = np.array([weight[~failing[:, place]].sum() / (1 - chances[node]) for place, node in enumerate(nodes)])
    return float(weight.sum()), failed - stands
