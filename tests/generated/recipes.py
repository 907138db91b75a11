"""What a generated automation does, and how five engines write the same: n8n, Zapier, Actions, Step Functions, Argo.

A recipe says what starts it and what it does to which part of which table. Each engine has
its own way to say so: n8n and Zapier by SQL, Step Functions by the calls of DynamoDB, Actions and Argo by
requests to the service that keeps the table. Any of them asks that service where a step says so, so that
automations of two engines meet at one table; and any starts those of others, by their address or by a command.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

N8N, ACTIONS, STEP_FUNCTIONS, ARGO, ZAPIER = ENGINES = ("n8n", "actions", "step-functions", "argo", "zapier")


_BUS = {"name": "bus", "namespace": "work"}
_CONFIG = """
[[paths]]
match = "{place}/**"
repository = "acme/{name}"
"""


@dataclass(frozen=True)
class Do:
    """One thing that is done."""

    act: str  # read, set, add, count, delete, ask, start, tell, call, run
    table: str = ""  # or the address that is asked or called, the recipe that is started, the command that is run
    region: str = ""
    values: tuple[tuple[str, str], ...] = ()
    asks: bool = False  # the service that keeps the table, whichever the engine


@dataclass(frozen=True)
class Recipe:
    """One automation, whichever engine it is written for."""

    name: str
    engine: str
    starter: tuple[str, ...]  # cron LINE; event NAME; row TABLE; topic NAME; hook; hand; call
    steps: tuple[Do, ...]
    guard: tuple[str, str] = ("", "")
    place: str = "code/core"  # of a pipeline: its repository


def write_recipes(root: Path, recipes: list[Recipe]) -> None:
    """Write each recipe as its engine keeps such things."""
    places = sorted({recipe.place for recipe in recipes if recipe.engine == ACTIONS})
    paths = [_CONFIG.format(place=place, name=place.rpartition("/")[2]) for place in places]
    _write(root / "opmap.toml", '[source]\nname = "acme"\n' + "".join(paths))
    topics = sorted({recipe.starter[1] for recipe in recipes if recipe.starter[0] == "topic"})
    told = [{"id": each, "kind": "topic", "addresses": [f"topic:{each}"]} for each in topics]
    _write(root / "topics.json", json.dumps({"opmap": 1, "nodes": told}, indent=1))
    machines: dict[int, dict[str, Any]] = {}
    for number, recipe in enumerate(recipes):
        if recipe.engine == STEP_FUNCTIONS:
            machines.setdefault(number // 100, {})[recipe.name] = _machine(recipe)
            continue
        path, text = _WRITERS[recipe.engine](recipe)
        _write(root / path, text)
    for number, resources in machines.items():
        template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
        _write(root / f"aws/{number}/template.json", json.dumps(template, indent=1))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _n8n(recipe: Recipe) -> tuple[str, str]:
    how, *what = recipe.starter
    core = {"postgres": {"id": "core", "name": "Core"}}
    if how == "cron":
        rule = {"rule": {"interval": [{"field": "cronExpression", "expression": what[0]}]}}
        first = _node("Start", "scheduleTrigger", rule)
    elif how in ("event", "topic"):
        first = _node("Start", "kafkaTrigger", {"topic": what[0]}, {"kafka": {"id": "bus", "name": "Bus"}})
    elif how == "hook":
        first = _node("Start", "webhook", {"path": recipe.name, "httpMethod": "POST"})
    else:
        given = {"tableName": _listed(what[0]), "schema": _listed("public"), "firesOn": what[1]}
        first = _node("Start", "postgresTrigger", given, core)
    nodes = [first]
    if recipe.guard[0]:
        asked = {"leftValue": f"={{{{ $json.{recipe.guard[0]} }}}}", "rightValue": recipe.guard[1]}
        asked |= {"operator": {"type": "string", "operation": "equals"}}
        nodes.append(_node("Only some", "if", {"conditions": {"conditions": [asked], "combinator": "and"}}))
    for number, do in enumerate(recipe.steps):
        nodes.append(_n8n_step(f"Step {number}", do, core))
    links = {
        one["name"]: {"main": [[{"node": other["name"], "type": "main", "index": 0}]]} for one, other in pairwise(nodes)
    }
    flow = {"id": recipe.name, "name": recipe.name, "active": True, "nodes": nodes, "connections": links}
    return f"n8n/{recipe.name}.json", json.dumps(flow | {"settings": {}}, indent=1)


def _listed(value: str) -> dict[str, Any]:
    return {"__rl": True, "mode": "list", "value": value}


def _node(name: str, kind: str, given: dict[str, Any], keys: dict[str, Any] | None = None) -> dict[str, Any]:
    node = {"name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": 2, "position": [0, 0], "parameters": given}
    return node | ({"credentials": keys} if keys else {})


def _n8n_step(name: str, do: Do, core: dict[str, Any]) -> dict[str, Any]:
    if do.act == "run":
        return _node(name, "executeCommand", {"command": do.table})
    if do.act in ("ask", "call") or do.asks:
        method, url, body = _address(do)
        sent = {"sendBody": True, "specifyBody": "json", "jsonBody": body} if body else {}
        return _node(name, "httpRequest", {"url": url, "method": method} | sent) | {"typeVersion": 4.2}
    if do.act == "tell":
        return _node(name, "slack", {"resource": "message"}, {"slackApi": {"id": "s", "name": "Slack"}})
    return _node(name, "postgres", {"operation": "executeQuery", "query": _sql(do)}, core)


def _sql(do: Do) -> str:
    where = f" where region = '{do.region}'" if do.region else ""
    put = ", ".join(f"{name} = '{value}'" for name, value in do.values)
    named = ", ".join(name for name, _ in do.values)
    given = ", ".join(f"'{value}'" for _, value in do.values)
    return {
        "read": f"select * from {do.table}{where}",
        "set": f"update {do.table} set {put}{where}",
        "count": f"update {do.table} set tally = tally + 1{where}",
        "delete": f"delete from {do.table}{where}",
        "add": f"insert into {do.table} ({named}) values ({given})",
    }[do.act]


def _address(do: Do) -> tuple[str, str, str]:
    """Give method, address and body of a request that does it."""
    if do.act == "ask":
        return "GET", do.table, ""
    if do.act == "call":
        return "POST", do.table, json.dumps(dict(do.values)) if do.values else ""
    if do.act == "tell":
        return "POST", "https://hooks.slack.com/services/x", ""
    rows = f"https://{do.table}.data.example/rows"
    method = {"read": "GET", "set": "PUT", "delete": "DELETE", "add": "POST"}[do.act]
    return method, rows if do.act == "add" else f"{rows}/{do.region or 'all'}", json.dumps(dict(do.values))


def _actions(recipe: Recipe) -> tuple[str, str]:
    how, *what = recipe.starter
    on: dict[str, Any] = {"schedule": [{"cron": what[0]}]} if how == "cron" else {}
    on |= {"repository_dispatch": {"types": [what[0]]}} if how == "event" else {}
    on |= {"workflow_dispatch": {}} if how == "hand" else {}
    steps: list[dict[str, Any]] = [{"uses": "actions/checkout@v4"}]
    for number, do in enumerate(recipe.steps):
        name = f"Step {number}"
        if do.act == "start":
            given = {"repository": f"acme/{recipe.place.rpartition('/')[2]}", "event-type": do.table}
            steps.append({"name": name, "uses": "peter-evans/repository-dispatch@v3", "with": given})
            continue
        if do.act == "run":
            steps.append({"name": name, "run": do.table})
            continue
        method, url, body = _address(do)
        steps.append(
            {"name": name, "run": f"curl -X {method} {url}" + (f" -d '{body}'" if body != "{}" and body else "")}
        )
    flow = {"name": recipe.name, "on": on, "jobs": {"run": {"runs-on": "ubuntu-latest", "steps": steps}}}
    return f"{recipe.place}/.github/workflows/{recipe.name}.yml", json.dumps(flow, indent=1)


def _argo(recipe: Recipe) -> tuple[str, str]:
    how, *what = recipe.starter
    templates: list[dict[str, Any]] = []
    for number, do in enumerate(recipe.steps):
        name = f"step-{number}"
        if do.act == "start":
            made = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow"}
            made |= {"metadata": {"generateName": "x-"}, "spec": {"workflowTemplateRef": {"name": do.table}}}
            templates.append({"name": name, "resource": {"action": "create", "manifest": json.dumps(made)}})
            continue
        if do.act == "run":
            container = {"image": "tools", "command": ["sh", "-c"], "args": [do.table]}
            templates.append({"name": name, "container": container})
            continue
        method, url, body = _address(do)
        templates.append({"name": name, "http": {"url": url, "method": method, "body": body}})
    spec: dict[str, Any] = {"entrypoint": "all", "templates": templates}
    spec["templates"] = [{"name": "all", "steps": [[{"name": e["name"], "template": e["name"]}] for e in templates]}]
    spec["templates"] += templates
    head = {"apiVersion": "argoproj.io/v1alpha1", "metadata": {"name": recipe.name, "namespace": "work"}}
    if how in ("event", "topic"):
        dependency = {"name": "it", "eventSourceName": "bus", "eventName": what[0]}
        whole = head | {
            "kind": "WorkflowTemplate",
            "spec": spec,
            "metadata": head["metadata"] | {"name": f"{recipe.name}-work"},
        }
        ran = {
            "kind": "Workflow",
            "spec": {"workflowTemplateRef": {"name": what[1] if what[1:] else f"{recipe.name}-work"}},
        }
        trigger = {"template": {"name": "run", "argoWorkflow": {"operation": "submit", "source": {"resource": ran}}}}
        sensor = head | {"kind": "Sensor", "spec": {"dependencies": [dependency], "triggers": [trigger]}}
        parts = [sensor] if what[1:] else [sensor, whole]
        if how == "topic":
            kafka = {what[0]: {"url": "bus.acme.example:9092", "topic": what[0]}}
            parts.append(head | {"kind": "EventSource", "metadata": _BUS, "spec": {"kafka": kafka}})
        return f"argo/{recipe.name}.yaml", "\n---\n".join(json.dumps(part, indent=1) for part in parts)
    if how == "cron":
        whole = head | {"kind": "CronWorkflow", "spec": {"schedule": what[0], "workflowSpec": spec}}
    else:
        whole = head | {"kind": "WorkflowTemplate", "spec": spec}
    return f"argo/{recipe.name}.yaml", json.dumps(whole, indent=1)


def _machine(recipe: Recipe) -> dict[str, Any]:
    how, *what = recipe.starter
    events: dict[str, Any] = {}
    if how == "cron":
        minute, hour, day, month, weekday = what[0].split()
        line = f"cron({minute} {hour} {day} {month} {'?' if weekday == '*' else weekday} *)"
        events = {"Clock": {"Type": "Schedule", "Properties": {"Schedule": line}}}
    elif how == "event":
        pattern = {"source": ["acme.bus"], "detail-type": [what[0]]}
        events = {"Heard": {"Type": "EventBridgeRule", "Properties": {"Pattern": pattern}}}
    states = {f"Step{number}": _state(do) for number, do in enumerate(recipe.steps)}
    names = list(states)
    for name, following in zip(names, [*names[1:], ""], strict=True):
        states[name] |= {"Next": following} if following else {"End": True}
    definition = {"StartAt": names[0], "States": states}
    given = {"Name": recipe.name, "Definition": definition, "Events": events}
    return {"Type": "AWS::Serverless::StateMachine", "Properties": given}


def _state(do: Do) -> dict[str, Any]:
    if do.act == "start":
        given: dict[str, Any] = {"StateMachineArn": f"${{{do.table}}}"}
        return {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": given}
    if do.act in ("ask", "tell", "call") or do.asks:
        method, url, _ = _address(do)
        given = {"ApiEndpoint": url, "Method": method} | ({"RequestBody": dict(do.values)} if do.values else {})
        return {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": given}
    if do.act == "add":
        given = {"QueueUrl": f"https://sqs.eu-west-1.amazonaws.com/111122223333/{do.table}"}
        given["MessageBody"] = dict(do.values)
        return {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": given}
    operation = {"read": "getItem", "set": "updateItem", "count": "updateItem", "delete": "deleteItem"}[do.act]
    given = {"TableName": do.table, "Key": {"region": {"S": do.region or "all"}}}
    if do.act == "set":
        given["UpdateExpression"] = "SET " + ", ".join(f"#{name} = :{name}" for name, _ in do.values)
        given["ExpressionAttributeNames"] = {f"#{name}": name for name, _ in do.values}
        given["ExpressionAttributeValues"] = {f":{name}": {"S": value} for name, value in do.values}
    if do.act == "count":
        given |= {"UpdateExpression": "ADD tally :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    return {"Type": "Task", "Resource": f"arn:aws:states:::dynamodb:{operation}", "Parameters": given}


def _zapier(recipe: Recipe) -> tuple[str, str]:
    how, *what = recipe.starter
    nodes: dict[str, dict[str, Any]] = {}

    def step(api: str, action: str, **given: Any) -> None:
        parent = len(nodes) or None
        core = "c0ffee" if api.startswith("Postgre") else None
        node = {"type_of": "write" if parent else "read", "parent_id": parent, "selected_api": api, "action": action}
        nodes[str(len(nodes) + 1)] = node | {"params": given, "authentication_id": core}

    if how == "cron":
        minute, hour, *_ = what[0].split()
        step("ScheduleAPI", "every_day", hod=f"{hour}:{minute.zfill(2)}")
    elif how == "event":
        step("App77CLIAPI@1.0.0", "new_" + what[0].replace("-", "_"))
    else:
        step("SubZapCLIAPI@1.0.0", "start_subzap")
    for do in recipe.steps:
        if do.act == "start":
            step("SubZapCLIAPI@1.0.0", "call_subzap", zap_id=_own(do.table))
        elif do.act in ("ask", "call") or do.asks:
            method, url, body = _address(do)
            step("WebHookCLIAPI@1.0.29", method.lower(), url=url, method=method, data=body)
        elif do.act == "tell":
            step("SlackAPI", "channel_message", channel="C1")
        else:
            step("PostgreSQLCLIAPI@1.3.0", "custom_query", query=_sql(do))
    zap = {"id": _own(recipe.name), "title": recipe.name, "nodes": nodes}
    return f"zapier/{recipe.name}.json", json.dumps({"metadata": {"version": 2}, "zaps": [zap]}, indent=1)


def _own(name: str) -> str:
    return str(10**9 + int.from_bytes(name.encode(), "big") % 10**9)


_WRITERS: dict[str, Callable[[Recipe], tuple[str, str]]] = {
    N8N: _n8n,
    ACTIONS: _actions,
    ARGO: _argo,
    ZAPIER: _zapier,
}
