"""Overlaps of files as people write them, and look-alikes that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opmap import app
from opmap.analyses.overlapping import overlapping

Told = tuple[str, str, tuple[str, ...]]  # relation, certainty, names


def told(folder: Path, files: dict[str, str]) -> list[Told]:
    """Write files, scan them, and give what overlaps."""
    for name, text in files.items():
        place = folder / "org" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    app.scan([folder / "org"], store_path=folder / "opmap.db", workers=1)
    found = overlapping(app.open_graph(folder / "opmap.db")).overlaps
    return [
        (each.relation, each.certainty, tuple(sorted(side.node.name for side in each.sides)))
        for each in found
        if len(each.sides) > 1 or each.relation == "feedback loop"
    ]


def relations(folder: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    return [(relation, certainty) for relation, certainty, _ in told(folder, files)]


def _flow(heard: dict[str, object], sets: dict[str, object]) -> str:
    """Write a flow that changes the row of an account whose change started it."""
    api = "shared_commondataserviceforapps"
    host = {"connectionName": api, "apiId": f"/providers/Microsoft.PowerApps/apis/{api}"}
    asked = {"entityname": "account", "scope": 4, **heard}
    trigger = {
        "type": "OpenApiConnectionWebhook",
        "inputs": {
            "host": {**host, "operationId": "SubscribeWebhookTrigger"},
            "parameters": {f"subscriptionRequest/{name}": value for name, value in asked.items()},
        },
    }
    given = {"entityName": "accounts", "recordId": "@triggerOutputs()?['body/accountid']"}
    action = {
        "type": "OpenApiConnection",
        "runAfter": {},
        "inputs": {
            "host": {**host, "operationId": "UpdateRecord"},
            "parameters": {**given, **{f"item/{name}": value for name, value in sets.items()}},
        },
    }
    schema = "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#"
    definition = {
        "$schema": schema,
        "contentVersion": "1.0.0.0",
        "triggers": {"R": trigger},
        "actions": {"W": action},
    }
    said = {"displayName": "rows", "state": "Started", "definition": definition}
    named = {api: {"connectionName": "b", "id": host["apiId"]}}
    return json.dumps({"name": "rows", "properties": {**said, "connectionReferences": named}})


@pytest.mark.parametrize(
    ("heard", "sets", "is_ring"),
    [
        ({"message": 3}, {"telephone1": "1"}, True),
        ({"message": 3, "filteringattributes": "name,telephone1"}, {"telephone1": "1"}, True),
        ({"message": 3, "filteringattributes": "name"}, {"telephone1": "1"}, False),
        ({"message": 1}, {"telephone1": "1"}, False),  # of new rows alone
        ({"message": 3, "filterexpression": "statuscode eq 1"}, {"statuscode": 2}, False),
        ({"message": 3, "filterexpression": "statuscode ne 1"}, {"statuscode": 2}, True),
        ({"message": 3, "filterexpression": "statuscode ge 3"}, {"statuscode": 2}, False),
    ],
)
def test_a_flow_starts_itself_where_its_filter_lets_its_own_change_in(
    tmp_path: Path, heard: dict[str, object], sets: dict[str, object], is_ring: object
) -> None:
    expected = [("feedback loop", "certain")] if is_ring else []
    assert relations(tmp_path, {"rows.json": _flow(heard, sets)}) == expected


def _at(line: str, value: str) -> str:
    return f"""
on: {{schedule: [{{cron: "{line}"}}]}}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: "curl -X PUT https://flags.fernhill.example/sale -d '{{\\"open\\":\\"{value}\\"}}'"
"""


def _cron_workflow(line: str, zone: str, value: str, address: str = "https://flags.fernhill.example/sale") -> str:
    http = json.dumps({"url": address, "method": "PUT", "body": f'{{"open":"{value}"}}'})
    return f"""
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: {{name: night, namespace: shop}}
spec:
  schedule: "{line}"
  {f"timezone: {zone}" if zone else ""}
  workflowSpec: {{entrypoint: go, templates: [{{name: go, http: {http}}}]}}
"""


@pytest.mark.parametrize(
    ("line", "zone", "value", "expected"),
    [
        ("0 18 * * *", "Asia/Tokyo", "no", []),
        ("10 3 * * *", "Asia/Tokyo", "no", [("conflicting writers", "certain")]),
        ("0 18 * * *", "", "no", [("conflicting writers", "certain")]),
        ("0 18 * * *", "", "yes", [("duplicate", "certain")]),
    ],
)
def test_a_schedule_of_github_is_in_utc_and_another_where_it_says(
    tmp_path: Path, line: str, zone: str, value: str, expected: list[tuple[str, str]]
) -> None:
    files = {".github/workflows/open.yml": _at("0 18 * * *", "yes"), "night.yaml": _cron_workflow(line, zone, value)}
    assert relations(tmp_path, files) == expected


@pytest.mark.parametrize(("query", "expected"), [("1", [("conflicting writers", "certain")]), ("2", [])])
def test_the_query_of_an_address_says_what_is_changed_there(
    tmp_path: Path, query: str, expected: list[tuple[str, str]]
) -> None:
    address = "https://flags.fernhill.example/sale?id="
    one = _cron_workflow("0 18 * * *", "", "yes", address + "1")
    other = _cron_workflow("0 18 * * *", "", "no", address + query).replace("night", "evening")
    assert relations(tmp_path, {"one.yaml": one, "other.yaml": other}) == expected


def _machine(name: str, detail: str, resource: str, given: str) -> str:
    pattern = f"{{source: [shop.orders], detail-type: [incident], detail: {detail}}}"
    task = f'{{Type: Task, Resource: "arn:aws:states:::{resource}", Parameters: {given}, End: true}}'
    return f"""
  {name}:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition: {{StartAt: A, States: {{A: {task}}}}}
      Events: {{E: {{Type: EventBridgeRule, Properties: {{Pattern: {pattern}}}}}}}
