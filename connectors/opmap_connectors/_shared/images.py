"""What runs in a container, by its image, and where the image is somebody's own, by its name.

>>> what_runs("docker.io/bitnami/postgresql:16", "db")
Software(kind='datastore', role='database', engine='postgres', by='image')
>>> what_runs("", "load-generator")
Software(kind='service', role='load generator', engine='', by='name')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from opmap.connecting import frozen


@frozen
class Software:
    """What something is: its kind, the part that it plays, the product, and what shows it."""

    kind: str = "service"
    role: str = ""
    engine: str = ""
    by: str = ""  # image or name; empty where nothing shows anything


UNKNOWN = Software()

# Each word is the last part of an image's name, or the last two; ``word:engine`` where the product is called otherwise.
_TABLE: tuple[tuple[str, str, str], ...] = (
    (
        "datastore",
        "database",
        """postgres postgresql:postgres postgis:postgres timescaledb:postgres timescaledb-ha:postgres pgvector:postgres
        spilo:postgres cloudnative-pg:postgres mysql mysql-server:mysql percona:mysql percona-server:mysql mariadb
        mariadb-galera:mariadb mssql mssql/server:mssql mssql-server:mssql azure-sql-edge:mssql oracle-free:oracle
        oracle-xe:oracle database/free:oracle database/enterprise:oracle db2 cockroach:cockroachdb cockroachdb
        yugabyte:yugabytedb yugabytedb tidb mongo:mongodb mongodb mongodb-community-server:mongodb couchdb couchbase
        documentdb
        cassandra scylla:scylladb scylladb neo4j arangodb dgraph clickhouse clickhouse-server:clickhouse influxdb
        questdb dynamodb-local:dynamodb dynamodb rethinkdb surrealdb crate:cratedb firebird ravendb""",
    ),
    (
        "datastore",
        "cache",
        """redis redis-stack:redis redis-stack-server:redis redismod:redis redis-cluster:redis redis-sentinel:redis
        valkey valkey-cluster:valkey keydb dragonfly memcached hazelcast infinispan""",
    ),
    (
        "datastore",
        "search",
        "elasticsearch elastic:elasticsearch opensearch solr meilisearch typesense manticore manticoresearch",
    ),
    (
        "datastore",
        "vector database",
        "qdrant weaviate milvus chroma chromadb:chroma chromadb/chroma marqo vespa lancedb",
    ),
    ("datastore", "object storage", "minio seaweedfs azurite fake-gcs-server:gcs garage ceph"),
    (
        "datastore",
        "broker",
        """kafka cp-kafka:kafka cp-server:kafka kafka-native:kafka redpanda rabbitmq activemq activemq-classic:activemq
        activemq-artemis:artemis artemis pulsar pulsar-all:pulsar nats nats-streaming:nats emqx mosquitto:mosquitto
        eclipse-mosquitto:mosquitto hivemq hivemq4:hivemq nsq vernemq""",
    ),
    ("datastore", "coordination", "zookeeper cp-zookeeper:zookeeper etcd"),
    (
        "monitoring",
        "",
        """prometheus alertmanager pushgateway grafana grafana-oss:grafana grafana-enterprise:grafana loki promtail
        tempo mimir thanos victoria-metrics:victoriametrics jaeger jaegertracing/all-in-one:jaeger jaeger-query:jaeger
        jaeger-collector:jaeger jaeger-agent:jaeger jaegertracing/jaeger zipkin zipkin-slim:zipkin
        opentelemetry-collector opentelemetry-collector-contrib:opentelemetry-collector
        opentelemetry-collector-k8s:opentelemetry-collector opentelemetrycollector:opentelemetry-collector
        otel-collector:opentelemetry-collector otelcol:opentelemetry-collector
        aws-otel-collector:opentelemetry-collector fluentd fluentd-kubernetes-daemonset:fluentd fluent-bit
        fluentbit:fluent-bit aws-for-fluent-bit:fluent-bit timberio/vector:vector logstash kibana opensearch-dashboards
        filebeat metricbeat heartbeat telegraf datadog/agent:datadog grafana/agent:grafana-agent
        grafana/alloy:alloy netdata uptime-kuma cadvisor apm-server skywalking-oap-server:skywalking
        graylog datalust/seq:seq sentry statsd
        graphite-statsd:graphite signoz healthchecks gatus wavefront-proxy""",
    ),
    (
        "identity provider",
        "",
        """keycloak keycloak-x:keycloak dex goauthentik/server:authentik authentik authelia hydra kratos zitadel
        openldap lldap casdoor logto fusionauth-app:fusionauth supertokens-postgresql:supertokens gotrue glauth
        ory/hydra:hydra identityserver""",
    ),
    ("model registry", "", "mlflow"),
    ("feature store", "", "feature-server:feast feast"),
    (
        "service",
        "gateway",
        "traefik kong kong-gateway:kong envoy haproxy apisix tyk-gateway:tyk krakend nginx-proxy-manager",
    ),
    (
        "service",
        "load generator",
        """locust k6 jmeter gatling artillery wrk wrk2 hey vegeta bombardier fortio siege loadgenerator: load-generator:
        loadgen: load-gen: loadtest: load-test:""",
    ),
    ("service", "discovery", "consul nacos-server:nacos eureka eureka-server:eureka"),
    ("service", "configuration", "spring-cloud-config-server: config-server:"),
    ("service", "secrets", "vault openbao"),
    (
        "service",
        "administration",
        """pgadmin4:pgadmin phpmyadmin adminer mongo-express redis-commander redisinsight kafka-ui kafdrop akhq
        portainer portainer-ce:portainer cerebro dozzle pgweb cloudbeaver spring-boot-admin""",
    ),
    ("service", "model server", "ollama vllm-openai:vllm text-generation-inference:tgi tritonserver:triton localai"),
)

_ROLE_NAMES: dict[str, str] = {
    "load": "load generator",
    "load generator": "load generator",
    "load gen": "load generator",
    "load test": "load generator",
    "load tester": "load generator",
    "loadgen": "load generator",
    "loadgenerator": "load generator",
    "loadtest": "load generator",
    "loadtester": "load generator",
    "traffic generator": "load generator",
    "user simulator": "load generator",
    "config": "configuration",
    "config server": "configuration",
    "config service": "configuration",
    "configserver": "configuration",
    "configuration": "configuration",
    "configuration server": "configuration",
    "cloud config": "configuration",
    "cloud config server": "configuration",
    "discovery": "discovery",
    "discovery server": "discovery",
    "discovery service": "discovery",
    "discoveryserver": "discovery",
    "service discovery": "discovery",
    "service registry": "discovery",
    "naming server": "discovery",
    "api gateway": "gateway",
    "apigateway": "gateway",
    "gateway": "gateway",
    "gateway server": "gateway",
    "gateway service": "gateway",
    "edge gateway": "gateway",
    "cloud gateway": "gateway",
    "admin server": "administration",
}

_COMMON_WORDS = frozenset(
    "garage hydra kratos chroma crate dragonfly feast siege tempo heartbeat healthchecks artemis hey vespa gatus "
    "firebird thanos sentry signoz artillery envoy".split()
)
"""Products whose name alone may as well be that of somebody's own service."""
_TAILS = frozenset(
    "server service svc node master primary main instance cluster "
    "local dev container app db database cache store broker "
    "replica slave storage stack headless logging".split()
)
_NOT_ITSELF = frozenset(
    "to from sync backup restore test migrate migration migrations "
    "seed init wait export import client consumer producer "
    "worker job ui admin exporter proxy setup loader populate dump".split()
)
_LONGEST = 1000
"""What is longer is no name, and would only fill the memory of those that were looked at."""
_DIGEST = re.compile(r"@sha[0-9]+:[0-9a-fA-F]*$")
_EDITIONS = ("-oss", "-enterprise", "-ce", "-ee", "-local", "-alpine", "-slim")
_ANYWHERE = frozenset({"datastore", "identity provider"})
_ANYWHERE_WATCHING = frozenset(
    {"prometheus", "grafana", "jaeger", "zipkin", "kibana", "fluentd", "opentelemetry-collector"}
)


