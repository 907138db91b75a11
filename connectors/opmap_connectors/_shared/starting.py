r"""The automations of other engines that commands start: the same, whichever engine runs the commands.

>>> caller = Caller("actions:fernhill/shop", "", {}, "fernhill/shop")
>>> [str(each.target) for each in started("gh workflow run rollout.yml --ref main # airflow dags trigger it", caller)]
['actions:fernhill/shop/.github/workflows/rollout.yml']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice, pairwise

from opmap.connecting import Key, Locator, Ref, frozen
from opmap_connectors._shared.commanding import Command, commands, is_known
from opmap_connectors._shared.startables import (
    DISPATCH,
    dag_run,
    dispatch_path,
    github_workflow,
    is_repository,
    open_end,
    project_called,
    state_machine,
)

_SPOKEN_OF = re.compile(
    r"\b(?:stepfunctions|airflow|gh|glab|argo|dbt|composer|create\s+(?:-\S+\s+)*job)\b|/dispatches\b"
)
_EVENT = re.compile(r"""\bevent_type["']?\s*[:=]\s*["']?([^"',}\s]+)""")
_OWN_REPOSITORY = frozenset({"{owner}/{repo}", ":owner/:repo"})
_BUILDS = frozenset("run build test seed snapshot compile".split())
_OF_DAGS = {"trigger": "starts", "trigger_dag": "starts", "backfill": "calls", "test": "calls"}
_DAG_ALONE = (["trigger_dag"], ["backfill"])  # as Airflow 1 spells them, without the word dags
_MOST = 50

_TAKES_A_VALUE = {
    "airflow": "-c --conf -r --run-id --run_id -e --exec-date --logical-date -S --subdir -o --output --run-note -s "
    "--start-date --end-date -p --pool --delay-on-limit -t --task-regex",
    "gh": "-R --repo -r --ref -f --raw-field -F --field -X --method -H --header --input -q --jq --hostname --cache -t",
    "glab": "-R --repo -b --branch --variables --variables-env --variables-file -i --input -t --token",
    "argo": "--from -n --namespace -p --parameter -f --parameter-file --entrypoint -l --labels --generate-name --name "
    "--serviceaccount -o --output --priority --scheduled-time --instanceid -s --argo-server --context --kubeconfig "
    "--token --cluster",
    "kubectl": "--from -n --namespace --context --kubeconfig -o --output --cluster --user --image -l -f",
    "gcloud": "--location --project",
    "aws": "--state-machine-arn --state-machine --endpoint --endpoint-url --region --profile --input --name --query "
    "--output --trace-header",
    "dbt": "--project-dir --profiles-dir --profile -t --target -s --select -m --models --exclude --vars --selector "
    "--threads --state --target-path --log-level --log-format --log-path",
}
_TAKING = {tool: frozenset(options.split()) for tool, options in _TAKES_A_VALUE.items()}
_TAKING["dbt-ol"] = _TAKING["dbt"]
_TAKING["curl"] = frozenset()  # where it asks is found by its address


@frozen
class Caller:
    """Whoever runs the commands, and what is known of where they run."""

    scope: str  # within which names are looked up first
    own: str  # what only a run knows is known within this alone
    known: Mapping[str, str] = field(default_factory=dict)  # the values of variables
    repository: str = ""  # owner/name, where GitHub's own tool is used without naming one
    project: Callable[[str], Ref | None] = lambda _: None  # gives the dbt project in a folder, where that is known


@frozen
class Started:
    """An automation that a command starts; *calls* where the command waits for its end."""

    verb: str
    target: Ref


def may_start(script: str) -> bool:
    """Say whether a script speaks of a command that starts something: cheaply, before anything is cut into words."""
    return bool(_SPOKEN_OF.search(script))


def started(script: str, caller: Caller) -> Iterator[Started]:
    """Give the automations that the commands of a script start."""
    if not may_start(script):
        return
    seen: set[Started] = set()
    for command in islice(commands(script, caller.known), _MOST):
        for each in _by(command, caller):
            if each not in seen:
                seen.add(each)
                yield each


def _by(command: Command, caller: Caller) -> Iterator[Started]:
    for place, word in enumerate(command.words):
        tool = word.rpartition("/")[2]
        reader = _TOOLS.get(tool)
        rest = command.words[place + 1 :]
        if reader is not None and not {"--help", "-h"}.intersection(rest):
            yield from reader(*_parsed(rest, _TAKING.get(tool, _TAKING["kubectl"])), command, caller)


def _parsed(words: Sequence[str], taking: frozenset[str]) -> tuple[list[str], dict[str, str]]:
    """Tell the options of a command from its other words."""
    plain: list[str] = []
    options: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.partition("=")
        if not word.startswith("-"):
            plain.append(word)
        elif equals:
            options[name] = value
        else:
            options[word] = next(waiting, "") if word in taking else "true"
    return plain, options


def _first(options: Mapping[str, str], *names: str) -> str:
    return next((options[name] for name in names if name in options), "")


def _machine(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:  # noqa: ARG001
    verb = {"start-execution": "starts", "start-sync-execution": "calls"}
    asked = plain[plain.index("stepfunctions") :] if "stepfunctions" in plain else []
    for word in verb.keys() & set(asked):
        arn = next((value for name, value in options.items() if name.startswith("--state-machine")), "")
        yield Started(verb[word], state_machine(arn, caller.own))


def _composed(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:
    """Read a command that Google's tool hands on to the Airflow of an environment."""
    if plain[:3] == ["composer", "environments", "run"]:
        yield from _dag(plain[4:], options, command, caller)


