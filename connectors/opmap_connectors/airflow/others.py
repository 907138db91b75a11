"""Other automations: DAGs and state machines that a task sets going or waits for, and dbt projects that it runs."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from opmap.connecting import Certainty, Effect, Field, Locator, Reading, Ref, attributes
from opmap_connectors._shared.commanding import is_known
from opmap_connectors._shared.interpolation import told_by
from opmap_connectors._shared.startables import open_end, project_called, state_machine
from opmap_connectors._shared.starting import Caller, may_start, started
from opmap_connectors.airflow.dags import Task

Told = tuple[Effect, tuple[Reading, ...]]

_COMMANDS = ("bash_command", "command", "cmds", "arguments")
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
    yield from _commanded(task)
    yield from _dbt(task)


def _machine(task: Task) -> Iterator[Told]:
    """Start a state machine of Step Functions: its ARN says whose it is, and how it is called."""
    if task.operator.startswith("StepFunctionStartExecution"):
        place = task.arg("state_machine_arn")
        yield Effect("starts", state_machine(place.text, str(task.dag.key)), (place or task.place).at(), task.id), ()


def _commanded(task: Task) -> Iterator[Told]:
    """Start what its commands start."""
    for name in _COMMANDS:
        place = task.arg(name)
        script = shlex.join(each.text for each in place.list()) if place.is_list else place.text
        for each in started(script, _caller(task)) if may_start(script) else ():
            soft = task.soft and each.verb == "calls"
            yield Effect(each.verb, each.target, place.at(), task.id, soft=soft, certainty=Certainty.PROBABLE), ()


def _caller(task: Task) -> Caller:
    given = {name: value.text for name, value in task.arg("env").items() if is_known(value.text)}
    return Caller(task.dag.scope, str(task.dag.key), told_by(task.dag.document.settings) | given)


def _dag(place: Field, task: Task) -> Ref:
    text = place.text
    if text and "{" not in text:
        return task.dag.part(text)
    words = text or place["unknown"].text or "a DAG that is not set"
    return Locator("expression", words[:120], str(task.dag.key), expects="pipeline")


def _dbt(task: Task) -> Iterator[Told]:
    """Run a dbt project, known by the folder that it stands in."""
    if _COSMOS.match(task.operator) and "Cloud" not in task.operator:
        place = next((each for name in _PATHS for each in task.arg(name).walk(20) if "/" in each.text), task.place)
        name = place.text.rstrip("/").rpartition("/")[2]
        found = project_called(name) if is_known(name) else None
        target = found or open_end("dbt project", str(task.dag.key), "pipeline")
        sure = Certainty.PROBABLE if found else Certainty.CERTAIN
        yield Effect("calls", target, place.at(), task.id, soft=task.soft, certainty=sure), ()
