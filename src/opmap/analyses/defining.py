"""What a definition says row by row: steps, what sets an automation going, controls; each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opmap.automations import CONTROLS
from opmap.frozen import frozen

if TYPE_CHECKING:
    from opmap.estate import Node
    from opmap.facts import Evidence, Plain

ROWS = ("steps", "starters", "controls")
"""The attributes that hold such rows."""
_BESIDE = frozenset({"native", "spreadsheet", "backstage", "codeowners", "decisions", "open-psa"})
"""Connectors that speak of automations without reading their definitions."""
_IDLE = ("switched off", "nothing leads to it")


@frozen
class StepRow:
    """One step."""

    name: str
    type: str  # as its engine calls it
    does: str
    evidence: tuple[Evidence, ...]

    @property
    def runs(self) -> bool:
        """Say whether it does anything."""
        return not any(words in self.does for words in _IDLE)


@frozen
class StarterRow:
    """Something that sets an automation going."""

    how: str
    words: str
    filter: str
    step: str
    evidence: tuple[Evidence, ...]


@frozen
class ControlRow:
    """A control that a definition shows, or could show and lacks."""

    name: str
    standing: str  # shown or lacking
    words: str
    evidence: tuple[Evidence, ...]


def steps_of(node: Node) -> tuple[StepRow, ...]:
    """Give the steps of a node, those that do nothing as well."""
    found = []
    for row in rows_of(node, "steps", 1):
        kind, does, line = row[1:4] if len(row) == 4 else ("", ", ".join(map(str, row[1:])), None)
        found.append(StepRow(str(row[0]), str(kind), str(does), defined_at(node, line)))
    return tuple(found)


def starters_of(node: Node) -> tuple[StarterRow, ...]:
    """Give what sets a node going; it stands where its step does."""
    places = {step.name: step.evidence for step in steps_of(node)}
    rows = [[str(cell) for cell in row[:4]] for row in rows_of(node, "starters", 4)]
    return tuple(
        StarterRow(how, words, only, step, places.get(step, defined_at(node, None))) for how, words, only, step in rows
    )


def controls_of(node: Node) -> tuple[ControlRow, ...]:
    """Give the controls of a node; what its definition cannot show is not among them."""
    rows = [row for row in rows_of(node, "controls", 4) if row[0] in CONTROLS and row[1] in {"shown", "lacking"}]
    return tuple(ControlRow(str(row[0]), str(row[1]), str(row[2]), defined_at(node, row[3])) for row in rows)


def defined_at(node: Node, line: Plain) -> tuple[Evidence, ...]:
    """Give a line of the document that defines a node; the place of the whole, where the line is not known.

    A definition that is spread over several files names the file, too: ``ci/deploy.yml:12``.
    """
    own = [one for one in node.evidence if not is_told(one)]
    places = tuple(own or node.evidence)[:1]
    path, _, number = line.rpartition(":") if isinstance(line, str) else ("", "", "")
    if path and number.isdecimal():
        return tuple(one._replace(path=path, line=int(number), pointer="", digest="") for one in places)
    if isinstance(line, bool) or not isinstance(line, int):
        return places
    return tuple(one._replace(line=line, pointer="") for one in places)


def is_told(evidence: Evidence) -> bool:
    """Say whether somebody tells it beside the definitions: an inventory, a table, a decision."""
    return evidence.connector in _BESIDE


def rows_of(node: Node, name: str, width: int) -> list[tuple[Plain, ...]]:
    """Give the rows of an attribute; a file that says something else under its name says nothing."""
    value = dict(node.attributes).get(name)
    rows = value if isinstance(value, tuple) else ()
    return [row for one in rows if len(row := one if isinstance(one, tuple) else (one,)) >= width]
