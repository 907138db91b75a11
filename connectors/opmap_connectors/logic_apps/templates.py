"""ARM templates: the workflows among their resources, and what their expressions mean before a deployment.

>>> _CALL.match("[parameters('claimsUrl')]").group(2)
"parameters('claimsUrl')"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Field, frozen, is_secret_name
from opmap_connectors.logic_apps.expressions import evaluated

_CALL = re.compile(r"(\[)(?!\[)(.*)\]", re.DOTALL)
_WORKFLOW = "microsoft.logic/workflows"
_DEEPEST = 3


def workflows_in(root: Field) -> list[tuple[str, Field]]:
    """Give the workflows of a template by name, those of templates inside it too."""
    return list(_workflows(root, Template(root), 0))


def _workflows(root: Field, template: Template, depth: int) -> Iterator[tuple[str, Field]]:
    listed = [place for _, place in root["resources"].items()] or list(root["resources"].list())
    for place in listed if depth < _DEEPEST else ():
        if place["type"].text.casefold() == _WORKFLOW:
            yield template.text(place["name"]) or "workflow", place
        inner = place["properties"]["template"]
        yield from _workflows(inner or place, template, depth + 1)


@frozen
class Template:
    """A template, or any other tree: then nothing in it is an expression of one."""

    root: Field

    def text(self, place: Field) -> str:
        """Give a text with its expression worked out, and ``{}`` for what only a deployment knows."""
        return self.worked_out(place.text)

    def worked_out(self, text: str, depth: int = 0) -> str:
        """Work out a text."""
        found = _CALL.fullmatch(text)
        if not found or not (self.root["resources"] or self.root["parameters"]):
            return text
        return evaluated(found.group(2), lambda kind, name: self._value(kind, name, depth))

    def _value(self, kind: str, name: str, depth: int) -> str | None:
        if depth > _DEEPEST or is_secret_name(name):
            return None
        if kind == "parameters":
            stated = self.root["parameters"][name]
            return None if "secure" in stated["type"].text.casefold() else self._deeper(stated["defaultValue"], depth)
        return self._deeper(self.root["variables"][name], depth) if kind == "variables" else None

    def _deeper(self, place: Field, depth: int) -> str | None:
        return self.worked_out(place.text, depth + 1) if place.text else None
