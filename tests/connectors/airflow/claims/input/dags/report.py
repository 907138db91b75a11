from airflow.decorators import dag, task, task_group
from airflow.sdk import Asset
from airflow.providers.standard.operators.hitl import ApprovalOperator
import pendulum

CLAIMS = Asset("postgres://dwh.fernhill.internal:5432/shop/public/claims")
REPORT = Asset(name="monthly report", uri="s3://fernhill-reports/monthly")


@dag(schedule=[CLAIMS], start_date=pendulum.datetime(2024, 1, 1), catchup=False,
     default_args={"owner": "ana.roth@fernhill.example", "on_failure_callback": "notify_pagerduty"})
def claims_report():
    @task(retries=3)
    def months():
        return [1, 2, 3]

    @task
    def render(month, token):
        import requests
        requests.post("https://render.fernhill.example/pages", headers={"api_key": "k9x2m4v7q1w8e5"})
        return month

    @task.llm(model="openai:gpt-4o-2024-08-06", system_prompt="Sum up.")
    def sum_up(pages):
        return "Sum up"

    @task_group
    def checks(pages):
        approve = ApprovalOperator(task_id="approve", subject="Send?", assigned_users=["ines.brook@fernhill.example"])

        @task(outlets=[REPORT])
        def send(text):
            pass

        approve >> send(sum_up(pages))

    pages = render.partial(token="x").expand(month=months())
    checks(pages)


claims_report()
