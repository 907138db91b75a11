"""What a report tells of: each question asked once of one graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.analyses.concentrating import concentrating
from opmap.analyses.covering import coverage
from opmap.analyses.owning import owning
from opmap.analyses.ranking import ranking, value_by_node
from opmap.analyses.recovering import recovering
from opmap.analyses.singling import singling
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.analyses.concentrating import Concentrating
    from opmap.analyses.covering import Coverage
    from opmap.analyses.owning import Owning
    from opmap.analyses.ranking import Ranking
    from opmap.analyses.recovering import Recovering
    from opmap.analyses.singling import Singling
    from opmap.dossier.asking import Asked
    from opmap.graph import Graph

MOST_HOLDERS = 25
"""So many holders are worked out with their paths: with all of them that takes longest of everything."""


@frozen
class Findings:
    """The answers."""

    ranked: Ranking
    singling: Singling
    owning: Owning
    concentrating: Concentrating
    recovering: Recovering
    seen: Coverage


def findings(graph: Graph, asked: Asked) -> Findings:
    """Ask everything; accepted single points and risks stay among the others, marked."""
    return Findings(
        ranked=ranking(graph, in_families=True),
        singling=singling(graph, most=asked.most, in_families=True),
        owning=owning(graph, value_by_node(graph), today=asked.today),
        concentrating=concentrating(graph, most=MOST_HOLDERS, today=asked.today, known=asked.shares),
        recovering=recovering(graph),
        seen=coverage(graph),
    )
