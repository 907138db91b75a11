"""What connectors share: images, variables, addresses, interpolation."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmap.connecting import Document, Effect, Locator, Unreadable
from opmap.connecting.hosts import is_here
from opmap_connectors._shared.images import repository_of, what_runs
from opmap_connectors._shared.interpolation import fill, read_env
from opmap_connectors._shared.pinning import pinned
from opmap_connectors._shared.places import addresses_in, addresses_in_text, expected_kind, is_public, locator
from opmap_connectors._shared.texts import addresses_in_file
from opmap_connectors._shared.variables import holds_secret, names_host, speaks_of_itself
from opmap_connectors._shared.xml_trees import root_of, tree_of


@pytest.mark.parametrize(
    ("image", "kind", "role"),
    [
        ("postgres:16-alpine", "datastore", "database"),
        ("registry.acme.example:5000/infra/mysql@sha256:0f", "datastore", "database"),
        ("mcr.microsoft.com/mssql/server:2022-latest", "datastore", "database"),
        ("bitnami/valkey", "datastore", "cache"),
        ("confluentinc/cp-kafka:7.6", "datastore", "broker"),
        ("docker.elastic.co/elasticsearch/elasticsearch:8", "datastore", "search"),
        ("quay.io/minio/minio", "datastore", "object storage"),
        ("qdrant/qdrant", "datastore", "vector database"),
        ("semitechnologies/weaviate:1", "datastore", "vector database"),
        ("prom/prometheus", "monitoring", ""),
        ("jaegertracing/all-in-one:1", "monitoring", ""),
        ("otel/opentelemetry-collector-contrib", "monitoring", ""),
        ("prometheuscommunity/postgres-exporter", "monitoring", "exporter"),
        ("quay.io/keycloak/keycloak", "identity provider", ""),
        ("ghcr.io/dexidp/dex", "identity provider", ""),
        ("locustio/locust", "service", "load generator"),
        ("hashicorp/consul", "service", "discovery"),
        ("mcp/github", "MCP server", ""),
        ("acme/claims", "service", ""),
        ("acme/server:1", "service", ""),
        ("${REPO}/web", "service", ""),
    ],
)
def test_an_image_says_what_runs(image: str, kind: str, role: str) -> None:
    found = what_runs(image)
    assert (found.kind, found.role) == (kind, role)


@pytest.mark.parametrize(
    ("name", "kind", "role"),
    [
        ("load-generator", "service", "load generator"),
        ("loadgen2", "service", "load generator"),
        ("config-server", "service", "configuration"),
        ("discovery_server", "service", "discovery"),
        ("eureka-server", "service", "discovery"),
        ("api-gateway", "service", "gateway"),
        ("orders-db", "datastore", "database"),
        ("mongodb", "datastore", "database"),
        ("cart-redis", "datastore", "cache"),
        ("kafka-broker-1", "datastore", "broker"),
        ("grafana-server", "monitoring", ""),
        ("redis-exporter", "monitoring", "exporter"),
        ("kafka-consumer", "service", ""),
        ("postgres-backup", "service", ""),
        ("db-migrate", "service", ""),
        ("download", "service", ""),
        ("garage", "service", ""),
        ("tempo-api", "service", ""),
        ("payment-gateway", "service", ""),
        ("dbt", "service", ""),
    ],
)
def test_a_name_says_what_runs_where_no_image_does(name: str, kind: str, role: str) -> None:
    found = what_runs("acme/own-image", name)
    assert (found.kind, found.role) == (kind, role)
    assert found.by == ("name" if (kind, role) != ("service", "") else "")


def test_an_image_goes_before_a_name() -> None:
    assert what_runs("postgres:16", "load-generator").kind == "datastore"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$A", "1"),
        ("${A}", "1"),
        ("${A:-x}", "1"),
        ("${E:-x}", "x"),
        ("${E-x}", ""),
        ("${N-x}", "x"),
        ("${N:?must be set}", ""),
        ("${A:?must be set}", "1"),
        ("${A:+yes}", "yes"),
        ("${E:+yes}", ""),
        ("${E+yes}", "yes"),
        ("${N+yes}", ""),
        ("${N:-${A}}", "1"),
        ("${N:-${M:-${A}/x}}y", "1/xy"),
        ("$$A $${A}", "$A ${A}"),
        ("a$", "a$"),
        ("${A", "${A"),
        ("${A.b}", "${A.b}"),
        ("$1", "$1"),
        ("${}", "${}"),
    ],
)
def test_each_form_of_interpolation(text: str, expected: str) -> None:
    assert fill(text, {"A": "1", "E": ""}).text == expected


def test_what_nothing_sets_is_told() -> None:
    assert fill("${N}$M${K:-x}${L:?no}", {}).unset == ("N", "M", "L")


@given(st.text(alphabet="${}:-?+AB ", max_size=60), st.dictionaries(st.sampled_from("AB"), st.text(max_size=3)))
def test_interpolation_never_fails(text: str, variables: dict[str, str]) -> None:
    assert isinstance(fill(text, variables).text, str)


@given(st.text(alphabet="ab", max_size=30))
def test_text_without_a_dollar_stays_as_it_is(text: str) -> None:
    assert fill(text, {"a": "x"}).text == text


def test_an_env_file_is_read_as_compose_reads_it() -> None:
    text = (
        "# comment\r\n\nexport A=1\nB = two # said\nC='$A # x'\nD=\"${A}\\n#y\"\nE=\nF\n"
        "G='line one\nline two'\nH=a#b\nI=${G:+set}\n=no\n1X=no\n"
    )
    found = {one.name: (one.value, one.line) for one in read_env(text)}
    assert found == {
        "A": ("1", 3),
        "B": ("two", 4),
        "C": ("$A # x", 5),
        "D": ("1\n#y", 6),
        "E": ("", 7),
        "G": ("line one\nline two", 9),
        "H": ("a#b", 11),
        "I": ("set", 12),
    }


def test_a_raw_env_file_is_taken_as_it_stands() -> None:
    assert [one.value for one in read_env("A='$X' # y", raw=True)] == ["'$X' # y"]


@given(st.text(max_size=80))
def test_reading_an_env_file_never_fails(text: str) -> None:
    assert all(one.line >= 1 for one in read_env(text))


@pytest.mark.parametrize(
    ("name", "value", "hosts"),
    [
        ("CART_ADDR", "cart:7070", ["cart:7070"]),
        ("DATABASE_HOST", "db", ["db"]),
        ("PGHOST", "db", ["db"]),
        ("POSTGRES_DB", "keycloak", []),
        ("SEEDS", "es01, es02", ["es01", "es02"]),
        ("URL", "mongodb+srv://u:p@cluster.acme.example/x", ["cluster.acme.example"]),
        ("URL", "amqp://u:p%40x@mq:5672/%2f", ["mq:5672"]),
        ("URL", "redis://:pa/ss@cache:6379/0", ["cache:6379"]),
        ("URL", "postgres://user:12/34@db/x", ["db"]),
        ("URL", "https://user:12/34@api.example.com/x", []),
        ("URL", "jdbc:sqlserver://db:1433;databaseName=x;password=y", ["db:1433"]),
        ("CS", "Server=tcp:sql.acme.example,1433;User ID=u;Password=p", ["sql.acme.example:1433"]),
        ("CS", "host=db port=5432 dbname=x password=p", ["db:5432"]),
        ("BROKERS", "kafka-0.kafka:9092,kafka-1.kafka:9092", ["kafka-0.kafka:9092", "kafka-1.kafka:9092"]),
        ("URLS", "http://a:8080,http://b:8080", ["a:8080", "b:8080"]),
        ("ADDR", "10.0.0.5:5432", ["10.0.0.5:5432"]),
        ("PEER_HOST", "10.0.0.5", ["10.0.0.5"]),
        ("LISTEN_ADDR", "web:80", []),
        ("ADDR", "0.0.0.0:80", []),
        ("ADDR", "127.0.0.1:80", []),
        ("URL", "http://host.docker.internal:80", []),
        ("KUBE_URL", "https://kubernetes.default.svc", []),
        ("NO_PROXY", "db:80,localhost", []),
        ("HTTP_PROXY", "http://proxy:3128", ["proxy:3128"]),
        ("HOST", "http://web:8080/", ["web:8080"]),
        ("HOST", "https://shop.example.com", []),
        ("API_BASE_URL", "https://api.example.com", ["api.example.com"]),
        ("PUBLIC_URL", "https://shop.example.com", []),
        ("ALLOWED_ORIGINS", "http://web:80", []),
        ("VERSION", "postgres:12-alpine", []),
        ("DB_HOST", "none", []),
        ("DB_HOST", "true", []),
        ("DB_HOST", "5", []),
        ("TEXT", "hello world", []),
    ],
)
def test_addresses_in_variables(name: str, value: str, hosts: list[str]) -> None:
    assert [found.host_port for found in addresses_in(name, value)] == hosts


@given(st.text(max_size=80), st.text(max_size=80))
def test_looking_for_addresses_never_fails(name: str, value: str) -> None:
    assert all(found.host for found in [*addresses_in(name, value), *addresses_in_text(value)])


@given(
    st.sampled_from(["postgres", "https", "amqp", "jdbc:mysql"]), st.from_regex(r"zq[A-Za-z0-9]{6,20}", fullmatch=True)
)
def test_no_password_of_a_url_is_ever_in_its_locator(scheme: str, password: str) -> None:
    for text in (
        f"{scheme}://u:{password}@db.acme.example:5432/x?key={password}",
        f"{scheme}://db.acme.example/{password}1a",
    ):
        for found in addresses_in("DATABASE_URL", text):
            assert password not in repr(locator(found, "scope"))


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("URL", "postgres://db:5432", "datastore"),
        ("URL", "jdbc:mysql://x:3306/y", "datastore"),
        ("ADDR", "redis-cart:6379", "datastore"),
        ("DB_HOST", "risk-rw", "datastore"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317", "monitoring"),
        ("ZIPKIN_URL", "http://tracing:9411", "monitoring"),
        ("OIDC_ISSUER", "https://id.acme.example", "identity provider"),
        ("LDAP", "ldap://ldap:389", "identity provider"),
        ("CART_ADDR", "cart:7070", ""),
    ],
)
def test_an_address_tells_what_stands_there(name: str, value: str, kind: str) -> None:
    (found,) = addresses_in(name, value)
    assert expected_kind(name, found) == kind


def test_names_of_variables_say_what_they_hold() -> None:
    assert names_host("spring.data.redis.host")
    assert not names_host("HOSTING_PLAN")
    assert speaks_of_itself("KAFKA_ADVERTISED_LISTENERS")
    assert holds_secret("DATABASE_URL", "postgres://u:p@db/x")
    assert holds_secret("CACHE_URL", "redis://:pa/ss@cache")
    assert not holds_secret("PAGE_URL", "https://example.com:443/@user")
    assert not holds_secret("DATABASE_URL", "postgres://u:${P}@db/x")
    assert not holds_secret("DB_PASSWORD", "/run/secrets/db")


def test_hosts_are_local_public_or_neither() -> None:
    assert [is_here(host) for host in ("localhost", "a.localhost", "::1", "169.254.169.254", "db", "10.0.0.1")] == [
        *[True] * 4,
        *[False] * 2,
    ]
    assert [is_public(host) for host in ("acme.example", "db", "db.shop.svc", "10.0.0.1", "x.internal")] == [
        True,
        *[False] * 4,
    ]


def test_files_are_read_by_line_without_their_comments() -> None:
    text = (
        "# api: http://old:80\n// http://older:80\nspring.datasource.url=jdbc:postgresql://db:5432/x\n"
        '  "pay": "https://pay.example.com/v1",\n  - endpoint: collector:4317\n'
        "upstream x { server api:8080; }\nsee https://docs.example.com\n"
    )
    assert [(said.name, said.address.host_port) for said in addresses_in_file(text)] == [
        ("spring.datasource.url", "db:5432"),
        ("pay", "pay.example.com"),
        ("endpoint", "collector:4317"),
        ("", "api:8080"),
    ]


@given(st.text(max_size=100))
def test_the_repository_of_an_image_is_plain_or_empty(image: str) -> None:
    assert not set(repository_of(image)) & set(" $@:{}")


@pytest.mark.parametrize(
    ("name", "written", "held"),
    [
        ("DB_PASSWORD", "${PASSWORD:-hunter2}", True),
        ("DB_PASSWORD", "${PASSWORD:?set it}", False),
        ("LEDGER", "Server=ledger;User Id=ana;Password=hunter2;", True),
        ("LEDGER", "Server=ledger;Password=${PASSWORD};", False),
        ("KEY", "ghp_0123456789abcdefghijABCDEFGHIJ012345", True),
        ("COOKIE_DOMAIN", "acme.example", False),
    ],
)
def test_a_secret_in_clear_is_found_in_each_form(name: str, written: str, held: bool) -> None:  # noqa: FBT001 - a case
    assert holds_secret(name, written) is held


@pytest.mark.parametrize(
    ("name", "value", "hosts"),
    [
        ("POLICIES", "policies.core.svc.cluster.local", ["policies.core.svc.cluster.local"]),
        ("RABBITMQ_DEFAULT_VHOST", "claims", []),
        ("character-set-server", "utf8mb4", []),
        ("SERVERURL", "claims.acme.example", []),
        ("STORE", "s3://claims/backup?endpoint=http%3A%2F%2Fminio%3A9000", ["minio:9000"]),
    ],
)
def test_a_value_names_the_hosts_that_it_leads_to(name: str, value: str, hosts: list[str]) -> None:
    assert [found.host_port for found in addresses_in(name, value)] == hosts


def test_what_people_built_is_a_product_only_by_its_whole_name() -> None:
    assert what_runs("acme/etl-kafka", "etl-kafka", built=True).kind == "service"
    assert what_runs("", "mongodb", built=True).kind == "datastore"
    assert what_runs("", "orders-db", built=True).kind == "datastore"


def test_xml_that_declares_entities_or_is_too_deep_is_refused_at_its_line() -> None:
    with pytest.raises(Unreadable, match="declares entities") as declared:
        tree_of(b'<!DOCTYPE a [\n<!ENTITY b "c">]>\n<a>&b;</a>')
    assert declared.value.line == 2
    with pytest.raises(Unreadable, match="too deep"):
        tree_of(b"<a>" * 300 + b"</a>" * 300)


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n<a n="é"/>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?>\n<a n="é"/>'.encode(),
        '<?xml version="1.0" encoding="klingon"?>\n<a n="é"/>'.encode(),
    ],
)
def test_xml_in_a_broken_encoding_is_mended_and_that_is_said(data: bytes) -> None:
    tree = tree_of(data)
    assert tree.root.said == {"n": "é"}
    assert [reason for reason, _ in tree.odd] == ["its encoding is broken: some letters of its names may be wrong"]
    assert root_of(data) == ("a", "")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_tree_or_unreadable_xml(data: bytes) -> None:
    with suppress(Unreadable):
        assert tree_of(data).root.name
    root_of(data)


@pytest.mark.parametrize(
    ("models", "said"),
    [
        (["openai/gpt-4o-2024-08-06", "bedrock/anthropic.claude-3-haiku-20240307-v1:0"], "each"),
        (["openai/gpt-4o-2024-08-06", "openai/gpt-4o"], "not pinned: gpt-4o"),
        (["zapier/default chat model"], "not pinned: the provider's default"),
        (["openai/chosen at run time"], ""),
        (["azure/our-deployment"], ""),
        ([], ""),
    ],
)
def test_a_model_is_pinned_where_each_that_is_written_down_has_a_version(models: list[str], said: str) -> None:
    at = Document("flow.json", b"{}", "acme").at(line=1)
    found = [*pinned(Effect("uses model", Locator("model", name), at, "Ask") for name in models)]
    assert [each.words.startswith(said) for each in found] == [True] * bool(said)
    assert [each.lacking for each in found] == [said.startswith("not")] * bool(said)


@pytest.mark.parametrize(
    "host",
    "www.w3.org w3.org schemas.xmlsoap.org schemas.microsoft.com xmlns.com json-schema.org schema.org purl.org".split(),
)
def test_the_name_of_a_vocabulary_is_no_address(host: str) -> None:
    assert list(addresses_in("SOAP_NAMESPACE_URL", f"http://{host}/soap/envelope/")) == []
    assert [found.host for found in addresses_in("SOAP_URL", f"http://soap.{host}/envelope/")] == [f"soap.{host}"]


@pytest.mark.parametrize("host", ["example.com", "www.example.org", "example.net", "smtp.invalid"])
def test_a_host_that_stands_for_any_other_is_no_address(host: str) -> None:
    assert list(addresses_in("MAIL_URL", f"https://{host}:587/x")) == []
    assert list(addresses_in("MAIL_HOST", host)) == []
