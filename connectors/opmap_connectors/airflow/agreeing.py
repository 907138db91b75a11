"""What of a DAG runs only after people agreed.

A refused approval skips what follows, and a branch that people choose skips what was not chosen; but a
task whose trigger rule asks for no success runs all the same. Answers that come by default are nobody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from opmap_connectors._shared.approving import Answer, Ways, agrees, approved, asked_for
from opmap_connectors.airflow.dags import Dag, Task

_HOLDING = frozenset({"ApprovalOperator"})
_CHOOSING = frozenset({"HITLBranchOperator"})
_ASKING = frozenset({"HITLOperator", "HITLEntryOperator"})
_BRANCHING = frozenset({"BranchPythonOperator", "branch", "branch_task"})
_OF_SUCCESS = frozenset({"", "all_success", "none_skipped"})
_OF_ANY_SUCCESS = frozenset({"one_success", "none_failed_min_one_success", "none_failed_or_skipped"})

_Place = tuple[str, str]
_DONE = "done"


def asks_people(task: Task) -> bool:
    """Say whether a task waits for a person."""
    return task.operator in _HOLDING | _CHOOSING | _ASKING


def agreed_in(dag: Dag) -> tuple[str, ...]:
    """Name the tasks that do something and run only after people agreed; none of a DAG where two have one name."""
    asking = [task for task in dag.tasks if asks_people(task) and not _by_default(task)]
    if not asking or max(Counter(task.id for task in dag.tasks).values()) > 1:
        return ()
    onwards = _onwards(dag.tasks)
    joins = {(task.id, "") for task in dag.tasks if task.rule in _OF_SUCCESS}
    choosing = [task for task in dag.tasks if task.below and task.operator in _CHOOSING | _BRANCHING]
    starts = [(task.id, "") for task in dag.tasks if not task.above or _runs_anyway(task)]
    ways = Ways(starts, onwards, joins)
    found = approved(
        replace(ways, starts=[*starts, *(place for task in choosing for place in _whichever(task, ways))]),
        {(task.id, _DONE) for task in asking if task.operator in _HOLDING},
        {(task.id, _DONE) for task in asking if task.operator not in _HOLDING},
        {(task.id, _DONE): {(task.id, each.id): _told(task, each) for each in task.below} for task in choosing},
    )
    doing = {task.id for task in dag.tasks if task.does}
    return tuple(sorted(name for name, part in found if name in doing and not part))


def _told(task: Task, chosen: Task) -> Answer:
    """Say whether an agreement takes a branch: one that people name themselves they agree to, but to refuse."""
    words = _words(chosen)
    return asked_for(words) if task.operator in _CHOOSING else agrees(words)


def _whichever(task: Task, ways: Ways[_Place]) -> set[_Place]:
    """Give what runs whatever people choose."""
    return ways.anyway([(task.id, each.id) for each in task.below]) if task.operator in _CHOOSING else set()


def _words(task: Task) -> str:
    """Give the name of a task as words."""
    return task.id.replace("_", " ").replace(".", " ").replace("-", " ")


def _by_default(task: Task) -> bool:
    """Say whether a run goes on as if people had agreed when nobody answers."""
    return any(agrees(each.text) is not False for each in task.arg("defaults").each() if each.text)


def _runs_anyway(task: Task) -> bool:
    return task.rule not in _OF_SUCCESS | _OF_ANY_SUCCESS


def _onwards(tasks: Sequence[Task]) -> dict[_Place, list[_Place]]:
    found: dict[_Place, list[_Place]] = {}
    for task in tasks:
        found[task.id, ""] = [(task.id, _DONE)]
        for after in task.below:
            found.setdefault((task.id, _DONE), []).append((task.id, after.id))
            found[task.id, after.id] = [(after.id, "")]
    return found
