"""What a step is read with, and what reading one gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opmap.connecting import Certainty, Entity, Field, Notice, Ref, Relation, Set, frozen
from opmap_connectors.n8n.expressions import Given, Text
from opmap_connectors.n8n.naming import Home


@dataclass(frozen=True)
class Scene:
    """The workflow around a step."""

    home: Home
    given: Given
    organisation: str = ""
    timezone: str = ""

    def text(self, parameter: Field) -> Text:
        """Say what a parameter means, also one that was chosen from a list."""
        return self.given.read(chosen(parameter))


@frozen
class Need:
    """Something that a step reads, writes, calls or uses."""

    verb: str
    target: Ref
    place: Field
    certainty: Certainty = Certainty.CERTAIN
    more: Mapping[str, Any] = field(default_factory=dict)
    soft: bool = False  # the step works without it
    operation: str = ""  # what is done there, in n8n's word
    sets: tuple[Set, ...] = ()  # what a write changes
    where: str = ""  # which part of the target it is limited to


@frozen
class Deed:
    """What a step does: in words, what it needs for it, and the things that only it names."""

    words: str
    needs: Sequence[Need] = ()
    beside: Sequence[Entity | Relation | Notice] = ()
    offers: Ref | None = None  # what a sub-step gives: the model that embeds, the index that is searched


def chosen(parameter: Field) -> str:
    """Give the text of a parameter: a plain one, or what a resource locator points at."""
    return parameter["value"].text if parameter.is_mapping else parameter.text


def called(parameter: Field) -> str:
    """Give the name under which something was chosen from a list; empty where it was not."""
    return parameter["cachedResultName"].text
