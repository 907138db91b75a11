"""What the services of a project need: addresses that they are given, links, and the order in which they start.

An address says that one service asks another. ``depends_on`` says no more than what starts
first: it is a probable dependency, and none of its own where an address shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from opmap.connecting import Certainty, Evidence, Field, Group, Locator, Ref, Relation, Strength, attributes, frozen
from opmap.connecting.selecting import verb_towards
from opmap_connectors._shared.commands import addresses_in_command, hosts_in_short, waits
from opmap_connectors._shared.images import repository_of
from opmap_connectors._shared.interpolation import fill
from opmap_connectors._shared.places import Address, addresses_in, expected_kind, locator
from opmap_connectors._shared.watching import is_asked, routes
from opmap_connectors.compose.configured import Configuration
from opmap_connectors.compose.environment import Variable, entries_of
from opmap_connectors.compose.network import Network
from opmap_connectors.compose.project import Project, Service

_SHARED_SPACES = ("network_mode", "ipc", "pid")


@frozen
class _Found:
    """An address, and where and how surely it was found."""

    name: str  # of the variable or option that holds it
    address: Address
    evidence: Evidence
    certainty: Certainty = Certainty.CERTAIN
    order: bool = False  # the service only waits for it before it starts
    inside: bool = False  # it counts only where a service of the project answers
    watched: bool = False  # the service looks at it, and does not need it


def relations_of(
    service: Service,
    variables: dict[str, Variable],
    project: Project,
    network: Network,
    configuration: Configuration,
) -> Iterator[Relation]:
    """Give what a service needs; where an address and a start order say the same, the address says it."""
    found = _addresses(service, variables, project, configuration)
    asked = [relation for address in found for relation in _asked(service, address, network, project)]
    told = dict.fromkeys([*asked, *_linked(service, project, network), *_shared_spaces(service, project, network)])
    reached = {relation.target for relation in told} | {relation.source for relation in told}
    yield from told
    yield from (relation for relation in _started_after(service, project, network) if relation.target not in reached)


def _addresses(
    service: Service, variables: dict[str, Variable], project: Project, configuration: Configuration
) -> Iterator[_Found]:
    for variable in variables.values():
        for address in addresses_in(variable.name, variable.value):
            yield _Found(variable.name, address, variable.evidence)
    yield from _in_commands(service, variables, project)
    for test in service.own["healthcheck"]["test"].fields:
        text = " ".join(project.text(item) for item in test.each())
        for _, name, address in addresses_in_command([text]):
            yield _Found(name, address, test.at(), Certainty.PROBABLE)
    for argument in entries_of(service.own["build"]["args"], project):
        for address in addresses_in(argument.name, argument.value):
            yield _Found(argument.name, address, argument.evidence, Certainty.PROBABLE, inside=True)
    for said, place in configuration.of(service, {name: found.value for name, found in variables.items()}):
        yield _Found(said.name, said.address, place, Certainty.PROBABLE, inside=True, watched=said.watched)


def _in_commands(service: Service, variables: dict[str, Variable], project: Project) -> Iterator[_Found]:
    values = {name: variable.value for name, variable in variables.items()}
    for command in (service.own["entrypoint"].top, service.own["command"].top):
        if command is None:
            continue
        words = [fill(project.text(item), values).text for item in command.each()]
        order = waits(" ".join(words))
        certainty = Certainty.PROBABLE if order else Certainty.CERTAIN
        for _, name, address in addresses_in_command(words):
            yield _Found(name, address, command.at(), certainty, order=order)
        for host in hosts_in_short(words):
            yield _Found("h", Address("", host, None, ""), command.at(), certainty, order=order, inside=True)


def _asked(service: Service, found: _Found, network: Network, project: Project) -> Iterator[Relation]:
    answer = network.find(found.address, service)
    group = Group(f"whoever answers to {found.address.host}") if len(answer.services) > 1 else None
    for other in answer.services:
        relation = _between(service, other, found)
        yield replace(relation, group=group) if group else relation
    if answer.outside is not None and not found.inside:
        expected = expected_kind(found.name, answer.outside)
        asked = expected == "monitoring" and is_asked(found.name, answer.outside, by_router=_routes(service))
        verb = "depends on" if found.order else "calls" if asked else _verb(service, expected)
        target = locator(answer.outside, f"compose:{project.scope}", expected)
        settled = found.order or asked or service.software.kind == "monitoring"
        said = attributes(order=found.order or None, verb_by=None if settled else "address")
        yield Relation(service.key, verb, target, found.evidence, certainty=found.certainty, attributes=said)


def _between(service: Service, other: Service, found: _Found) -> Relation:
    """Make the relation of two services of the project, the right way round."""
    said = attributes(order=found.order or None)
    if found.watched or (_observes(service, order=found.order) and other.software.kind != "monitoring"):
        ends = other.key, "monitored by", service.key
    else:
        told = other.software.kind == "monitoring" and service.software.kind != "monitoring"
        if told and is_asked(found.name, found.address, other.software.engine, by_router=_routes(service)):
            verb = "depends on" if found.order else "calls"
        else:
            verb = "depends on" if found.order and not told else _verb(service, other.software.kind)
        ends = service.key, verb, other.key
    return Relation(*ends, found.evidence, certainty=found.certainty, attributes=said)


def _observes(service: Service, *, order: bool) -> bool:
    """Say whether a service looks at what it is given; Prometheus says in its file alone at what."""
    return service.software.role == "exporter" or (order and service.software.engine == "prometheus")


def _routes(service: Service) -> bool:
    return routes(service.software, service.name, repository_of(service.image))


def _verb(service: Service, kind: str) -> str:
    if kind == "monitoring" and service.software.kind == "monitoring":
        return "calls"
    return verb_towards(kind) or "calls"


def _linked(service: Service, project: Project, network: Network) -> Iterator[Relation]:
    for link in service.own["links"].each():
        other = network.services.get(project.text(link).partition(":")[0])
        if other is not None and other.key != service.key:
            yield _between(service, other, _Found("", Address("", other.name, None, ""), link.at()))
    for link in service.own["external_links"].each():
        name = project.text(link).partition(":")[0].lower()
        if name:
            target: Ref = Locator("host", name, f"compose:{project.scope}")
            yield Relation(service.key, "calls", target, link.at(), attributes=attributes(verb_by="address"))


def _shared_spaces(service: Service, project: Project, network: Network) -> Iterator[Relation]:
    """Give whose network, processes or volumes a service lives in: it cannot run without them."""
    named: list[tuple[str, Field]] = []
    for setting in _SHARED_SPACES:
        mode = service.own[setting].top
        if mode is not None and project.text(mode).startswith("service:"):
            named.append((project.text(mode).removeprefix("service:"), mode))
    named += [(project.text(item).partition(":")[0], item) for item in service.own["volumes_from"].each()]
    for name, place in named:
        other = network.services.get(name)
        if other is not None and other.key != service.key:
            yield Relation(service.key, "depends on", other.key, place.at())


def _started_after(service: Service, project: Project, network: Network) -> Iterable[Relation]:
    for name, condition in service.own["depends_on"].names():
        place = condition.top or next(iter(condition.fields))
        other = network.services.get(fill(name, project.variables).text)
        if other is None:
            yield _elsewhere(service, fill(name, project.variables).text, place, project)
        elif other.key != service.key:
            address = Address("", other.name, None, "")
            relation = _between(service, other, _Found("", address, place.at(), Certainty.PROBABLE, order=True))
            said = attributes(dict(relation.attributes), condition=condition["condition"].text)
            optional = condition["required"].top is not None and condition["required"].top.flag is False
            yield replace(relation, attributes=said, strength=Strength.SOFT if optional else None)


def _elsewhere(service: Service, name: str, place: Field, project: Project) -> Relation:
    """Point at a service that another file describes, of a project that is put together on the command line."""
    target = Locator("host", name.lower(), f"compose:{project.scope}")
    said = attributes(order=True)
    return Relation(service.key, "depends on", target, place.at(), certainty=Certainty.PROBABLE, attributes=said)
