# says airflow and DAG( in words alone
print("hello")
