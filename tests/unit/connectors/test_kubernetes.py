"""What the Kubernetes connector finds, beside the golden cases in tests/connectors/kubernetes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.documents import document
from tests.manifests import deployment, entities, notices, read, relations, service
from tests.resolving import edges, pairs, read_folder, score

from opmap.connecting import Certainty, Entity, Key, Locator
from opmap_connectors.kubernetes import Kubernetes

BOUTIQUE_TOO = {("cartservice", "redis-cart"), ("loadgenerator", "frontend")}


@pytest.mark.corpus
def test_online_boutiques_published_dependencies_are_all_found_and_no_false_one(corpora: Path) -> None:
    stated = json.loads((corpora / "truth" / "online-boutique.json").read_text())["edges"]
    truth = {(source, target) for source, target in stated} | BOUTIQUE_TOO
    readings = read_folder(Kubernetes(), corpora / "online-boutique" / "kubernetes-manifests", "online-boutique")
    services = {found.name for found in readings if isinstance(found, Entity)}
    found = {(source, target) for source, target in pairs(edges(readings)) if target in services}
    print(f"online-boutique: {score(found, truth)}")  # noqa: T201 - the score is what the test reports
    assert found == truth


@pytest.mark.corpus
def test_online_boutiques_load_generator_and_cache_are_known_for_what_they_are(corpora: Path) -> None:
    readings = read_folder(Kubernetes(), corpora / "online-boutique" / "kubernetes-manifests", "online-boutique")
    found = entities(readings)
    assert dict(found["k8s:online-boutique/default/Deployment/loadgenerator"].attributes)["role"] == "load generator"
    assert found["k8s:online-boutique/default/Deployment/redis-cart"].kind == "datastore"


@pytest.mark.corpus
def test_the_release_says_the_same_as_the_manifests_that_it_was_made_from(corpora: Path) -> None:
    folder = corpora / "online-boutique"
    one = edges(read_folder(Kubernetes(), folder / "kubernetes-manifests", "online-boutique"))
    other = edges(read_folder(Kubernetes(), folder / "release", "online-boutique"))
    assert pairs(one) <= pairs(other) | {("frontend", "host shoppingassistantservice:80")}


def test_a_service_and_its_workload_meet_across_files() -> None:
    readings = [
        *read(deployment("web", "env: [{name: CART_ADDR, value: 'basket:7070'}]"), "k8s/web.yaml"),
        *read(deployment("cart"), "k8s/cart.yaml"),
        *read(service("basket", "app: cart"), "k8s/service.yaml"),
    ]
    assert edges(readings) == {("web", "calls", "cart")}


def test_a_service_that_selects_several_stays_and_one_that_selects_none_too() -> None:
    text = deployment("a").replace("app: a", "app: x") + deployment("b").replace("app: b", "app: x")
    readings = read(text + service("both", "app: x") + service("none", "app: y"))
    targets = {str(found.source): found.target for found in relations(readings)}
    assert targets["k8s:source/default/Service/both"] == Locator("selector", "app=x", "k8s:source/default")
    assert targets["k8s:source/default/Service/none"] == Locator("selector", "app=y", "k8s:source/default")


def test_two_clusters_with_equal_names_stay_apart() -> None:
    text = deployment("cart") + service("cart", "app: cart")
    one, two = read(text, cluster="prod-eu", namespace="shop"), read(text, cluster="prod-us", namespace="shop")
    assert not entities(one).keys() & entities(two).keys()
    assert "k8s:prod-eu/shop/Deployment/cart" in entities(one)


def test_the_namespace_is_the_objects_then_the_settings_then_the_kustomizations() -> None:
    own = deployment("a").replace("name: a,", "name: a, namespace: own,")
    beside = {
        "k8s/kustomization.yaml": (
            "apiVersion: kustomize.config.k8s.io/v1beta1\nnamespace: built\nresources: [./all.yaml]\n"
        )
    }
    assert "k8s:source/own/Deployment/a" in entities(read(own, beside=beside, namespace="set"))
    assert "k8s:source/set/Deployment/a" in entities(read(deployment("a"), beside=beside, namespace="set"))
    assert "k8s:source/built/Deployment/a" in entities(read(deployment("a"), beside=beside))
    assert "k8s:source/default/Deployment/a" in entities(read(deployment("a"), "k8s/other.yaml", beside=beside))


def test_hosts_are_known_in_the_namespace_and_in_the_cluster() -> None:
    (found, _) = read(service("cart", "app: cart"), namespace="shop")
    assert isinstance(found, Entity)
    assert set(found.addresses) == {
        Locator("host", "cart", "k8s:source/shop"),
        Locator("host", "cart.shop", "k8s:source"),
        Locator("host", "cart.shop.svc", "k8s:source"),
        Locator("host", "cart.shop.svc.cluster.local", "k8s:source"),
    }


def test_a_list_as_kubectl_prints_it_is_read_like_a_stream() -> None:
    one = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}}
    one["spec"] = {"template": {"spec": {"containers": [{"image": "acme/a"}]}}}
    item = {name: value for name, value in one.items() if name not in ("apiVersion", "kind")}
    plain = json.dumps({"apiVersion": "v1", "kind": "List", "items": [one]})
    typed = json.dumps({"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [item]})
    assert entities(read(plain, "a.json")).keys() == {"k8s:source/default/Deployment/a"}
    assert entities(read(typed, "a.json")).keys() == {"k8s:source/default/Deployment/a"}


def test_owned_objects_speak_for_what_keeps_them_alive() -> None:
    owned = "ownerReferences: [{kind: ReplicaSet, name: web-5b7c, controller: true}], labels: {pod-template-hash: 5b7c}"
    pod = (
        f"---\n"
        f"apiVersion: v1\n"
        f"kind: Pod\n"
        f"metadata: {{name: web-5b7c-x, {owned}}}\n"
        f"spec: {{containers: [{{image: w}}]}}\n"
    )
    assert entities(read(pod)).keys() == {"k8s:source/default/Deployment/web"}
    both = read(deployment("web") + pod)
    assert [found.attributes for found in both if isinstance(found, Entity)] == [
        entities(read(deployment("web")))["k8s:source/default/Deployment/web"].attributes
    ]


def test_a_bare_pod_and_a_replica_set_without_owner_are_workloads() -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: lone}\nspec: {containers: [{image: acme/lone}]}\n"
    found = entities(read(pod + deployment("set", kind="ReplicaSet")))
    assert found.keys() == {"k8s:source/default/Pod/lone", "k8s:source/default/ReplicaSet/set"}


def test_a_cron_job_carries_its_schedule_and_is_no_database() -> None:
    text = (
        "apiVersion: batch/v1\n"
        "kind: CronJob\n"
        "metadata: {name: backup}\n"
        "spec:\n"
        "  schedule: '0 3 * * *'\n"
        "  suspend: true\n"
        "  jobTemplate: {spec: {template: {metadata: {labels: {app: db}}, "
        "spec: {containers: [{image: 'postgres:16', env: [{name: PGHOST, value: db}]}]}}}}\n"
    )
    readings = read(text)
    found = entities(readings)["k8s:source/default/CronJob/backup"]
    assert (found.kind, dict(found.attributes)["schedule"], found.inactive) == ("workflow", "0 3 * * *", True)
    assert not [address for address in found.addresses if address.form == "labels"]
    (relation,) = relations(readings)
    assert (relation.verb, relation.certainty) == ("depends on", Certainty.PROBABLE)


def test_a_sidecar_does_not_say_what_a_pod_is() -> None:
    spec = (
        "---\n"
        "apiVersion: v1\n"
        "kind: Pod\n"
        "metadata: {name: shop}\n"
        "spec: {containers: [{name: istio-proxy, image: istio/proxyv2}, {name: x, "
        "image: 'oliver006/redis_exporter:v1'}, {name: db, image: 'postgres:16'}]}\n"
    )
    assert entities(read(spec))["k8s:source/default/Pod/shop"].kind == "datastore"


def test_attributes_say_how_a_workload_is_run() -> None:
    text = deployment("ml", "resources: {limits: {nvidia.com/gpu: 2, memory: 8Gi}}\nreadinessProbe: {}\n").replace(
        "      containers:",
        "      serviceAccountName: ml\n"
        "      priorityClassName: high\n"
        "      nodeSelector: {pool: gpu}\n"
        "      containers:",
    )
    text = text.replace("spec:\n  template:", "spec:\n  replicas: 3\n  template:", 1)
    scaler = (
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: ml}\n"
        "spec: {scaleTargetRef: {kind: Deployment, name: ml}, minReplicas: 2, maxReplicas: 9}\n"
        "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: ml}\n"
        "spec: {minAvailable: 1, selector: {matchExpressions: [{key: app, operator: In, values: [ml]}]}}\n"
    )
    stated = [found for found in read(text + scaler) if isinstance(found, Entity)]
    assert {str(found.keys[0]) for found in stated} == {"k8s:source/default/Deployment/ml"}
    said = {name: value for found in stated for name, value in found.attributes}
    assert (
        said.items()
        >= {
            "replicas": 3,
            "gpu": 2,
            "memory_limit": "8Gi",
            "service_account": "ml",
            "priority": "high",
            "node_selector": ("pool=gpu",),
            "probes": ("readiness",),
            "min_replicas": 2,
            "max_replicas": 9,
            "min_available": "1",
        }.items()
    )


def test_labels_name_owner_system_and_catalog_entry() -> None:
    labels = "team: Payments, app.kubernetes.io/part-of: shop, backstage.io/kubernetes-id: cart, env: prod"
    readings = read(deployment("cart", labels=labels))
    cart = entities(readings)["k8s:source/default/Deployment/cart"]
    assert cart.links == (Key("kubernetes-id", "cart"),)
    assert cart.environment == "production"
    assert {(r.verb, str(r.target)) for r in relations(readings)} == {
        ("owned by", "team:source/payments"),
        ("part of", "k8s:source/part-of/shop"),
    }


def test_an_object_of_an_unknown_kind_is_said_and_costs_nothing_else() -> None:
    readings = read("apiVersion: acme.example/v1\nkind: Widget\nmetadata: {name: w}\n" + deployment("web"))
    assert notices(readings) == ["an object of a kind that opmap does not read"]
    assert entities(readings).keys() == {"k8s:source/default/Deployment/web"}


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n",
        "apiVersion: v3\nkind: service\nmetadata: {name: a}\n",
        "apiVersion: v2\nname: chart\nkind: x\n",
        "apiVersion: v1\nkind: Config\nclusters: []\n",
        "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: a}\n",
        "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmetadata: {name: a}\n",
        "replicaCount: 1\nimage: {repository: x}\n",
        "---\n# comments only\n---\n",
    ],
)
def test_what_only_looks_like_an_object_is_not_taken(text: str) -> None:
    assert not Kubernetes().detect(document("a.yaml", text))


def test_nonsense_in_every_place_costs_nothing() -> None:
    text = deployment("web", "env: 7\nenvFrom: {a: b}\nargs: {x: [1]}\nresources: []\n") + (
        "---\napiVersion: v1\nkind: Service\nmetadata: {name: [1], generateName: s}\nspec: [1]\n"
        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {rules: {a: b}, tls: 3}\n"
        "---\napiVersion: v1\nkind: List\nitems: [1, null, {kind: List, items: [{kind: List, items: []}]}]\n"
    )
    assert "k8s:source/default/Deployment/web" in entities(read(text))
