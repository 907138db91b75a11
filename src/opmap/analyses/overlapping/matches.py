"""What the relations give: which automations overlap in which way, before anybody is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from opmap.errors import UnknownRelation
from opmap.frozen import frozen

DUPLICATE = "duplicate"
NEAR_DUPLICATE = "near-duplicate"
SAME_EFFECT = "same effect"
CONFLICT = "conflicting writers"
DESTROYED = "destroyed need"
LOOP = "feedback loop"
RESPONDERS = "several responders"

RELATIONS = {
    DUPLICATE: "started by the same, changes the same",
    NEAR_DUPLICATE: "most steps of the one are steps of the other",
    SAME_EFFECT: "changes the same, started by something else",
    CONFLICT: "sets one attribute to different values, or deletes what the other sets",
    DESTROYED: "deletes what the other reads",
    LOOP: "starts itself again by what it changes, alone or with others",
    RESPONDERS: "several act on one alert",
}
"""The seven relations, and what each means."""

CERTAIN, POSSIBLE = "certain", "possible"


def relation_called(name: str) -> str:
    """Give the relation that is meant by a name or its beginning; raise UnknownRelation.

    >>> relation_called("conflicts"), relation_called("Loop"), relation_called("near")
    ('conflicting writers', 'feedback loop', 'near-duplicate')
    """
    wanted = name.casefold().replace("_", " ").replace("-", " ").strip().removesuffix("s")
    exact = [each for each in RELATIONS if each.replace("-", " ").removesuffix("s") == wanted]
    words = exact or [each for each in RELATIONS if wanted and _begins(each, wanted)]
    if len(words) != 1:
        raise UnknownRelation(name, tuple(RELATIONS))
    return words[0]


def _begins(relation: str, wanted: str) -> bool:
    plain = relation.replace("-", " ")
    parts = (plain, *plain.split())
    return any(part.startswith(wanted) for part in parts)


@frozen
class Part:
    """What one automation does that overlaps, in words, and the relations that prove it."""

    words: str
    edges: tuple[int, ...] = ()


@dataclass(frozen=True)
class Match:
    """Automations that overlap."""

    relation: str
    certainty: str
    parts: dict[int, Part]  # form -> what it does
    about: int = -1  # the node that they meet at
    attribute: str = ""
    reason: str = ""
    similarity: float | None = None
    roles: dict[int, str] = field(default_factory=dict)

    @property
    def members(self) -> tuple[int, ...]:
        """Give the forms that overlap."""
        return tuple(sorted(self.parts))


class Families:
    """Puts together what is joined, directly or through others (union and find, with halved paths)."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        """Put two together."""
        mine, theirs = self._root(one), self._root(other)
        self._parent[max(mine, theirs)] = min(mine, theirs)

    def _root(self, one: int) -> int:
        parent = self._parent
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def all(self) -> list[list[int]]:
        """Give the families in order of their first members."""
        found: dict[int, list[int]] = {}
        for one in sorted(self._parent):
            found.setdefault(self._root(one), []).append(one)
        return list(found.values())

    def join_all(self, several: Iterable[int]) -> None:
        """Put many together."""
        first: int | None = None
        for one in several:
            first = one if first is None else first
            self.join(first, one)
