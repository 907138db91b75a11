"""How workloads are reached from outside, what stands outside, and what operators and events make."""

from __future__ import annotations

from tests.documents import document
from tests.manifests import deployment, entities, read, relations, service
from tests.resolving import edges

from opmap.connecting import Locator
from opmap_connectors.kubernetes import Kubernetes


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
