"""Claims that were closed a year ago: their photos go."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.amazon.aws.operators.step_function import StepFunctionStartExecutionOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

default_args = {
    "owner": "data-and-ml",
    "retries": 2,
    "retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=1),
    "email": ["data-and-ml@tarnwick.example"],
    "email_on_failure": True,
}

RETENTION = "arn:aws:states:eu-west-1:210987654321:stateMachine:claim-photo-retention"

with DAG(
    "claim_photos",
    default_args=default_args,
    schedule="0 1 * * *",
    start_date=datetime(2025, 6, 1),
    catchup=False,
    tags=["retention"],
):
    closed = SQLExecuteQueryOperator(
        task_id="closed",
        conn_id="warehouse",
        sql="select claim_id, photo_key from claims.closed_claims where closed_on = current_date - 365",
    )
    forget = StepFunctionStartExecutionOperator(
        task_id="forget",
        aws_conn_id="aws_claims",
        state_machine_arn=RETENTION,
        state_machine_input="{{ ti.xcom_pull(task_ids='closed') }}",
    )
    closed >> forget
