"""Links between engines: a step that calls the address of another engine finds what that address starts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opmap import app
from opmap.analyses.overlapping import overlapping
from opmap.analyses.overlapping.matches import LOOP
from opmap.graph import Graph

DISPATCHED = """
name: Publish
on: {repository_dispatch: {types: [priced]}, workflow_dispatch: }
jobs: {go: {runs-on: ubuntu-latest, steps: [{run: make publish}]}}
"""
NIGHTLY = """
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("nightly"):
    BashOperator(task_id="go", bash_command="make all")
"""
SETTINGS = """
[[paths]]
match = ".github/**"
repository = "github.com/fernhill/prices"

[[paths]]
match = "ledger/**"
repository = "gitlab.com/fernhill/ledger"
"""


def led_to(root: Path, source: str, *verbs: str) -> list[str]:
    """Scan a folder; give what one thing of it leads to, by these verbs."""
    app.scan([root], store_path=root / "map.db", workers=1)
    graph = app.open_graph(root / "map.db")
    return [
        graph.names[graph.target[edge]]
        for edge in range(len(graph.verb))
        if graph.names[graph.source[edge]] == source and graph.verb_of(edge) in verbs
    ]


def calling(address: str) -> str:
    step = {
        "name": "Tell",
        "type": "n8n-nodes-base.httpRequest",
        "typeVersion": 4.2,
        "position": [0, 0],
        "parameters": {"method": "POST", "url": address},
    }
    start = {"name": "Now", "type": "n8n-nodes-base.manualTrigger", "position": [0, 0], "parameters": {}}
    leads = {"Now": {"main": [[{"node": "Tell", "type": "main", "index": 0}]]}}
    return json.dumps({"id": "1", "name": "Caller", "active": True, "nodes": [start, step], "connections": leads})


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("https://api.github.com/repos/fernhill/prices/dispatches", "repository_dispatch priced (Publish)"),
        ("https://api.github.com/repos/fernhill/other/dispatches", "GitHub"),
        ("https://api.github.com/repos/Fernhill/Prices/actions/workflows/publish.yml/dispatches", "Publish"),
        ("https://gitlab.fernhill.example/api/v4/projects/fernhill%2Fledger/trigger/pipeline", "fernhill/ledger"),
        ("https://airflow.fernhill.example/api/v1/dags/nightly/dagRuns", "nightly"),
        ("https://airflow.fernhill.example/api/v2/dags/nightly/dagRuns", "nightly"),
        ("https://airflow.fernhill.example/api/v1/dags/weekly/dagRuns", "airflow.fernhill.example"),
    ],
)
def test_a_call_finds_what_its_address_starts(tmp_path: Path, address: str, leads_to: str) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "publish.yml").write_text(DISPATCHED, encoding="utf-8")
    (tmp_path / "nightly.py").write_text(NIGHTLY, encoding="utf-8")
    (tmp_path / "caller.json").write_text(calling(address), encoding="utf-8")
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / ".gitlab-ci.yml").write_text("post: {script: [make post]}", encoding="utf-8")
    (tmp_path / "opmap.toml").write_text(SETTINGS, encoding="utf-8")
    assert led_to(tmp_path, "Caller", "calls") == [leads_to]


DISPATCHING = """
name: {name}
on: {{repository_dispatch: {{types: [{heard}]}}}}
jobs: {{go: {{runs-on: u, steps: [{{run: {run}}}]}}}}
"""
TO_SHOP = """curl -X POST https://api.github.com/repos/fernhill/prices/dispatches -d '{"event_type":"%s"}'"""


def test_an_event_is_sent_to_those_workflows_alone_that_wait_for_it(tmp_path: Path) -> None:
    events = {"Ping": ("ping", "pong"), "Pong": ("pong", "ping"), "Bystander": ("nightly", "nobody-listens")}
    files = {
        f".github/workflows/{name}.yml": DISPATCHING.format(name=name, heard=heard, run=json.dumps(TO_SHOP % sent))
        for name, (heard, sent) in events.items()
    }
    beside(tmp_path, files)
    assert led_to(tmp_path, "Ping", "starts") == ["repository_dispatch pong (Pong)"]
    assert led_to(tmp_path, "Pong", "starts") == ["repository_dispatch ping (Ping)"]
    assert led_to(tmp_path, "Bystander", "starts") == ["/repos/fernhill/prices/dispatches#nobody-listens"]
    (loop,) = [one for one in overlapping(app.open_graph(tmp_path / "map.db")).overlaps if one.relation == LOOP]
    assert {each.node.name for each in loop.sides} == {"Ping", "Pong"}


