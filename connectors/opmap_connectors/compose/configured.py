"""The configuration files that services are given: mounted, one by one or by the folder, and written in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from opmap.connecting import Document, Evidence, Key, Notice, frozen
from opmap_connectors._shared.interpolation import fill
from opmap_connectors._shared.texts import Said, addresses_in_file
from opmap_connectors._shared.variables import words_of
from opmap_connectors.compose.files import text_of
from opmap_connectors.compose.mounts import Mount, mounts_of
from opmap_connectors.compose.network import Network
from opmap_connectors.compose.project import Project, Service

_CONFIGURING = re.compile(
    r".*\.(?:conf|cfg|cnf|ini|properties|toml|ya?ml|json|xml|tmpl|template|env|alloy|vcl|hcl)|caddyfile|corefile"
)
_OF_OTHERS = re.compile(r"(?:docker-)?compose.*\.ya?ml|package(?:-lock)?\.json|tsconfig.*\.json")
_EXAMPLE = re.compile(r".*[._-](?:example|sample)s?(?:[._-].*)?")
_FOLDERS = frozenset("etc conf config configs cfg provisioning pipeline pipelines templates settings".split())
_LARGEST = 200_000
_MOST_FILES = 60
_DEEPEST = 3


@frozen
class _Given:
    """A text that a service is given: a file, or what is written in place."""

    text: Document | str
    place: Evidence

    @property
    def path(self) -> str:
        return self.text.path if isinstance(self.text, Document) else ""


class Configuration:
    """What the configuration of a project's services says, each file read once."""

    def __init__(self, project: Project, network: Network) -> None:
        self._project = project
        self._network = network
        self._said: dict[tuple[str, str], tuple[Said, ...]] = {}

    def of(self, service: Service, variables: Mapping[str, str]) -> Iterator[tuple[Said, Evidence]]:
        """Give the addresses in the configuration of a service, and where it is given."""
        for given in self._given.get(service.name, ()):
            allowed = self._shared.get(given.path, {}).get(service.name)
            for said in self._read(given, variables):
                if allowed is None or self._is_for_all(said) or not allowed.isdisjoint(self._answering(said)):
                    yield said, given.place

    def notices(self) -> Iterator[Notice]:
        """Say of which files it is not known who uses which of the addresses in it."""
        for path, users in self._shared.items():
            place = next(given.place for name in users for given in self._given[name] if given.path == path)
            yield Notice(
                "a file with addresses that several services share: "
                "each is taken to use those alone that it starts after",
                place,
            )

    @cached_property
    def _given(self) -> dict[str, list[_Given]]:
        return {name: list(self._given_to(service)) for name, service in self._project.services.items()}

    @cached_property
    def _shared(self) -> dict[str, dict[str, frozenset[Key]]]:
        """Give the files whose users start after different ones of those named in them, and whom each starts after."""
        users: dict[str, list[Service]] = {}
        for name, all_given in self._given.items():
            for path in dict.fromkeys(given.path for given in all_given if given.path):
                users.setdefault(path, []).append(self._project.services[name])
        found = {}
        for path, services in users.items():
            if len(services) < 2:
                continue
            first = next(given for given in self._given[services[0].name] if given.path == path)
            named = {key for said in self._read(first, {}) for key in self._answering(said)}
            after = {service.name: frozenset(named & self._started_before(service)) for service in services}
            if len(set(after.values())) > 1:
                found[path] = after
        return found

    def _started_before(self, service: Service) -> set[Key]:
        names = (fill(name, self._project.variables).text for name, _ in service.whole["depends_on"].names())
        return {self._network.services[name].key for name in names if name in self._network.services}

    def _answering(self, said: Said) -> list[Key]:
        return [service.key for service in self._network.at(said.address.host)]

    def _is_for_all(self, said: Said) -> bool:
        """Say whether a monitor answers: where all are told of it, all report to it."""
        return any(service.software.kind == "monitoring" for service in self._network.at(said.address.host))

    def _read(self, given: _Given, variables: Mapping[str, str]) -> tuple[Said, ...]:
        text = given.text if isinstance(given.text, str) else text_of(given.text)
        filled = fill(text, variables).text if "$" in text else text
        known = (given.path, filled if filled is not text else "") if given.path else ("", filled)
        if known not in self._said:
            self._said[known] = tuple(dict.fromkeys(addresses_in_file(filled)))
        return self._said[known]

    def _given_to(self, service: Service) -> Iterator[_Given]:
        for mount in mounts_of(service, self._project):
            yield from (_Given(file, mount.place.at()) for file in self._mounted(mount))
        for item in service.own["configs"].each():
            name = self._project.text(item["source"] if item.is_mapping else item)
            config = self._project.declared["configs"].get(name)
            if config is None:
                continue
            content, path = config["content"].top, config["file"].top
            if content is not None:
                yield _Given(self._project.text(content), content.at())
            if path is not None:
                file = self._project.files.beside(path.part.document, self._project.text(path))
                yield from [_Given(file, path.at())] if file is not None and len(file.data) <= _LARGEST else []

    def _mounted(self, mount: Mount) -> Iterator[Document]:
        if not mount.source.startswith(".") and not mount.is_bound:
            return
        document = mount.place.part.document
        last = mount.source.rpartition("/")[2].lower()
        if _CONFIGURING.fullmatch(last):
            paths = [mount.source]
        elif _holds_configuration(mount):
            paths = list(self._in_folder(document, mount.source.rstrip("/"), 0))[:_MOST_FILES]
        else:
            return
        for path in paths:
            file = self._project.files.beside(document, path)
            if file is not None and len(file.data) <= _LARGEST:
                yield file

    def _in_folder(self, document: Document, path: str, depth: int) -> Iterator[str]:
        for name in self._project.files.names_beside(document, path):
            if name.endswith("/"):
                if depth < _DEEPEST and not name.startswith("."):
                    yield from self._in_folder(document, f"{path}/{name.rstrip('/')}", depth + 1)
            elif _is_configuring(name.lower()):
                yield f"{path}/{name}"


def _is_configuring(name: str) -> bool:
    """Say whether a file of a folder is settings of what the folder is given to, and no example of them."""
    return bool(_CONFIGURING.fullmatch(name)) and not _OF_OTHERS.fullmatch(name) and not _EXAMPLE.fullmatch(name)


def _holds_configuration(mount: Mount) -> bool:
    """Say whether a folder holds settings, and no code or data, by what it is called here and in the container."""
    if mount.source in {".", "./"}:
        return False
    steps = [*mount.target.split("/"), mount.source.rstrip("/").rpartition("/")[2]]
    return any(not _FOLDERS.isdisjoint(words_of(step)) for step in steps)
