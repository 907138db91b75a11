"""The objects that a document holds: one, a stream of them, or a list as kubectl gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Document, Entity, Evidence, Field, Key, Known, attributes, frozen, short_name
from opmap.connecting.words import environment_called
from opmap_connectors._shared.variables import words_of

_VERSION = re.compile(r"(?:([a-z0-9.-]{1,200})/)?v[0-9]+(?:(?:alpha|beta)[0-9]+)?")
_BUILT_IN = ("", "apps", "batch", "autoscaling", "policy", "extensions", "events.k8s.io")
_READ = (
    "bitnami.com",
    "cert-manager.io",
    "cnpg.io",
    "containo.us",
    "crunchydata.com",
    "dapr.io",
    "elastic.co",
    "external-secrets.io",
    "istio.io",
    "k8s.io",
    "keda.sh",
    "knative.dev",
    "mongodb.com",
    "mysql.oracle.com",
    "openshift.io",
    "rabbitmq.com",
    "strimzi.io",
    "traefik.io",
    "zalan.do",
)
_NOT_OBJECTS = ("config.k8s.io", "kubeadm.k8s.io", "x-k8s.io")
_ANOTHERS = ("argoproj.io", "backstage.io", "kustomize.config.k8s.io")
_PLACEHOLDER = re.compile(r"[{}$<>%]")
_DEEPEST_LIST = 3


@frozen
class Object:
    """An object of a cluster, and where it stands."""

    field: Field
    group: str
    kind: str
    name: str
    namespace: str
    cluster: str

    @property
    def key(self) -> Key:
        """Give its key."""
        return self.key_of(self.kind, self.name)

    @property
    def scope(self) -> str:
        """Give the scope of the names that count in its namespace."""
        return f"k8s:{self.cluster}/{self.namespace}"

    @property
    def cluster_scope(self) -> str:
        """Give the scope of the names that count in all of its cluster."""
        return f"k8s:{self.cluster}"

    def key_of(self, kind: str, name: str, namespace: str = "") -> Key:
        """Make the key of another object, of the same namespace where none is named."""
        within = "/".join(part.replace("/", "%2F") for part in (namespace or self.namespace, kind, name))
        return Key("k8s", f"{self.cluster}/{within}")

    def at(self) -> Evidence:
        """Give the place where its name stands."""
        named = self.field["metadata"]["name"]
        return (named or self.field["metadata"]["generateName"] or self.field).at()

    def labels(self) -> Iterator[tuple[str, Field]]:
        """Give its labels and annotations by name."""
        for sort in ("labels", "annotations"):
            yield from self.field["metadata"][sort].items()

    def label(self, name: str) -> str:
        """Give a label or an annotation; empty where it has none of this name."""
        metadata = self.field["metadata"]
        return metadata["labels"][name].text or metadata["annotations"][name].text

    def environment(self) -> str:
        """Give the environment that a setting or a label names."""
        stated = self.field.part.document.settings.get("environment", "")
        labelled = (value.text for name, value in self.labels() if words_of(name)[-1:] in {("env",), ("environment",)})
        return environment_called(stated) or next(filter(None, map(environment_called, labelled)), "")

    def mention(self, kind: str, key: Key, place: Evidence, **said: object) -> Entity:
        """Give something that this object names and does not describe."""
        return Entity(
            kind, short_name(key.name.rpartition("/")[2]), (key,), place, attributes=attributes(said), mentioned=True
        )


@frozen
class Home:
    """Where the objects of a document live that do not say it themselves."""

    cluster: str
    namespace: str

    @classmethod
    def of(cls, document: Document, namespace: str = "") -> Home:
        """Take the cluster and namespace from settings; else the source, what was found beside, and ``default``."""
        settings = document.settings
        return cls(
            settings.get("cluster", "") or document.source, settings.get("namespace", "") or namespace or "default"
        )


def objects_in(document: Document, home: Home) -> Iterator[Object]:
    """Give all objects of a document, those in lists as well."""
    for part in document.parts:
        yield from _objects(part.root, home, "", 0)


def _objects(field: Field, home: Home, kind: str, depth: int) -> Iterator[Object]:
    written = field["kind"].text or kind
    version = _VERSION.fullmatch(field["apiVersion"].text) if field["apiVersion"] else None
    if field["items"].is_list and written.endswith("List"):
        if depth < _DEEPEST_LIST:
            for item in field["items"].list():
                yield from _objects(item, home, written.removesuffix("List"), depth + 1)
        return
    group = (version.group(1) or "") if version else "" if kind else None
    metadata = field["metadata"]
    name = metadata["name"].text or metadata["generateName"].text
    if group is not None and written and name:
        yield Object(
            field, group, written, name[:253], metadata["namespace"].text[:253] or home.namespace, home.cluster
        )


def is_read(found: Object) -> bool:
    """Say whether objects of this group are read, or are known to say nothing about dependencies."""
    group = found.group
    if group == "":
        return found.field["apiVersion"].text in {"v1", ""}
    if group == "argoproj.io":
        return found.kind == "Rollout"
    if group.endswith(_NOT_OBJECTS):
        return False
    return group in _BUILT_IN or any(group == known or group.endswith(f".{known}") for known in _READ)


def is_anothers(found: Object) -> bool:
    """Say whether objects of this group are read by another connector, or by kustomize alone."""
    return found.group.endswith(_ANOTHERS)


def is_template(found: Object) -> bool:
    """Say whether an object's name is still to be filled in."""
    return bool(_PLACEHOLDER.search(found.name + found.namespace))


def holds_objects(document: Document) -> bool:
    """Say whether a document holds any object that is read."""
    return any(is_read(found) for found in objects_in(document, Home("", "")))


def declared(place: Field) -> Evidence:
    """Make the evidence of something that people wrote about an object, and that nothing runs by."""
    return place.at(Known.DECLARED)


def whole(field: Field) -> int | None:
    """Give a number that is written without a fraction; None where none is."""
    return int(field.text) if field.text.isdecimal() and len(field.text) < 7 else None
