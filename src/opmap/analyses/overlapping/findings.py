"""The answer to *which automations overlap*: plain values."""

from __future__ import annotations

from opmap.analyses.naming import NodeName
from opmap.facts import Evidence
from opmap.frozen import frozen


@frozen
class Side:
    """One automation of an overlap, what it does there, and the proof."""

    node: NodeName
    does: str
    role: str  # keep, retire; of a destroyed need: deletes, needs; else empty
    owners: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@frozen
class Proposal:
    """How an overlap can be ended: which to keep, what to move, who must agree, what else hangs on what goes."""

    do: str  # one sentence
    keep: NodeName | None
    because: str  # why that one
    retire: tuple[NodeName, ...]
    move: tuple[str, ...]  # what those that go have and the one that is kept has not
    agree: tuple[str, ...]  # owners
    ask: tuple[NodeName, ...]  # whom to ask where nobody owns one
    hangs_on_it: tuple[NodeName, ...]  # what is hit when those that go are gone
    hangs_in_all: int


@frozen
class Overlap:
    """One finding."""

    id: str  # stays the same from run to run
    relation: str
    certainty: str  # certain, or possible where a value or a part of the data is only known to a run
    about: NodeName | None  # what they meet at
    attribute: str
    reason: str
    similarity: float | None
    sides: tuple[Side, ...]
    proposal: Proposal
    accept: str  # what `opmap decide accept NODE …` is given to keep it quiet until it grows


@frozen
class Overlapping:
    """All findings, and what could not be judged."""

    selection: str
    relations: tuple[str, ...]
    automations: int
    inactive: int  # switched off, and left out
    counts: dict[str, int]  # findings by relation, accepted ones aside
    overlaps: tuple[Overlap, ...]
    found: int  # all of them, those withheld too
    only_possible: int  # further ones that are only possible, where the certain ones were asked for
    accepted: tuple[Overlap, ...]
    too_small: int  # of too few steps to tell whether they are copies
    unjudged_writes: int  # writes of which no file says what they change
    silent: int  # automations of which no file says what they change
