"""State machines that a template holds itself: as a tree, or as text with its references put in."""

from __future__ import annotations

import json
from collections.abc import Iterator

from opmap.connecting import Automation, Document, Field, Notice, Reading
from opmap_connectors.step_functions.machines import is_definition, machine
from opmap_connectors.step_functions.meaning import Scope
from opmap_connectors.step_functions.templates import Template, definition_path, machines_in

_LONGEST = 2_000_000


def read_inlined(template: Template) -> Iterator[Reading | Automation]:
    """Give the state machines that stand in a template; those in files of their own are read there."""
    document = template.document
    instance = document.settings.get("instance", "") or document.source
    for name, place in machines_in(template.root):
        given = place["Properties"]
        if _elsewhere(place, document):
            continue
        substitutions = dict(given["DefinitionSubstitutions"].items())
        root = given["Definition"]
        if not root:
            text, written = _text(given["DefinitionString"])
            substitutions |= written
            root = _parsed(text, given["DefinitionString"])
        if is_definition(root):
            yield from machine(root, Scope(instance, f"{document.path}#{name}", template, substitutions), name)
        else:
            yield Notice("the definition of a state machine is not in the files", place.at())


def _elsewhere(place: Field, document: Document) -> bool:
    path = definition_path(place, document)
    depth = document.path.count("/")
    return bool(path) and document.sibling("../" * depth + path) is not None


def _text(place: Field) -> tuple[str, dict[str, Field]]:
    """Give a definition that is written as text, and what the template puts into its placeholders."""
    for word in ("Fn::Sub", "!Sub"):
        stated = place[word]
        if stated.is_list:
            return stated[0].text, dict(stated[1].items())
        if stated:
            return stated.text, {}
    for word in ("Fn::Join", "!Join"):
        parts = place[word][1]
        if parts.is_list:
            return place[word][0].text.join(part.text or "${joined}" for part in parts.list()), {}
    return place.text, {}


def _parsed(text: str, place: Field) -> Field:
    """Read the text as a tree, all of it at the place where the text stands."""
    try:
        value = json.loads(text) if 0 < len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        value = None
    return Field(value, place.part, place.path)
