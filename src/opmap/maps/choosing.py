"""Which nodes a map shows, and which renderer draws them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from opmap.frozen import frozen
from opmap.graph.selecting import select

if TYPE_CHECKING:
    from opmap.graph import Graph

MOST_NODES, MOST_LINKS = 1000, 3000
"""What the standard map shows well; beyond it the estate map takes over."""


class Renderer(StrEnum):
    """What draws a map."""

    AUTO = "auto"
    STANDARD = "standard"
    ESTATE = "estate"


@frozen
class Choice:
    """The nodes that a map shows."""

    numbers: tuple[int, ...]  # sorted
    edges: tuple[int, ...]  # those between them, sorted


def choose(graph: Graph, selection: str) -> Choice:
    """Choose the nodes of a selection and what is between them."""
    asked = select(graph, selection)
    inside = np.zeros(len(graph), np.bool_)
    inside[asked] = True
    between = np.flatnonzero(inside[graph.source] & inside[graph.target])
    return Choice(tuple(asked.tolist()), tuple(between.tolist()))


def renderer_for(nodes: int, links: int, asked: Renderer = Renderer.AUTO) -> Renderer:
    """Say which renderer draws so much.

    >>> renderer_for(300, 900).value, renderer_for(300, 9000).value
    ('standard', 'estate')
    """
    if asked is not Renderer.AUTO:
        return asked
    return Renderer.STANDARD if nodes <= MOST_NODES and links <= MOST_LINKS else Renderer.ESTATE
