"""One thing that several places describe: files laid over each other, services that extend others.

Nothing is copied together: every value stays the field that it is, and knows its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Field, frozen

_RESET, _OVERRIDE = "!reset", "!override"


@frozen
class Layers:
    """The fields that describe one thing, the one that counts most last."""

    fields: tuple[Field, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything stands here."""
        return any(self.fields)

    def __getitem__(self, step: str) -> Layers:
        """Go one step down in every layer; a reset or an override hides what lies below."""
        found: list[Field] = []
        for layer in self.fields:
            around = layer.value
            if not isinstance(around, dict) or step not in around:
                continue
            below = around[step]
            if isinstance(below, dict) and (_RESET in below or _OVERRIDE in below):
                found = [layer[step][_OVERRIDE]] if _OVERRIDE in below else []
            else:
                found.append(layer[step])
        return Layers(tuple(found)) if found else _NOTHING

    @property
    def top(self) -> Field | None:
        """Give the field that counts: the last one that holds something."""
        for field in reversed(self.fields):
            if field.value is not None:
                return field
        return None

    @property
    def text(self) -> str:
        """Give the scalar that counts, as text; empty where there is none."""
        return self.top.text if self.top is not None else ""

    def each(self) -> Iterator[Field]:
        """Give the items of all layers' lists."""
        for field in self.fields:
            yield from field.each()

    def names(self) -> Iterator[tuple[str, Layers]]:
        """Give the entries of all layers' mappings by name, and the items of a list of names."""
        found: dict[str, list[Field]] = {}
        for field in self.fields:
            entries = field.items() if field.is_mapping else ((item.text, item) for item in field.list() if item.text)
            for name, entry in entries:
                found.setdefault(name, []).append(entry)
        for name, entries_of_name in found.items():
            yield name, Layers(tuple(entries_of_name))


_NOTHING = Layers()
