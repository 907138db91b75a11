from airflow import DAG
dag = DAG("x"
print "old"
