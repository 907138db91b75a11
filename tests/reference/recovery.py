"""How soon everything has to be back, and what is called less critical than what falls with it: every fault tried."""

from __future__ import annotations

from tests.reference.faults import NEVER
from tests.reference.told import Reference

from opmap.analyses.counting import outcomes
from opmap.connecting.words import CRITICALITIES
from opmap.facts import Plain
from opmap.graph import Graph


def falls_after(reference: Reference, fault: int) -> dict[int, float]:
    """Give what is no longer at work, down or idle, when one node fails, and after how many hours; itself at once."""
    hours = reference.standing.hours({("able", fault): 0.0})
    after = {node: hours[reference.world.running(node)] for node in reference.world.nodes}
    return {**{node: hour for node, hour in after.items() if hour < NEVER}, fault: 0.0}


def said(graph: Graph, number: int, name: str) -> Plain:
    """Give what a file says of a node."""
    return dict(graph.details.node(number).attributes).get(name)


def back_within(graph: Graph) -> dict[int, float]:
    """Give for each fault the least, over what falls with it, of when that is felt and how long it may be down."""
    reference = Reference(graph)
    counted = {one.node: one.nodes for one in outcomes(graph)}  # each of its nodes is needed
    bearers = {number: counted.get(number, (number,)) for number in range(len(graph))}
    found = {}
    for fault in faults(graph):
        fallen = falls_after(reference, fault)
        times = [
            min(fallen[one] for one in nodes if one in fallen) + hours
            for number, nodes in bearers.items()
            if isinstance(hours := said(graph, number, "tolerance_hours"), float) and set(nodes) & fallen.keys()
        ]
        if times:
            found[fault] = min(times)
    return found


def called_less(graph: Graph) -> set[int]:
    """Give what is called less critical than something that falls with it."""
    reference = Reference(graph)
    words = {number: said(graph, number, "criticality") for number in range(len(graph))}
    called = {number: CRITICALITIES.index(str(word)) for number, word in words.items() if word}
    return {
        fault
        for fault in faults(graph)
        if fault in called
        and any(called[one] < called[fault] for one in falls_after(reference, fault) if one in called)
    }


def faults(graph: Graph) -> list[int]:
    """Give what can fail by itself."""
    return [number for number in range(len(graph)) if graph.faults.reading.can_fail[number]]
