"""GitLab CI: what a job takes from elsewhere, and that reading whatever a file holds ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import ANYTHING, cut_off, read_with
from tests.workflows import agreement, control, effects, notices, relations, steps

from opmap.connecting import Reading
from opmap_connectors.gitlab_ci import GitlabCi

CASES = Path(__file__).parents[2] / "connectors" / "gitlab-ci"
RICH = (CASES / "jobs/input/.gitlab-ci.yml").read_text("utf-8")
KEYS = ["script", "extends", "trigger", "needs", "include", "rules", "environment", "retry", "secrets", "tags", "when"]


def read(text: str, path: str = ".gitlab-ci.yml") -> list[Reading]:
    return read_with(GitlabCi(), text, path)


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(GitlabCi(), RICH, ".gitlab-ci.yml", end)


@given(job=st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=5), top=st.sampled_from(["a", ".b", *KEYS]))
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(job: dict[str, Any], top: str) -> None:
    read(yaml.safe_dump({"include": job.get("include"), top: job, "whole": {"script": "make", **job}}))


def test_templates_that_extend_each_other_end() -> None:
    ring = "a: {extends: .one, script: make}\n.one: {extends: .two}\n.two: {extends: .one, tags: [big]}\n"
    assert [each.verb for each in relations(read(ring))] == ["runs on"]


def test_what_a_job_says_itself_goes_before_what_it_extends_and_that_before_the_default() -> None:
    text = "default: {retry: 2}\n.slow: {tags: [slow], allow_failure: true}\n"
    text += "a: {extends: .slow, tags: [fast], script: curl https://x.fern.example}\n"
    found = read(text)
    assert {each.target.name for each in relations(found, "runs on")} == {"source/runner/fast"}  # type: ignore[union-attr]
    assert {each.strength for each in relations(found, "calls")} == {"soft"}
    assert [step[0] for step in steps(found)] == ["a"]


def test_a_compose_file_and_a_workflow_of_github_are_no_pipelines() -> None:
    assert not read("services: {web: {image: nginx}}\n", "compose.yml")
    assert not read("on: push\njobs: {a: {stage: b, script: c, steps: []}}\n", "ci.yml")


def test_a_request_that_changes_something_says_what_it_sets_and_where() -> None:
    command = """curl -X PUT "https://a.example/flags/$FLAG" -d '{"on": true, "by": "$WHO"}'"""
    found = read(yaml.safe_dump({"switch": {"script": [command]}}))
    assert effects(found, "calls") == [("PUT", "by", "", "/flags/{}"), ("PUT", "on", "true", "/flags/{}")]


def agreed(**jobs: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """Give the jobs that run only after somebody started one, and how the pipeline stands to the control."""
    return agreement(read(yaml.safe_dump({name: {"script": ["make"], **job} for name, job in jobs.items()})))


def test_a_job_by_hand_holds_up_the_stages_after_it_only_where_it_may_not_be_left_out() -> None:
    after = {"stage": "deploy"}
    assert agreed(ask={"when": "manual"}, ship=after) == (("ask",), "shown")
    assert agreed(ask={"when": "manual", "allow_failure": False}, ship=after) == (("ask", "ship"), "shown")
    assert agreed(ask={"rules": [{"if": "$A", "when": "manual"}]}, ship=after) == (("ask", "ship"), "shown")


def test_a_job_that_needs_one_by_hand_waits_for_it() -> None:
    assert agreed(ask={"when": "manual"}, ship={"needs": ["ask"]}, other={"needs": []}) == (("ask", "ship"), "shown")


def test_a_job_by_hand_that_only_stops_something_approves_nothing() -> None:
    deploy = {"environment": {"name": "live", "on_stop": "stop"}}
    stop = {"when": "manual", "environment": {"name": "live", "action": "stop"}}
    assert agreed(deploy=deploy, stop=stop) == ((), "lacking")
    assert agreed(ask={"when": "manual"}, deploy={**deploy, "needs": []}, stop=stop) == (("ask",), "lacking")
    assert agreed(ask={"when": "manual"}, deploy={**deploy, "needs": ["ask"]}, stop=stop) == (
        ("ask", "deploy"),
        "shown",
    )


def test_a_job_that_some_rule_starts_by_itself_is_not_by_hand() -> None:
    rules = [{"if": "$A", "when": "manual"}, {"if": "$B"}, {"when": "never"}]
    assert agreed(ask={"rules": rules}) == ((), "lacking")
    assert agreed(ask={"rules": [rules[0], rules[2]]}) == (("ask",), "shown")


def test_a_job_after_a_failure_that_only_says_so_is_no_error_path() -> None:
    for script, found in ((["echo broken", "exit 1"], "lacking"), (["curl -d broken https://hook.example"], "shown")):
        late = {"script": script, "when": "on_failure"}
        assert control(read(yaml.safe_dump({"a": {"script": ["make"]}, "late": late})), "error path") == found


def test_a_line_of_a_script_that_is_no_text_is_said() -> None:
    text = "a:\n  script:\n    - make\n    - echo: done\n    - 5\n    - [make test, !reference [.b, script]]\n"
    assert len(notices(read(text))) == 2


def test_a_way_back_leads_to_a_job_that_is_there() -> None:
    for name, found in (("undeploy", "shown"), ("nowhere", "lacking")):
        deploy = {"script": ["make"], "environment": {"name": "live", "on_stop": name}}
        assert (
            control(read(yaml.safe_dump({"deploy": deploy, "undeploy": {"script": ["make down"]}})), "way back")
            == found
        )
