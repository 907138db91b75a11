"""Overlaps that people meant: quiet until their date, or until they grow.

An overlap is accepted at any of its members, by its id and its size (`overlap 1a2b3c4d of
300`); or as *overlaps* at all of its members. With one member more it is heard again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from opmap.analyses.overlapping.forms import Form
from opmap.analyses.overlapping.matches import Match

if TYPE_CHECKING:
    from opmap.graph import Graph

_MEANT = re.compile(r"overlap ([0-9a-f]{8}) of ([\d,]{1,9})")
_ANY = frozenset({"", "overlaps", "overlap"})


def accepting_words(identity: str, size: int) -> str:
    """Give the words by which an overlap is accepted as large as it is.

    >>> accepting_words("1a2b3c4d", 300)
    'overlap 1a2b3c4d of 300'
    """
    return f"overlap {identity} of {size}"


def is_accepted(graph: Graph, forms: Sequence[Form], match: Match, identity: str, today: str) -> bool:
    """Say whether people accepted an overlap, as it is now, until a date that has not passed."""
    if not today:
        return False
    said = {one: set(_heard(graph, forms[one].node, today)) for one in match.parts}
    if all(words & _ANY for words in said.values()):
        return True
    for words in set().union(*said.values()):
        meant = _MEANT.fullmatch(words)
        if meant and meant[1] == identity and len(match.parts) <= int(meant[2].replace(",", "")):
            return True
    return False


def _heard(graph: Graph, node: int, today: str) -> Iterator[str]:
    accepted = dict(graph.details.node(node).attributes).get("accept")
    for item in accepted if isinstance(accepted, tuple) else ():
        if isinstance(item, tuple) and len(item) == 2 and str(item[1])[:10] >= today[:10]:
            yield str(item[0]).casefold()
