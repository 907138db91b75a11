"""A document's tree, walked without fear: every step may lead nowhere, and none fails.

A connector asks ``service["ports"].each()`` and gets fields, or none; what the document
really holds there, a list, a scalar, nothing or nonsense, needs no check of its own.
Each field knows its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opmap.frozen import frozen
from opmap.kinds import Known

if TYPE_CHECKING:
    from opmap.connecting.documents import Document
    from opmap.connecting.lines import Lines
    from opmap.facts import Evidence

Step = str | int

_WORDS_FOR_TRUTH = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(("false", "no", "off", "0"), False)


@frozen
class Field:
    """A value at its place in a document; the value is None where nothing stands."""

    value: Any
    part: Part
    path: tuple[Step, ...] = ()

    def __getitem__(self, step: Step) -> Field:
        """Go one step down, to a field that may hold nothing."""
        around, value = self.value, None
        if isinstance(around, dict):
            value = around.get(step)
        elif isinstance(around, list) and isinstance(step, int) and -len(around) <= step < len(around):
            step %= len(around)
            value = around[step]
        return Field(value, self.part, (*self.path, step))

    def __bool__(self) -> bool:
        """Say whether something stands here."""
        return self.value is not None

    def __contains__(self, step: Step) -> bool:
        """Say whether a mapping has this key, even if it holds nothing."""
        return isinstance(self.value, dict) and step in self.value

    @property
    def name(self) -> str:
        """Give the last step as text: the key under which this field stands."""
        return str(self.path[-1]) if self.path else ""

    @property
    def is_mapping(self) -> bool:
        """Say whether a mapping stands here."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Say whether a list stands here."""
        return isinstance(self.value, list)

    @property
    def is_text(self) -> bool:
        """Say whether text stands here."""
        return isinstance(self.value, str)

    @property
    def text(self) -> str:
        """Give a scalar as text without blanks around it, and anything else as empty text."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, (int, float)) else ""

    @property
    def number(self) -> float | None:
        """Give a number, also one written as text; None for anything else."""
        if isinstance(self.value, bool):
            return None
        try:
            number = float(self.text)
        except ValueError:
            return None
        return number if abs(number) < float("inf") else None

    @property
    def flag(self) -> bool | None:
        """Give truth, also where it is written as a word; None for anything else."""
        return _WORDS_FOR_TRUTH.get(self.text.casefold())

    def items(self) -> Iterator[tuple[str, Field]]:
        """Give the entries of a mapping; nothing for anything else."""
        if isinstance(self.value, dict):
            part, path = self.part, self.path
            for key, value in self.value.items():
                yield str(key), Field(value, part, (*path, key))

    def list(self) -> Iterator[Field]:
        """Give the items of a list; nothing for anything else."""
        if isinstance(self.value, list):
            part, path = self.part, self.path
            for index, value in enumerate(self.value):
                yield Field(value, part, (*path, index))

    def each(self) -> Iterator[Field]:
        """Give the items of a list, or the one thing that stands in the place of a list."""
        if isinstance(self.value, list):
            yield from self.list()
        elif self.value is not None:
            yield self

    def walk(self, most: int = 200_000) -> Iterator[Field]:
        """Give this field and all below it, in the document's order, and no more than so many."""
        waiting = [self]
        while waiting and most:
            found = waiting.pop()
            most -= 1
            yield found
            if isinstance(found.value, dict):
                waiting.extend(reversed([child for _, child in found.items()]))
            elif isinstance(found.value, list):
                waiting.extend(reversed([*found.list()]))

    @property
    def line(self) -> int | None:
        """Give the line on which this field starts."""
        return self.part.lines.line(self.path)

    @property
    def pointer(self) -> str:
        """Give the JSON pointer of this field inside its part of the document."""
        plain = "".join([f"/{step}" for step in self.path])
        if "~" not in plain and plain.count("/") == len(self.path):
            return plain
        return "".join(["/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.path])

    def at(self, known: Known = Known.CONFIGURED) -> Evidence:
        """Make the evidence that a fact was read here."""
        return self.part.document.at(line=self.line, pointer=self.pointer, known=known)


@dataclass(frozen=True)
class Part:
    """One tree of a document: all of a JSON file, one of the documents in a YAML stream."""

    document: Document
    index: int
    value: Any
    lines: Lines = field(repr=False)

    @property
    def root(self) -> Field:
        """Give the field at the top."""
        return Field(self.value, self)

    def __getitem__(self, step: Step) -> Field:
        """Go one step down from the top."""
        return self.root[step]
