"""What a pipeline includes: files of its project are read with it, as one pipeline; all others are named."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from opmap.connecting import Document, Effect, Field, Notice, Unreadable, frozen
from opmap_connectors._shared.places import addresses_in_text, locator
from opmap_connectors.gitlab_ci.jobs import named_jobs
from opmap_connectors.gitlab_ci.places import FILE, Home, home_of

_MOST_FILES = 100
_GLOB = frozenset("*?[")


@frozen
class Included:
    """The files that make up a pipeline, templates by name, the effects of including, and what could not be read."""

    roots: tuple[Field, ...]  # the file that includes before those that it includes
    templates: dict[str, Field]
    effects: tuple[Effect, ...]
    notices: tuple[Notice, ...]


def included(root: Field, home: Home) -> Included:
    """Follow the includes of a pipeline."""
    templates = named_jobs(root)
    notices: list[Notice] = []
    effects: list[Effect] = []
    roots, seen = [root], {home.path}
    for one in roots:  # which grows as it is read
        for place in one["include"].each() if len(seen) < _MOST_FILES else ():
            local = place["local"] if place.is_mapping else place
            if local.is_text and "://" not in local.text:
                roots += _opened(local, root, seen, notices, templates)
            else:
                effects += _elsewhere(place, home)
                notices += _fetched(place)
    return Included(tuple(roots), templates, tuple(effects), tuple(notices))


def is_folded_in(document: Document) -> bool:
    """Say whether the pipeline of a folder above includes this file, and is read with it."""
    if document.name == FILE:
        return False
    for up in range(document.path.count("/") + 1):
        main = document.sibling("../" * up + FILE)
        if main is not None and document.path in _paths(main):
            return True
    return False


def _paths(main: Document) -> set[str]:
    """Give the paths of the files that make up a pipeline."""
    try:
        roots = [part.root for part in main.parts]
    except Unreadable:
        return set()
    home = home_of(main)
    return {found.part.document.path for root in roots for found in included(root, home).roots}


def _opened(
    local: Field, main: Field, seen: set[str], notices: list[Notice], templates: dict[str, Field]
) -> Iterator[Field]:
    """Open files of the same project; the jobs of the file that includes them go before their own."""
    for path in _matching(local, main.part.document):
        if path not in seen and "$" not in path:
            seen.add(path)
            yield from _parts(path, local, main.part.document, notices, templates)


def _matching(local: Field, main: Document) -> list[str]:
    """Give the path that is included, or those that a pattern for the files of one folder matches."""
    path = local.text.lstrip("/")
    folder, _, pattern = path.rpartition("/")
    if not _GLOB & set(path):
        return [path]
    names = () if _GLOB & set(folder) else main.names_beside(_from_root(main, folder))
    return [f"{folder}/{name}" for name in sorted(names) if fnmatchcase(name, pattern)]


def _parts(
    path: str, local: Field, main: Document, notices: list[Notice], templates: dict[str, Field]
) -> Iterator[Field]:
    found = main.sibling(_from_root(main, path))
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


def _from_root(main: Document, path: str) -> str:
    """Write a path from the project's root, which is where the file itself says that it stands."""
    return "../" * home_of(main).path.count("/") + path


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
