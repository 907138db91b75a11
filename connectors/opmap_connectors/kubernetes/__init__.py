"""Kubernetes: what clusters run, where it is found, and what it is given.

A workload is a node. A Service is its address, or, where it selects several, a node that
calls any of them: which of the two is known only when all files are, so that it is said
here as labels and selectors, and settled by identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from opmap.connecting import Document, Notice, Reading, Unreadable
from opmap.connecting.parsing import HELM_REASON
from opmap_connectors._shared.skeletons import in_skeleton
from opmap_connectors.kubernetes.cluster import Manifest
from opmap_connectors.kubernetes.configuration import (
    read_certificate,
    read_claim,
    read_config_map,
    read_secret,
    read_synced_secret,
)
from opmap_connectors.kubernetes.eventing import read_channel, read_component, read_source, read_trigger
from opmap_connectors.kubernetes.objects import Object, holds_objects
from opmap_connectors.kubernetes.operators import managed_as, read_kafka_user, read_managed, read_topic
from opmap_connectors.kubernetes.routes import (
    read_ingress,
    read_openshift_route,
    read_route,
    read_service_entry,
    read_traefik_route,
    read_virtual_service,
)
from opmap_connectors.kubernetes.scaling import read_autoscaler, read_disruption_budget
from opmap_connectors.kubernetes.services import read_endpoints, read_service
from opmap_connectors.kubernetes.workloads import is_workload, read_workload

_BY_KIND = {
    ("", "Service"): read_service,
    ("", "Endpoints"): read_endpoints,
    ("discovery.k8s.io", "EndpointSlice"): read_endpoints,
    ("networking.k8s.io", "Ingress"): read_ingress,
    ("extensions", "Ingress"): read_ingress,
    ("gateway.networking.k8s.io", "HTTPRoute"): read_route,
    ("gateway.networking.k8s.io", "GRPCRoute"): read_route,
    ("gateway.networking.k8s.io", "TLSRoute"): read_route,
    ("gateway.networking.k8s.io", "TCPRoute"): read_route,
    ("route.openshift.io", "Route"): read_openshift_route,
    ("traefik.io", "IngressRoute"): read_traefik_route,
    ("traefik.containo.us", "IngressRoute"): read_traefik_route,
    ("networking.istio.io", "VirtualService"): read_virtual_service,
    ("networking.istio.io", "ServiceEntry"): read_service_entry,
    ("", "ConfigMap"): read_config_map,
    ("", "Secret"): read_secret,
    ("external-secrets.io", "ExternalSecret"): read_synced_secret,
    ("bitnami.com", "SealedSecret"): read_synced_secret,
    ("cert-manager.io", "Certificate"): read_certificate,
    ("", "PersistentVolumeClaim"): read_claim,
    ("autoscaling", "HorizontalPodAutoscaler"): read_autoscaler,
    ("keda.sh", "ScaledObject"): read_autoscaler,
    ("kafka.strimzi.io", "KafkaTopic"): read_topic,
    ("kafka.strimzi.io", "KafkaUser"): read_kafka_user,
    ("eventing.knative.dev", "Broker"): read_channel,
    ("messaging.knative.dev", "Channel"): read_channel,
    ("messaging.knative.dev", "InMemoryChannel"): read_channel,
    ("eventing.knative.dev", "Trigger"): read_trigger,
    ("messaging.knative.dev", "Subscription"): read_trigger,
    ("dapr.io", "Component"): read_component,
}
_UNRENDERED = re.compile(r"\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities)\b|include\s+\"|tpl\s)")


class Kubernetes:
    """Read the objects of a cluster: manifests, kustomize bases, and what kubectl prints."""

    name = "kubernetes"
    title = "Kubernetes"
    recognises = "`apiVersion` of a known group with `kind` and `metadata.name`, one object, a stream of them or a list"
    version = 3

    def detect(self, document: Document) -> bool:
        """Look for one object; what a chart renders from is none, and is refused with both ways out."""
        return document.form in {"yaml", "json"} and holds_objects(document) and not in_skeleton(document)

    def read(self, document: Document) -> Iterable[Reading]:
        """Give what every object of a document says; raise Unreadable where nobody has rendered it."""
        line = _unrendered_line(document)
        if line:
            raise Unreadable(HELM_REASON, line)
        manifest = Manifest(document)
        yield from manifest.notices()
        for found in manifest.objects:
            yield from _readings(found, manifest)


def _unrendered_line(document: Document) -> int:
    """Give the line that shows a chart's template; the first, where a chart's plain files stand beside it; else 0."""
    found = _UNRENDERED.search(document.text)
    if found:
        return document.text.count("\n", 0, found.start()) + 1
    steps = document.folder.split("/")
    above = next((up for up in range(1, 4) if len(steps) >= up and steps[-up] == "templates"), 0)
    chart = document.sibling("../" * above + "Chart.yaml") if above else None
    return 1 if chart is not None and b"apiVersion:" in chart.data else 0


def _readings(found: Object, manifest: Manifest) -> Iterator[Reading]:
    if is_workload(found):
        yield from read_workload(found, manifest)
        return
    if manifest.kustomization.is_patch:
        yield Notice("a part of an object, to be laid over it: render it first (kubectl kustomize FOLDER)", found.at())
        return
    managed = managed_as(found)
    if managed is not None:
        yield from read_managed(found, managed)
    elif found.kind == "PodDisruptionBudget":
        yield from read_disruption_budget(found, manifest)
    elif found.group == "sources.knative.dev":
        yield from read_source(found)
    elif (found.group, found.kind) in _BY_KIND:
        yield from _BY_KIND[found.group, found.kind](found)