def what_runs(image: str, *names: str, built: bool = False) -> Software:
    """Say what something is, by its image, then by the names it goes by, then by the name of an image of one's own.

    What people built themselves is a product only where its whole name says so: ``etl-kafka`` is no broker.
    """
    found = _by_image(image)
    if found is not None:
        return Software(found.kind, found.role, found.engine, "image")
    for name, whole in (*((name, built) for name in names), (repository_of(image).rpartition("/")[2], True)):
        found = by_name(name, whole=whole)
        if found is not None:
            return Software(found.kind, found.role, found.engine, "name")
    return UNKNOWN


def shown(image: str) -> str:
    """Give an image as it may be written down: without what its registry is logged in to with.

    >>> shown("ana:hunter2@registry.acme.example/claims:2@sha256:0f")
    'registry.acme.example/claims:2@sha256:0f'
    """
    bare = _DIGEST.sub("", image.strip())
    return image.strip()[bare.rfind("@") + 1 :]


def repository_of(image: str) -> str:
    """Give an image's name without registry, tag and digest; empty where a part of it is not known.

    >>> repository_of("quay.io/minio/minio:latest@sha256:abc"), repository_of("redis:7")
    ('minio/minio', 'redis')
    """
    return _repository_of(image) if len(image) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _repository_of(image: str) -> str:
    name = _DIGEST.sub("", shown(image).lower())
    head, slash, rest = name.partition("/")
    if slash and (any(sign in head for sign in ".:") or head == "localhost"):
        name = rest
    last = name.rpartition("/")[2]
    bare = name[: len(name) - len(last)] + last.partition(":")[0]
    return bare if re.fullmatch(r"[a-z0-9][a-z0-9._/-]{0,254}", bare) else ""


