"""What the Kubernetes connector finds, beside the golden cases in tests/connectors/kubernetes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.documents import document
from tests.resolving import edges, pairs, read_folder, score

from opmap.connecting import Certainty, Entity, Key, Locator, Notice, Reading, Relation, Strength, Unreadable
from opmap_connectors.kubernetes import Kubernetes

BOUTIQUE_TOO = {("cartservice", "redis-cart"), ("loadgenerator", "frontend")}


def deployment(name: str, spec: str = "", *, image: str = "acme/x", labels: str = "", kind: str = "Deployment") -> str:
    lines = "".join(f"        {line}\n" for line in spec.splitlines())
    return (
        f"---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: {name}, labels: {{{labels}}}}}\n"
        f"spec:\n  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec:\n      containers:\n"
        f"      - name: main\n        image: {image}\n{lines}"
    )


def service(name: str, selector: str, spec: str = "") -> str:
    return f"---\napiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{{selector}}}{spec}}}\n"


def read(text: str, path: str = "k8s/all.yaml", beside: dict[str, str] | None = None, **settings: str) -> list[Reading]:
    return list(Kubernetes().read(document(path, text, beside=beside, **settings)))


def relations(readings: Iterable[Reading]) -> list[Relation]:
    return [reading for reading in readings if isinstance(reading, Relation)]


def entities(readings: Iterable[Reading]) -> dict[str, Entity]:
    """Give entities by key, and of several with one key the one that is described."""
    found = [reading for reading in readings if isinstance(reading, Entity)]
    return {str(entity.keys[0]): entity for entity in sorted(found, key=lambda entity: entity.mentioned, reverse=True)}


def notices(readings: Iterable[Reading]) -> list[str]:
    return [reading.reason for reading in readings if isinstance(reading, Notice)]


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


@pytest.mark.corpus
def test_an_unrendered_chart_is_refused_whole_with_both_ways_out(corpora: Path) -> None:
    chart = corpora / "robot-shop" / "K8s"
    for path in sorted((chart / "helm" / "templates").glob("*.yaml")):
        name = path.relative_to(chart).as_posix()
        made = document(name, path.read_bytes(), beside={"helm/Chart.yaml": (chart / "helm/Chart.yaml").read_bytes()})
        with pytest.raises(Unreadable, match=r"helm template CHART.*kubectl get"):
            list(Kubernetes().read(made))


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


def test_variables_are_expanded_from_those_before_them() -> None:
    env = (
        "env:\n- {name: DB_HOST, value: claims-db}\n- {name: DB_PORT, value: '5432'}\n"
        "- {name: DSN, value: 'postgres://u:$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/claims'}\n"
        "- {name: ESCAPED_URL, value: 'http://$$(DB_HOST):80'}\n"
    )
    targets = {str(relation.target) for relation in relations(read(deployment("web", env)))}
    assert targets == {"claims-db", "postgres://claims-db:5432/claims"}


def test_a_config_map_of_the_same_stream_gives_its_addresses_to_its_users() -> None:
    config = (
        "---\n"
        "apiVersion: v1\n"
        "kind: ConfigMap\n"
        "metadata: {name: shop}\n"
        "data: {CART: 'http://cart:80', PAY: 'http://pay:80'}\n"
    )
    one = deployment("one", "env:\n- {name: X, valueFrom: {configMapKeyRef: {name: shop, key: CART}}}\n")
    every = deployment("all", "envFrom: [{configMapRef: {name: shop}}]")
    found = pairs(edges(read(config + one + every)))
    assert found == {
        ("one", "url http://cart:80"),
        ("one", "shop"),
        ("all", "url http://cart:80"),
        ("all", "url http://pay:80"),
        ("all", "shop"),
    }


def test_a_config_map_of_another_file_is_joined_by_its_settings() -> None:
    config = (
        "apiVersion: v1\n"
        "kind: ConfigMap\n"
        "metadata: {name: shop}\n"
        "data: {CART: 'http://cart:80', PAY: 'http://pay:80'}\n"
    )
    one = deployment("one", "env:\n- {name: X, valueFrom: {configMapKeyRef: {name: shop, key: CART}}}\n")
    every = deployment("all", "envFrom: [{configMapRef: {name: shop}}]")
    apart = [*read(config, "a.yaml"), *read(one, "b.yaml"), *read(every, "c.yaml")]
    assert edges(apart) == edges(read(config + one + every))


def test_a_file_in_a_config_map_names_hosts_by_its_settings() -> None:
    config = (
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop}\ndata:\n  application.properties: |\n"
        "    # old.url=http://old:80\n    claims.url=http://claims:8080\n    docs see https://docs.example.com/x\n"
    )
    mounting = deployment("web").replace(
        "      containers:", "      volumes: [{name: c, configMap: {name: shop}}]\n      containers:"
    )
    found = relations(read(config + mounting))
    (asked,) = [relation for relation in found if isinstance(relation.source, Key) and relation.verb == "calls"]
    assert (str(asked.target), asked.certainty) == ("http://claims:8080", Certainty.PROBABLE)


def test_a_generated_config_map_is_read_from_the_kustomization_beside() -> None:
    kustomization = (
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\n"
        "configMapGenerator: [{name: shop, literals: ['CART=http://cart:80'], envs: [x.env]}]\n"
    )
    beside = {"k8s/kustomization.yaml": kustomization, "k8s/x.env": "PAY=http://pay:80\n"}
    readings = read(deployment("web", "envFrom: [{configMapRef: {name: shop}}]"), beside=beside)
    asked = {str(relation.target): relation.evidence.place for relation in relations(readings)}
    assert asked["http://cart:80"] == "k8s/kustomization.yaml:4"
    assert asked["http://pay:80"] == "k8s/x.env:1"
    assert not Kubernetes().detect(document("k8s/kustomization.yaml", kustomization))


def test_secrets_are_credentials_and_nothing_of_their_data_is_kept() -> None:
    secret = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: pay}\ntype: Opaque\n"
        "data: {token: c2VjcmV0LXZhbHVl}\nstringData: {url: 'postgres://u:secret-value@db/x'}\n"
    )
    using = deployment(
        "web",
        "envFrom: [{secretRef: {name: pay, optional: true}}]\nenv:\n"
        "- {name: API_KEY, value: secret-value}\n- {name: T, valueFrom: {secretKeyRef: {name: other, key: t}}}\n",
    )
    readings = read(secret + using)
    found = entities(readings)
    assert dict(found["k8s:source/default/Secret/pay"].attributes)["holds"] == ("token", "url")
    assert found["k8s:source/default/Secret/other"].mentioned
    assert dict(found["k8s:source/default/Deployment/web"].attributes)["secrets_in_clear"] == ("API_KEY",)
    assert {(str(r.target), r.strength) for r in relations(readings)} == {
        ("k8s:source/default/Secret/pay", Strength.SOFT),
        ("k8s:source/default/Secret/other", None),
    }
    assert "secret-value" not in repr(readings)
    assert "c2VjcmV0" not in repr(readings)


def test_what_is_asked_before_the_start_alone_is_an_order() -> None:
    waits = (
        "      initContainers: [{name: w, image: busybox, command: [sh, -c, "
        "'until nc -z db:5432; do sleep 1; done']}]\n"
    )
    text = deployment("web").replace("      containers:", f"{waits}      containers:")
    (relation,) = relations(read(text))
    assert (relation.verb, relation.certainty, relation.attributes) == (
        "depends on",
        Certainty.PROBABLE,
        (("order", True),),
    )
    also = text + "        env: [{name: DB_ADDR, value: 'db:5432'}]\n"
    (relation,) = relations(read(also))
    assert relation.certainty is Certainty.CERTAIN


def test_a_part_of_an_object_makes_no_entity_and_says_so() -> None:
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n"
    assert entities(read(patch)) == {}
    assert "kubectl kustomize" in notices(read(patch))[0]


def test_what_a_kustomization_calls_a_patch_is_one_even_with_an_image() -> None:
    kustomization = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches: [{path: all.yaml}]\n"
    readings = read(deployment("web") + service("web", "app: web"), beside={"k8s/kustomization.yaml": kustomization})
    assert entities(readings) == {}
    assert len(notices(readings)) == 2


def test_what_a_patch_deletes_is_not_there() -> None:
    assert read("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n$patch: delete\n") == []


def test_a_generated_name_stands_for_what_is_generated() -> None:
    text = (
        "apiVersion: batch/v1\n"
        "kind: Job\n"
        "metadata: {generateName: import-}\n"
        "spec: {template: {spec: {containers: [{image: a}]}}}\n"
    )
    assert entities(read(text)).keys() == {"k8s:source/default/Job/import-"}


def test_a_name_that_is_still_a_template_is_said() -> None:
    readings = read(deployment("'${APP}'") + deployment("web"))
    assert entities(readings).keys() == {"k8s:source/default/Deployment/web"}
    assert "a template" in notices(readings)[0]


def test_a_template_inside_a_quoted_value_is_refused_where_it_is_a_charts() -> None:
    with pytest.raises(Unreadable, match="Helm template") as refused:
        read(deployment("web", "env: [{name: A, value: '{{ .Values.a }}'}]"))
    assert refused.value.line == 12
    alert = (
        "apiVersion: v1\n"
        "kind: ConfigMap\n"
        "metadata: {name: a}\n"
        "data: {t: '{{ range .Alerts }}{{ .Labels.x }}{{ end }}'}\n"
    )
    assert entities(read(alert)).keys() == {"k8s:source/default/ConfigMap/a"}


def test_an_ingress_publishes_the_services_behind_it() -> None:
    text = (
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\nspec:\n"
        "  tls: [{hosts: [shop.example.com], secretName: shop-tls}]\n  rules:\n  - host: shop.example.com\n    http:\n"
        "      paths:\n      - {path: /, backend: {service: {name: web, port: {number: 80}}}}\n"
        "      - {path: '/api(/|$)(.*)', backend: {service: {name: api, port: {number: 80}}}}\n"
    )
    readings = read(text)
    found = entities(readings)
    web, api = found["k8s:source/default/Service/web"], found["k8s:source/default/Service/api"]
    assert [address for address in web.addresses if not address.scope] == [Locator("host", "shop.example.com")]
    assert [address for address in api.addresses if not address.scope] == [
        Locator("url", "https://shop.example.com/api")
    ]
    assert Locator("host", "web", "k8s:source/default") in web.addresses
    assert web.mentioned
    assert dict(web.attributes) == {"published": True, "published_by": ("Ingress shop",)}
    assert edges(readings) == {("web", "uses credential", "shop-tls"), ("api", "uses credential", "shop-tls")}
    assert "k8s:source/default/Ingress/shop" not in found


def test_a_route_and_a_virtual_service_publish_too() -> None:
    route = (
        "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n"
        "spec: {hostnames: [a.example.com], rules: [{backendRefs: [{name: web, namespace: shop}]}]}\n"
    )
    virtual = (
        "---\napiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\n"
        "spec: {hosts: ['*'], gateways: [g], http: [{route: [{destination: {host: cart.shop.svc.cluster.local}}]}]}\n"
    )
    found = entities(read(route + virtual))
    assert found.keys() == {"k8s:source/shop/Service/web", "k8s:source/shop/Service/cart"}
    assert all(dict(service.attributes)["published"] is True for service in found.values())


def test_a_mesh_that_sends_a_host_elsewhere_calls() -> None:
    text = (
        "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\nspec:\n  hosts: [reviews]\n"
        "  http: [{route: [{destination: {host: reviews}, weight: 90}, {destination: {host: reviews-v2}, weight: 10},"
        " {destination: {host: reviews-v3}, weight: 0}]}]\n"
    )
    assert edges(read(text)) == {("reviews", "calls", "reviews-v2")}


def test_an_external_name_and_endpoints_lead_outside() -> None:
    external = service("legacy", "", ", type: ExternalName, externalName: db.old.example.com")
    endpoints = (
        "---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: mainframe}\n"
        "subsets: [{addresses: [{ip: 10.0.0.5}, {ip: 10.0.0.6}], ports: [{port: 5432}]}]\n"
        "---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: web}\n"
        "subsets: [{addresses: [{ip: 10.1.0.9, targetRef: {kind: Pod, name: web-1}}]}]\n"
    )
    found = relations(read(external + endpoints))
    assert {str(relation.target) for relation in found} == {"db.old.example.com", "10.0.0.5:5432", "10.0.0.6:5432"}
    assert [relation.group is not None for relation in found] == [False, True, True]


def test_allowed_is_not_actual() -> None:
    policy = (
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n"
        "spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}\n"
    )
    assert Kubernetes().detect(document("p.yaml", policy))
    assert read(policy) == []


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
        ("part of", "k8s:source/default/part-of/shop"),
    }


def test_a_claim_that_workloads_share_is_data_between_them() -> None:
    volume = "      volumes: [{{name: v, persistentVolumeClaim: {{claimName: shared{}}}}}]\n      containers:"
    one = deployment("one").replace("      containers:", volume.format(""))
    two = deployment("two").replace("      containers:", volume.format(", readOnly: true"))
    assert edges(read(one + two)) == {("one", "depends on", "shared"), ("two", "reads", "shared")}


def test_operators_make_databases_brokers_and_topics() -> None:
    text = (
        "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: bus}\nspec: {kafka: {replicas: 3}}\n---\n"
        "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\n"
        "metadata: {name: claims, labels: {strimzi.io/cluster: bus}}\nspec: {topicName: claims.created}\n---\n"
        "apiVersion: acid.zalan.do/v1\n"
        "kind: postgresql\n"
        "metadata: {name: claims-db}\n"
        "spec: {numberOfInstances: 2}\n"
        "---\n"
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: risk}\nspec: {instances: 3}\n"
    )
    readings = read(
        text + deployment("web", "env: [{name: DB_HOST, value: risk-rw}, {name: K, value: 'bus-kafka-bootstrap:9092'}]")
    )
    assert edges(readings) == {
        ("claims", "stored in", "bus"),
        ("web", "depends on", "risk"),
        ("web", "depends on", "bus"),
    }
    found = entities(readings)
    assert dict(found["k8s:source/default/Cluster/risk"].attributes)["replicas"] == 3
    assert found["k8s:source/default/postgresql/claims-db"].kind == "datastore"


def test_events_start_what_they_are_sent_to() -> None:
    text = (
        "apiVersion: eventing.knative.dev/v1\nkind: Broker\nmetadata: {name: events}\n---\n"
        "apiVersion: eventing.knative.dev/v1\nkind: Trigger\nmetadata: {name: t}\n"
        "spec: {broker: events, subscriber: {ref: {kind: Service, name: triage}}}\n---\n"
        "apiVersion: sources.knative.dev/v1\nkind: PingSource\nmetadata: {name: nightly}\n"
        "spec: {schedule: '0 1 * * *', sink: {ref: {kind: Broker, name: events}}}\n---\n"
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: triage}\n"
        "spec: {template: {spec: {containers: [{image: acme/triage}]}}}\n"
    )
    readings = read(text)
    assert edges(readings) == {("events", "starts", "triage"), ("nightly", "publishes", "events")}
    assert entities(readings)["k8s:source/default/PingSource/nightly"].kind == "schedule"


def test_a_dapr_component_is_needed_by_the_applications_that_it_names() -> None:
    text = (
        "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: orders}\nspec:\n  type: state.redis\n"
        "  metadata: [{name: redisHost, value: 'redis:6379'}, {name: redisPassword, "
        "secretKeyRef: {name: redis, key: p}}]\n"
        "scopes: [checkout]\n"
    )
    found = {(str(r.source), r.verb, str(r.target)) for r in relations(read(text))}
    assert found == {
        ("k8s:source/default/Component/orders", "depends on", "redis:6379"),
        ("k8s:source/default/Component/orders", "uses credential", "k8s:source/default/Secret/redis"),
        ("checkout", "depends on", "k8s:source/default/Component/orders"),
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
