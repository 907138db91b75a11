"""What is asked of a reference, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from opmap.estate import Outcome
from opmap.facts import Key
from opmap.frozen import frozen
from opmap.kinds import Certainty

MOST_CANDIDATES = 12
"""Where more things than these answer to one name, an edge to each would help nobody."""


class Asked(NamedTuple):
    """How a reference was used: in which sentence, with which method, by whom, with which event in its body."""

    verb: str
    method: str = ""
    asker: int | None = None
    event: str = ""


@frozen
class Answer:
    """Where a reference leads."""

    targets: tuple[int, ...]
    outcome: Outcome = Outcome.RESOLVED
    reason: str = ""
    certainty: Certainty = Certainty.CERTAIN  # what follows from it is no surer than this


def one_of(things: Iterable[int], reason: str, certainty: Certainty = Certainty.CERTAIN) -> Answer | None:
    """Answer with the one thing that was found or, where several were, with each possibly; None where nothing helps."""
    found = things if isinstance(things, (set, frozenset)) else set(things)
    if len(found) == 1:
        return Answer(tuple(found), Outcome.RESOLVED, reason, certainty)
    if 1 < len(found) <= MOST_CANDIDATES:
        return Answer(tuple(sorted(found)), Outcome.AMBIGUOUS, f"{len(found)} things answer to it", Certainty.POSSIBLE)
    return None


def why_none(count: int) -> str:
    """Say why nothing, or nothing helpful, was found."""
    return f"{count} things answer to it, too many to choose from" if count else "nothing that is known answers to it"


def scoped(space: str, scope: str, name: str) -> Key:
    """Make the key of something that is only named, within the scope that it was named in."""
    return Key(space, f"{scope}/{name}" if scope else name)
