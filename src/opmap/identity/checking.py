"""Readings sorted by what they are; what a connector should not have given is said, and does no harm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from opmap.facts import Entity, Notice, Reading, Relation
from opmap.identity.folding import is_selector
from opmap.identity.owning import is_path_rule
from opmap.kinds import KINDS, VERBS, kind_called, verb_called

_NO_KEY = "an entity without a key: it cannot be told from others, and is left out"
_NO_KIND = "a kind that opmap does not know: taken for a service"
_NO_VERB = "a verb that opmap does not know: the relation is left out"


@dataclass
class Checked:
    """Readings by what becomes of them."""

    entities: list[Entity] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    selectors: list[Relation] = field(default_factory=list)
    path_rules: list[Relation] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def checked(readings: Iterable[Reading]) -> Checked:
    """Sort readings by what they are."""
    found = Checked()
    for reading in readings:
        if isinstance(reading, Entity):
            _entity(reading, found)
        elif isinstance(reading, Relation):
            _relation(reading, found)
        else:
            found.notices.append(reading)
    return found


def _entity(entity: Entity, found: Checked) -> None:
    if not entity.keys:
        found.notices.append(Notice(_NO_KEY, entity.evidence))
        return
    if entity.kind not in KINDS and kind_called(entity.kind) is None:
        found.notices.append(Notice(_NO_KIND, entity.evidence))
    found.entities.append(entity)


def _relation(relation: Relation, found: Checked) -> None:
    verb = relation.verb
    if verb not in VERBS:
        known = verb_called(verb)
        if known is None:
            found.notices.append(Notice(_NO_VERB, relation.evidence))
            return
        relation = replace(relation, verb=known.name)
    if is_selector(relation):
        found.selectors.append(relation)
    elif is_path_rule(relation):
        found.path_rules.append(relation)
    else:
        found.relations.append(relation)
