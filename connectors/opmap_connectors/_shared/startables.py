"""How automations of each engine are called by whoever starts them, and by which of these names they are found.

>>> str(dag_run("nightly")), [str(each) for each in dag_addresses("nightly", "airflow:ops")]
('/api/v1/dags/nightly/dagRuns', ['POST /api/v1/dags/nightly/dagRuns', 'POST /api/v2/dags/nightly/dagRuns'])
"""

from __future__ import annotations

import re

from opmap.connecting import Document, Key, Locator, Ref, Unreadable, short_name
from opmap_connectors._shared.commanding import is_known

_DBT = "dbt"
_ARN = re.compile(r"arn:[^:]*:states:[^:]*:([^:]*):stateMachine:([^:]+)(?::.*)?")
DISPATCH = re.compile(
    r"(?:https://api\.github\.com)?/?repos/(\S+?)/(?:actions/workflows/([^/\s]+)/)?dispatches(?:\?\S*)?"
)
"""GitHub's address for starting workflows: its repository and, where only one is meant, the workflow."""
_FILE = re.compile(r"[\w.-]+\.ya?ml")


def state_machine(arn: str, own: str) -> Locator:
    """Give the state machine that an ARN means: known by its name and, where that is written, its account."""
    found = _ARN.fullmatch(arn)
    if found is None or not is_known(found[2]):
        return open_end(arn or "a state machine", own, "workflow")
    scope = f"sfn:{found[1]}" if found[1].isdigit() else "sfn"
    return Locator("name", f"stateMachine:{found[2]}", scope, expects="workflow")


def machine_names(name: str, scope: str) -> tuple[Locator, ...]:
    """Give the names by which ARNs call a state machine: in its account, and where its account is not known."""
    return tuple(Locator("name", f"stateMachine:{name}", each) for each in (scope, "sfn"))


def dag_run(dag: str, scope: str = "airflow") -> Locator:
    """Give the run of a DAG, by the address at which Airflow starts it."""
    return Locator("webhook", _dag_path(dag, "v1"), scope, expects="pipeline")


def dag_addresses(dag: str, scope: str) -> tuple[Locator, ...]:
    """Give the addresses by which whoever asks Airflow itself starts a DAG, in each version of its API."""
    return tuple(Locator("webhook", f"POST {_dag_path(dag, version)}", scope) for version in ("v1", "v2"))


def github_workflow(repository: str, name: str, scope: str, own: str) -> Ref:
    """Give a workflow of GitHub by its file, or else by the name that it has in its repository."""
    if not is_repository(repository) or not is_known(name) or name.isdecimal():
        return open_end(f"{name} of {repository}" if repository else name, own, "pipeline")
    file = name.rpartition("/")[2]
    if _FILE.fullmatch(file):
        return Key("actions", f"{repository.lower()}/.github/workflows/{file}")
    return Locator("webhook", workflow_path(repository, name), scope, expects="pipeline")


def workflow_path(repository: str, name: str) -> str:
    """Give the path at which GitHub starts a workflow, by its file or its name."""
    return f"/repos/{repository.lower()}/actions/workflows/{name.replace('/', ' ')}/dispatches"


def dispatch_path(repository: str, event: str = "") -> str:
    """Give the path at which GitHub is sent an event, which starts the workflows that wait for it."""
    return f"/repos/{repository.lower()}/dispatches" + (f"#{event[:100]}" if is_known(event) else "")


def is_dispatch(address: str) -> bool:
    """Say whether an address is GitHub's own for starting workflows."""
    return bool(DISPATCH.fullmatch(address))


def is_repository(text: str) -> bool:
    """Say whether a text names a repository that is the same in every run."""
    return is_known(text) and text.count("/") <= 1


def cluster_names(kind: str, name: str, namespace: str, cluster: str) -> tuple[Locator, ...]:
    """Give the names by which commands call an object of a cluster: with its kind, and its namespace where they do."""
    short = f"{kind.lower()}/{name}"
    full = f"{namespace}/{short}"
    names = ((short, f"{cluster}/{namespace}"), (short, "k8s"), (full, cluster), (full, "k8s"))
    return tuple(Locator("name", *each) for each in names)


def project_in(document: Document, folder: str) -> Ref | None:
    """Give the dbt project whose file stands in a folder, relative to a document's own; None where none does."""
    found = document.sibling(f"{folder}/dbt_project.yml")
    try:
        name = next((part.root["name"].text for part in found.parts), "") if found is not None else ""
    except Unreadable:
        name = ""
    return project_called(name, document.source) if is_known(name) else None


def project_called(name: str, instance: str = "") -> Locator:
    """Give the run of a dbt project."""
    return Locator("name", _project(name), f"{_DBT}:{instance}" if instance else _DBT, expects="pipeline")


def project_names(name: str, scope: str) -> tuple[Locator, ...]:
    """Give the names by which commands call a dbt project: in its instance, and where that is not known."""
    return tuple(Locator("name", _project(name), each) for each in (scope, _DBT))


def open_end(text: str, own: str, kind: str) -> Locator:
    """Give what only a run knows, as it is written; within whoever names it alone."""
    return Locator("expression", short_name(text)[:120], own, expects=kind)


def _dag_path(dag: str, version: str) -> str:
    return f"/api/{version}/dags/{dag}/dagRuns"


def _project(name: str) -> str:
    return f"dbt project {name}"
