"""How long a repair takes: as somebody stated it, or as follows from what is stated, else as is assumed of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.naming import NodeName, name_of
from opmap.analyses.supposing import amount_said, hours_that_follow
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.analyses.assumptions import Assumptions
    from opmap.graph import Graph


@frozen
class Repair:
    """A node and the hours until it is back."""

    node: NodeName
    hours: float
    assumed: bool  # by its kind: nobody has said how long it takes


def repair_of(graph: Graph, number: int, table: Assumptions) -> Repair:
    """Give how long the repair of a node takes, by what is assumed of its kind where nobody has said it."""
    stated = amount_said(graph, number, "repair_hours") or hours_that_follow(graph, number)
    return Repair(name_of(graph, number), stated or table.of(graph.kind_of(number)).hours, assumed=not stated)