@pytest.mark.parametrize(("event", "leads_to"), [("l03e", "repository_dispatch l03e (Back)"), ("other", "GitHub")])
def test_the_event_in_the_body_of_another_engine_is_compared_too(tmp_path: Path, event: str, leads_to: str) -> None:
    export = json.loads(calling("https://api.github.com/repos/fernhill/prices/dispatches"))
    body = {"sendBody": True, "specifyBody": "json", "jsonBody": json.dumps({"event_type": event})}
    export["nodes"][1]["parameters"] |= body
    back = "curl -X POST https://flows.fernhill.example/webhook/back"
    files = {
        "caller.json": json.dumps(export),
        ".github/workflows/back.yml": DISPATCHING.format(name="Back", heard="l03e", run=back),
    }
    assert led_to(beside(tmp_path, files), "Caller", "calls") == [leads_to]


MACHINES = """
Transform: AWS::Serverless-2016-10-31
Resources:
  PayOut:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: pay-out
      Definition: {StartAt: Done, States: {Done: {Type: Succeed}}}
"""
TEMPLATE = """
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: train, namespace: ml}
spec: {entrypoint: go, templates: [{name: go, suspend: {}}]}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report, namespace: ml}
spec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: go, image: fern/report}]}}}}}
"""
MANIFEST = {
    "metadata": {
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
        "project_name": "marts",
        "adapter_type": "postgres",
    },
    "nodes": {},
}
ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:pay-out"
STARTING = [
    (f"aws stepfunctions start-execution --state-machine-arn {ARN} --input '{{}}'", ["PayOut"]),
    (
        f"A={ARN}:live\nX=$(aws --region eu-west-1 stepfunctions start-sync-execution --state-machine-arn=$A)",
        ["PayOut"],
    ),
    (f"aws stepfunctions --endpoint http://localhost:8083 start-execution --state-machine {ARN}", ["PayOut"]),
    ("gcloud composer environments run prod --location europe-west1 dags trigger -- nightly", ["nightly"]),
    ("gcloud composer environments run prod --location europe-west1 trigger_dag -- nightly", ["nightly"]),
    ("docker exec dbt bash -c 'cd /usr/app/marts && dbt-ol run --select daily'", ["marts"]),
    ('curl -X POST -F token=$T "${CI_API_V4_URL}/projects/fernhill%2Fledger/trigger/pipeline"', ["fernhill/ledger"]),
    (
        "curl -X POST -f https://api.github.com/repos/fernhill/prices/actions/workflows/publish.yml/dispatches",
        ["Publish"],
    ),
    ("airflow dags trigger -c '{\"a\":\n 1}' nightly", ["nightly"]),
    ("docker compose exec -T scheduler airflow dags trigger nightly", ["nightly"]),
    ("bash -c 'sleep 3; airflow dags trigger nightly'", ["nightly"]),
    ("gh workflow run publish.yml -R fernhill/prices --ref main", ["Publish"]),
    ("gh workflow run --repo Fernhill/Prices Publish -f day=1", ["Publish"]),
    ("gh api -X POST repos/Fernhill/prices/actions/workflows/publish.yml/dispatches -f ref=main", ["Publish"]),
    ("gh api /repos/fernhill/prices/dispatches -f event_type=priced", ["repository_dispatch priced (Publish)"]),
    ("argo submit -n ml --from workflowtemplate/train --wait", ["train"]),
    ("argo submit --from=wftmpl/train", ["train"]),
    ("kubectl -n ml create job report-$(date +%s) --from=cronjob/report", ["report"]),
    ("kubectl create job again --from=cronjob.batch/report", ["report"]),
    ("cd marts && dbt --no-use-colors build --select daily", ["marts"]),
    ("dbt run --project-dir marts", ["marts"]),
    ('airflow dags trigger "$WHICH"', ["$WHICH"]),
    ("aws stepfunctions start-execution --state-machine-arn $WHICH", ["$WHICH"]),
    ("# airflow dags trigger nightly", []),
    ("echo airflow dags trigger nightly", []),
    ("cat > notes.md <<EOF\nairflow dags trigger nightly\nEOF", []),
    ("git commit -m 'airflow dags trigger nightly'", []),
    ("airflow dags trigger --help", []),
    ("argo submit --dry-run --from workflowtemplate/train", []),
    ("kubectl create job again --from=cronjob/report --dry-run=client -o yaml", []),
    ("airflow dags list && gh workflow list && argo list", []),
]


