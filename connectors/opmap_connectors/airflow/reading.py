"""One DAG, read: what starts it, its tasks, and what they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opmap.connecting import (
    Automation,
    Effect,
    Entity,
    Locator,
    Notice,
    Reading,
    Step,
    attributes,
    short_name,
)
from opmap_connectors._shared.hardcoded import hard_coded
from opmap_connectors._shared.people import email_in, mention, organisation_of, person_key
from opmap_connectors._shared.pinning import pinned
from opmap_connectors._shared.startables import dag_addresses
from opmap_connectors.airflow.agreeing import agreed_in, asks_people
from opmap_connectors.airflow.controls import controls
from opmap_connectors.airflow.dags import Dag, Task
from opmap_connectors.airflow.doing import Told, done
from opmap_connectors.airflow.owners import owners
from opmap_connectors.airflow.products import app_of
from opmap_connectors.airflow.starters import starters
from opmap_connectors.airflow.thinking import AGENTS

_PARTIAL = "a loop or a call that only a run knows makes this DAG, or a part of it; what is read of it is not all"


def read_dag(dag: Dag) -> Iterator[Reading | Automation]:
    """Give a DAG."""
    place = dag.arg("dag_id", "_dag_id") or dag.place
    partial = dag.place["partial"].flag is True
    if partial:
        yield Notice(_PARTIAL, dag.place.at())
    (started, data), agreed = starters(dag), agreed_in(dag)
    told: list[Told] = [each for task in dag.tasks for each in (*done(task), *_approved(task))]
    home = Entity(
        "cluster", short_name(f"Airflow of {dag.instance}"), (dag.part("instance"),), place.at(), mentioned=True
    )
    yield Automation(
        (dag.key,),
        short_name(dag.id),
        place.at(),
        "agent" if any(task.operator in AGENTS for task in dag.tasks) else "pipeline",
        started,
        tuple(Step(each.id, each.operator, _words(each), each.place.at()) for each in _in_order(dag)),
        (*(effect for effect, _ in told), Effect("runs on", home.keys[0], place.at())),
        (*controls(dag, agreed), *pinned(effect for effect, _ in told)),
        approved=agreed,
        beside=(*data, *(reading for _, beside in told for reading in beside), home, *owners(dag)),
        addresses=(Locator("name", dag.id, dag.scope), *dag_addresses(dag.id, dag.scope)),
        attributes=attributes(
            description=short_name((dag.arg("description", "_description")).text, "")[:300],
            hard_coded_secrets=[(task.id, *found) for task in dag.tasks for found in hard_coded(task.place)],
            partial=partial or None,
            tags=sorted({each.text for each in dag.arg("tags").list() if each.text}),
        ),
        environment=dag.document.settings.get("environment", ""),
        inactive=dag.place["is_paused"].flag is True,
    )


def _approved(task: Task) -> Iterator[Told]:
    """Give the people who are asked, where their e-mail addresses are written down."""
    for place in task.arg("assigned_users", "assigned_to", "respondents").walk(100) if asks_people(task) else ():
        email = email_in(place.text)
        if email:
            key = person_key(email, organisation_of(task.dag.document))
            effect = Effect("approved by", key, place.at(), task.id)
            yield replace(effect, soft=task.soft), (mention(key, email, place.at()),)


def _in_order(dag: Dag) -> list[Task]:
    """Give the tasks as a run comes by; those of a circle, which Airflow refuses, come last."""
    waiting = {task.id: task for task in dag.tasks}
    found: list[Task] = []
    while waiting:
        ready = [task for task in waiting.values() if not any(above in waiting for above in task.above)]
        for task in ready or list(waiting.values()):
            found.append(task)
            waiting.pop(task.id, None)
    return found


def _words(task: Task) -> str:
    app = app_of(task.operator, task.module)
    said = [f"works with {app}" if app else _WORDS.get(task.operator, "runs code")]
    said += [f"after {', '.join(dict.fromkeys(task.above))}"] * bool(task.above)
    said += [f"when {task.rule.replace('_', ' ')}"] * bool(task.rule and task.rule != "all_success")
    said += ["once for each of several"] * bool(task.place["mapped"].flag or task.place["_is_mapped"].flag)
    said += ["the run goes on when it fails"] * task.soft
    return short_name("; ".join(said))


_WORDS = {
    "EmptyOperator": "does nothing",
    "DummyOperator": "does nothing",
    "BashOperator": "runs a command",
    "TriggerDagRunOperator": "starts another DAG",
    "ExternalTaskSensor": "waits for another DAG",
    "EmailOperator": "sends mail",
    "HttpOperator": "asks over HTTP",
    "SimpleHttpOperator": "asks over HTTP",
    "SQLExecuteQueryOperator": "runs a query",
    "ApprovalOperator": "waits for a person",
    "HITLOperator": "waits for a person",
    "BranchPythonOperator": "branches",
}
