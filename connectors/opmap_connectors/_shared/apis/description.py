"""What an API description is, and what is known of it while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from opmap.connecting import Document, Evidence, Field, Key, Known, short_name
from opmap_connectors._shared.apis.references import References

_CONTENTS = ("paths", "components", "webhooks", "definitions")


def is_description(root: Field) -> bool:
    """Say whether a tree is an OpenAPI or Swagger description.

    A Cortex descriptor is one by its letter and is meant as something else; a `swagger:`
    block of a Spring configuration is a mapping and no version.
    """
    if root["info"]["x-cortex-tag"]:
        return False
    swagger, openapi = root["swagger"].text, root["openapi"].text
    described = root["info"].is_mapping or any(root[name].is_mapping for name in _CONTENTS)
    return described and (_is_version(swagger, "2") or _is_version(openapi, "3"))


def _is_version(text: str, first: str) -> bool:
    return text == first or text.startswith(f"{first}.")


@dataclass(frozen=True)
class Api:
    """One description, and the key that its API goes by."""

    root: Field
    key: Key
    references: References = field(default_factory=References, compare=False)

    @property
    def document(self) -> Document:
        """Give the document that the description stands in."""
        return self.root.part.document

    @property
    def name(self) -> str:
        """Give its title."""
        return short_name(self.root["info"]["title"].text, self.document.path)

    @property
    def scope(self) -> str:
        """Give the scope of hosts that only its own surroundings know."""
        return f"openapi:{self.document.source}"

    def part_key(self, name: str) -> Key:
        """Give the key of a part of the API, such as an operation."""
        return Key(self.key.space, f"{self.key.name}#{name}")

    def at(self, place: Field) -> Evidence:
        """Make the evidence of something that the description declares."""
        return place.at(Known.DECLARED)

    def traits(self) -> dict[str, str | bool | None]:
        """Give what the description says about the API as a whole."""
        info = self.root["info"]
        return {
            "version": info["version"].text,
            "format": f"OpenAPI {self.root['openapi'].text}" if self.root["openapi"] else "Swagger 2.0",
            "deprecated": self.root["x-deprecated"].flag or info["x-deprecated"].flag or None,
            "sla": info["x-sla"].text or self.root["x-sla"].text,
        }