def in_github(script: str, **more: Any) -> dict[str, str]:
    steps = json.dumps([{"run": script, **more}])
    return {"runs/.github/workflows/runs.yml": f"name: Runner\non: push\njobs: {{go: {{runs-on: u, steps: {steps}}}}}"}


def in_gitlab(script: str) -> dict[str, str]:
    return {"runs/.gitlab-ci.yml": f"workflow: {{name: Runner}}\ngo: {{script: [{json.dumps(script)}]}}"}


def in_airflow(script: str) -> dict[str, str]:
    task = f"BashOperator(task_id='go', bash_command={script!r})"
    made = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n"
    return {"runs/runner.py": f'{made}with DAG("Runner"):\n    {task}\n'}


def in_argo(script: str) -> dict[str, str]:
    container = json.dumps({"image": "tools", "command": ["sh", "-c"], "args": [script]})
    spec = f"{{entrypoint: go, templates: [{{name: go, container: {container}}}]}}"
    head = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: Runner}\n"
    return {"runs/runner.yaml": f"{head}spec: {spec}"}


def in_n8n(script: str) -> dict[str, str]:
    export = json.loads(calling("").replace("Caller", "Runner").replace("httpRequest", "executeCommand"))
    export["nodes"][1]["parameters"] = {"command": script}
    return {"runs/runner.json": json.dumps(export)}


def in_node_red(script: str) -> dict[str, str]:
    tab = {"id": "t", "type": "tab", "label": "Runner"}
    now = {"id": "n", "type": "inject", "z": "t", "wires": [["e"]]}
    node = {"id": "e", "type": "exec", "z": "t", "command": script, "name": "go", "wires": [[], [], []]}
    return {"runs/flows.json": json.dumps([tab, now, node])}


def in_kubernetes(script: str) -> dict[str, str]:
    job = {"containers": [{"name": "go", "image": "tools", "command": ["sh", "-c", script]}], "restartPolicy": "Never"}
    spec = json.dumps({"template": {"spec": job}})
    return {"runs/job.yaml": f"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: Runner}}\nspec: {spec}"}


