"""What people state about how a workload is kept running: autoscalers and disruption budgets."""

from __future__ import annotations

from collections.abc import Iterator

from opmap.connecting import Entity, Field, Reading, attributes, short_name
from opmap.connecting.selecting import Requirement, Selector, selector_of
from opmap_connectors.kubernetes.cluster import Manifest
from opmap_connectors.kubernetes.objects import Object, whole
from opmap_connectors.kubernetes.workloads import is_workload


def read_autoscaler(found: Object) -> Iterator[Reading]:
    """Give the bounds between which a workload is scaled."""
    spec = found.field["spec"]
    target = spec["scaleTargetRef"]
    if target["name"].text:
        least = spec["minReplicas"] or spec["minReplicaCount"]
        most = spec["maxReplicas"] or spec["maxReplicaCount"]
        kind = target["kind"].text or "Deployment"
        yield _stated(found, kind, target["name"].text, min_replicas=whole(least), max_replicas=whole(most))


def read_disruption_budget(found: Object, manifest: Manifest) -> Iterator[Reading]:
    """Give how many pods must stay, for the workloads of this document that the budget speaks of."""
    spec = found.field["spec"]
    for workload in manifest.selected(found.namespace, selector_in(spec["selector"])):
        if is_workload(workload):
            least, most = spec["minAvailable"].text, spec["maxUnavailable"].text
            yield _stated(found, workload.kind, workload.name, min_available=least, max_unavailable=most)


def selector_in(field: Field) -> Selector:
    """Read a selector with labels and expressions."""
    labels = {name: value.text for name, value in field["matchLabels"].items()}
    asked = (
        Requirement(item["key"].text, item["operator"].text, tuple(value.text for value in item["values"].list()))
        for item in field["matchExpressions"].list()
    )
    return selector_of(labels, asked)


def _stated(found: Object, kind: str, name: str, **said: object) -> Entity:
    key = found.key_of(kind, name)
    return Entity("service", short_name(name), (key,), found.at(), attributes=attributes(said), mentioned=True)
