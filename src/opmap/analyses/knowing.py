"""What is not known of a node, in words: no answer calls a thing safe of which nobody has said what it needs.

Every answer that names a node carries this with it (``NodeName.unknown``), so that no format
can lose it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.graph.model import STATES
from opmap.kinds import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from opmap.graph import Graph

EXPECTED_TO_NEED = ("service", "workflow", "agent", "pipeline", "MCP server")
"""Kinds that nearly always need something; where nothing is known of it, the file is silent, not the thing safe."""
SUPPORTED = ("capability", "process")
"""Kinds that are delivered with something; where nobody has said with what, nothing can be said of them."""

LEADS_NOWHERE = "leads nowhere: nothing that was read describes it"
ONLY_MENTIONED = "only mentioned: nothing is known of what it needs"
MENTIONED = "only mentioned: what it needs is known in part at most"
SILENT = "nothing is known of what it needs"
UNSUPPORTED = "nothing is known of what it is delivered with"


def unknown_of(graph: Graph, number: int) -> str:
    """Say what is not known of a node; nothing where a document describes it and what it needs."""
    state, needs = graph.state_of(number), bool(graph.needing[number])
    if state is State.DANGLING:
        return LEADS_NOWHERE
    if state is State.MENTIONED:
        return MENTIONED if needs else ONLY_MENTIONED
    if needs:
        return ""
    kind = graph.kind_of(number)
    return SILENT if kind in EXPECTED_TO_NEED else UNSUPPORTED if kind in SUPPORTED else ""


def unknown(graph: Graph) -> NDArray[np.bool_]:
    """Say of which nodes something is not known that would have to be, to call them safe."""
    described: NDArray[np.bool_] = graph.state == STATES.index(State.KNOWN)
    return ~described | (graph.is_one_of((*EXPECTED_TO_NEED, *SUPPORTED)) & ~graph.needing)


def undescribed(graph: Graph) -> NDArray[np.bool_]:
    """Say of which services and automations nothing is known that they need."""
    dangling = graph.state == STATES.index(State.DANGLING)
    silent: NDArray[np.bool_] = graph.is_one_of(EXPECTED_TO_NEED) & ~graph.needing & ~dangling
    return silent
