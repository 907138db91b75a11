"""One flow: its definition, what it is wrapped in, and its keys."""

from __future__ import annotations

from dataclasses import dataclass

from opmap.connecting import Document, Field, Key
from opmap_connectors.logic_apps.meaning import Meaning

SPACE = "logicapps"


@dataclass(frozen=True, eq=False)
class Flow:
    """A definition, and what it is called."""

    root: Field  # the definition: triggers, actions, parameters
    around: Field  # what wraps it: a resource, an export; nothing where it stands alone
    stated: Field  # the properties of that
    document: Document  # the file, or the member of a zip
    instance: str
    keys: tuple[Key, ...]
    name: str
    meaning: Meaning
    inactive: bool = False

    @property
    def key(self) -> Key:
        """Give the key of the flow."""
        return self.keys[0]

    @property
    def scope(self) -> str:
        """Give the scope of what is known in this tenant alone."""
        return f"{SPACE}:{self.instance}"

    def part(self, *parts: str) -> Key:
        """Give the key of a part of the flow."""
        return Key(SPACE, "/".join((self.key.name, *parts)))

    def shared(self, *parts: str) -> Key:
        """Give the key of something that the flows of a tenant share."""
        return Key(SPACE, "/".join((self.instance, *parts)))

    @property
    def app(self) -> str:
        """Give the folder of the Standard app that it is part of; empty elsewhere."""
        standard = self.document.name == "workflow.json" and bool(self.document.folder)
        return self.document.folder.rpartition("/")[0] if standard else ""

    @property
    def title(self) -> Field:
        """Give the place that names it."""
        named = self.stated["displayName"] or self.around["name"]
        return named if named.is_text else self.root
