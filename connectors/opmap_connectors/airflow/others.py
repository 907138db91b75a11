"""Other automations: DAGs and state machines that a task sets going or waits for, and dbt projects that it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opmap.connecting import Certainty, Effect, Field, Locator, Reading, Ref, attributes
from opmap_connectors.airflow.dags import SPACE, Task

Told = tuple[Effect, tuple[Reading, ...]]

_DBT = re.compile(r"(?<![\w./-])dbt\s+(?:--?[\w-]+\s+)*(?:run|build|test|seed|snapshot|compile)\b")
_FOLDER = re.compile(r"(?:--project-dir[= ]|\bcd\s+)[\"']?([\w./~$-]*?)([\w-]+)/?[\"']?(?=\s|&|;|$)")
_ARN = re.compile(r"arn:[\w-]+:states:[\w-]*:(\d+):stateMachine:([\w-]+)")
_PATHS = ("project_config", "project_dir", "dbt_project_path", "dir", "dbt_root_path")
_COSMOS = re.compile(r"^(?:Dbt\w*?(?:Operator|Group|Dag|TaskGroup)|Dbt)$")


def others(task: Task) -> Iterator[Told]:
    """Give the automations that a task sets going or waits for."""
    soft = task.soft
    if task.operator.startswith("TriggerDagRun"):
        place = task.arg("trigger_dag_id")
        waits = task.arg("wait_for_completion").flag is True
        yield Effect("calls" if waits else "starts", _dag(place, task), place.at(), task.id, soft=soft and waits), ()
    elif task.operator.startswith("ExternalTask") and task.operator.endswith("Sensor"):
        place = task.arg("external_dag_id")
        waited = [each.text for name in ("external_task_id", "external_task_ids") for each in task.arg(name).each()]
        said = attributes(waits_for=waited or None)
        yield Effect("depends on", _dag(place, task), place.at(), task.id, "waits for", soft=soft, attributes=said), ()
    yield from _machine(task)
    yield from _dbt(task)


def _machine(task: Task) -> Iterator[Told]:
    """Start a state machine of Step Functions: its ARN says whose it is, and how it is called."""
    if not task.operator.startswith("StepFunctionStartExecution"):
        return
    place = task.arg("state_machine_arn")
    found = _ARN.fullmatch(place.text)
    target = Locator("expression", place.text[:120] or "a state machine", str(task.dag.key), expects="workflow")
    if found:
        target = Locator("name", found.group(2), f"sfn:{found.group(1)}", expects="workflow")
    yield Effect("starts", target, (place or task.place).at(), task.id), ()


def _dag(place: Field, task: Task) -> Ref:
    text = place.text
    if text and "{" not in text:
        return task.dag.part(text)
    words = text or place["unknown"].text or "a DAG that is not set"
    return Locator("expression", words[:120], str(task.dag.key), expects="pipeline")


def _dbt(task: Task) -> Iterator[Told]:
    """Run a dbt project, known by the folder that it stands in."""
    command = task.arg("bash_command", "command")
    text = " ".join(each.text for each in command.each())
    if _DBT.search(text):
        found = _FOLDER.search(text)
        yield _project(found.group(2) if found else "", command, task), ()
    elif _COSMOS.match(task.operator) and "Cloud" not in task.operator:
        place = next((each for name in _PATHS for each in task.arg(name).walk(20) if "/" in each.text), task.place)
        yield _project(place.text.rstrip("/").rpartition("/")[2], place, task), ()


def _project(name: str, place: Field, task: Task) -> Effect:
    if not name or "{" in name:
        target = Locator("expression", "dbt project", str(task.dag.key), expects="pipeline")
        return Effect("calls", target, place.at(), task.id, soft=task.soft)
    target = Locator("name", name, f"{SPACE}:{task.dag.instance}", expects="pipeline")
    return Effect("calls", target, place.at(), task.id, soft=task.soft, certainty=Certainty.PROBABLE)
