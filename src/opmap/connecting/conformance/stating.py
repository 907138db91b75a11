"""Whether a reading says what a fact must say, at a place where it can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from opmap.facts import LONGEST_NAME, Entity, Evidence, Group, Key, Locator, Notice, Relation
from opmap.kinds import ENVIRONMENTS, KINDS, VERBS, Certainty, Known, Strength

if TYPE_CHECKING:
    from opmap.connecting.conformance.materials import Material
    from opmap.connecting.conformance.running import Outcome
    from opmap.connecting.documents import Document

_SPACE = re.compile(r"[a-z][a-z0-9-]*")
_NO_LINES = frozenset({"zip", "binary"})


def faults(reading: Any, material: Material, outcome: Outcome, connector: str) -> Iterator[str]:
    """Say what is wrong with a reading."""
    if not isinstance(reading, (Entity, Relation, Notice)):
        yield f"it gives a {type(reading).__name__}, which is no entity, relation or notice"
        return
    try:
        hash(reading)
    except TypeError:
        yield "a reading cannot be hashed: an attribute holds a list, a set or a mapping; use attributes(...)"
        return
    yield from _evidence(reading.evidence, material, outcome, connector)
    if isinstance(reading, Entity):
        yield from _entity(reading)
    elif isinstance(reading, Relation):
        yield from _relation(reading)
    elif not _one_line(reading.reason):
        yield "a notice's reason is not one line of text"


def _evidence(evidence: Any, material: Material, outcome: Outcome, connector: str) -> Iterator[str]:
    if not isinstance(evidence, Evidence):
        yield "a reading has no evidence; make it with document.at(...) or field.at()"
        return
    document = material.document(connector)
    read = {document.path: document.digest, **dict(outcome.consulted)}
    if evidence.source != document.source or read.get(evidence.path) != evidence.digest:
        yield "a reading's evidence is of a document that was not read; make it with document.at(...) or field.at()"
        return
    if evidence.connector != connector:
        yield "a reading's evidence names another connector"
    if not isinstance(evidence.known, Known) or evidence.known is Known.DECIDED:
        yield "a reading's evidence does not say how it is known"
    here = document if evidence.path == document.path else document.sibling(_from(document.folder, evidence.path))
    if evidence.line is not None and here is not None and not _has_line(here, evidence.line):
        yield "a reading's evidence is on a line that the document does not have"


def _has_line(document: Document, line: int) -> bool:
    return document.form in _NO_LINES or 1 <= line <= document.data.count(b"\n") + 1


def _from(folder: str, path: str) -> str:
    return "../" * len([step for step in folder.split("/") if step]) + path


def _entity(entity: Any) -> Iterator[str]:
    if entity.kind not in KINDS:
        yield "an entity's kind is none of the vocabulary"
    if not _one_line(entity.name) or len(entity.name) > LONGEST_NAME:
        yield "an entity's name is empty, too long or not on one line; make it with short_name(...)"
    if not entity.keys:
        yield "an entity has no key"
    for key in (*entity.keys, *entity.links):
        yield from _ref(key, (Key,), "an entity's key")
    for address in entity.addresses:
        yield from _ref(address, (Locator,), "an entity's address")
    if entity.environment not in {"", *ENVIRONMENTS}:
        yield "an entity's environment is none of the vocabulary"
    yield from _attributes(entity.attributes, "an entity's")


def _relation(relation: Any) -> Iterator[str]:
    if relation.verb not in VERBS:
        yield "a relation's verb is none of the vocabulary"
    yield from _ref(relation.source, (Key, Locator), "a relation's source")
    yield from _ref(relation.target, (Key, Locator), "a relation's target")
    if relation.strength is not None and not isinstance(relation.strength, Strength):
        yield "a relation's strength is neither hard nor soft"
    if relation.buffer is not None and not (
        isinstance(relation.buffer, (int, float)) and 0 <= relation.buffer < float("inf")
    ):
        yield "a relation's buffer is not a number of hours"
    if not isinstance(relation.certainty, Certainty):
        yield "a relation's certainty is none of the vocabulary"
    if relation.group is not None and not (
        isinstance(relation.group, Group) and relation.group.name and relation.group.need >= 1
    ):
        yield "a relation's group has no name, or needs none of its members"
    yield from _attributes(relation.attributes, "a relation's")


def _ref(ref: Any, wanted: tuple[type, ...], what: str) -> Iterator[str]:
    if not isinstance(ref, wanted):
        yield f"{what} is no {' or '.join(each.__name__ for each in wanted)}"
    elif isinstance(ref, Key):
        if not _SPACE.fullmatch(ref.space) or not _one_line(ref.name):
            yield f"{what} is not a space and a name"
    elif isinstance(ref, Locator):
        if not ref.form or not _one_line(ref.value):
            yield f"{what} is an address without a form or a value"
        if ref.expects and ref.expects not in KINDS:
            yield f"{what} expects a kind that is none of the vocabulary"
        if ref.within is not None:
            yield from _ref(ref.within, (Key, Locator), what)


def _attributes(attributes: Any, whose: str) -> Iterator[str]:
    pairs = attributes if isinstance(attributes, tuple) else (None,)
    if not all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in pairs):
        yield f"{whose} attributes are not named values; make them with attributes(...)"
    elif [name for name, _ in pairs] != sorted({name for name, _ in pairs}):
        yield f"{whose} attributes are not in the order of their names; make them with attributes(...)"
    elif not all(_is_plain(value) for _, value in pairs):
        yield f"{whose} attributes hold more than text, numbers and truth; make them with attributes(...)"


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, (str, int, float, bool))


def _one_line(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip()) and "\n" not in text
