"""What an operator works with, by the name of its class: a database, a product, a service, nothing outside Airflow."""

from __future__ import annotations

import re
from functools import lru_cache

from opmap_connectors._shared.warehouses import TITLES

DATABASES = {
    "Snowflake": "snowflake", "BigQuery": "bigquery", "Databricks": "databricks", "Postgres": "postgres",
    "Postgresql": "postgres", "MySql": "mysql", "MsSql": "mssql", "Redshift": "redshift", "Athena": "athena",
    "Oracle": "oracle", "Sqlite": "sqlite", "Trino": "trino", "Presto": "trino", "Vertica": "vertica",
    "Teradata": "teradata", "ClickHouse": "clickhouse", "Hive": "hive", "Impala": "impala", "Druid": "druid",
    "Exasol": "exasol", "Jdbc": "jdbc", "Odbc": "odbc", "Synapse": "synapse", "CloudSQL": "cloud-sql",
    "SparkSql": "spark", "DuckDB": "duckdb",
}  # fmt: skip
"""The beginning of a class's name, and the sort of database behind its connection."""

OWN_SERVERS = {
    "kubernetes": ("Kubernetes", "cluster"),
    "docker": ("Docker", "host"),
    "spark": ("Spark", "cluster"),
    "livy": ("Livy", "service"),
    "flink": ("Flink", "cluster"),
    "nomad": ("Nomad", "cluster"),
    "jenkins": ("Jenkins", "service"),
    "mlflow": ("MLflow", "model registry"),
    "kafka": ("Kafka", "service"),
    "rabbitmq": ("RabbitMQ", "service"),
    "nats": ("NATS", "service"),
    **{
        name.lower(): (name, "datastore")
        for name in (
            "Cassandra",
            "MongoDB",
            "Elasticsearch",
            "OpenSearch",
            "Neo4j",
            "Redis",
            "InfluxDB",
            "ArangoDB",
            "Couchbase",
            "Pinot",
            "Drill",
        )
    },
}
"""What people mostly run themselves: the one behind the connection is meant, and no vendor's."""

