"""Entity references: ``[<kind>:][<namespace>/]<name>``, without regard to case."""

from __future__ import annotations

import re

from opmap.connecting import Field, Key, frozen

_PARTS = re.compile(r"(?:([^:/]+):)?(?:([^:/]+)/)?([^:/]+)")


@frozen
class EntityRef:
    """The name of an entity of the catalog; the kind is empty where nothing says it."""

    kind: str
    namespace: str
    name: str

    @classmethod
    def of(cls, text: str, kind: str = "", namespace: str = "default") -> EntityRef | None:
        """Read a reference, with what it means where it leaves a part out; None where it is none.

        >>> EntityRef.of("Team-Phoenix", kind="group", namespace="claims")
        EntityRef(kind='group', namespace='claims', name='team-phoenix')
        """
        found = _PARTS.fullmatch(text.strip())
        if not found:
            return None
        parts = [part.strip().casefold() for part in (found[1] or kind, found[2] or namespace, found[3])]
        return cls(*parts) if parts[1] and parts[2] else None

    @classmethod
    def at(cls, place: Field, kind: str = "", namespace: str = "default") -> EntityRef | None:
        """Read a reference at a place, written as text or in its three parts."""
        if not place.is_mapping:
            return cls.of(place.text, kind, namespace) if place.text else None
        name = place["name"].text.casefold()
        given = place["kind"].text or kind, place["namespace"].text or namespace
        return cls(given[0].casefold(), given[1].casefold(), name) if name else None

    @property
    def key(self) -> Key:
        """Give the key of the entity."""
        return Key("backstage", f"{self.kind}:{self.namespace}/{self.name}")
