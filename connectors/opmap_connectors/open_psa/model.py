"""What a model defines: gates, basic events, house events and parameters, by name."""

from __future__ import annotations

from dataclasses import dataclass, field

from opmap_connectors._shared.xml_trees import Element, Tree
from opmap_connectors.open_psa.formulas import EVENTS, Formula, Named, folded, formula_in

_SAID_ONCE = {
    "define-CCF-group": "common cause groups are not read: their members count as independent",
    "define-event-tree": "event trees are not read",
    "define-substitution": "substitutions are not read",
    "include": "another file is included, which is not read with this one",
}


@dataclass
class Model:
    """Definitions by name, and what was odd about them, with its line."""

    gates: dict[str, Element] = field(default_factory=dict)
    events: dict[str, Element] = field(default_factory=dict)
    houses: dict[str, bool] = field(default_factory=dict)
    parameters: dict[str, Element] = field(default_factory=dict)
    odd: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, tree: Tree) -> Model:
        """Read the definitions of a document, wherever in it they stand."""
        model, told = cls(odd=list(tree.odd)), set()
        for one in tree.root.walk():
            name = one.said.get("name", "")
            if one.name == "define-gate":
                model._define(model.gates, name, one)
            elif one.name == "define-basic-event":
                model._define(model.events, name, one)
            elif one.name == "define-parameter":
                model._define(model.parameters, name, one)
            elif one.name == "define-house-event":
                constant = next(one.all("constant"), None)
                model.houses[name] = constant is not None and constant.said.get("value", "").strip() in {"true", "1"}
            elif one.name in _SAID_ONCE and one.name not in told:
                told.add(one.name)
                model.odd.append((_SAID_ONCE[one.name], one.line))
        return model

    def _define(self, known: dict[str, Element], name: str, one: Element) -> None:
        if not name.strip():
            self.odd.append(("a definition without a name", one.line))
        elif name in known:
            self.odd.append(("a name is defined twice, as private ones may be; the first definition counts", one.line))
        else:
            known[name] = one

    def formulas(self) -> dict[str, Formula]:
        """Give the formula of each gate, house events and gates that are constant worked out."""
        read = {name: formula_in(gate) for name, gate in self.gates.items()}
        constant: dict[str, bool] = {}

        def value(named: Named) -> Formula:
            name = self.called(named)
            return self.houses.get(name, constant.get(name, Named(self.kind(named), name, named.line)))

        while True:
            found = {name: folded(formula, value) for name, formula in read.items()}
            fresh = {name: one for name, one in found.items() if isinstance(one, bool) and name not in constant}
            if not fresh:
                return found
            constant |= fresh

    def tops(self) -> list[str]:
        """Give the gates that no gate names, whatever it says of them."""
        inner = (one for gate in self.gates.values() for part in gate.inner for one in part.walk())
        named = {
            self.called(Named(one.name, one.said.get("name", ""), one.line)) for one in inner if one.name in EVENTS
        }
        return [name for name in self.gates if name not in named]

    def called(self, named: Named) -> str:
        """Give the name by which something is defined: also one that is written with the way to it."""
        if self._is_defined(named.name):
            return named.name
        last = named.name.rpartition(".")[2]
        return last if self._is_defined(last) else named.name

    def kind(self, named: Named) -> str:
        """Say what something is: as it is defined, else as it is named."""
        name = self.called(named)
        if name in self.gates:
            return "gate"
        return "basic-event" if name in self.events or named.kind != "gate" else "gate"

    def _is_defined(self, name: str) -> bool:
        return name in self.gates or name in self.events or name in self.houses

    def probability(self, event: Element) -> float | None:
        """Give the probability that is stated as a number, or by a parameter that is one."""
        for _ in range(20):
            number = next(event.all("float", "int"), None)
            if number is not None:
                return _number(number.said.get("value", ""))
            named = next(event.all("parameter"), None)
            if named is None or named.said.get("name", "") not in self.parameters:
                return None
            event = self.parameters[named.said["name"]]
        return None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
