from airflow import DAG


def make(name):
    return DAG(name)
