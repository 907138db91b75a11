"""What opmap has computed, kept beside the map: exact where a query can only approximate.

Cypher cannot express that any two of three suffice. `OpmapFinding` nodes say what counts,
what is risky, what is single and what nobody owns; `OPMAP_HITS` relationships say what
each failure hits, how hard and when. They belong to one push and go with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from opmap.analyses.counting import outcomes
from opmap.analyses.owning import owning
from opmap.analyses.ranking import ranking
from opmap.analyses.singling import singling
from opmap.graph import from_estate
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.spreading import spread
from opmap.graphdb import statements as text
from opmap.graphdb.columns import plain
from opmap.graphdb.locking import alone
from opmap.graphdb.pulling import pull
from opmap.graphdb.state import state_of, sweep
from opmap.graphdb.writing import Writer

if TYPE_CHECKING:
    from opmap.analyses.ranking import Ranking
    from opmap.graph import Graph
    from opmap.graphdb.connection import Connection

MOST_HITS = 200_000
"""So many hits are kept at most: the radii of the riskiest nodes first, each whole."""

_WORKS_ON = Harm.REDUNDANCY_LOST | Harm.PARTLY_STALE | Harm.BLIND | Harm.FROZEN

Row = list[Any]


def push_findings(
    connection: Connection, progress: Callable[[str, int, int], None] = lambda *_: None, *, today: str = ""
) -> int:
    """Compute what follows from the shared map as it stands ``today``, and keep it there; give how much was found."""
    while True:
        pulled = pull(connection)
        if pulled.state.findings == pulled.state.current:
            return 0
        graph = replace(from_estate(pulled.estate, pulled.state.current), today=today)
        found, hits = findings(graph, progress)
        with alone(connection, lambda: None):
            if state_of(connection).stamp == pulled.state.stamp:
                _write(connection, pulled.state.current, found, hits)
                return len(found)


def _write(connection: Connection, push: int, found: Iterable[Row], hits: Iterable[Row]) -> None:
    with Writer(connection, {"estate": connection.address.estate, "push": push}) as writer:
        for row in found:
            writer.add_node(text.WRITE_FINDINGS, row)
        writer.flush()
        for row in hits:
            writer.add(text.WRITE_HITS, row)
    connection.write(text.SHOW_FINDINGS, estate=connection.address.estate, push=push)
    sweep(connection, state_of(connection))


def findings(graph: Graph, progress: Callable[[str, int, int], None] = lambda *_: None) -> tuple[list[Row], list[Row]]:
    """Give rows *(key, node, what is said)* of findings, and rows *(failed, hit, harm, hours)*."""
    progress("Ranking", 0, 0)
    ranked = ranking(graph)
    found = [*_outcomes(graph), *_risks(ranked), *_single_points(graph), *_gaps(graph)]
    hits: list[Row] = []
    faults = FaultGraph.of(graph)
    for done, number in enumerate(_order(graph, ranked)):
        progress("Following failures", done, len(graph))
        here = list(_hits(faults, number))
        if len(hits) + len(here) > MOST_HITS:
            break
        hits += here
        found.append(_finding("radius", graph.ids[number], hits=len(here), down=sum(row[2] == "down" for row in here)))
    return found, hits


def _finding(rule: str, node: str, **said: Any) -> Row:
    return [f"{rule} {node}", node, plain({"rule": rule, **said})]


def _outcomes(graph: Graph) -> Iterator[Row]:
    for one in outcomes(graph):
        for node in one.nodes:
            yield _finding(
                "counts", graph.ids[node], value=one.value, assumed=one.assumed, stand_in=one.stand_in, need=one.need
            )


def _risks(ranked: Ranking) -> Iterator[Row]:
    for risk in ranked.risks:
        yield _finding(
            "risk",
            risk.node.id,
            rank=risk.rank_from,
            points=risk.points,
            loss=risk.loss,
            takes_down=risk.takes_down,
            because=risk.because,
            owners=risk.owners,
        )


def _single_points(graph: Graph) -> Iterator[Row]:
    for point in singling(graph, collapse=False).points:
        taken = [taken.outcome.id for taken in point.takes_down]
        yield _finding(
            "single point",
            point.node.id,
            rests_on=point.rests_on,
            takes_down=len(taken),
            outcomes=taken,
            value=point.value,
        )


def _gaps(graph: Graph) -> Iterator[Row]:
    for gap in owning(graph).gaps:
        for member in gap.members:
            yield _finding("owner gap", member.id, reason=gap.reason, ask=gap.ask.name if gap.ask else "")


def _order(graph: Graph, ranked: Ranking) -> list[int]:
    """Give all nodes, the riskiest first."""
    first = [graph.number[risk.node.id] for risk in ranked.risks]
    return list(dict.fromkeys([*first, *range(len(graph))]))


def _hits(faults: FaultGraph, failed: int) -> Iterator[Row]:
    graph, found = faults.graph, spread(faults, [failed])
    grave = found.harm.astype(np.int64) & ~int(_WORKS_ON)
    for number in np.flatnonzero(grave).tolist():
        if number != failed:
            harm = Harm(int(grave[number])).gravest.word
            yield [graph.ids[failed], graph.ids[number], harm, float(found.hours[number])]
