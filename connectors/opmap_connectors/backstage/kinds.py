"""What the catalog's kinds and types are in opmap's words; `service` where the type says nothing that is known."""

from __future__ import annotations

import re

_STRONG = {
    "service": "website frontend backend webapp webservice microservice gateway app application kafka rabbitmq broker",
    "library": "library lib package module sdk framework cli plugin npm-package terraform-module helm-chart",
    "file": "documentation docs document",
    "pipeline": "pipeline data-pipeline etl ci cd dag dataflow",
    "workflow": "workflow automation job cronjob batch",
    "agent": "agent ai-agent",
    "MCP server": "mcp-server mcp",
    "model": "model ml-model ai-model machine-learning-model llm",
    "index": "vector-database vector-db vector-store vector-index vectordb",
    "feature store": "feature-store",
    "model registry": "model-registry",
    "function": "function lambda cloud-function lambda-function serverless-function azure-function",
    "datastore": "database db datastore data-store cache bucket s3 s3-bucket gcs blob-storage object-storage storage "
    "postgres postgresql mysql mariadb oracle mssql sqlserver mongodb mongo redis valkey memcached dynamodb "
    "dynamodb-table cassandra elasticsearch opensearch rds aurora bigquery redshift snowflake data-warehouse warehouse "
    "data-lake datalake cosmosdb spanner firestore filesystem efs",
    "dataset": "dataset table data-product view",
    "queue": "queue sqs sqs-queue message-queue",
    "topic": "topic kafka-topic sns sns-topic pubsub-topic pubsub stream event-stream kinesis event-bus eventbus",
    "cluster": "kubernetes k8s kubernetes-cluster eks gke aks openshift ecs",
    "host": "host vm virtual-machine ec2 machine",
    "credential": "secret certificate api-key credential",
    "identity provider": "identity-provider idp",
    "monitoring": "monitoring monitor observability",
    "repository": "repository git-repository source-repository",
    "region": "region",
    "site": "site data-center datacentre datacenter",
    "approval system": "approval-system",
}
_WEAK = {
    "cluster": "cluster",
    "server": "host",
    "instance": "",
    "managed": "",
    "account": "",
    "service": "",
    "store": "",
}
_KIND_OF = {word: kind for kind, words in _STRONG.items() for word in words.split()}

_DEPARTMENTS = frozenset(
    "department division business-unit business-area organization organisation company root sub-department".split()
)
_AI_RESOURCES = {
    "skill": "prompt",
    "rule": "prompt",
    "prompt": "prompt",
    "plugin": "system",
    "marketplace": "system",
}
_APIS = {"mcp-server": "MCP server", "ai-model-server": "service"}


def kind_of(catalog_kind: str, spec_type: str) -> str:
    """Give the kind of an entity; empty for one that is no thing of its own.

    >>> kind_of("resource", "s3-bucket"), kind_of("component", "ml-model"), kind_of("component", "odd")
    ('datastore', 'model', 'service')
    """
    kind_word = "-".join(re.split(r"[^a-z0-9]+", spec_type.casefold()))
    if catalog_kind == "api":
        return _APIS.get(kind_word, "API")
    if catalog_kind == "group":
        return "department" if kind_word in _DEPARTMENTS else "team"
    if catalog_kind == "airesource":
        return _AI_RESOURCES.get(kind_word) or _KIND_OF.get(kind_word, "prompt")
    if catalog_kind in {"component", "resource"}:
        return _by_word(kind_word)
    return {"system": "system", "domain": "domain", "user": "person", "template": "pipeline"}.get(catalog_kind, "")


def _by_word(word: str) -> str:
    """Find a type whole, or by its last word; a word that says little gives way to the one before it."""
    if word in _KIND_OF:
        return _KIND_OF[word]
    weak = ""
    for part in reversed(word.split("-")):
        if part in _KIND_OF:
            return _KIND_OF[part]
        if part not in _WEAK and not part.isdigit():
            break
        weak = weak or _WEAK.get(part, "")
    return weak or "service"