"""


def _template(*machines: str) -> dict[str, str]:
    head = 'AWSTemplateFormatVersion: "2010-09-09"\nTransform: AWS::Serverless-2016-10-31\nResources:\n'
    return {"template.yaml": head + "".join(machines)}


def test_only_those_that_wait_for_one_alarm_answer_one_alert(tmp_path: Path) -> None:
    names = {"Restart": "[db]", "Move": "[db]", "Grow": "[web]"}
    machines = [
        _machine(name, f"{{alarmName: {alarm}}}", "lambda:invoke", f"{{FunctionName: f-{name}}}")
        for name, alarm in names.items()
    ]
    assert told(tmp_path, _template(*machines)) == [("several responders", "possible", ("Move", "Restart"))]


@pytest.mark.parametrize(
    ("kind", "detail", "expected"),
    [
        ("incident", "{}", [("feedback loop", "certain")]),
        ("incident", "{level: [high]}", [("feedback loop", "certain")]),
        ("incident", "{level: [low]}", []),
        ("mended", "{}", []),
    ],
)
def test_a_machine_starts_itself_by_an_event_of_the_kind_that_it_waits_for(
    tmp_path: Path, kind: str, detail: str, expected: list[tuple[str, str]]
) -> None:
    given = f"{{Entries: [{{Source: shop.orders, DetailType: {kind}, Detail: {{level: high}}}}]}}"
    assert relations(tmp_path, _template(_machine("Tell", detail, "events:putEvents", given))) == expected


def _dags(**queries: str) -> dict[str, str]:
    head = "from airflow import DAG\nfrom airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator\n"
    made = [
        f"with DAG({name!r}, schedule='@daily'):\n"
        f"    SQLExecuteQueryOperator(task_id='w', conn_id='dwh', sql={query!r})\n"
        for name, query in queries.items()
    ]
    return {"dags/night.py": head + "".join(made)}


def test_who_sets_the_opposite_is_a_conflict_and_no_copy_however_the_column_is_spelled(tmp_path: Path) -> None:
    dags = _dags(close="UPDATE orders SET Status = 'closed'", open="UPDATE orders SET status = 'open'")
    assert told(tmp_path, dags) == [("conflicting writers", "certain", ("close", "open"))]


def test_who_sets_the_same_is_a_copy_however_the_column_is_spelled(tmp_path: Path) -> None:
    dags = _dags(one="UPDATE orders SET Status = 'closed'", two="UPDATE orders SET status = 'closed'")
    assert told(tmp_path, dags) == [("duplicate", "certain", ("one", "two"))]


def _pipelines(**builds: str) -> dict[str, str]:
    """Write a pipeline for each of some repositories, each with a build of its own."""
    text = """
