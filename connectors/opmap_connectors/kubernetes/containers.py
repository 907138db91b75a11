"""What the containers of a pod are given and what they ask for: addresses, settings, secrets, volumes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from opmap.connecting import Certainty, Evidence, Field, Key, Reading, Relation, Strength, attributes, frozen
from opmap.connecting.selecting import verb_towards
from opmap.connecting.settings import EVERY, setting
from opmap_connectors._shared.commands import addresses_in_command
from opmap_connectors._shared.images import Software
from opmap_connectors._shared.places import addresses_in, expected_kind, locator
from opmap_connectors._shared.starting import Caller, started
from opmap_connectors._shared.texts import Said, addresses_in_file
from opmap_connectors._shared.variables import holds_secret
from opmap_connectors._shared.watching import is_asked, routes
from opmap_connectors.kubernetes.cluster import Manifest
from opmap_connectors.kubernetes.kustomization import Setting
from opmap_connectors.kubernetes.objects import Object

_REFERENCE = re.compile(r"\$\$|\$\(([A-Za-z_][\w.-]*)\)")
_GIVEN_BY_CLUSTER = frozenset({"kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"})


@frozen
class _Use:
    """The first place where another object is used, and whether it may be missing."""

    kind: str
    place: Evidence
    optional: bool
    purpose: str


@dataclass
class Given:
    """What one workload is given, gathered over its containers."""

    workload: Object
    software: Software
    halves: list[Relation] = field(default_factory=list)  # settings that another document defines
    started: list[Relation] = field(default_factory=list)  # automations that its commands start
    asked: dict[str, list[Relation]] = field(default_factory=dict)  # by host and port
    secrets_in_clear: set[str] = field(default_factory=set)
    _uses: dict[tuple[str, Key], _Use] = field(default_factory=dict)

    def ask(self, said: Said, place: Evidence, certainty: Certainty = Certainty.CERTAIN) -> None:
        """Take down that the workload asks for an address."""
        relation = _asking(self.workload, said, place, self.software, certainty)
        self.asked.setdefault(said.address.host_port, []).append(relation)

    def use(
        self, verb: str, kind: str, key: Key, place: Evidence, *, optional: bool = False, purpose: str = ""
    ) -> None:
        """Take down that the workload uses another object: once, and as hard as it is used anywhere."""
        first = self._uses.get((verb, key))
        if first is None:
            self._uses[verb, key] = _Use(kind, place, optional, purpose)
        elif first.optional and not optional:
            self._uses[verb, key] = replace(first, optional=False)

    def used(self) -> Iterator[Reading]:
        """Give the objects that the workload uses."""
        for (verb, key), use in self._uses.items():
            role = "configuration" if use.kind == "file" else None
            yield self.workload.mention(use.kind, key, use.place, role=role)
            strength = Strength.SOFT if use.optional else None
            said = attributes(purpose=use.purpose)
            yield Relation(self.workload.key, verb, key, use.place, strength=strength, attributes=said)

    def take(self, other: Given) -> None:
        """Add what another part of the workload is given."""
        self.halves += other.halves
        self.started += other.started
        self.secrets_in_clear |= other.secrets_in_clear
        for (verb, key), use in other._uses.items():
            self.use(verb, use.kind, key, use.place, optional=use.optional, purpose=use.purpose)


def _asking(workload: Object, said: Said, place: Evidence, software: Software, certainty: Certainty) -> Relation:
    """Make the relation of an address that a workload is given; a bare name is a host probably."""
    source, address, expected = workload.key, said.address, expected_kind(said.name, said.address)
    by_router = routes(software, workload.name)
    asked = expected == "monitoring" and is_asked(said.name, address, by_router=by_router)
    bare = not address.scheme and address.port is None
    sure = Certainty.PROBABLE if bare and certainty is Certainty.CERTAIN else certainty
    target = locator(address, workload.scope, expected)
    if said.watched or (expected != "monitoring" and software.role == "exporter"):
        return Relation(target, "monitored by", source, place, certainty=sure)  # it watches what it asks
    among = asked or software.kind == "monitoring"  # monitors among themselves hand on what they were told
    verb = "calls" if asked or expected == software.kind == "monitoring" else verb_towards(expected) or "calls"
    noted = attributes(verb_by=None if among else "address")
    return Relation(source, verb, target, place, certainty=sure, attributes=noted)


def given_to(workload: Object, spec: Field, software: Software, manifest: Manifest) -> Given:
    """Gather what the containers and volumes of a pod say."""
    given = Given(workload, software)
    before = Given(workload, software)
    for container in spec["containers"].list():
        _read_container(container, given, manifest)
    for container in spec["initContainers"].list():
        stays = container["restartPolicy"].text == "Always"
        _read_container(container, given if stays else before, manifest)
    _only_before(before, given)
    _read_volumes(spec, given, manifest)
    for secret in spec["imagePullSecrets"].list():
        _use_secret(given, secret["name"], purpose="pulling images")
    return given


def _only_before(before: Given, given: Given) -> None:
    """Add what is asked for before the start alone: an order, as long as the containers do not ask for it too."""
    for host, relations in before.asked.items():
        if host not in given.asked:
            given.asked[host] = [
                replace(found, verb="depends on", certainty=Certainty.PROBABLE, attributes=attributes(order=True))
                for found in relations
            ]
    given.take(before)


def _read_container(container: Field, given: Given, manifest: Manifest) -> None:
    values: dict[str, str] = {}
    for name, found in _environment(container, given, manifest):
        values[name] = _expanded(found.text, values)
        if holds_secret(name, found.text) and not _REFERENCE.search(found.text):
            given.secrets_in_clear.add(name)
        for address in addresses_in(name, values[name]):
            given.ask(Said(name, address), found.evidence)
    for part in ("command", "args"):
        items = [*container[part].each()]
        texts = [_expanded(item.text, values) for item in items]
        for place, option, address in addresses_in_command(texts):
            certainty = Certainty.PROBABLE if "\n" in texts[place] else Certainty.CERTAIN
            given.ask(Said(option, address), items[place].at(), certainty)
    given.started += _started(container, given.workload, values)


def _started(container: Field, workload: Object, values: dict[str, str]) -> Iterator[Relation]:
    """Give the automations that the commands of a container start."""
    items = [*container["command"].each(), *container["args"].each()]
    script = shlex.join(_expanded(item.text, values) for item in items)
    for each in started(script, Caller(workload.scope, str(workload.key), values)):
        yield Relation(workload.key, each.verb, each.target, items[-1].at(), certainty=Certainty.PROBABLE)


def _expanded(text: str, values: dict[str, str]) -> str:
    """Fill in ``$(NAME)``, as far as the value is known here."""

    def value(found: re.Match[str]) -> str:
        return "$" if found.group() == "$$" else values.get(found.group(1), found.group())

    return _REFERENCE.sub(value, text)[:20_000] if "$" in text else text


def _environment(container: Field, given: Given, manifest: Manifest) -> Iterator[tuple[str, Setting]]:
    """Give the variables of a container whose value is known here; take down what the others come from."""
    for source in container["envFrom"].list():
        prefix = source["prefix"].text
        _use_secret(given, source["secretRef"]["name"], optional=source["secretRef"]["optional"].flag is True)
        settings = _use_settings(given, source["configMapRef"], EVERY, manifest)
        yield from ((prefix + name, found) for name, found in settings.items())
    for entry in container["env"].list():
        name, value, origin = entry["name"].text, entry["value"], entry["valueFrom"]
        if entry["$patch"].text == "delete" or not name:
            continue
        if value:
            yield name, Setting(value.text, value.at())
        if not origin:
            continue
        _use_secret(given, origin["secretKeyRef"]["name"], optional=origin["secretKeyRef"]["optional"].flag is True)
        wanted = origin["configMapKeyRef"]["key"].text
        found = _use_settings(given, origin["configMapKeyRef"], wanted, manifest).get(wanted)
        if found is not None:
            yield name, found


def _use_secret(given: Given, name: Field, *, optional: bool = False, purpose: str = "") -> None:
    if name.text:
        key = given.workload.key_of("Secret", name.text)
        given.use("uses credential", "credential", key, name.at(), optional=optional, purpose=purpose)


def _use_settings(given: Given, reference: Field, wanted: str, manifest: Manifest) -> dict[str, Setting]:
    """Take down the use of a ConfigMap; give its settings where it is known here, else leave a half to be joined."""
    name = reference["name"].text
    if not name or name in _GIVEN_BY_CLUSTER:
        return {}
    key, place = given.workload.key_of("ConfigMap", name), reference["name"].at()
    optional = reference["optional"].flag is True
    given.use("reads", "file", key, place, optional=optional)
    known = manifest.settings_of(given.workload, name)
    if known is not None:
        return known
    given.halves.append(Relation(given.workload.key, "reads", setting(wanted, key), place))
    return {}


def _read_volumes(spec: Field, given: Given, manifest: Manifest) -> None:
    for volume in spec["volumes"].list():
        for source in [volume, *volume["projected"]["sources"].list()]:
            _use_secret(given, source["secret"]["secretName"] or source["secret"]["name"])
            _read_files(source["configMap"], given, manifest)
        claim = volume["persistentVolumeClaim"]
        if claim["claimName"].text:
            key = given.workload.key_of("PersistentVolumeClaim", claim["claimName"].text)
            verb = "reads" if claim["readOnly"].flag else "depends on"
            given.use(verb, "datastore", key, claim["claimName"].at())


def _read_files(reference: Field, given: Given, manifest: Manifest) -> None:
    wanted = [item["key"].text for item in reference["items"].list() if item["key"].text]
    for name in wanted or [EVERY]:
        settings = _use_settings(given, reference, name, manifest)
        for key, found in settings.items():
            if name in (EVERY, key):
                for said in dict.fromkeys(addresses_in_file(found.text)):
                    given.ask(said, found.evidence, Certainty.PROBABLE)
