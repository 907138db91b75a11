"""Who answers to which host name inside a project."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import frozen
from opmap_connectors._shared.places import Address
from opmap_connectors.compose.project import Project, Service


@frozen
class Answer:
    """What stands at an address: services of the project, or a host outside of it."""

    services: tuple[Service, ...] = ()
    outside: Address | None = None


class Network:
    """The host names of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by_host: dict[str, list[Service]] = {}
        self.services = project.reachable
        for service in self.services.values():
            for host in dict.fromkeys(hosts_of(service, project)):
                self._by_host.setdefault(host, []).append(service)

    def find(self, address: Address, asking: Service) -> Answer:
        """Say what stands at an address that a service asks for; nothing where it is the service itself."""
        linked = dict(links_of(asking, self._project))
        found = self.at(linked.get(address.host, address.host))
        if asking.key in [service.key for service in found]:
            return Answer()
        if found:
            return Answer(tuple(found))
        return Answer(outside=address)

    def at(self, host: str) -> list[Service]:
        """Give the services that answer to a host name."""
        return self._by_host.get(host, [])


def hosts_of(service: Service, project: Project) -> Iterator[str]:
    """Give the names under which others of the project reach a service."""
    yield service.name.lower()
    for setting in ("container_name", "hostname"):
        yield from filter(None, [project.text(service.whole[setting].top).lower()])
    for _, network in service.whole["networks"].names():
        for alias in network["aliases"].each():
            yield from filter(None, [project.text(alias).lower()])
        yield from filter(None, [project.text(network["ipv4_address"].top)])


def links_of(service: Service, project: Project) -> Iterator[tuple[str, str]]:
    """Give the names that a service alone calls others by, and their names."""
    for link in service.whole["links"].each():
        name, _, alias = project.text(link).partition(":")
        yield (alias or name).lower(), name.lower()
