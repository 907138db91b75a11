"""Workloads: what a cluster runs. Each is a node, whatever keeps it running."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import (
    Attributes,
    Entity,
    Evidence,
    Field,
    Key,
    Locator,
    Notice,
    Reading,
    Relation,
    attributes,
    short_name,
)
from opmap.connecting.selecting import format_labels
from opmap_connectors._shared.images import Software, repository_of, shown, what_runs
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key, team_key
from opmap_connectors._shared.startables import cluster_names
from opmap_connectors._shared.variables import words_of
from opmap_connectors.kubernetes.cluster import Manifest
from opmap_connectors.kubernetes.containers import Given, given_to
from opmap_connectors.kubernetes.objects import Object, declared, whole

WORKLOADS = frozenset(
    "Deployment StatefulSet DaemonSet ReplicaSet ReplicationController Job CronJob Pod Rollout DeploymentConfig".split()
)
_ENDING = frozenset({"Job", "CronJob"})
_OWNING = frozenset({"team", "owner", "owners", "maintainer", "squad"})
_ASIDE = frozenset(
    {"istio-proxy", "linkerd-proxy", "daprd", "cloud-sql-proxy", "cloudsql-proxy", "vault-agent", "envoy"}
)
_SHIPPING = frozenset(
    {"fluentd", "fluent-bit", "filebeat", "promtail", "telegraf", "vector", "opentelemetry-collector"}
)
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")

_MADE_BY_CONTROLLERS = frozenset(
    {
        "pod-template-hash",
        "controller-revision-hash",
        "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
    }
)


def is_workload(found: Object) -> bool:
    """Say whether an object runs containers."""
    knative = found.kind == "Service" and found.group == "serving.knative.dev"
    return knative or (found.kind in WORKLOADS and not found.group.endswith("knative.dev"))


def read_workload(found: Object, manifest: Manifest) -> Iterator[Reading]:
    """Give a workload and what it needs; one that something else keeps alive speaks for that."""
    template = _template(found)
    containers = [*template["spec"]["containers"].list()]
    if manifest.kustomization.is_patch or not any(container["image"].text for container in containers):
        if not found.field["spec"]["workloadRef"]:
            yield Notice(
                "a part of an object, to be laid over it: render it first (kubectl kustomize FOLDER)", found.at()
            )
        return
    controller = manifest.controller_of(found)
    if controller is not None:
        if manifest.holds(controller):
            return
        found = Object(found.field, controller.group, controller.kind, controller.name, found.namespace, found.cluster)
    main = _main(found.name, template, containers)
    software = _software(found, main)
    given = given_to(found, template["spec"], software, manifest)
    yield _entity(found, template, main, software, given)
    yield from given.used()
    yield from given.halves
    yield from given.started
    yield from (relation for relations in given.asked.values() for relation in relations)
    yield from belongings(found)


def _template(found: Object) -> Field:
    spec = found.field["spec"]
    if found.kind == "Pod":
        return found.field
    return spec["jobTemplate"]["spec"]["template"] if found.kind == "CronJob" else spec["template"]


def _main(workload: str, template: Field, containers: list[Field]) -> Field:
    """Find the container that the pod is there for, beside proxies and watchers."""
    named = template["metadata"]["annotations"]["kubectl.kubernetes.io/default-container"].text
    chosen = [container for container in containers if named and container["name"].text == named]
    namesake = [container for container in containers if container["name"].text and container["name"].text in workload]
    plain = [container for container in containers if not _is_aside(container)]
    return (chosen or namesake or plain or containers)[0]


def _is_aside(container: Field) -> bool:
    software = what_runs(container["image"].text)
    return container["name"].text in _ASIDE or software.role == "exporter" or software.engine in _SHIPPING


def _software(found: Object, main: Field) -> Software:
    """Say what runs; something that ends is an automation, whatever its image is otherwise used for."""
    software = what_runs(main["image"].text, found.name)
    if found.kind not in _ENDING:
        return software
    role = software.role if software.kind == "service" else ""
    return Software("workflow", role, "", software.by if role else "")


def _entity(found: Object, template: Field, main: Field, software: Software, given: Given) -> Entity:
    labels = {name: value.text for name, value in template["metadata"]["labels"].items()}
    addresses = []
    if labels and found.kind not in _ENDING:
        carried = {name: value for name, value in labels.items() if name not in _MADE_BY_CONTROLLERS}
        addresses.append(Locator("labels", format_labels(carried or labels), found.scope))
    if repository_of(main["image"].text):
        addresses.append(Locator("image", repository_of(main["image"].text)))
    if found.kind == "CronJob":
        addresses += cluster_names(found.kind, found.name, found.namespace, found.cluster_scope)
    app = template["metadata"]["annotations"]["dapr.io/app-id"].text
    if app:
        addresses.append(Locator("name", app, f"dapr:{found.cluster}/{found.namespace}"))
    if found.group == "serving.knative.dev":
        addresses += hosts_of(found, found.name)
    component = labels.get("backstage.io/kubernetes-id") or found.label("backstage.io/kubernetes-id")
    return Entity(
        software.kind,
        short_name(found.name),
        (found.key,),
        found.at(),
        addresses=tuple(addresses),
        links=(Key("kubernetes-id", component),) if component else (),
        attributes=_attributes(found, template["spec"], main, software, given),
        environment=found.environment(),
        inactive=found.field["spec"]["replicas"].number == 0 or found.field["spec"]["suspend"].flag is True,
    )


def hosts_of(found: Object, name: str) -> list[Locator]:
    """Give the names under which a cluster's DNS knows something."""
    place = f"{name}.{found.namespace}"
    inside = [
        Locator("host", host, found.cluster_scope) for host in (place, f"{place}.svc", f"{place}.svc.cluster.local")
    ]
    return [Locator("host", name, found.scope), *inside]