def _dag(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:  # noqa: ARG001
    words = plain[1:] if plain[:1] == ["dags"] else plain if plain[:1] in _DAG_ALONE else []
    verb = _OF_DAGS.get(words[0]) if len(words) > 1 else None
    if verb and "--dry-run" not in options:
        scope = caller.scope if caller.scope.startswith("airflow:") else "airflow"
        known = is_known(words[1])
        yield Started(verb, dag_run(words[1], scope) if known else open_end(words[1], caller.own, "pipeline"))


def _github(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:
    if plain[:2] == ["workflow", "run"] and len(plain) > 2:
        stated = _first(options, "-R", "--repo") or caller.known.get("GH_REPO", "")
        repository = "/".join(stated.removesuffix(".git").split("/")[-2:]) if stated else caller.repository
        yield Started("starts", github_workflow(repository, plain[2], caller.scope, caller.own))
    elif plain[:1] == ["api"]:
        yield from _asked(plain, options, command, caller)


def _asked(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:  # noqa: ARG001
    """Read a request to GitHub's own address for starting workflows."""
    for found in filter(None, map(DISPATCH.fullmatch, plain)):
        repository = caller.repository if found[1] in _OWN_REPOSITORY else found[1]
        if found[2]:
            yield Started("starts", github_workflow(repository, found[2], caller.scope, caller.own))
        elif is_repository(repository):
            path = dispatch_path(repository, _event_in(command.words))
            yield Started("starts", Locator("webhook", path, caller.scope, expects="pipeline"))
        else:
            yield Started("starts", open_end(f"dispatches of {found[1]}", caller.own, "pipeline"))


def _event_in(words: Sequence[str]) -> str:
    """Give the event that a request sends, in a body of JSON or as a field; empty where only a run knows."""
    found = {each[1] for word in words for each in (_EVENT.search(word),) if each}
    return found.pop() if len(found) == 1 else ""


def _gitlab(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:  # noqa: ARG001
    project = _first(options, "-R", "--repo")
    if plain[:1] in (["ci"], ["pipeline"]) and plain[1:2] in (["run"], ["run-trig"], ["trigger"]) and project:
        path = project.partition("://")[2].partition("/")[2] if "://" in project else project
        key = Key("gitlab", f"{path.removesuffix('.git').strip('/').lower()}/.gitlab-ci.yml")
        yield Started("starts", key if is_known(project) else open_end(project, caller.own, "pipeline"))


def _argo(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:  # noqa: ARG001
    if plain[:1] == ["submit"] and "/" in options.get("--from", "") and "--dry-run" not in options:
        waits = any(each in options for each in ("-w", "--wait", "--watch", "--log"))
        kind, _, name = options["--from"].partition("/")
        full = "cronworkflow" if kind.startswith("cron") else "workflowtemplate"
        full = f"cluster{full}" if kind.startswith(("cluster", "cwft")) else full
        yield Started("calls" if waits else "starts", _of_cluster(full, name, options, caller))


def _job(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:  # noqa: ARG001
    kind, _, name = options.get("--from", "").partition("/")
    is_only_tried = options.get("--dry-run", "none") != "none"
    if (
        ("create", "job") in pairwise(plain)
        and kind.partition(".")[0].rstrip("s") in ("cronjob", "cj")
        and not is_only_tried
    ):
        yield Started("starts", _of_cluster("cronjob", name, options, caller))


def _of_cluster(kind: str, name: str, options: Mapping[str, str], caller: Caller) -> Locator:
    namespace = _first(options, "-n", "--namespace")
    if not is_known(name):
        return open_end(f"{kind}/{name}", caller.own, "workflow")
    scope = caller.scope if caller.scope.startswith("k8s:") else "k8s"
    if is_known(namespace) and not kind.startswith("cluster"):
        return Locator("name", f"{namespace}/{kind}/{name}", scope.partition("/")[0], expects="workflow")
    return Locator("name", f"{kind}/{name}", scope, expects="workflow")


def _dbt(plain: list[str], options: dict[str, str], command: Command, caller: Caller) -> Iterator[Started]:
    if plain and plain[0] in _BUILDS:
        folder = options.get("--project-dir", "") or command.folder
        called = folder.rstrip("/").rpartition("/")[2]
        found = caller.project(folder.rstrip("/")) or (project_called(called) if is_known(called.strip(".")) else None)
        yield Started("calls", found or open_end("dbt project", caller.own, "pipeline"))


_TOOLS: dict[str, Callable[[list[str], dict[str, str], Command, Caller], Iterator[Started]]] = {
    "aws": _machine,
    "airflow": _dag,
    "gh": _github,
    "glab": _gitlab,
    "argo": _argo,
    "kubectl": _job,
    "oc": _job,
    "dbt": _dbt,
    "dbt-ol": _dbt,
    "gcloud": _composed,
    "curl": _asked,
}
