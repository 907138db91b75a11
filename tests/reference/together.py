"""What falls when several nodes fail together, one scenario after the other, by the plain definitions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.reference.told import Reference

from opmap.analyses.counting import Outcome, outcomes
from opmap.graph import Graph
from opmap.graph.harm import Harm


def lost_outcomes(graph: Graph, failing: Iterable[int]) -> list[Outcome]:
    """Give the outcomes that are lost when some nodes fail together."""
    told = Reference(graph).outage(set(failing))
    fallen = {node for node, harms in told.items() if harms.keys() & {Harm.DOWN, Harm.IDLE}}
    return [one for one in outcomes(graph) if len(set(one.nodes) - fallen) < one.need]


def share(graph: Graph, failing: Iterable[int]) -> float:
    """Give the share of value that falls."""
    total = sum(one.value for one in outcomes(graph))
    return sum(one.value for one in lost_outcomes(graph, failing)) / total if total else 0.0


def held_by(graph: Graph, number: int, verb: str) -> set[int]:
    """Give a node and all that leads to it over one verb, step by step."""
    held: set[int] = {number}
    while True:
        further = {
            int(source)
            for edge, (source, target) in enumerate(zip(graph.source, graph.target, strict=True))
            if int(target) in held and graph.verb_of(edge) == verb and graph.faults.reading.taken[edge]
        } - held
        if not further:
            return held
        held |= further


def holders(graph: Graph) -> dict[str, set[int]]:
    """Give for every holder what fails with it."""
    verbs = {"vendor": "provided by", "region": "located in", "site": "located in"}
    found = {}
    for number, name in enumerate(graph.ids):
        kind = graph.kind_of(number)
        if kind in {*verbs, "model", "credential", "person"}:
            found[name] = held_by(graph, number, verbs[kind]) if kind in verbs else {number}
    for environment in set(graph.environments) - {""}:
        found[environment] = {at for at, one in enumerate(graph.environments) if one == environment}
    return found


def single_faults(graph: Graph, failing: Sequence[int]) -> set[tuple[int, int]]:
    """Give (node, outcome) for all that alone takes down what still stands while others fail, and else would not."""
    gone = {one.node for one in lost_outcomes(graph, failing)}
    found = set()
    for number in range(len(graph)):
        if number in failing or not graph.faults.reading.can_fail[number]:
            continue
        alone = {one.node for one in lost_outcomes(graph, [number])}
        for one in lost_outcomes(graph, [*failing, number]):
            if one.node not in gone | alone and number not in one.nodes:
                found.add((number, one.node))
    return found