def beside(root: Path, files: dict[str, str]) -> Path:
    there = {
        "ledger/.gitlab-ci.yml": "post: {script: [make post]}",
        ".github/workflows/publish.yml": DISPATCHED,
        "nightly.py": NIGHTLY,
        "template.yaml": MACHINES,
        "cluster.yaml": TEMPLATE,
        "marts/dbt_project.yml": "name: marts\nversion: '1.0'\n",
        "runs/marts/dbt_project.yml": "name: marts\nversion: '1.0'\n",
        "manifest.json": json.dumps(MANIFEST),
        "opmap.toml": SETTINGS + '[[paths]]\nmatch = "runs/**"\nrepository = "code.fernhill.example/fernhill/runs"\n',
    }
    for path, text in {**there, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(("script", "leads_to"), STARTING)
def test_a_shell_step_finds_what_its_commands_start(tmp_path: Path, script: str, leads_to: list[str]) -> None:
    assert led_to(beside(tmp_path, in_gitlab(script)), "Runner", "starts", "calls") == leads_to


@pytest.mark.parametrize(
    "engine", [in_github, in_airflow, in_argo, in_n8n, in_node_red, in_kubernetes], ids=lambda each: each.__name__
)
def test_the_commands_of_every_engine_are_read_alike(tmp_path: Path, engine: Callable[[str], dict[str, str]]) -> None:
    commented = "# gh api repos/fernhill/prices/dispatches"
    script = f"{commented}\nairflow dags trigger nightly\naws stepfunctions start-execution --state-machine-arn {ARN}"
    assert {"nightly", "PayOut"} == set(led_to(beside(tmp_path, engine(script)), "Runner", "starts", "calls"))


@pytest.mark.parametrize(
    ("uses", "given", "verb"),
    [
        ("benc-uk/workflow-dispatch@v1", {"repo": "fernhill/prices", "workflow": "Publish"}, "starts"),
        (
            "convictional/trigger-workflow-and-wait@v1.6.5",
            {"owner": "fernhill", "repo": "prices", "workflow_file_name": "publish.yml"},
            "calls",
        ),
    ],
)
def test_actions_that_are_there_to_start_workflows_do(
    tmp_path: Path, uses: str, given: dict[str, str], verb: str
) -> None:
    steps = json.dumps([{"uses": uses, "with": given}])
    text = f"name: Runner\non: push\njobs: {{go: {{runs-on: u, steps: {steps}}}}}"
    files = {"runs/.github/workflows/runs.yml": text}
    assert led_to(beside(tmp_path, files), "Runner", verb) == ["Publish"]


def test_a_step_that_never_runs_starts_nothing(tmp_path: Path) -> None:
    files = in_github("airflow dags trigger nightly", **{"if": False})
    assert led_to(beside(tmp_path, files), "Runner", "starts", "calls") == []


def node_red(title: str, node: dict[str, str], broker: str) -> str:
    tab = {"id": f"t{title}", "type": "tab", "label": title}
    config = {"id": f"b{title}", "type": "mqtt-broker", "broker": broker, "port": "1883"}
    now = {"id": f"i{title}", "type": "inject", "z": tab["id"], "wires": [[f"m{title}"]]}
    made = {"id": f"m{title}", "z": tab["id"], "broker": config["id"], "wires": [[f"d{title}"]], **node}
    shown = {"id": f"d{title}", "type": "debug", "z": tab["id"], "wires": []}
    return json.dumps([tab, config, *([now] if node["type"] == "mqtt out" else []), made, shown])


LISTENING = """
apiVersion: argoproj.io/v1alpha1
kind: EventSource
metadata: {name: heat, namespace: plant}
spec: {mqtt: {warm: {url: "tcp://mqtt.fernhill.example:1883", topic: "plant/+/temp"}}}
"""


def test_a_subscription_with_a_wildcard_hears_the_publishers_of_its_broker_alone(tmp_path: Path) -> None:
    here, there = "mqtt.fernhill.example", "mqtt.elsewhere.example"
    (tmp_path / "events.yaml").write_text(LISTENING, encoding="utf-8")
    for title, topic, broker in (("Boiler", "plant/a/temp", here), ("Other", "plant/b/temp", there)):
        text = node_red(title, {"type": "mqtt out", "topic": topic}, broker)
        (tmp_path / f"{title}.json").write_text(text, encoding="utf-8")
    hears = node_red("Alarm", {"type": "mqtt in", "topic": "plant/#"}, here)
    (tmp_path / "alarm.json").write_text(hears, encoding="utf-8")
    app.scan([tmp_path], store_path=tmp_path / "map.db", workers=1)
    graph = app.open_graph(tmp_path / "map.db")
    assert {"Alarm", "warm (heat)"} <= downstream(graph, "Boiler")
    assert not {"Alarm", "warm (heat)"} & downstream(graph, "Other")


def downstream(graph: Graph, name: str) -> set[str]:
    """Give what one publisher's messages reach: what its topics start, and who consumes them."""
    ends = [(graph.source[edge], graph.verb_of(edge), graph.target[edge]) for edge in range(len(graph.verb))]
    topics = {target for source, verb, target in ends if graph.names[source] == name and verb == "publishes"}
    started = {graph.names[target] for source, verb, target in ends if source in topics and verb == "starts"}
    return started | {graph.names[source] for source, verb, target in ends if target in topics and verb == "consumes"}


def test_the_binding_keys_of_an_exchange_are_patterns(tmp_path: Path) -> None:
    rabbit = {"rabbitmq": {"id": "r", "name": "Rabbit"}}
    sends = json.loads(calling("").replace("httpRequest", "rabbitmq"))
    sends["nodes"][1] |= {"credentials": rabbit}
    sends["nodes"][1]["parameters"] = {
        "mode": "exchange", "exchange": "claims", "exchangeType": "topic", "routingKey": "claims.eu.paid"
    }  # fmt: skip
    hears = json.loads(calling("").replace("Caller", "Hearer").replace('"1"', '"2"'))
    bound = {"bindings": [{"exchange": "claims", "routingKey": "claims.*.paid"}]}
    hears["nodes"][0] |= {"type": "n8n-nodes-base.rabbitmqTrigger", "credentials": rabbit}
    hears["nodes"][0]["parameters"] = {"queue": "paid", "options": {"binding": bound}}
    for name, export in (("sends", sends), ("hears", hears)):
        (tmp_path / f"{name}.json").write_text(json.dumps(export), encoding="utf-8")
    app.scan([tmp_path], store_path=tmp_path / "map.db", workers=1)
    assert "Hearer" in downstream(app.open_graph(tmp_path / "map.db"), "Caller")


def test_lines_of_a_gitlab_job_are_run_by_one_shell(tmp_path: Path) -> None:
    script = ["cd services", "cd ../marts", "WHICH=nightly", "dbt run", "airflow dags trigger $WHICH"]
    files = {"runs/.gitlab-ci.yml": f"workflow: {{name: Runner}}\ngo: {{script: {json.dumps(script)}}}"}
    assert set(led_to(beside(tmp_path, files), "Runner", "starts", "calls")) == {"marts", "nightly"}