_PRODUCTS = """
    S3 s3|Glue glue|Emr emr|Ecs ecs|Eks eks|Batch aws-batch|Lambda aws-lambda|SageMaker sagemaker|Sagemaker sagemaker
    |StepFunction step-functions|Sns sns|Sqs sqs|DynamoDB dynamodb|Dms aws-dms|Bedrock bedrock|Rds rds|Ses ses
    |EventBridge eventbridge|Kinesis kinesis|QuickSight quicksight|Comprehend comprehend|DataSync datasync|Ec2 ec2
    |AppFlow appflow|Appflow appflow|CloudFormation cloudformation|Neptune neptune
    |GCS gcs|GoogleCloudStorage gcs|Dataproc dataproc|Dataflow dataflow|PubSub pubsub|CloudRun cloud-run
    |CloudFunction cloud-functions|CloudBuild cloud-build|GKE gke|Vertex vertex-ai|AutoML vertex-ai|Bigtable bigtable
    |Spanner spanner|Datastore datastore|CloudDatastore datastore|Dataform dataform|CloudComposer cloud-composer
    |GoogleSheets google-sheets|GCSToGoogleSheets google-sheets|GoogleDrive google-drive|Looker looker|Dataprep dataprep
    |GoogleAds google-ads|GoogleCampaign google-campaign-manager|CloudVision cloud-vision|CloudTasks cloud-tasks
    |Gemini gemini|GenerativeModel vertex-ai|TextEmbedding vertex-ai
    |Wasb azure-blob|AzureBlob azure-blob|ADLS azure-data-lake|AzureDataLake azure-data-lake
    |AzureDataFactory azure-data-factory|AzureContainer azure-container-instances|AzureServiceBus azure-service-bus
    |AzureCosmos cosmos-db|AzureBatch azure-batch|AzureSynapse azure-synapse|MSGraph microsoft-graph|PowerBI power-bi
    |Slack slack|Discord discord|Telegram telegram|MSTeams ms-teams|MicrosoftTeams ms-teams|SendGrid sendgrid
    |Pagerduty pagerduty|PagerDuty pagerduty|Opsgenie opsgenie|OpsGenie opsgenie|Datadog datadog|Jira jira|Github github
    |GitHub github|Asana asana|Zendesk zendesk|Salesforce salesforce|Segment segment|Hubspot hubspot|HubSpot hubspot
    |Tableau tableau|Facebook facebook-ads|Airbyte airbyte|Fivetran fivetran|DbtCloud dbt-cloud|Hightouch hightouch
    |Census census|Qubole qubole|Yandex yandex|Alibaba alibaba-cloud|OSS alibaba-cloud|Yeedu yeedu
    |KubernetesPod kubernetes|Kubernetes kubernetes|SparkKubernetes kubernetes|Docker docker|SparkSubmit spark
    |SparkJDBC spark|Spark spark|Livy livy|Flink flink|Beam beam|Pig pig|Jenkins jenkins|Drill drill|Pinot pinot
    |Kafka kafka|ProduceToTopic kafka|ConsumeFromTopic kafka|AwaitMessage kafka|Cassandra cassandra|Mongo mongodb
    |Elasticsearch elasticsearch|OpenSearch opensearch|Neo4j neo4j|Redis redis|Influx influxdb|ArangoDB arangodb
    |Couchbase couchbase|Ydb ydb|Rabbit rabbitmq|Nats nats
    |OpenAI openai|Cohere cohere|Pinecone pinecone|Weaviate weaviate|Qdrant qdrant|Pgvector pgvector
    |GreatExpectations great-expectations|Soda soda|MonteCarlo monte-carlo|Papermill papermill|Mlflow mlflow
    |Ray ray|Anyscale anyscale|Apprise apprise|Box box|Dingding dingtalk|Nomad nomad|Vault hashicorp-vault
"""
_BY_PREFIX = {
    **{prefix: word for prefix, _, word in (each.strip().partition(" ") for each in _PRODUCTS.split("|"))},
    **DATABASES,
}
_LONGEST_FIRST = sorted(_BY_PREFIX, key=lambda prefix: (-len(prefix), prefix))
_PROVIDER = re.compile(
    r"airflow\.providers\.([a-z0-9_.]+?)\.(?:operators|sensors|transfers|hooks|notifications|decorators)\b"
)
_ENDS = re.compile(r"(?:Operator|Sensor|Hook|Notifier|Trigger)$")
_TRANSFER = re.compile(r"([A-Z]\w*?)To([A-Z]\w*?)Operator")
_LOCAL = frozenset(
    """bash python empty dummy branchpython shortcircuit latestonly pythonvirtualenv externalpython
    branchpythonvirtualenv callback
    branchdatetime branchdayofweek datetime datetimeasync timedelta timedeltaasync time timeasync dayofweek weekday
    python_task task branch short_circuit virtualenv external_python sensor trigger dagrun externaltask
    externaltaskmarker externaldag file filesystem http simplehttp httpsensor email hitl hitlentry hitlbranch approval
    sqlexecutequery sqlcheck sqlvaluecheck sqlintervalcheck sqltablecheck sqlcolumncheck sqlthresholdcheck branchsql
    sql sqlsensor sqlinsertrows generictransfer ssh sftp ftp subdag triggerdagrun latest_only setup teardown""".split()
)


@lru_cache(maxsize=4096)
def app_of(operator: str, module: str = "") -> str:
    """Name what an operator works with; empty where that is nothing outside Airflow, or nothing that is known.

    >>> app_of("SnowflakeOperator"), app_of("S3KeySensor"), app_of("BashOperator"), app_of("LoadClaimsOperator")
    ('snowflake', 's3', '', '')
    >>> app_of("FancyOperator", "airflow.providers.apache.kylin.operators.kylin_cube")
    'apache-kylin'
    """
    bare = _ENDS.sub("", operator)
    if bare.lower() in _LOCAL:
        return ""
    found = next((prefix for prefix in _LONGEST_FIRST if bare.startswith(prefix)), "")
    if found:
        return _BY_PREFIX[found]
    provider = _PROVIDER.match(module)
    word = provider.group(1).replace("_", "-").replace(".", "-") if provider else ""
    return "" if word in ("standard", "common-sql", "common-io", "http", "ssh", "sftp", "ftp", "smtp") else word


def database_of(app: str) -> str:
    """Give the sort of database that an app is; empty where it is none."""
    return app if app in TITLES or app in DATABASES.values() else ""


def transfer(operator: str) -> tuple[str, str]:
    """Give from what and to what an operator carries data.

    >>> transfer("GCSToBigQueryOperator"), transfer("BashOperator")
    (('gcs', 'bigquery'), ('', ''))
    """
    found = _TRANSFER.fullmatch(operator)
    return (app_of(found.group(1)), app_of(found.group(2))) if found else ("", "")
