"""Double faults: what takes something down together, and neither alone; as products, largest first.

A product says *any one of these together with any one of those*. Beside it stands whose
repair ends it soonest: of all that are in it, what is repaired quickest, a repair time that
somebody stated before one that is assumed by kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.assumptions import Assumptions, assumptions
from opmap.analyses.counting import Outcome, asked_for, resting_on
from opmap.analyses.explaining import why
from opmap.analyses.grading import faults_by_outcome
from opmap.analyses.knowing import unknown
from opmap.analyses.naming import NodeName, Step, name_of
from opmap.analyses.repairing import Repair, repair_of
from opmap.frozen import frozen
from opmap.graph.faults import Product, double_faults
from opmap.graph.harm import Harm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opmap.graph import Graph


@frozen
class Pairs:
    """Any one of some nodes together with any one of others."""

    one: tuple[NodeName, ...]
    other: tuple[NodeName, ...]
    count: int
    easiest: Repair
    path: tuple[Step, ...]  # how it leans on the first of each


@frozen
class Pairing:
    """The answer to *what takes it down together*."""

    outcome: NodeName
    nodes: int
    single: int  # nodes that take it down alone, which are in no pair
    pairs: int
    products_in_all: int
    products: tuple[Pairs, ...]  # the largest first; as many as were asked for
    not_judged: tuple[NodeName, ...]  # of what it leans on, that of which too little is known


def pairing(graph: Graph, asked: int, *, most: int = 0) -> Pairing:
    """Give the pairs that take an outcome down or leave it idle; the first ``most`` products with a path."""
    (outcome,) = asked_for(graph, [asked])
    alone = faults_by_outcome(graph, [outcome])[0]
    lost = len(outcome.nodes) - outcome.need + 1
    products = double_faults(graph.faults, outcome.nodes, Harm.IDLE, lost=lost)
    products.sort(key=lambda one: (-len(one), int(one.one[0]), int(one.other[0])))
    return Pairing(
        outcome=name_of(graph, asked),
        nodes=len(graph),
        single=len(alone),
        pairs=sum(map(len, products)),
        products_in_all=len(products),
        products=tuple(_pairs(graph, outcome, one, assumptions(graph)) for one in products[: most or None]),
        not_judged=tuple(name_of(graph, number) for number in _unjudged(graph, asked, {*alone, *_members(products)})),
    )


def _members(products: list[Product]) -> Iterator[int]:
    for one in products:
        yield from (*one.one.tolist(), *one.other.tolist())


def _unjudged(graph: Graph, asked: int, judged: set[int]) -> list[int]:
    """Give what it leans on of which too little is known, and which stands in no answer."""
    lacking = unknown(graph) & resting_on(graph, np.array([asked]))
    return [number for number in np.flatnonzero(lacking).tolist() if number not in judged and number != asked]


def _pairs(graph: Graph, outcome: Outcome, product: Product, table: Assumptions) -> Pairs:
    one, other = product.one.tolist(), product.other.tolist()
    repairs = [repair_of(graph, node, table) for node in one + other]
    steps = [step for node in (one[0], other[0]) for step in why(graph, outcome.node, node).steps]
    return Pairs(
        one=tuple(name_of(graph, node) for node in one),
        other=tuple(name_of(graph, node) for node in other),
        count=len(product),
        easiest=min(repairs, key=lambda each: (each.assumed, each.hours)),
        path=tuple(dict.fromkeys(steps)),
    )
