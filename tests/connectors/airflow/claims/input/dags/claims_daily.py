"""Claims of each day, from the ledger into the warehouse."""
from datetime import datetime, timedelta

from airflow import DAG
from airflow.datasets import Dataset
from airflow.models import Variable
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.operators.python import PythonOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.google.cloud.transfers.gcs_to_bigquery import GCSToBigQueryOperator
from airflow.providers.http.operators.http import SimpleHttpOperator
from airflow.providers.postgres.hooks.postgres import PostgresHook
from airflow.providers.postgres.operators.postgres import PostgresOperator
from airflow.providers.slack.operators.slack_webhook import SlackWebhookOperator
from airflow.providers.snowflake.operators.snowflake import SnowflakeOperator
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.utils.task_group import TaskGroup
from airflow.utils.trigger_rule import TriggerRule
from airflow.models.baseoperator import chain
import requests

REGION = "eu"
TABLE = f"marts.claims_{REGION}"
BUCKET = Variable.get("claims_bucket")
claims = Dataset("postgres://dwh.fernhill.internal:5432/shop/public/claims")


def tell_the_desk(context):
    requests.post("https://hooks.fernhill.example/airflow", json={})


def score(**kwargs):
    hook = PostgresHook(postgres_conn_id="ledger")
    rows = hook.get_records("select id, amount from ledger.claims where state = 'open'")
    answer = requests.get(f"https://risk.fernhill.example/v1/scores/{rows[0]}", timeout=5)
    hook.run("update ledger.claims set state = 'scored' where id = %s", parameters=(1,))


default_args = {
    "owner": "Claims data, airflow",
    "retries": 2,
    "retry_delay": timedelta(minutes=5),
    "email": ["claims@fernhill.example"],
    "email_on_failure": False,
    "on_failure_callback": tell_the_desk,
    "postgres_conn_id": "ledger",
}

with DAG(
    "claims_daily",
    default_args=default_args,
    description="Claims of each day",
    schedule_interval="0 5 * * *",
    start_date=datetime(2024, 1, 1),
    dagrun_timeout=timedelta(hours=4),
    template_searchpath=["/opt/airflow/dags/sql"],
    tags=["claims", "daily"],
) as dag:
    start = EmptyOperator(task_id="start")
    wait = ExternalTaskSensor(task_id="wait_for_ledger", external_dag_id="ledger_close", external_task_id="done")
    landed = S3KeySensor(task_id="landed", bucket_name="fernhill-claims", bucket_key="in/*.csv", aws_conn_id="aws_claims", soft_fail=True)
    with TaskGroup("load") as load:
        extract = PostgresOperator(task_id="extract", sql="insert into staging.claims select * from ledger.claims where day = '{{ ds }}'")
        clean = SnowflakeOperator(task_id="clean", sql="clean_claims.sql", snowflake_conn_id="snowflake_prod", database="ANALYTICS", schema="MARTS")
        extract >> clean
    missing = SQLExecuteQueryOperator(task_id="missing", sql="not_there.sql", conn_id="snowflake_prod")
    to_bq = GCSToBigQueryOperator(
        task_id="to_bigquery", bucket="fernhill-exports", source_objects=["claims/*.csv"],
        destination_project_dataset_table="fernhill-prod.marts.claims", write_disposition="WRITE_TRUNCATE",
        gcp_conn_id="gcp_claims", outlets=[claims])
    scored = PythonOperator(task_id="score", python_callable=score, execution_timeout=timedelta(minutes=20))
    tell = SimpleHttpOperator(task_id="tell", http_conn_id="portal", endpoint="/api/claims/{{ ds }}", method="PUT")
    page = SlackWebhookOperator(task_id="page", slack_webhook_conn_id="slack_claims", message="done", trigger_rule=TriggerRule.ALL_DONE)
    copy = BashOperator(task_id="copy", bash_command=f"aws s3 cp s3://fernhill-claims/in.csv . && curl -H 'Authorization: Bearer abcd1234efgh5678' https://files.fernhill.example/{TABLE}")
    transform = BashOperator(task_id="transform", bash_command="cd /opt/dbt/fernhill_marts && dbt run --select tag:nightly")
    cleanup = BashOperator(task_id="cleanup", bash_command="rm -rf /tmp/x", trigger_rule="one_failed")
    again = TriggerDagRunOperator(task_id="again", trigger_dag_id="claims_report")
    waited = TriggerDagRunOperator(task_id="waited", trigger_dag_id="claims_audit", wait_for_completion=True)
    start >> [wait, landed] >> load
    chain(load, missing, [to_bq, scored])
    scored.set_downstream(tell)
    tell >> page
    to_bq >> copy >> transform >> cleanup
    transform >> again >> waited
