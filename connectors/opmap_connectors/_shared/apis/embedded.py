"""A document inside a document: text in a field that is itself JSON or YAML, with lines of the outer one."""

from __future__ import annotations

from dataclasses import dataclass, field

from opmap.connecting import Field, Part
from opmap.connecting.fields import Step
from opmap.connecting.lines import Lines
from opmap.connecting.parsing import parse_json, parse_yaml


@dataclass(frozen=True)
class _EmbeddedPart(Part):
    """A tree whose root stands at a path of an outer tree."""

    path: tuple[Step, ...] = field(default=())

    @property
    def root(self) -> Field:
        """Give the field at the top, under the path of the outer document."""
        return Field(self.value, self, self.path)


class _EmbeddedLines:
    """Lines of the inner text: those of the outer document, where the text stands there line by line."""

    def __init__(self, outer: Field, inner: Lines) -> None:
        self._depth = len(outer.path)
        self._first = outer.line or 1
        self._inner = inner
        self._outer_lines = outer.part.document.text.split("\n")
        self._inner_lines = str(outer.value).split("\n")

    def line(self, path: tuple[Step, ...]) -> int | None:
        """Give the outer line of an inner path; the line of the whole text where the two do not run together."""
        inside = self._inner.line(path[self._depth :]) or 1
        line = self._first + inside
        same = line <= len(self._outer_lines) and inside <= len(self._inner_lines)
        if same and self._outer_lines[line - 1].strip() == self._inner_lines[inside - 1].strip():
            return line
        return self._first


def embedded(place: Field) -> Field | None:
    """Read the text at a place as JSON or YAML; None where no text stands. Raise Unreadable where it does not parse."""
    text = str(place.value) if place.is_text else ""
    if not text.strip():
        return None
    if text.lstrip().startswith("{"):
        value, inner, _ = parse_json(text)
    else:
        value, inner, _ = next(iter(parse_yaml(text)))
    return _EmbeddedPart(place.part.document, place.part.index, value, _EmbeddedLines(place, inner), place.path).root
