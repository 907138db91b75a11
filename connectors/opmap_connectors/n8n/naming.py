"""What a workflow is called: its instance, its own key, and the keys of what belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from opmap.connecting import Document, Key, frozen
from opmap_connectors.n8n.exports import Export

SPACE = "n8n"
_SHORT = 12  # of the 64 digits that an instance calls itself by


@frozen
class Home:
    """Where a workflow lives: the instance, and its own name in it."""

    instance: str
    own: str  # what follows the instance in its key
    name: str
    id: str = ""  # empty where the export does not say
    long_instance: str = ""  # the whole of a name that was shortened, which others may use
    ids: frozenset[str] = frozenset()  # of all workflows in the document
    names: frozenset[str] = frozenset()

    @property
    def scope(self) -> str:
        """Give the scope of what is known inside the instance alone."""
        return f"{SPACE}:{self.instance}"

    @property
    def key(self) -> Key:
        """Give the workflow's own key."""
        return Key(SPACE, f"{self.instance}/{self.own}")

    def keys(self, *parts: str) -> tuple[Key, ...]:
        """Give the keys of something of the instance, by the instance's short name and by its whole one."""
        tail = "/".join(parts)
        return tuple(Key(SPACE, f"{name}/{tail}") for name in (self.instance, self.long_instance) if name)

    def part(self, sort: str, name: str) -> Key:
        """Give the key of a part of the workflow: a trigger, a prompt."""
        return Key(SPACE, f"{self.instance}/{self.own}/{sort}/{name}")

    def inline(self, step: str, name: str) -> Home:
        """Give the home of a workflow that stands inside a step of this one."""
        return replace(self, own=f"{self.own}/inline/{step}", name=name or f"{step} of {self.name}", id="")


def homes(document: Document, found: Sequence[Export]) -> Iterator[Home]:
    """Give the home of each workflow of a document."""
    ids = frozenset(export.id for export in found if export.id)
    names = frozenset(export.name for export in found if export.name)
    taken: Counter[str] = Counter()
    for index, export in enumerate(found):
        instance, long_instance = _instance(document, export)
        own = export.id or _place(document, export, index, taken)
        name = export.name or _stem(document.name) + (f" #{index + 1}" if len(found) > 1 else "")
        yield Home(instance, own, name, export.id, long_instance, ids, names)


def _instance(document: Document, export: Export) -> tuple[str, str]:
    stated = document.settings.get("instance", "").strip()
    if stated:
        return stated, ""
    written = export.root["meta"]["instanceId"].text
    if not written:
        return document.source, ""
    return written[:_SHORT], written if len(written) > _SHORT else ""


def _place(document: Document, export: Export, index: int, taken: Counter[str]) -> str:
    """Name a workflow without an id by its file and its name; where the name is taken, by its number."""
    if not export.name:
        return f"{document.path}#{index}"
    taken[export.name] += 1
    again = f" ({taken[export.name]})" if taken[export.name] > 1 else ""
    return f"{document.path}#{export.name}{again}"


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
