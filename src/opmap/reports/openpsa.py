"""Fault trees in the Open-PSA Model Exchange Format, which reliability engineers' programs read.

Every thing that was asked about is a top gate; a node that can fail is a basic event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from opmap.analyses.supposing import stated_probability
from opmap.graph.formulas import ALWAYS, NEVER, Formula, Gate, formula_of
from opmap.reports.safety import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from opmap.analyses.counting import Outcome
    from opmap.graph import Graph


def as_open_psa(graph: Graph, asked: Iterable[Outcome], chances: Mapping[int, float] | None = None) -> str:
    """Give fault trees of what counts, as one model; with a chance for each fault where ``chances`` names it."""
    several = list(asked)
    tops = [(one.nodes, len(one.nodes) - one.need + 1) for one in several]
    names = [graph.names[one.node] for one in several]
    formula = formula_of(graph.faults, tops)
    return _Model(graph, formula, chances or {}).text(names, [graph.ids[one.node] for one in several])


def stated_chances(graph: Graph) -> dict[int, float]:
    """Give the chance of each fault of which a file states one."""
    said = ((node, stated_probability(graph, node)) for node in range(len(graph)))
    return {node: chance for node, chance in said if chance is not None}


class _Model:
    """A formula under names that the format allows, each given once."""

    def __init__(self, graph: Graph, formula: Formula, chances: Mapping[int, float]) -> None:
        self.graph = graph
        self.formula = formula
        self.chances = chances
        self.taken: set[str] = set()
        self.faults = formula.faults()

    def text(self, labels: Sequence[str], ids: Sequence[str]) -> str:
        """Give the model, top gates first."""
        tops = [self._name(f"top {one}") for one in ids]
        self.called = {node: self._name(self.graph.ids[node]) for node in self.faults}
        self.called |= {~gate: self._name(self._what(gate)) for gate in range(len(self.formula.gates))}
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>", '<define-fault-tree name="opmap">']
        for name, label, one, top in zip(tops, labels, ids, self.formula.tops, strict=True):
            lines += self._gate(name, label, self._input(top), one)
        for number, gate in enumerate(self.formula.gates):
            node = self.formula.node.get(number)
            label = "" if node is None else f"{self.graph.names[node]} is down"
            lines += self._gate(self.called[~number], label, self._of(gate), "")
        lines += ["</define-fault-tree>", "<model-data>", *self._events(), "</model-data>", "</opsa-mef>", ""]
        return "\n".join(lines)

    def _name(self, text: str) -> str:
        """Give a name of letters, digits, underscores and single hyphens, as the format wants it."""
        bare = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")
        bare = bare if bare[:1].isalpha() else f"n-{bare}".strip("-")
        name, number = bare, 1
        while name.casefold() in self.taken:
            number += 1
            name = f"{bare}-{number}"
        self.taken.add(name.casefold())
        return name

    def _what(self, gate: int) -> str:
        node = self.formula.node.get(gate)
        return f"gate {gate + 1}" if node is None else f"{self.graph.ids[node]} down"

    def _gate(self, name: str, label: str, formula: str, identity: str) -> list[str]:
        said = [f"  <label>{escape(plain(label))}</label>"] if plain(label).strip() else []
        said += [f"  {_written_from(identity)}"] if identity else []
        return [f"<define-gate name={quoteattr(name)}>", *said, f"  {formula}", "</define-gate>"]

    def _of(self, gate: Gate) -> str:
        if gate in (NEVER, ALWAYS):
            return f'<house-event name="{self._house(gate)}"/>'
        within = "".join(map(self._input, gate.inputs))
        if gate.least in (1, len(gate.inputs)):
            word = "or" if gate.least == 1 else "and"
            return f"<{word}>{within}</{word}>"
        return f'<atleast min="{gate.least}">{within}</atleast>'

    def _input(self, one: int) -> str:
        word = "gate" if one < 0 else "basic-event"
        return f'<{word} name="{self.called[one]}"/>'

    def _events(self) -> list[str]:
        lines = []
        for node in self.faults:
            chance = f"<float value={quoteattr(repr(self.chances[node]))}/>" if node in self.chances else ""
            label = f"<label>{escape(plain(self.graph.names[node]))}</label>"
            label += _written_from(self.graph.ids[node])
            lines.append(f'<define-basic-event name="{self.called[node]}">{label}{chance}</define-basic-event>')
        for gate in (NEVER, ALWAYS):
            if gate in self.formula.gates:
                value = "true" if gate is ALWAYS else "false"
                name = self._house(gate)
                lines.append(f'<define-house-event name="{name}"><constant value="{value}"/></define-house-event>')
        return lines

    def _house(self, gate: Gate) -> str:
        return "opmap-always" if gate == ALWAYS else "opmap-never"


def _written_from(identity: str) -> str:
    """Say of which node something was written, so that opmap knows its own when it reads it again."""
    return f'<attributes><attribute name="opmap-id" value={quoteattr(identity)}/></attributes>'
