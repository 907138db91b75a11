"""The estate: what all facts say together, once it is clear which of them speak of one thing.

Nodes and edges with their evidence; and beside them, as part of every answer, how the
names met (merges), what only people can settle (questions), and where each reference
led (resolved, ambiguous, dangling). A plain value, in an order that never varies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from opmap.facts import Attributes, Evidence, Notice
from opmap.frozen import frozen
from opmap.kinds import Certainty, State, Strength

REPLICA = "+replica"
"""What follows the id of a node, before a number, in the id of a replica that is only supposed."""


class Outcome(StrEnum):
    """Where a reference led."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    DANGLING = "dangling"


@frozen
class Node:
    """One thing of the estate."""

    id: str  # a pure function of its strongest key
    kind: str
    name: str
    keys: tuple[str, ...]  # strongest first
    state: State
    evidence: tuple[Evidence, ...]
    environment: str = ""  # production, staging, test, development; empty where nothing says
    attributes: Attributes = ()
    unseen_since: str = ""  # "snapshot 12" where its source or document could not be read lately
    inactive: bool = False  # a file says that it is switched off


@frozen
class EdgeGroup:
    """Any ``need`` of the ``size`` places of this group suffice.

    A place is one alternative: an edge that names none is a place of its own; edges that
    name one place stand and fall together. An edge may stand in several places, as a key
    that opens two of three models does.
    """

    id: str
    need: int
    size: int  # counts places
    presumed: bool = False
    places: tuple[int, ...] = ()  # those that this edge stands in, from 0; none: a place of its own


@frozen
class Edge:
    """One relation of the estate: *source verb target*, with all the evidence for it."""

    id: str  # a pure function of source, verb and target
    source: str
    verb: str
    target: str
    strength: Strength
    presumed: bool  # nobody stated the strength
    certainty: Certainty
    evidence: tuple[Evidence, ...]
    buffer: float = 0.0  # hours
    group: EdgeGroup | None = None
    attributes: Attributes = ()
    unseen_since: str = ""


@frozen
class Merge:
    """Entities that became one node, and why."""

    node: str
    names: tuple[str, ...]  # the keys that met
    reason: str
    evidence: tuple[Evidence, ...]


@frozen
class Question:
    """Something that only people can settle: may these be one?"""

    nodes: tuple[str, ...]
    reason: str
    commands: tuple[str, ...]  # each settles it one way


@frozen
class Reference:
    """A locator that a relation pointed at, and where it led."""

    text: str
    outcome: Outcome
    targets: tuple[str, ...]  # node ids: one where resolved, the candidates where ambiguous, else the placeholder
    reason: str
    evidence: Evidence


@frozen
class SourceState:
    """A source as this estate knows it."""

    name: str
    root: str
    commit: str = ""
    documents: int = 0
    read: int = 0
    unreadable: tuple[Notice, ...] = ()
    not_recognised: int = 0
    unseen_since: str = ""


@dataclass(frozen=True)
class Estate:
    """Everything that is known, as plain values."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    merges: tuple[Merge, ...] = ()
    questions: tuple[Question, ...] = ()
    references: tuple[Reference, ...] = ()
    notices: tuple[Notice, ...] = ()
    sources: tuple[SourceState, ...] = ()
    waiting: tuple[int, ...] = ()  # decisions whose node is not there
    renamed: tuple[tuple[str, str], ...] = field(default=())  # (a lesser key's id, the id that the node has)
