"""What the Compose connector finds, beside the golden cases in tests/connectors/compose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.documents import document
from tests.resolving import edges, pairs, read_folder, score
from tests.stacks import entity, read, relations, web

from opmap.connecting import Certainty, Entity, Key, Locator
from opmap_connectors.compose import Compose

TRUTH = Path(__file__).parents[2] / "truth" / "robot-shop.json"


@pytest.mark.corpus
def test_robot_shops_projects_are_found_exactly_as_their_files_state_them(corpora: Path) -> None:
    projects: dict[str, list[list[str]]] = json.loads(TRUTH.read_text())["projects"]
    readings = read_folder(Compose(), corpora / "robot-shop")
    for folder, stated in projects.items():
        scope = f"robot-shop/{folder}/"
        own = [relation for relation in relations(readings) if str(relation.source).startswith(f"compose:{scope}")]
        truth = {(source, target) for source, target in stated}
        found = pairs(edges(own))
        print(f"robot-shop {folder}: {score(found, truth)}")  # noqa: T201 - the score is what the test reports
        assert found == truth


@pytest.mark.corpus
def test_petclinics_helpers_are_known_for_what_they_are(corpora: Path) -> None:
    readings = read_folder(Compose(), corpora / "petclinic")
    services = {found.name: found for found in readings if isinstance(found, Entity)}
    assert {name: dict(services[name].attributes).get("role") for name in ("config-server", "discovery-server")} == {
        "config-server": "configuration",
        "discovery-server": "discovery",
    }
    assert {name for name, found in services.items() if found.kind == "monitoring"} == {
        "tracing-server",
        "grafana-server",
        "prometheus-server",
    }
    assert dict(services["api-gateway"].attributes)["role_by"] == "name"
    assert services["customers-service"].kind == "service"


@pytest.mark.corpus
def test_every_compose_file_of_the_corpora_can_be_read(corpora: Path) -> None:
    readings = read_folder(Compose(), corpora / "compose")
    assert len({reading.evidence.path for reading in readings}) == 15
    assert ("web", "backend") in pairs(edges(readings))


@pytest.mark.parametrize(
    "setting",
    [
        "environment: {DATABASE_URL: 'postgres://u:secret-pw@db:5432/shop'}",
        "environment: {CONNECTION: 'Host=db;Port=5432;Password=secret-pw'}",
        "environment: [DB_ADDR=db:5432]",
        "environment: {MYSQL_HOST: db}",
        "environment: {JDBC_URL: 'jdbc:postgresql://db:5432/shop?password=secret-pw'}",
        "command: [server, --database-host, db]",
        "command: server --database=postgres://u:secret-pw@db/shop",
        'entrypoint: ["sh", "-c", "run --db $$DB_ADDR"]\nenvironment: {DB_ADDR: "db:5432"}',
        "links: ['db:database']\nenvironment: {X_HOST: database}",
        "environment: {HOSTS: 'a.example.com,db'}",
    ],
)
def test_an_address_is_found_however_it_is_written(setting: str) -> None:
    readings = web(setting)
    assert (Key("compose", "source/shop/web"), "depends on", Key("compose", "source/shop/db")) in {
        (relation.source, relation.verb, relation.target) for relation in relations(readings)
    }
    assert "secret-pw" not in repr(readings)


@pytest.mark.parametrize(
    "setting",
    [
        "environment: {POSTGRES_DB: db}",
        "environment: {DB_TYPE: db}",
        "environment: {CORS_ORIGINS: 'http://db:80'}",
        "environment: {KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://web:9092'}",
        "environment: {ADDRESS: '0.0.0.0:8000', LOOP: 'http://localhost:80', BASE_URL: 'https://shop.example.com'}",
        "environment: {IMAGE: 'postgres:12', NOTE: 'see 12:30'}",
        "healthcheck: {test: curl -f http://localhost:8080/health}",
        "healthcheck: {test: [CMD, curl, 'http://web:8080']}",
        "command: gunicorn -b 0.0.0.0:8000 app:app",
    ],
)
def test_what_is_no_dependency_is_none(setting: str) -> None:
    assert relations(web(setting)) == []


def test_a_healthcheck_that_asks_another_service_is_probable() -> None:
    (relation,) = relations(web("healthcheck: {test: 'pg_isready -d postgres://db:5432'}"))
    assert (str(relation.target), relation.certainty) == ("compose:source/shop/db", Certainty.PROBABLE)


def test_a_script_that_waits_states_an_order() -> None:
    (relation,) = relations(web("command: ['./wait-for-it.sh', 'db:5432', '--', 'serve']"))
    assert (relation.certainty, relation.attributes) == (Certainty.PROBABLE, (("order", True),))


def test_what_is_outside_is_a_locator_in_the_projects_scope() -> None:
    (relation,) = relations(web("environment: {PAY_URL: 'https://u:pw@api.pay.example.com/v1?key=abc'}"))
    assert relation.target == Locator("url", "https://api.pay.example.com/v1", "compose:source/shop")


def test_a_secret_in_the_path_of_a_url_is_cut_off() -> None:
    readings = web(
        "environment: {HOOK_ENDPOINT: 'https://hooks.chat.example.com/services/T0BE7LDQ9/B012345678/aBcD1234efGH'}"
    )
    assert relations(readings)[0].target == Locator(
        "url", "https://hooks.chat.example.com/services", "compose:source/shop"
    )


def test_a_monitor_watches_and_is_not_needed() -> None:
    text = (
        "services:\n"
        "  web: {image: w, depends_on: [tracing], "
        "environment: {OTEL_EXPORTER_OTLP_ENDPOINT: 'http://tracing:4318'}}\n"
    )
    readings = read(
        text
        + (
            "  tracing: {image: jaegertracing/all-in-one}\n"
            "  exporter: {image: oliver006/redis_exporter, environment: ['REDIS_ADDR=redis:6379']}\n"
            "  redis: {image: redis}\n"
        )
    )
    assert edges(readings) == {("web", "monitored by", "tracing"), ("redis", "monitored by", "exporter")}


def test_one_project_variable_is_one_credential_for_all_who_take_it() -> None:
    text = (
        "services:\n"
        "  a: {image: a, environment: ['OPENAI_API_KEY=${OPENAI_API_KEY}']}\n"
        "  b: {image: b, environment: [OPENAI_API_KEY]}\n"
    )
    readings = read(text, **{".env": "OPENAI_API_KEY=sk-very-secret\n"})
    assert {str(relation.target) for relation in relations(readings)} == {"compose:source/shop/variable/OPENAI_API_KEY"}
    assert len(relations(readings)) == 2
    assert "sk-very-secret" not in repr(readings)


def test_a_secret_in_the_file_is_said_by_its_name_alone() -> None:
    readings = web("environment: {DB_PASSWORD: hunter2, API_URL: 'http://u:hunter2@api.acme.example'}")
    assert dict(entity(readings, "web").attributes)["secrets_in_clear"] == ("API_URL", "DB_PASSWORD")
    assert "hunter2" not in repr(readings)


def test_a_volume_that_several_share_is_data_between_them() -> None:
    text = (
        "services:\n"
        "  a: {image: a, volumes: ['data:/d']}\n"
        "  b: {image: b, volumes: ['data:/d:ro']}\n"
        "  c: {image: c, volumes: ['own:/d', './x:/x']}\n"
        "volumes: {data: , own: }\n"
    )
    readings = read(text)
    assert edges(readings) == {("a", "writes", "data"), ("b", "reads", "data")}
    assert entity(readings, "data").kind == "datastore"


def test_a_configuration_file_that_is_mounted_names_whom_a_proxy_asks() -> None:
    text = "services:\n  proxy: {image: nginx, volumes: ['./nginx.conf:/etc/nginx/nginx.conf']}\n  api: {image: a}\n"
    conf = "# proxy_pass http://old:80;\nlocation / { proxy_pass http://api:8000/; }\n# see https://nginx.org\n"
    (relation,) = relations(read(text, **{"nginx.conf": conf}))
    assert (str(relation.target), relation.certainty) == ("compose:source/shop/api", Certainty.PROBABLE)


def test_a_service_without_replicas_is_switched_off() -> None:
    assert entity(web("deploy: {replicas: 0}"), "web").inactive
    assert dict(entity(web("deploy: {mode: replicated, replicas: 3}"), "web").attributes)["replicas"] == 3


def test_telemetry_attributes_tell_criticality_environment_and_owner() -> None:
    told = "service.criticality=high,deployment.environment=prod,service.owner=Payments Team"
    readings = web(f"environment: {{OTEL_RESOURCE_ATTRIBUTES: '{told}'}}\nlabels: {{com.acme.owner: ana@acme.example}}")
    found = entity(readings, "web")
    assert (dict(found.attributes)["criticality"], found.environment) == ("high", "production")
    assert {str(relation.target) for relation in relations(readings)} == {
        "team:source/payments-team",
        "person:ana@acme.example",
    }


def test_a_proxys_label_publishes_a_service_under_its_name() -> None:
    rule = "Host(`shop.example.com`) && PathPrefix(`/`)"
    found = entity(web(f"labels: ['traefik.http.routers.web.rule={rule}']"), "web")
    assert Locator("host", "shop.example.com") in found.addresses
    assert dict(found.attributes)["published"] is True


@pytest.mark.parametrize(
    "text",
    [
        "# only comments\n# services:\n",
        "services: [docker]\n",
        "services:\n  App\\Service: {class: x, arguments: []}\n",
        "apiVersion: v1\nkind: Service\nservices: {a: {image: b}}\n",
        "openapi: 3.0.0\nservices: {a: {image: b}}\n",
        "jobs: {a: {services: {db: {image: postgres}}}}\n",
        "services:\n  a: text\n  b: {image: x}\n",
    ],
)
def test_what_only_looks_like_compose_is_not_taken(text: str) -> None:
    assert not Compose().detect(document("compose.yaml", text))


def test_compose_is_known_by_its_content_and_not_by_its_name() -> None:
    assert Compose().detect(document("stack/anything.yml", "x-a: 1\nservices:\n  web:\n    build: .\n"))
    assert Compose().detect(document("stack.json", '{"services": {"web": {"image": "x"}}}'))


def test_an_empty_command_is_none() -> None:
    assert relations(web("command: ' '\nentrypoint: []\nhealthcheck: {test: []}")) == []


def test_a_hostile_file_costs_nothing() -> None:
    deep = "${A:-" * 300 + "}" * 300
    wide = "${" * 300
    text = f"services:\n  web:\n    image: '{wide}'\n    environment: {{A_URL: 'http://{deep}', B_URL: '{wide}'}}\n"
    strange = (
        "  odd: {image: [1], environment: 7, ports: x, networks: 3, depends_on: {a: 1}, "
        "deploy: [], healthcheck: q, volumes: {a: b}}\n"
    )
    assert [reading.name for reading in read(text + strange) if isinstance(reading, Entity)] == ["web", "odd"]
