"""What properties of nodes mean: with ``{}`` for what only a message or a run knows, and variables filled in.

>>> plain("https://api.fern.example/{{payload.id}}?x={{{flow.y}}}")
'https://api.fern.example/{}?x={}'
"""

from __future__ import annotations

import re

from opmap.connecting import Field, frozen, is_secret_name
from opmap_connectors._shared.interpolation import told_by
from opmap_connectors.node_red.exports import Export, Tab

_LONGEST = 4000
_MUSTACHE = re.compile(r"\{\{\{?.{0,500}?\}?\}\}", re.DOTALL)
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w{0,100})\}")
_WRITTEN = frozenset({"", "str", "num", "bool", "env"})


def plain(text: str) -> str:
    """Give a text with what only a message knows left open."""
    return _MUSTACHE.sub("{}", text[:_LONGEST])


@frozen
class Meaning:
    """The variables of a flow: its own, those of the whole document, and those that settings tell."""

    variables: dict[str, str]

    @classmethod
    def of(cls, tab: Tab, export: Export) -> Meaning:
        """Collect the variables that a flow sees; what may be secret is not looked at."""
        known = told_by(export.home.document.settings)
        for node in export.everywhere:
            known |= _env(node["env"])
        return cls(known | (_env(tab.place["env"]) if tab.stated else {}))

    def text(self, place: Field, kind: Field | None = None) -> str:
        """Give what a property says; empty where a message, and nothing that is written down, says it."""
        sort = kind.text if kind is not None else ""
        if sort not in _WRITTEN:
            return ""
        if sort == "env":
            return self.variables.get(place.text, "")
        return plain(_VARIABLE.sub(lambda found: self.variables.get(found.group(1), "{}"), place.text[:_LONGEST]))

    def known(self, place: Field, kind: Field | None = None) -> str:
        """Give what a property says where all of it is known before any run."""
        found = self.text(place, kind)
        return "" if "{}" in found else found.strip()

    def open(self, place: Field) -> str:
        """Give what a run is to fill in, without what is written down around it."""
        named = [*_MUSTACHE.findall(place.text[:_LONGEST]), *(f"${{{name}}}" for name in self._unset(place.text))]
        return " ".join(named)[:120]

    def _unset(self, text: str) -> list[str]:
        return [name for name in _VARIABLE.findall(text[:_LONGEST]) if name not in self.variables]


def _env(place: Field) -> dict[str, str]:
    found = {}
    for each in place.list():
        name = each["name"].text
        if each["type"].text in _WRITTEN and name and not is_secret_name(name):
            found[name] = each["value"].text
    return found
