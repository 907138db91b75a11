"""What a pipeline includes: files beside it are read with it, all others are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmap.connecting import Document, Effect, Field, Notice, Unreadable
from opmap_connectors._shared.places import addresses_in_text, locator
from opmap_connectors.gitlab_ci.jobs import named_jobs
from opmap_connectors.gitlab_ci.places import Home

_MOST_FILES = 100
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Included:
    """Templates by name, the effects of including, and what could not be read."""

    templates: dict[str, Field]
    effects: tuple[Effect, ...]
    notices: tuple[Notice, ...]


def included(root: Field, home: Home) -> Included:
    """Follow the includes of a pipeline."""
    templates = named_jobs(root)
    notices: list[Notice] = []
    effects: list[Effect] = []
    waiting, seen = [root], {home.path}
    while waiting and len(seen) < _MOST_FILES:
        for place in waiting.pop()["include"].each():
            local = place["local"] if place.is_mapping else place
            if local.is_text and "://" not in local.text:
                waiting += _opened(local, home, seen, notices, templates)
            else:
                effects += _elsewhere(place, home)
                notices += _fetched(place)
    return Included(templates, tuple(effects), tuple(notices))


def _opened(
    local: Field, home: Home, seen: set[str], notices: list[Notice], templates: dict[str, Field]
) -> Iterator[Field]:
    """Open a file of the same project; the jobs of the file that includes it go before its own."""
    path = local.text.lstrip("/")
    if path in seen or _GLOB & set(path) or "$" in path:
        return
    seen.add(path)
    document = local.part.document
    found = _sibling(document, path, home)
    if found is None:
        notices.append(Notice("a file that it includes is not there", local.at()))
        return
    try:
        roots = [part.root for part in found.parts]
    except Unreadable:
        notices.append(Notice("a file that it includes cannot be read", local.at()))
        return
    for root in roots:
        for name, place in named_jobs(root).items():
            templates.setdefault(name, place)
        yield root


def _sibling(document: Document, path: str, home: Home) -> Document | None:
    """Open a path from the project's root, which is where the file itself says that it stands."""
    depth = home.path.count("/")
    return document.sibling("../" * depth + path)


def _fetched(place: Field) -> Iterator[Notice]:
    """Say that what stands at an address, or in a catalogue, is not there to be read."""
    for name in ("remote", "component"):
        where = place[name] if place.is_mapping else place
        if where.is_text and (name == "remote" or place.is_mapping):
            what = "an address" if name == "remote" else "a catalogue"
            yield Notice(f"it includes a file from {what}; what that adds is not known", where.at())


def _elsewhere(place: Field, home: Home) -> Iterator[Effect]:
    """Name what is included from another project or an address: without it, no pipeline starts."""
    remote = place["remote"] if place.is_mapping else place
    for address in addresses_in_text(remote.text):
        yield Effect("depends on", locator(address, home.scope), remote.at())
    project = place["project"].text
    if not project or "$" in project:
        return
    files = [each.text for each in place["file"].each()] or [""]
    for path in files:
        yield Effect("depends on", home.key(path or ".gitlab-ci.yml", project), place["project"].at())