lint: {{stage: build, script: [make lint]}}
check: {{stage: test, script: [make check]}}
pack: {{stage: build, script: ["{build}"]}}
push: {{stage: build, script: [docker push $IMAGE]}}
ship: {{stage: deploy, script: [helm upgrade --install shop chart]}}
tell: {{stage: deploy, script: [curl -X POST https://hooks.fernhill.example/shipped]}}
"""
    return {f"{name}/.gitlab-ci.yml": text.format(build=build) for name, build in builds.items()}


def _why(folder: Path) -> list[str]:
    return [each.reason for each in overlapping(app.open_graph(folder / "opmap.db")).overlaps]


def test_a_pipeline_that_was_copied_into_repositories_is_one_family_of_copies(tmp_path: Path) -> None:
    files = _pipelines(**dict.fromkeys(("a", "b", "c"), "docker build ."))
    assert relations(tmp_path, files) == [("near-duplicate", "certain")]
    assert _why(tmp_path) == ["their steps are the same"]


def test_a_copy_that_runs_another_program_has_not_the_same_steps(tmp_path: Path) -> None:
    files = _pipelines(a="docker build .", b="docker build .", c="kaniko --dest $IMAGE")
    assert told(tmp_path, files) == [("near-duplicate", "certain", ("org/a", "org/b", "org/c"))]
    assert _why(tmp_path) == ["at least 87 % of their steps, starters and targets are the same"]


@pytest.mark.parametrize(
    ("query", "certainty"),
    [
        ("WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO old SELECT * FROM gone", "certain"),
        ("ALTER TABLE orders RENAME TO orders_old", "certain"),
        ("ALTER TABLE orders DROP COLUMN email", "possible"),
        ("ALTER TABLE orders RENAME COLUMN email TO mail", "possible"),
        ("ALTER TABLE orders ADD COLUMN note text", ""),
        ("ALTER TABLE orders DROP CONSTRAINT known", ""),
        ("WITH seen AS (SELECT * FROM orders) INSERT INTO old SELECT * FROM seen", ""),
    ],
)
def test_what_a_query_takes_away_is_missed_by_who_reads_it(tmp_path: Path, query: str, certainty: str) -> None:
    found = told(tmp_path, _dags(change=query, report="SELECT email FROM orders"))
    assert found == ([("destroyed need", certainty, ("change", "report"))] if certainty else [])


_AIRFLOW = """
from airflow import DAG
from airflow.datasets import Dataset
from airflow.operators.bash import BashOperator
from airflow.operators.python import ShortCircuitOperator
from airflow.operators.trigger_dagrun import TriggerDagRunOperator
one, two, three = Dataset("s3://shop/one"), Dataset("s3://shop/two"), Dataset("s3://shop/three")
"""


def _starting(name: str, other: str, before: str = "") -> str:
    return f"with DAG({name!r}): {before}TriggerDagRunOperator(task_id='t', trigger_dag_id={other!r})\n"


def _renewing(name: str, heard: str, made: str) -> str:
    return f"with DAG({name!r}, schedule=[{heard}]): BashOperator(task_id='x', bash_command='make', outlets=[{made}])\n"


@pytest.mark.parametrize(
    ("dags", "certainty", "names"),
    [
        (_starting("a", "a"), "certain", ("a",)),
        (_starting("a", "a", "ShortCircuitOperator(task_id='s') >> "), "possible", ("a",)),
        (_starting("a", "b") + _starting("b", "a"), "certain", ("a", "b")),
        (_starting("a", "b") + _starting("b", "c"), "", ()),
        (_renewing("a", "one", "two") + _renewing("b", "two", "one"), "certain", ("a", "b")),
        (_renewing("a", "one, three", "two") + _renewing("b", "two", "one"), "possible", ("a", "b")),
        (_renewing("a", "one", "two") + _renewing("b", "two", "three"), "", ()),
    ],
)
def test_dags_that_start_each_other_or_themselves(
    tmp_path: Path, dags: str, certainty: str, names: tuple[str, ...]
) -> None:
    found = told(tmp_path, {"dags/ring.py": _AIRFLOW + dags})
    rings = [each for each in found if each[0] == "feedback loop"]
    assert rings == ([("feedback loop", certainty, names)] if certainty else [])


def _subscriber(name: str, topic: str, does: dict[str, object]) -> str:
    hears = {"id": "i", "z": name, "type": "mqtt in", "topic": topic, "broker": "brk", "wires": [["o"]]}
    broker = {"id": "brk", "type": "mqtt-broker", "broker": "mqtt.fernhill.example", "port": "1883"}
    tab = {"id": name, "type": "tab", "label": name}
    return json.dumps([tab, hears, {"id": "o", "z": name, "wires": [], **does}, broker])


@pytest.mark.parametrize(
    ("heard", "sent", "is_ring"),
    [
        ("plant/#", "plant/a", True),
        ("plant/+/temp", "plant/a/temp", True),
        ("$share/desk/plant/a", "plant/a", True),
        ("plant/+", "plant/a/temp", False),
    ],
)
def test_a_subscription_hears_what_its_own_flow_sends(tmp_path: Path, heard: str, sent: str, is_ring: object) -> None:
    flow = _subscriber("plant", heard, {"type": "mqtt out", "topic": sent, "broker": "brk"})
    assert bool(told(tmp_path, {"flow.json": flow})) is is_ring


@pytest.mark.parametrize(("heard", "count"), [("alerts/#", 1), ("alerts/+", 1), ("alerts/db", 1), ("alerts/web", 0)])
def test_who_hears_an_alert_by_a_pattern_answers_it_too(tmp_path: Path, heard: str, count: int) -> None:
    acts = [
        {"type": "http request", "method": "POST", "url": f"https://k8s.fernhill.example/{act}/db"}
        for act in ("restart", "move")
    ]
    files = {"one.json": _subscriber("one", "alerts/db", acts[0]), "two.json": _subscriber("two", heard, acts[1])}
    assert [each[2] for each in told(tmp_path, files) if each[0] == "several responders"] == [("one", "two")] * count


def test_who_hears_an_alert_by_one_pattern_and_who_hears_it_itself_are_told_once(tmp_path: Path) -> None:
    files = {
        f"{name}.json": _subscriber(
            name, topic, {"type": "http request", "method": "POST", "url": f"https://{name}.fernhill.example"}
        )
        for name, topic in (("one", "alerts/db"), ("two", "alerts/#"), ("three", "alerts/#"))
    }
    found = [each[2] for each in told(tmp_path, files) if each[0] == "several responders"]
    assert found == [("one", "three", "two")]
