"""What the values of a definition mean before any run, with ``{}`` for what only a run knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opmap.connecting import Document, Field, Unreadable, is_secret_name
from opmap_connectors._shared.endpoints import UNKNOWN
from opmap_connectors.logic_apps.expressions import evaluated
from opmap_connectors.logic_apps.templates import Template

_INSIDE = re.compile(r"@\{((?:[^{}']|'[^']*')*)\}")
_LITERAL = re.compile(
    r"((?:\b(?:parameters|variables|body|outputs|appsetting|items|actions|triggerOutputs|triggerBody)\(|\[))?"
    r"('(?:[^']|'')*')"
)
_LONGEST = 10_000
_LONGEST_VALUE = 60
_DEEPEST = 3


@dataclass(frozen=True, eq=False)
class Meaning:
    """The parameters and constants that a definition's expressions may name."""

    parameters: dict[str, list[Field]]
    constants: dict[tuple[str, str], Field]
    template: Template

    @classmethod
    def of(cls, definition: Field, stated: Field, document: Document, template: Template) -> Meaning:
        """Gather what is known: what was set where it is deployed goes before what the definition assumes."""
        parameters: dict[str, list[Field]] = {}
        for name, place in stated["parameters"].items():
            parameters.setdefault(name, []).append(place["value"])
        for name, place in _of_the_app(document):
            parameters.setdefault(name, []).append(place["value"])
        for name, place in definition["parameters"].items():
            if "secure" not in place["type"].text.casefold():
                parameters.setdefault(name, []).append(place["defaultValue"])
        return cls(parameters, dict(_constants(definition)), template)

    def plain(self, text: str) -> str:
        """Give a text with its expressions worked out.

        >>> Meaning({}, {}, Template(Field(None, None))).plain("https://@{triggerBody()?['host']}/v1")
        'https://{}/v1'
        """
        return self._plain(text[:_LONGEST], 0)

    def known(self, place: Field) -> str:
        """Give a value that means the same in every run; else nothing."""
        text = self.plain(place.text)
        return "" if UNKNOWN in text else text

    def constant(self, place: Field) -> str:
        """Give a value that is written down and short; else nothing."""
        text = self.known(place)
        return text if len(text) <= _LONGEST_VALUE else ""

    def _plain(self, text: str, depth: int) -> str:
        text = self.template.worked_out(text)
        if text.startswith("@@"):
            return text[1:]
        if text.startswith("@") and not text.startswith("@{"):
            return evaluated(text[1:], lambda kind, name: self._value(kind, name, depth))
        return _INSIDE.sub(lambda found: evaluated(found[1], lambda kind, name: self._value(kind, name, depth)), text)

    def _value(self, kind: str, name: str, depth: int) -> str | None:
        if depth > _DEEPEST or is_secret_name(name):
            return None
        places = self.parameters.get(name, []) if kind == "parameters" else []
        if kind in {"variables", "outputs"} and (kind, name) in self.constants:
            places = [self.constants[kind, name]]
        found = next((place for place in places if place.text), None)
        return self._plain(found.text, depth + 1) if found is not None else None


def bare(text: str) -> str:
    """Give the expressions of a text alone, and of the literals in them only those that name something.

    >>> bare("https://me:pass@@{concat('k-1', parameters('host'))}/x"), bare("@body('Ask')?['url']")
    ("@{concat({}, parameters('host'))}", "@body('Ask')?['url']")
    """
    whole = text.startswith(("@", "[")) and not text.startswith(("@{", "@@"))
    parts = [text] if whole else [found[0] for found in _INSIDE.finditer(text[:_LONGEST])]
    return "".join(_LITERAL.sub(_named, part) for part in parts)


def _named(found: re.Match[str]) -> str:
    return found[0] if found[1] else UNKNOWN


def literals(value: Any) -> Any:
    """Give a tree in which nothing but what is written down stands: no expression is a secret."""
    if isinstance(value, dict):
        return {name: literals(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [literals(inner) for inner in value]
    if not isinstance(value, str):
        return value
    if (value.startswith("@") and not value.startswith(("@@", "@{"))) or (value[:1] == "[" and value[-1:] == "]"):
        return ""
    return _INSIDE.sub("{{}}", value[:_LONGEST])


def root_of(document: Document | None) -> Field | None:
    """Give the tree of a document that stands beside another; None where there is none that can be read."""
    try:
        return document.parts[0].root if document is not None and document.form == "json" else None
    except Unreadable:
        return None


def _of_the_app(document: Document) -> Iterator[tuple[str, Field]]:
    stated = root_of(document.sibling("../parameters.json")) if document.name == "workflow.json" else None
    if stated is not None:
        yield from stated.items()


def _constants(definition: Field) -> Iterator[tuple[tuple[str, str], Field]]:
    """Give the variables that are set once, and what is composed of nothing that changes."""
    steps = [place for _, place in definition["actions"].items()]
    later = {place["inputs"]["name"].text for place in definition["actions"].walk() if place["inputs"]["name"]}
    for place in steps:
        if place["type"].text == "InitializeVariable":
            for variable in place["inputs"]["variables"].list():
                if variable["name"].text not in later:
                    yield ("variables", variable["name"].text), variable["value"]
        elif place["type"].text == "Compose":
            yield ("outputs", place.name), place["inputs"]
