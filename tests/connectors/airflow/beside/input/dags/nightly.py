from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.postgres.operators.postgres import PostgresOperator
from airflow.sensors.filesystem import FileSensor
from fernhill.operators import FetchRatesOperator, PostgresToS3Operator


def gather(conn_id, day):
    return day


with DAG("nightly", schedule="@daily") as dag:
    arrived = FileSensor(task_id="arrived", filepath="/landing/rates/{{ ds }}.csv")
    fetch = FetchRatesOperator(task_id="fetch", conn_id="rates")
    gathered = PythonOperator(task_id="gather", python_callable=gather, op_kwargs={"conn_id": "rates", "day": "{{ ds }}"})
    save = PostgresToS3Operator(
        task_id="save",
        postgres_conn_id="ledger",
        query="SELECT id, amount FROM entries",
        s3_conn_id="store",
        s3_bucket="rates-raw",
    )
    outside = PostgresOperator(task_id="outside", postgres_conn_id="outside", sql="INSERT INTO rates SELECT 1")
    unknown = FetchRatesOperator(task_id="unknown", conn_id="unknown")
    arrived >> fetch >> gathered >> save >> outside >> unknown