def _attributes(found: Object, spec: Field, main: Field, software: Software, given: Given) -> Attributes:
    field = found.field["spec"]
    limits = main["resources"]["limits"]
    selector = (f"{name}={value.text}" for name, value in spec["nodeSelector"].items())
    return attributes(
        workload=found.kind,
        image=shown(main["image"].text),
        engine=software.engine,
        role=software.role,
        kind_by=software.by if software.kind not in {"service", "workflow"} else None,
        role_by=software.by if software.role and software.kind in {"service", "workflow"} else None,
        replicas=whole(field["replicas"]),
        schedule=field["schedule"].text,
        service_account=spec["serviceAccountName"].text or spec["serviceAccount"].text,
        node_selector=tuple(sorted(selector)),
        gpu=_gpus(spec) or None,
        priority=spec["priorityClassName"].text,
        probes=tuple(probe.removesuffix("Probe") for probe in _PROBES if main[probe]),
        memory_limit=limits["memory"].text,
        cpu_limit=limits["cpu"].text,
        secrets_in_clear=tuple(sorted(given.secrets_in_clear)),
    )


def _gpus(spec: Field) -> int:
    asked = (
        whole(amount) or 0
        for container in spec["containers"].list()
        for name, amount in container["resources"]["limits"].items()
        if name.endswith("/gpu") or name.partition("/")[0] == "nvidia.com"
    )
    return sum(asked)


def belongings(found: Object) -> Iterator[Reading]:
    """Give who answers for an object and what it is a part of, by its labels and annotations."""
    for name, value in found.labels():
        if words_of(name.rpartition("/")[2])[-1:] and words_of(name)[-1] in _OWNING and value.text:
            yield from _owned(found, value.text, declared(value))
        elif name == "app.kubernetes.io/part-of" and value.text:
            key = Key("k8s", f"{found.cluster}/part-of/{value.text.replace('/', '%2F')}")
            yield Entity("system", short_name(value.text), (key,), declared(value), mentioned=True)
            yield Relation(found.key, "part of", key, declared(value))


def _owned(found: Object, value: str, place: Evidence) -> Iterator[Reading]:
    organisation = organisation_of(found.field.part.document)
    key = person_key(value, organisation) if email_in(value) else team_key(value, organisation)
    yield mention(key, value, place)
    yield Relation(found.key, "owned by", key, place)
