"""What opmap wrote from a map and reads again: a fault tree of nodes that are there already.

Everything that it says follows from what other documents say, under names of its own; taken in
beside them it would count the estate twice. Where those others are not there, it is a model
like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias, TypeVar

from opmap.facts import Entity, Notice, Reading, Relation
from opmap.identity.checking import Checked
from opmap.identity.ids import node_id

ECHO = "a fault tree that opmap wrote from nodes that this map has: left out, so that nothing counts twice"
_FORMAT = "open-psa"
_OWN_ID = "opmap_id"

_Document: TypeAlias = tuple[str, str]
_Said = TypeVar("_Said", Entity, Relation, Notice)


def without_echoes(found: Checked) -> Checked:
    """Leave out what opmap wrote from what others of these readings say; a notice is left in its place."""
    repeated: dict[_Document, set[str]] = defaultdict(set)
    first: dict[_Document, Entity] = {}
    for entity in found.entities:
        own = dict(entity.attributes).get(_OWN_ID) if entity.keys[0].space == _FORMAT else None
        if isinstance(own, str):
            repeated[_document(entity)].add(own)
            first.setdefault(_document(entity), entity)
    if not repeated:
        return found
    others = (entity for entity in found.entities if _document(entity) not in repeated)
    there = {node_id(key) for entity in others for key in entity.keys}
    echoes = {document for document, ids in repeated.items() if 2 * len(ids & there) >= len(ids)}
    return Checked(
        entities=_of_others(found.entities, echoes),
        relations=_of_others(found.relations, echoes),
        selectors=found.selectors,
        path_rules=found.path_rules,
        notices=[*_of_others(found.notices, echoes), *(Notice(ECHO, first[one].evidence) for one in sorted(echoes))],
    )


def _document(said: Reading) -> _Document:
    return said.evidence.source, said.evidence.path


def _of_others(several: Iterable[_Said], echoes: set[_Document]) -> list[_Said]:
    return [one for one in several if _document(one) not in echoes]
