"""What workloads are given: variables, ConfigMaps, Secrets; and what is only a part or a template of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents import document
from tests.manifests import deployment, entities, notices, read, relations, service
from tests.resolving import edges, pairs

from opmap.connecting import Certainty, Key, Strength, Unreadable
from opmap_connectors.kubernetes import Kubernetes


@pytest.mark.corpus
def test_an_unrendered_chart_is_refused_whole_with_both_ways_out(corpora: Path) -> None:
    chart = corpora / "robot-shop" / "K8s"
    for path in sorted((chart / "helm" / "templates").glob("*.yaml")):
        name = path.relative_to(chart).as_posix()
        made = document(name, path.read_bytes(), beside={"helm/Chart.yaml": (chart / "helm/Chart.yaml").read_bytes()})
        with pytest.raises(Unreadable, match=r"helm template CHART.*kubectl get"):
            list(Kubernetes().read(made))


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
