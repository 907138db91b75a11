"""The controls that a DAG shows, and those that it could show and lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from opmap.connecting import Control, Field
from opmap_connectors._shared.approving import UNHEARD
from opmap_connectors.airflow.agreeing import asks_people
from opmap_connectors.airflow.dags import Dag, Task

_CALLBACKS = ("on_failure_callback", "has_on_failure_callback")
_ESCALATING = re.compile(r"pager.?duty|ops.?genie|incident", re.IGNORECASE)


def controls(dag: Dag, agreed: Collection[str]) -> Iterator[Control]:
    """Give what is shown and what lacks, each once."""
    place = dag.arg("dag_id", "_dag_id") or dag.place
    yield _by_tasks("retries", dag, place, lambda task: (task.arg("retries").number or 0) > 0, "tried again")
    yield _error_path(dag, place)
    limit = dag.arg("dagrun_timeout")
    if (limit.number or 0) > 0 or limit["unknown"]:
        yield Control("time-out", limit.at(), _after(limit))
    else:
        yield _by_tasks("time-out", dag, place, lambda task: bool(task.arg("execution_timeout")), "ends after a while")
    yield _approval(dag, place, agreed)
    yield from _escalation(dag, place)


def _escalation(dag: Dag, place: Field) -> Iterator[Control]:
    """Say whether somebody is paged; of a callback that is not seen through, nothing."""
    told = list(_told(dag))
    paging = [each for each in told if _ESCALATING.search(_names(each))]
    if paging:
        yield Control("incident escalation", paging[0].at(), "somebody is paged")
    elif not told:
        yield Control("incident escalation", place.at(), lacking=True)


def _approval(dag: Dag, place: Field, agreed: Collection[str]) -> Control:
    asking = [task for task in dag.tasks if asks_people(task)]
    if not asking or agreed:
        return _by_tasks("human approval", dag, place, asks_people, "a person decides")
    return Control("human approval", asking[0].place.at(), UNHEARD, lacking=True)


def _error_path(dag: Dag, place: Field) -> Control:
    told = next(iter(_told(dag)), None)
    if told is not None:
        return Control("error path", told.at(), "a failure is told")
    handling = [task for task in dag.tasks if task.handles and task.does]
    if handling:
        steps = tuple(task.id for task in handling)
        return Control("error path", handling[0].place.at(), "tasks of its own run after a failure", steps=steps)
    return Control("error path", place.at(), lacking=True)


def _told(dag: Dag) -> Iterator[Field]:
    """Give what tells of a failure: callbacks, and mail that is not switched off and goes to somebody."""
    for name in _CALLBACKS:
        found = [dag.arg(name), dag.usual(name), *(task.arg(name) for task in dag.tasks)]
        yield from (each for each in found if each.value and each.flag is not False)
    for task in dag.tasks:
        if task.arg("email") and task.arg("email_on_failure").flag is not False:
            yield task.arg("email")


def _names(place: Field) -> str:
    return " ".join(each.text for each in place.walk(50))


def _by_tasks(name: str, dag: Dag, place: Field, shows: Callable[[Task], bool], words: str) -> Control:
    shown = [task for task in dag.tasks if task.operator != "callback" and shows(task)]
    if not shown:
        return Control(name, place.at(), lacking=True)
    return Control(name, shown[0].place.at(), words, steps=tuple(task.id for task in shown))


def _after(limit: Field) -> str:
    return f"a run ends after {limit.number / 3600:g} hours" if limit.number else "a run ends after a while"
