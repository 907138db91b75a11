"""What a report is asked about, and what it is given beside the graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opmap.dossier.linking import Links
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.facts import Evidence

MOST_POINTS = 50
"""So many single points have a section of their own, unless more are asked for."""


@frozen
class Line:
    """A line of a file without its secrets; or why there is none."""

    text: str = ""
    why_not: str = ""


def no_line(_: Evidence) -> Line:
    """Quote nothing."""
    return Line(why_not="lines are not quoted here")


@frozen
class Acceptance:
    """Who accepted something, and why."""

    by: str
    because: str


@dataclass(frozen=True)
class Asked:
    """What a report is asked for."""

    today: str  # an ISO date: what was accepted is judged by it
    made: str = ""  # when the snapshot was made
    most: int = MOST_POINTS  # so many single points with a section of their own; 0 for all
    people: bool = True  # whether people are called by their names
    links: Links = field(default_factory=Links)
    quote: Callable[[Evidence], Line] = no_line
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)  # by node id: who accepted its risk
    shares: Mapping[str, float] = field(default_factory=dict)  # what fell with it when it was accepted
