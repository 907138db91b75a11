"""What the warehouse may forget, every Sunday before anybody is up."""

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
    "warehouse_retention",
    default_args=default_args,
    schedule="30 4 * * 0",
    start_date=datetime(2025, 2, 2),
    catchup=False,
    tags=["retention"],
):
    empty_drafts = SQLExecuteQueryOperator(
        task_id="empty_drafts",
        conn_id="warehouse",
        sql="delete from crm.quote_drafts",
    )
    forget_handled = SQLExecuteQueryOperator(
        task_id="forget_handled",
        conn_id="warehouse",
        sql="delete from crm.letter_complaints where handled = 'yes'",
    )
    count = SQLExecuteQueryOperator(
        task_id="count",
        conn_id="warehouse",
        sql="update crm.care_tally set touched = touched + 1",
    )
    [empty_drafts, forget_handled] >> count
