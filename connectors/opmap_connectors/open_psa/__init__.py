"""Open-PSA: fault trees of reliability engineers; each top gate is a capability.

A basic event fails by itself: it is a machine, the nearest kind that does so and of which
nobody asks what it needs. A gate is down when its formula says so, and stands for itself: it
is a system. What a formula nests is a system of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmap.connecting import (
    Document,
    Entity,
    Evidence,
    Group,
    Key,
    Known,
    Notice,
    Reading,
    Relation,
    Strength,
    Unreadable,
    attributes,
    short_name,
)
from opmap_connectors._shared.xml_trees import Element, root_of, tree_of
from opmap_connectors.open_psa.formulas import AtLeast, Formula, Named, NotUnderstood
from opmap_connectors.open_psa.model import Model

_EVENT, _GATE, _TOP = "host", "system", "capability"


class OpenPsa:
    """Read fault trees in the Open-PSA Model Exchange Format."""

    name = "open-psa"
    title = "Open-PSA fault trees"
    recognises = "XML whose root element is `opsa-mef`"
    version = 1

    def detect(self, document: Document) -> bool:
        """Take a document whose root element says that it is one of these."""
        return document.form == "xml" and root_of(document.data)[0] == "opsa-mef"

    def read(self, document: Document) -> Iterable[Reading]:
        """Give the gates and events of a model, and what of it is not understood."""
        model = Model.of(tree_of(document.data))
        if not (model.gates or model.events):
            raise Unreadable("an Open-PSA model that defines no gate and no event")
        yield from _Reading(document, model).everything()


class _Reading:
    """A model on its way to facts."""

    def __init__(self, document: Document, model: Model) -> None:
        self.document = document
        self.model = model
        self.formulas = model.formulas()
        self.undefined: dict[str, Named] = {}

    def everything(self) -> Iterator[Reading]:
        for name, event in self.model.events.items():
            chance = self.model.probability(event)
            if chance is None and any(one.name not in {"label", "attributes"} for one in event.inner):
                yield self._notice("a probability that is no plain number is not computed", event.line)
            yield self._entity(_EVENT, name, event, probability=chance)
        tops = set(self.model.tops())
        for name, formula in self.formulas.items():
            yield from self._gate(name, formula, is_top=name in tops)
        for name, named in self.undefined.items():
            yield self._notice("a formula names what this file does not define", named.line)
            kind = _GATE if named.kind == "gate" else _EVENT
            yield Entity(kind, short_name(name), (self._key(name),), self._at(named.line), mentioned=True)
        for reason, line in self.model.odd:
            yield self._notice(reason, line)

    def _gate(self, name: str, formula: Formula, *, is_top: bool) -> Iterator[Reading]:
        gate = self.model.gates[name]
        kind = _TOP if is_top else _GATE
        if isinstance(formula, bool):
            if is_top:
                how = "always fails" if formula else "never fails"
                yield self._notice(f"a top gate {how}, by its house events and constants", gate.line)
                yield self._entity(kind, name, gate, constant=how)
            return
        yield self._entity(kind, name, gate, mentioned=isinstance(formula, NotUnderstood))
        yield from self._needs(self._key(name), name, formula)

    def _needs(self, owner: Key, path: str, formula: Formula) -> Iterator[Reading]:
        """Give what a gate, or what is nested in one, needs."""
        if isinstance(formula, NotUnderstood):
            yield self._notice(f"a formula {formula.why}: what it fails with is not known", formula.line)
            return
        several = formula.inputs if isinstance(formula, AtLeast) else (formula,)
        least = formula.least if isinstance(formula, AtLeast) else 1
        group = Group("any", len(several) - least + 1) if least > 1 else None
        for number, one in enumerate(several, 1):
            if isinstance(one, Named):
                yield self._relation(owner, self._meant(one), one.line, group)
            elif not isinstance(one, bool):
                inner = f"{path}/{number}"
                mentioned = isinstance(one, NotUnderstood)
                yield Entity(_GATE, short_name(inner), (self._key(inner),), self._at(one.line), mentioned=mentioned)
                yield self._relation(owner, self._key(inner), one.line, group)
                yield from self._needs(self._key(inner), inner, one)

    def _meant(self, named: Named) -> Key:
        if named.name not in self.model.gates and named.name not in self.model.events:
            self.undefined.setdefault(named.name, named)
        return self._key(named.name)

    def _relation(self, owner: Key, needed: Key, line: int, group: Group | None) -> Relation:
        return Relation(owner, "depends on", needed, self._at(line), strength=Strength.HARD, group=group)

    def _entity(
        self,
        kind: str,
        name: str,
        one: Element,
        *,
        mentioned: bool = False,
        probability: float | None = None,
        constant: str | None = None,
    ) -> Entity:
        label = " ".join(next((each.text for each in one.all("label")), "").split())
        said = attributes(
            probability=probability,
            constant=constant,
            name_in_model=name if label else None,
            opmap_id=next((each.said.get("value") for each in _attributes(one) if _is_id(each)), None),
        )
        return Entity(
            kind,
            short_name(label or name),
            (self._key(name),),
            self._at(one.line),
            attributes=said,
            mentioned=mentioned,
        )

    def _key(self, name: str) -> Key:
        return Key("open-psa", f"{self.document.source}/{self.document.path}/{name}")

    def _at(self, line: int) -> Evidence:
        return self.document.at(line=line, known=Known.DECLARED)

    def _notice(self, reason: str, line: int) -> Notice:
        return Notice(reason, self._at(line))


def _attributes(one: Element) -> Iterator[Element]:
    for several in one.all("attributes"):
        yield from several.all("attribute")


def _is_id(attribute: Element) -> bool:
    """Say whether an attribute tells of which node of a map opmap wrote this."""
    return attribute.said.get("name") == "opmap-id"
