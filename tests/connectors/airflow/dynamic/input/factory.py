import os
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator
from cosmos import DbtDag, ProjectConfig
import yaml

SOURCES = {"crm": "0 1 * * *", "erp": "0 2 * * *"}


def build(name, cron, tables=("accounts",)):
    with DAG(dag_id=f"load_{name}", schedule=cron, default_args={"owner": "airflow"}) as made:
        last = None
        for table in tables:
            step = BashOperator(task_id=f"load_{table}", bash_command="load {} {}".format(name, table))
            if last:
                last >> step
            last = step
    return made


for source, cron in SOURCES.items():
    globals()[f"dag_{source}"] = build(source, cron, tables=["accounts", "orders"])

for path in os.listdir("configs"):
    config = yaml.safe_load(open(path))
    dag = DAG(config["id"], schedule=None)
    with dag:
        BashOperator(task_id="only", bash_command="true")

with DAG(dag_id="partly", schedule="@weekly", is_paused_upon_creation=True) as partly:
    for table in os.environ["TABLES"].split(","):
        PythonOperator(task_id=f"copy_{table}", python_callable=lambda: None)

nightly = DbtDag(dag_id="dbt_nightly", project_config=ProjectConfig("/usr/local/airflow/dbt/fernhill_marts"), schedule="@daily")

if __name__ == "__main__":
    build("never", None)
