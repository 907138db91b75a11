"""GitHub Actions: what leads where, and that reading whatever a file holds ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import ANYTHING, cut_off, read_with
from tests.resolving import documents_in
from tests.workflows import control, entities, relations

from opmap.automations import expanded
from opmap.connecting import Reading
from opmap.identity import compile_estate
from opmap_connectors.github_actions import GithubActions

CASES = Path(__file__).parents[2] / "connectors" / "github-actions"
PATH = ".github/workflows/release.yaml"
RICH = (CASES / "needing/input" / PATH).read_text("utf-8")


def read(text: str, path: str = PATH, **stated: str) -> list[Reading]:
    return read_with(GithubActions(), text, path, **stated)


@pytest.mark.corpus
def test_every_workflow_of_the_corpora_is_read_and_every_secret_is_a_name(corpora: Path) -> None:
    found = 0
    for each in documents_in(corpora / "github-actions", "github-actions", {}):
        if not GithubActions().detect(each):
            assert b"jobs:" not in each.data, each.path
            continue
        readings = list(expanded(GithubActions().read(each)))
        assert entities(readings, "pipeline") or entities(readings, "library"), each.path
        assert all(entity.name.isidentifier() for entity in entities(readings, "credential")), each.path
        found += 1
    assert found == 38


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(GithubActions(), RICH, PATH, end)


@given(key=st.sampled_from(["on", "jobs", "permissions", "env"]), value=ANYTHING)
@settings(max_examples=150)
def test_nonsense_anywhere_costs_nothing_but_itself(key: str, value: Any) -> None:
    read(yaml.safe_dump({**yaml.safe_load(RICH), key: value}))


def test_the_jobs_may_stand_in_any_order() -> None:
    whole = yaml.safe_load(RICH)
    turned = {**whole, "jobs": dict(reversed(whole["jobs"].items()))}
    one, other = (read(yaml.safe_dump(each, sort_keys=False)) for each in (whole, turned))
    assert [each.name for each in entities(one)] == [each.name for each in entities(other)]
    assert {(each.verb, each.target) for each in relations(one)} == {
        (each.verb, each.target) for each in relations(other)
    }


def test_a_call_of_githubs_address_starts_the_workflow_that_waits_for_it() -> None:
    waiting = "on: {repository_dispatch: {types: [go]}}\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n"
    sending = "on: push\njobs:\n  b:\n    runs-on: x\n    steps:\n      - run: gh api /repos/fern/ledger/dispatches\n"
    one = read(waiting, ".github/workflows/wait.yml", repository="github.com/fern/ledger")
    other = read(sending, ".github/workflows/send.yml", repository="github.com/fern/shop")
    edges = {(each.source, each.verb, each.target) for each in compile_estate([*one, *other]).edges}
    path = "actions:fern/ledger/.github/workflows/wait.yml"
    assert ("actions:fern/shop/.github/workflows/send.yml", "starts", f"{path}/trigger/repository_dispatch") in edges
    assert (f"{path}/trigger/repository_dispatch", "starts", path) in edges


def test_two_repositories_that_both_have_a_ci_workflow_stay_apart() -> None:
    text = "on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n"
    here, there = read(text, "shop/.github/workflows/ci.yml"), read(text, "till/.github/workflows/ci.yml")
    nodes = [each.id for each in compile_estate([*here, *there]).nodes if each.kind == "pipeline"]
    assert len(nodes) == 2


def test_a_login_to_a_registry_of_ones_own_is_none_to_docker_hub() -> None:
    login = {"uses": "docker/login-action@v3", "with": {"registry": "registry.fern.example"}}
    hub = {"uses": "docker/login-action@v3", "with": {"username": "ci"}}
    asked = {
        name: {str(each.target) for each in relations(read(yaml.safe_dump(flow)), "calls")}
        for name, flow in (
            (name, {"on": "push", "jobs": {"build": {"runs-on": "x", "steps": [step]}}})
            for name, step in (("own", login), ("hub", hub))
        )
    }
    assert asked["hub"] == {"product:docker-hub"}
    assert len(asked["own"]) == 1
    assert "registry.fern.example" in asked["own"].pop()


@pytest.mark.parametrize(
    ("image", "standing"),
    [("alpine:latest", "lacking"), (f"alpine@sha256:{'0f' * 32}", "shown")],
)
def test_an_image_that_a_step_runs_is_pinned_by_its_digest_alone(image: str, standing: str) -> None:
    flow = {"on": "push", "jobs": {"build": {"runs-on": "x", "steps": [{"uses": f"docker://{image}"}]}}}
    assert control(read(yaml.safe_dump(flow)), "pinned actions") == standing


def standing(name: str, *steps: dict[str, Any], jobs: dict[str, Any] | None = None, **job: Any) -> str:
    """Say how a workflow of one job, and of others, stands to a control."""
    whole = {"build": {"runs-on": "ubuntu-latest", "steps": [{"run": "make"}, *steps], **job}, **(jobs or {})}
    return control(read(yaml.safe_dump({"on": "push", "jobs": whole})), name)


@pytest.mark.parametrize(
    ("condition", "run", "is_one"),
    [
        ("failure()", "curl -d broken https://hook.fern.example", True),
        ("failure()", "echo it broke; exit 1", False),
        ("!failure()", "curl -d fine https://hook.fern.example", False),
        ("cancelled()", "curl -d stopped https://hook.fern.example", False),
        ("always()", "curl -d done https://hook.fern.example", False),
    ],
)
def test_a_step_is_an_error_path_where_it_runs_after_a_failure_and_does_something(
    condition: str, run: str, is_one: Any
) -> None:
    assert standing("error path", {"if": condition, "run": run}) == ("shown" if is_one else "lacking")


def test_a_step_after_a_failure_has_something_before_it_that_may_fail_and_end_the_job() -> None:
    tell = {"if": "failure()", "run": "curl -d broken https://hook.fern.example"}
    for before, found in (([], "lacking"), ([{"run": "make", "continue-on-error": True}], "lacking"),
                          ([{"run": "make"}], "shown")):  # fmt: skip
        assert standing("error path", steps=[*before, tell, {"run": "make deploy"}]) == found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"container": "builder:latest"}, "lacking"),
        ({"container": {"image": "builder:latest"}}, "lacking"),
        ({"container": {"image": f"builder@sha256:{'0f' * 32}"}}, "shown"),
        ({"container": "${{ matrix.image }}"}, "shown"),
    ],
)
def test_the_image_that_a_job_runs_in_is_code_of_others(more: dict[str, Any], found: str) -> None:
    assert standing("pinned actions", **more) == found


def test_a_workflow_of_others_is_pinned_by_its_commit_alone() -> None:
    for uses, found in (("fern/ci/.github/workflows/x.yml@main", "lacking"), ("./.github/workflows/x.yml", "shown"),
                        (f"fern/ci/.github/workflows/x.yml@{'0f' * 20}", "shown")):  # fmt: skip
        assert standing("pinned actions", jobs={"publish": {"uses": uses, "secrets": "inherit"}}) == found


def test_an_environment_without_a_name_separates_nothing() -> None:
    assert [standing("environment separation", environment=name) for name in ("", "live")] == ["", "shown"]


def test_a_job_after_a_failure_is_an_error_path_where_it_needs_the_one_that_fails() -> None:
    tell = {"runs-on": "ubuntu-latest", "if": "failure()", "steps": [{"run": "curl -d broken https://hook.example"}]}
    assert standing("error path", jobs={"tell": tell}) == "lacking"
    assert standing("error path", jobs={"tell": {**tell, "needs": "build"}}) == "shown"


def test_a_limit_that_the_platform_has_anyway_and_an_attempt_that_is_the_only_one_are_none() -> None:
    assert [standing("time-out", **{"timeout-minutes": each}) for each in (30, 360, 600)] == [
        "shown",
        "lacking",
        "lacking",
    ]
    assert standing("time-out", **{"timeout-minutes": 600, "runs-on": "self-hosted"}) == "shown"
    again = {"uses": "nick-fields/retry@v3", "with": {"command": "make", "max_attempts": 1}}
    assert standing("retries", again) == "lacking"
    assert standing("retries", {**again, "with": {"command": "make", "max_attempts": 3}}) == "shown"


def test_rights_that_only_one_of_several_jobs_lists_leave_the_others_theirs() -> None:
    other = {"runs-on": "ubuntu-latest", "steps": [{"run": "make"}]}
    assert standing("permission scope", permissions={"contents": "read"}) == "shown"
    assert standing("permission scope", permissions={"contents": "read"}, jobs={"b": other}) == "lacking"
