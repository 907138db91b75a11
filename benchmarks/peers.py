"""The same question asked of other programs: how many nodes are down when one fails, for every node.

They know hard dependencies only. Where a program would take minutes it is asked about a
sample, drawn once, and its time is scaled by the work that is left: a search costs what it
finds. Each answer is compared with ours, node by node.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Sizes = NDArray[np.int64]
Ask = Callable[[list[int]], list[int]]

BUDGET = 20.0
"""So many seconds of CPU a peer may take before the rest is scaled."""


@dataclass(frozen=True)
class Dependencies:
    """Who needs whom."""

    count: int
    hurt: NDArray[np.int64]
    need: NDArray[np.int64]
    work: int  # how many are found if every node is asked about


@dataclass(frozen=True)
class Measured:
    """What a peer took."""

    name: str
    seconds: float  # scaled to all nodes
    asked: int  # about so many nodes


def measured(name: str, graph: Dependencies, ours: Sizes) -> Measured:
    """Let a peer count the blast of every node, or of as many as it can in time; its answers must be ours."""
    ask, chunk = PEERS[name](graph)
    order = np.random.default_rng(1).permutation(graph.count)
    asked, seconds = 0, 0.0
    while asked < graph.count and seconds < BUDGET:
        some = order[asked : asked + chunk].tolist()
        before = time.process_time()
        answer = ask(some)
        seconds += time.process_time() - before
        assert answer == ours[some].tolist(), name
        asked += len(some)
    work = ours + 1
    return Measured(name, seconds * float(work.sum() / work[order[:asked]].sum()), asked)


def available() -> Iterator[str]:
    """Give the peers that are installed."""
    for name in PEERS:
        try:
            import_module(name)
        except ImportError:
            print(f"  {name} is not installed: pip install -c constraints.txt -e '.[bench]'")
        else:
            yield name


def networkx(graph: Dependencies) -> tuple[Ask, int]:
    import networkx as nx

    drawn = nx.DiGraph()
    drawn.add_nodes_from(range(graph.count))
    drawn.add_edges_from(zip(graph.need.tolist(), graph.hurt.tolist(), strict=True))
    return lambda some: [len(nx.descendants(drawn, one)) for one in some], 10


def rustworkx(graph: Dependencies) -> tuple[Ask, int]:
    import rustworkx as rx

    drawn: Any = rx.PyDiGraph(multigraph=False)
    drawn.add_nodes_from(range(graph.count))
    drawn.add_edges_from_no_data(list(zip(graph.need.tolist(), graph.hurt.tolist(), strict=True)))
    return lambda some: [len(rx.descendants(drawn, one)) for one in some], 50


def igraph(graph: Dependencies) -> tuple[Ask, int]:
    import igraph as ig

    drawn = ig.Graph(n=graph.count, edges=np.stack([graph.need, graph.hurt], axis=1), directed=True)

    def ask(some: list[int]) -> list[int]:
        return [size - 1 for size in drawn.neighborhood_size(some, order=graph.count, mode="out")]

    return ask, 200


def scipy(graph: Dependencies) -> tuple[Ask, int]:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order

    arcs = (np.ones(len(graph.need)), (graph.need.astype(np.int32), graph.hurt.astype(np.int32)))
    drawn = csr_matrix(arcs, shape=(graph.count, graph.count))  # as the search wants it, so that nothing is converted
    return lambda some: [len(breadth_first_order(drawn, one, return_predecessors=False)) - 1 for one in some], 50


def networkit(graph: Dependencies) -> tuple[Ask, int]:
    """Count all nodes in one go where that is a matter of seconds, else one search after the other."""
    import networkit as nk

    nk.setNumberOfThreads(1)
    drawn = nk.GraphFromCoo((graph.need, graph.hurt), n=graph.count, directed=True)
    if graph.work > _MOST_AT_ONCE:

        def search(some: list[int]) -> list[int]:
            runs = [nk.distance.BFS(drawn, one, storePaths=False, storeNodesSortedByDistance=True) for one in some]
            return [len(run.run().getNodesSortedByDistance()) - 1 for run in runs]

        return search, 5

    def ask(some: list[int]) -> list[int]:
        every = nk.reachability.ReachableNodes(drawn, exact=True)
        every.run()
        return [every.numberOfReachableNodes(one) - 1 for one in some]

    return ask, graph.count


_MOST_AT_ONCE = 1_000_000_000
PEERS: dict[str, Callable[[Dependencies], tuple[Ask, int]]] = {
    "networkx": networkx,
    "rustworkx": rustworkx,
    "igraph": igraph,
    "networkit": networkit,
    "scipy": scipy,
}
