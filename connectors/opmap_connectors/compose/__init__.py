"""Compose: the services of a project, what they are given, and what they need.

A folder is a project. Its base (``compose.yaml`` and its other names) is read with its
override; every other file of the folder speaks of the same services.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opmap.connecting import Document, Field, Reading
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.compose.configured import Configuration
from opmap_connectors.compose.environment import environment_of, unknown_addresses
from opmap_connectors.compose.files import Files
from opmap_connectors.compose.mounts import given_things, passed_credentials, shared_volumes
from opmap_connectors.compose.network import Network
from opmap_connectors.compose.project import Project, is_folded_in, load
from opmap_connectors.compose.relations import relations_of
from opmap_connectors.compose.services import entity_of, owners_of

_TELLING = frozenset(
    "image build extends environment env_file ports depends_on deploy volumes networks command entrypoint healthcheck "
    "restart container_name profiles links".split()
)
_FOREIGN = ("apiVersion", "kind", "jobs", "openapi", "swagger", "_format_version")


class Compose:
    """Read a Compose file, with its override, its .env and what it extends or includes."""

    name = "compose"
    title = "Docker Compose"
    recognises = (
        "the key `services`, a mapping of which one entry has an image, a build or another key of Compose's own"
    )
    version = 2

    def detect(self, document: Document) -> bool:
        """Look for services; a file that holds comments only is none."""
        if document.form not in {"yaml", "json"}:
            return False
        return any(_has_services(part.root) for part in document.parts) and not in_skeleton(document)

    def read(self, document: Document) -> Iterable[Reading]:
        """Give the services that a file describes, what they need, and what could not be followed."""
        files = Files()
        if not document.parts or is_folded_in(document, files):
            return
        yield from document.notices()
        yield from _readings(load(document, files))


def _has_services(root: Field) -> bool:
    services = root["services"]
    if not services.is_mapping or any(word in root for word in _FOREIGN):
        return False
    entries = [entry for _, entry in services.items()]
    if not all(entry.is_mapping or not entry for entry in entries):
        return False
    return any(_TELLING.intersection(name for name, _ in entry.items()) for entry in entries)


def _readings(project: Project) -> Iterator[Reading]:
    network = Network(project)
    configuration = Configuration(project, network)
    for service in project.services.values():
        variables = environment_of(service.own, project)
        yield entity_of(service, variables, project)
        yield from owners_of(service, variables, project)
        yield from relations_of(service, variables, project, network, configuration)
        yield from passed_credentials(service, variables, project)
        yield from unknown_addresses(variables)
    yield from given_things(project)
    yield from shared_volumes(project)
    yield from configuration.notices()
    yield from dict.fromkeys(project.notices)
