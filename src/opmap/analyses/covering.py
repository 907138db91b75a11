"""What was not read, not resolved and not seen: the part of every answer that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from opmap.analyses.knowing import undescribed
from opmap.analyses.naming import NodeName, name_of
from opmap.estate import Outcome, Question, Reference, SourceState
from opmap.frozen import frozen
from opmap.graph.model import STATES
from opmap.kinds import State

__all__ = ["Coverage", "coverage", "undescribed"]

if TYPE_CHECKING:
    from opmap.analyses.secrets import SameSecret
    from opmap.facts import Notice
    from opmap.graph import Graph


@frozen
class Coverage:
    """What the map does not say."""

    sources: tuple[SourceState, ...]
    resolved: int
    ambiguous: tuple[Reference, ...]
    dangling: tuple[Reference, ...]
    notices: tuple[Notice, ...]
    questions: tuple[Question, ...]
    undescribed: tuple[NodeName, ...]  # nothing is known of what they need
    only_mentioned: int
    unseen: tuple[tuple[NodeName, str], ...]
    waiting_decisions: tuple[int, ...]
    same_secrets: tuple[SameSecret, ...] = ()  # each stands in several places


def coverage(graph: Graph) -> Coverage:
    """Say what was not read, resolved or seen."""
    estate = graph.details.estate()
    references = estate.references
    return Coverage(
        sources=estate.sources,
        resolved=sum(1 for one in references if one.outcome is Outcome.RESOLVED),
        ambiguous=tuple(one for one in references if one.outcome is Outcome.AMBIGUOUS),
        dangling=tuple(one for one in references if one.outcome is Outcome.DANGLING),
        notices=estate.notices,
        questions=estate.questions,
        undescribed=tuple(name_of(graph, number) for number in np.flatnonzero(undescribed(graph)).tolist()),
        only_mentioned=int((graph.state == STATES.index(State.MENTIONED)).sum()),
        unseen=tuple(
            (name_of(graph, number), node.unseen_since) for number, node in enumerate(estate.nodes) if node.unseen_since
        ),
        waiting_decisions=estate.waiting,
    )
