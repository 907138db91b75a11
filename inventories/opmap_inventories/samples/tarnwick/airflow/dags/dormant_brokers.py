"""Brokers who have sent nothing for a year, on the first of each month."""

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
    "dormant_brokers",
    default_args=default_args,
    schedule="0 5 1 * *",
    start_date=datetime(2025, 3, 1),
    catchup=False,
    tags=["brokers"],
):
    SQLExecuteQueryOperator(
        task_id="set_dormant",
        conn_id="warehouse",
        sql="update crm.brokers set state = 'dormant' where last_sent < current_date - 365",
    )
