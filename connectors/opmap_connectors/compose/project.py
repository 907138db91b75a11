"""A Compose project: what a file, its override, what it extends and what it includes say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from opmap.connecting import Document, Evidence, Field, Key, Notice, frozen
from opmap_connectors._shared.images import Software, shown, what_runs
from opmap_connectors._shared.interpolation import fill, read_env
from opmap_connectors.compose.files import Files, is_readable, roots_of, text_of
from opmap_connectors.compose.layers import Layers

BASES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
_DEEPEST = 12


@frozen
class Service:
    """A service as one project sees it."""

    name: str
    key: Key
    own: Layers  # what the files that are being read say
    whole: Layers  # and what the project's base says besides
    software: Software
    image: str
    evidence: Evidence

    @property
    def is_described(self) -> bool:
        """Say whether these files say what runs, and not only what changes."""
        return bool(self.own["image"] or self.own["build"])


@dataclass
class Project:
    """The services that one file speaks of, and those that it can reach."""

    document: Document
    files: Files
    variables: Mapping[str, str]
    top: Layers = field(default_factory=Layers)
    services: dict[str, Service] = field(default_factory=dict)  # what the file itself describes
    around: dict[str, Service] = field(
        default_factory=dict
    )  # of the base that it is laid over, and of what it includes
    notices: list[Notice] = field(default_factory=list)

    @property
    def reachable(self) -> dict[str, Service]:
        """Give all services of the project by name."""
        return {**self.around, **self.services}

    @cached_property
    def declared(self) -> dict[str, dict[str, Layers]]:
        """Give what the project declares besides services, by sort and name; to be asked once it is loaded."""
        return {sort: dict(self.top[sort].names()) for sort in ("volumes", "secrets", "configs", "networks")}

    @property
    def scope(self) -> str:
        """Give the scope of the project's names: a setting, or else the source and the folder."""
        document = self.document
        return document.settings.get("project", "") or f"{document.source}/{document.folder or '.'}"

    def text(self, value: Field | None) -> str:
        """Give a scalar with its variables filled in."""
        return fill(value.text, self.variables).text if value is not None else ""

    def key(self, *names: str) -> Key:
        """Make the key of something of this project."""
        return Key("compose", "/".join((self.scope, *names)))

    def say(self, reason: str, place: Field) -> None:
        """Note what cannot be read or followed."""
        self.notices.append(Notice(reason, place.at()))


def base_of(document: Document, files: Files) -> Document | None:
    """Find the file that this one is laid over: the base of its folder, where it is not that itself."""
    for name in BASES:
        if document.name == name:
            return None
        beside = files.beside(document, name)
        if beside is not None:
            return beside
    return None


def is_folded_in(document: Document, files: Files) -> bool:
    """Say whether Compose reads this file with the base of its folder, always."""
    return document.name in OVERRIDES and base_of(document, files) is not None


def load(document: Document, files: Files, known: dict[str, Project] | None = None) -> Project:
    """Put a project together; what it leans on and cannot be read is said in a notice."""
    known = {} if known is None else known
    if document.path in known:
        return known[document.path]
    settings = {found.name: found.value for found in read_env(text_of(files.beside(document, ".env")))}
    project = known[document.path] = Project(document, files, settings)
    base = base_of(document, files)
    over = files.first_beside(document, OVERRIDES) if base is None and document.name in BASES else None
    project.top = Layers(tuple(root for file in (document, over) if file is not None for root in roots_of(file)))
    for other in filter(None, (base, *_included(project))):
        project.around.update(load(other, files, known).reachable)
    for name, layers in project.top["services"].names():
        _add(project, name, layers)
    return project


def _included(project: Project) -> Iterable[Document]:
    for item in project.top["include"].each():
        for path in item["path"].each() if item.is_mapping else [item]:
            found = project.files.beside(path.part.document, project.text(path))
            if found is not None and is_readable(found):
                yield found
            else:
                project.say("a file that is included does not stand here, or cannot be read", path)


def _add(project: Project, name: str, layers: Layers) -> None:
    written = [layer for layer in layers.fields if layer.is_mapping]
    place = next(iter(written), layers.fields[0])
    if place.value is not None and not written:
        return
    own = Layers(tuple(field for layer in written for field in _laid_over(project, layer)))
    key = project.key(name)
    below = project.around.get(name)
    whole = Layers((*below.whole.fields, *own.fields)) if below is not None and below.key == key else own
    image = shown(project.text(whole["image"].top))
    built = bool(whole["build"])
    software = what_runs(image, name, project.text(whole["container_name"].top), built=built)
    project.services[name] = Service(name, key, own, whole, software, image, place.at())


def _laid_over(project: Project, layer: Field) -> list[Field]:
    """Lay a service over what it extends, however long the chain is; give the lowest first."""
    chain = [layer]
    seen = set()
    while extends := chain[-1]["extends"]:
        found, place = _extended(project, extends)
        if found is None or place in seen or len(chain) > _DEEPEST:
            project.say("a service extends one that does not stand here, or itself", extends)
            break
        seen.add(place)
        chain.append(found)
    return chain[::-1]


def _extended(project: Project, extends: Field) -> tuple[Field | None, str]:
    document: Document | None = extends.part.document
    name = project.text(extends["service"] if extends.is_mapping else extends)
    path = project.text(extends["file"]) if extends.is_mapping else ""
    if path:
        document = project.files.beside(extends.part.document, path)
    if document is None:
        return None, ""
    layers = Layers(tuple(roots_of(document)))["services"][name]
    found = next((layer for layer in reversed(layers.fields) if layer.is_mapping), None)
    return found, f"{document.path}#{name}"
