"""What a map shows, as plain values that any renderer can draw: nodes, links, findings, and what was not seen.

The order of everything is that of the graph, so that one graph gives one view, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opmap.frozen import frozen
from opmap.maps.grouping import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ORGANISATION_KINDS = frozenset({"person", "team", "department", "domain", "system"})
"""Kinds that a map shows as the fields it is divided into; as boxes only where something depends on them."""


@frozen
class MapOwner:
    """Who answers for a node."""

    name: str
    note: str  # "through claims-core (repository)", "left on 2025-03-31"; empty where nothing is to be said
    left: bool = False


@frozen
class Note:
    """One thing that a map says about a node, and the command that says more."""

    sort: str  # risk, single, if-single, unowned, silent, dangling, lower, unseen, inactive, overlap
    text: str
    command: str = ""


@frozen
class MapNode:
    """One node of the map."""

    id: str
    name: str
    kind: str
    environment: str
    state: str
    field: Field
    owners: tuple[MapOwner, ...]
    owner_state: str  # owned, inherited, unowned, none asked
    notes: tuple[Note, ...]
    facts: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]  # places
    more_evidence: int  # places beyond those
    call: str  # what a command in a shell is given to mean it
    counts: bool  # one of the things that people want to go on working
    background: bool  # part of the organisation, drawn only when asked for
    root: bool  # a single point that no graver one on its way explains
    falls: int  # so many others are down or idle when it fails
    source: str  # the one that describes it first


@frozen
class MapLink:
    """One relation: *source verb target*; drawn from who depends to what is needed."""

    hurt: int  # place in the view's nodes; for what travels nowhere, the source
    needed: int
    verb: str
    turned: bool  # the sentence begins at the needed end
    sort: str  # dependency, watch (monitoring, release), people, other
    strength: str
    presumed: bool
    certainty: str
    group: str  # "any 1 of 3 suffice"; empty where it stands alone
    evidence: tuple[str, ...]


@frozen
class MapOverlap:
    """Automations that do the same, or undo what the other did."""

    members: tuple[int, ...]  # places in the view's nodes
    possible: bool  # only possible


@frozen
class Source:
    """A source that the map was drawn from."""

    name: str
    text: str  # "56 documents read, 2 unreadable"


@frozen
class Gap:
    """Something that was not seen."""

    text: str
    command: str
    examples: tuple[str, ...] = ()


@frozen
class About:
    """What the map is of."""

    title: str
    selection: str
    snapshot: int
    content: str
    sources: tuple[Source, ...]
    nodes: int  # in the whole estate
    links: int
    outcomes: int
    assumed: int  # of them, those that stand in because nobody has said what counts
    gaps: tuple[Gap, ...]
    people: bool = True  # whether names of people are on it
    compared: int = 0  # the earlier snapshot that it is compared with; 0 for none


@dataclass(frozen=True)
class View:
    """Everything that is on a map."""

    about: About
    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]
    riskiest: tuple[int, ...]  # places of the five riskiest nodes, the riskiest first
    numbers: tuple[int, ...]  # of each node, its number in the graph
    faults: Mapping[str, Iterable[int]] = field(compare=False)  # what can fail in the whole graph
    gone: tuple[tuple[str, str, str], ...] = ()  # id, name and kind of what an earlier snapshot had
    overlaps: tuple[MapOverlap, ...] = ()
    overlaps_withheld: int = 0  # further ones in the whole graph, beyond those that are worked out
