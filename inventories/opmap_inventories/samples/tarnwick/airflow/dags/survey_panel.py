"""The research panel is asked by letter; it has a database of its own."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

default_args = {
    "owner": "data-and-ml",
    "retries": 2,
    "retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=1),
    "email": ["data-and-ml@tarnwick.example"],
    "email_on_failure": True,
}

with DAG(
    "survey_panel",
    default_args=default_args,
    schedule="15 2 * * *",
    start_date=datetime(2025, 9, 1),
    catchup=False,
    tags=["panel"],
):
    SQLExecuteQueryOperator(
        task_id="allow_letters",
        conn_id="panel",
        sql="update crm.contact_consent set letters = 'yes' where channel = 'post'",
    )