def _by_image(image: str) -> Software | None:
    path = repository_of(image)
    if not path:
        return None
    parts = path.split("/")
    known = _known()
    found = known.get("/".join(parts[-2:])) or known.get(parts[-1])
    if found is None and len(parts) > 1 and parts[-1].endswith(_EDITIONS):
        found = known.get(parts[-1].rpartition("-")[0])
    if found is None and parts[-1].endswith("exporter"):
        return Software("monitoring", "exporter", parts[-1])
    if found is None and (parts[0] == "mcp" or parts[-1].endswith("mcp-server")):
        return Software("MCP server")
    return found


def by_name(name: str, *, whole: bool = False) -> Software | None:
    """Say what something is by the name that people gave it; None where the name says nothing.

    >>> by_name("prometheus-server").kind, by_name("orders-db").kind, by_name("kafka-consumer")
    ('monitoring', 'datastore', None)
    """
    return _by_name(name, whole=whole) if len(name) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _by_name(name: str, *, whole: bool) -> Software | None:
    words = [word for word in re.split(r"[^a-z0-9]+|(?<=[a-z])(?=\d+$)", name.lower()) if word and not word.isdigit()]
    role = _ROLE_NAMES.get(" ".join(words))
    if role:
        return Software("service", role)
    if words[-1:] == ["exporter"]:
        return Software("monitoring", "exporter")
    if not words or _NOT_ITSELF.intersection(words):
        return None
    return _by_words(words, whole=whole)


def _by_words(words: list[str], *, whole: bool) -> Software | None:
    bare = list(words)
    while len(bare) > 1 and bare[-1] in _TAILS:
        bare.pop()
    known = {} if _COMMON_WORDS.intersection(bare) else _known()
    found = known.get("-".join(bare)) or known.get("".join(bare))
    if found is not None:
        return found
    last = known.get(bare[-1])
    if not whole and last is not None and (last.kind in _ANYWHERE or last.engine in _ANYWHERE_WATCHING):
        return last
    if words[-1] in {"db", "database"}:
        return Software("datastore", "database")
    return None


@cache
def _known() -> dict[str, Software]:
    found = {}
    for kind, role, words in _TABLE:
        for word in words.split():
            name, colon, engine = word.partition(":")
            found[name] = Software(kind, role, engine if colon else name.rpartition("/")[2])
    return found
