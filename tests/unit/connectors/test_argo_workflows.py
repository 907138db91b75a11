"""Argo Workflows: what is soft, what runs by which template, and that reading whatever a file holds ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import ANYTHING, cut_off, read_with
from tests.resolving import documents_in
from tests.workflows import agreement, control, entities, notices, relations

from opmap.automations import expanded
from opmap.connecting import Reading
from opmap.identity import compile_estate
from opmap_connectors.argo_workflows import ArgoWorkflows

CASES = Path(__file__).parents[2] / "connectors" / "argo-workflows"
RICH = (CASES / "workflows/input/settle.yaml").read_text("utf-8")
KINDS = ["Workflow", "WorkflowTemplate", "CronWorkflow", "Sensor", "EventSource", "WorkflowEventBinding"]


def read(text: str) -> list[Reading]:
    return read_with(ArgoWorkflows(), text, "argo.yaml")


@pytest.mark.corpus
def test_every_object_of_the_corpora_becomes_an_automation(corpora: Path) -> None:
    found = 0
    for each in documents_in(corpora / "argo", "argo", {}):
        if not ArgoWorkflows().detect(each):
            assert b"apiVersion: argoproj.io" not in each.data, each.path
            continue
        readings = list(expanded(ArgoWorkflows().read(each)))
        assert entities(readings, "workflow") or entities(readings, "event source") or notices(readings), each.path
        found += 1
    assert found > 200


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(ArgoWorkflows(), RICH, "settle.yaml", end)


@given(kind=st.sampled_from(KINDS), spec=ANYTHING, template=ANYTHING)
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(kind: str, spec: Any, template: Any) -> None:
    head = {"apiVersion": "argoproj.io/v1alpha1", "kind": kind, "metadata": {"name": "odd"}}
    read(yaml.safe_dump({**head, "spec": spec}))
    read(yaml.safe_dump({**head, "spec": {"templates": [template, {"name": "a", "steps": template, "dag": template}]}}))


def test_a_template_that_firm_and_loose_tasks_use_is_firm() -> None:
    loose = "{name: a, template: leaf, continueOn: {failed: true}}"
    head = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w}\nspec:\n  entrypoint: main\n"
    leaf = "    - {name: leaf, http: {url: 'https://x.fern.example'}}\n"
    only = f"{head}  templates:\n    - {{name: main, dag: {{tasks: [{loose}]}}}}\n{leaf}"
    both = f"{head}  templates:\n    - {{name: main, dag: {{tasks: [{loose}, {{name: b, template: leaf}}]}}}}\n{leaf}"
    assert [each.strength for each in relations(read(only), "calls")] == ["soft"]
    assert [each.strength for each in relations(read(both), "calls")] == [None]


def test_a_workflow_finds_the_template_that_another_file_describes() -> None:
    head = "apiVersion: argoproj.io/v1alpha1\nmetadata: {name: %s, namespace: n}\nkind: %s\nspec: %s\n"
    one = read(head % ("run", "Workflow", "{workflowTemplateRef: {name: base}}"))
    other = read(head % ("base", "WorkflowTemplate", "{templates: []}"))
    edges = {(each.source, each.verb, each.target) for each in compile_estate([*one, *other]).edges}
    assert ("k8s:source/n/Workflow/run", "calls", "k8s:source/n/WorkflowTemplate/base") in edges


@pytest.mark.parametrize(
    ("whole", "own", "standing"),
    [
        (None, {"limit": "2"}, "shown"),
        (None, {}, "shown"),
        (None, {"limit": "0"}, "lacking"),
        ({"limit": 0}, None, "lacking"),
        ({"limit": 0}, {"limit": 3}, "shown"),
    ],
)
def test_a_retry_with_a_limit_of_nought_is_none(whole: Any, own: Any, standing: str) -> None:
    template = {"name": "main", "container": {"image": "alpine"}} | ({} if own is None else {"retryStrategy": own})
    spec = {"entrypoint": "main", "templates": [template]} | ({} if whole is None else {"retryStrategy": whole})
    flow = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "a"}, "spec": spec}
    found = read(yaml.safe_dump(flow))
    assert control(found, "retries") == standing


def agreed(*tasks: dict[str, Any], gate: dict[str, Any] | None = None) -> tuple[tuple[str, ...], str]:
    """Give the templates of a graph that run only after somebody agreed, and how it stands to the control."""
    leaf = {"container": {"image": "alpine"}}
    templates = [{"name": name, **leaf} for name in ("pay", "tell")]
    templates += [{"name": "ask", "suspend": {}, **(gate or {})}, {"name": "main", "dag": {"tasks": list(tasks)}}]
    whole = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "w"}}
    return agreement(read(yaml.safe_dump({**whole, "spec": {"entrypoint": "main", "templates": templates}})))


def task(template: str, *before: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name or template, "template": template, "dependencies": list(before), **more}


def test_a_suspended_task_keeps_back_what_depends_on_it_and_nothing_beside_it() -> None:
    assert agreed(task("ask"), task("pay", "ask")) == (("pay",), "shown")
    assert agreed(task("ask"), task("pay")) == ((), "lacking")
    assert agreed(task("ask"), task("tell"), task("pay", "ask", "tell")) == (("pay",), "shown")
    either = {"name": "pay", "template": "pay", "depends": "ask || tell"}
    assert agreed(task("ask"), task("tell"), either) == ((), "lacking")


def test_a_template_is_approved_where_each_task_that_uses_it_is() -> None:
    assert agreed(task("ask"), task("pay", "ask"), task("pay", name="early")) == ((), "shown")


def test_a_suspension_that_ends_by_itself_is_no_approval() -> None:
    assert agreed(task("ask"), task("pay", "ask"), gate={"suspend": {"duration": "1h"}}) == ((), "lacking")


def test_a_suspension_that_a_condition_may_skip_is_no_approval() -> None:
    for when in ("{{workflow.parameters.env}} == prod", "false"):
        assert agreed(task("ask", when=when), task("pay", "ask")) == ((), "lacking")
    assert agreed(task("ask", name="first"), task("ask", "first", name="second")) == ((), "lacking")


def test_whoever_says_something_keeps_back_what_asks_for_it() -> None:
    gate = {"outputs": {"parameters": [{"name": "approve", "valueFrom": {"supplied": {}}}]}}
    assert agreed(task("ask"), task("pay", "ask"), gate=gate) == ((), "lacking")
    for when, found in (
        ("{{tasks.ask.outputs.parameters.approve}} == YES", ("pay",)),
        ("{{tasks.ask.outputs.parameters.approve}} == NO", ()),
        ("{{tasks.ask.outputs.parameters.approve}} != NO", ("pay",)),
        ("{{workflow.parameters.size}} == 5 && {{tasks.ask.outputs.parameters.approve}} == YES", ("pay",)),
        ("{{workflow.parameters.size}} == 5 && {{tasks.ask.outputs.parameters.approve}} == NO", ()),
        ("{{workflow.parameters.size}} == 5 || {{tasks.ask.outputs.parameters.approve}} == YES", ()),
    ):
        assert agreed(task("ask"), task("pay", "ask", when=when), gate=gate)[0] == found


def test_an_end_that_only_says_something_or_is_not_there_is_no_error_path() -> None:
    def standing(on_exit: str) -> str:
        templates = [
            {"name": "main", "container": {"image": "a"}},
            {"name": "say", "container": {"image": "a", "command": ["sh", "-c", "echo it broke"]}},
            {"name": "mail", "container": {"image": "a", "command": ["sh", "-c", "mail -s broken ops"]}},
        ]
        spec = {"entrypoint": "main", "onExit": on_exit, "templates": templates}
        whole = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "w"}, "spec": spec}
        return control(read(yaml.safe_dump(whole)), "error path")

    assert [standing(name) for name in ("nowhere", "say", "mail")] == ["lacking", "lacking", "shown"]


def test_what_nothing_uses_shows_no_control() -> None:
    leaf = {"container": {"image": "alpine"}}
    safe = {"name": "safe", **leaf, "retryStrategy": {"limit": 3}, "activeDeadlineSeconds": 5}
    whole = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "w"}}
    main = {"name": "main", "steps": [[{"name": "a", "template": "safe"}]]}
    for entry, found in (("pay", "lacking"), ("main", "shown"), ("", "shown")):
        spec = {"entrypoint": entry, "templates": [{"name": "pay", **leaf}, main, safe]}
        read_there = read(yaml.safe_dump({**whole, "spec": spec}))
        assert [control(read_there, name) for name in ("retries", "time-out")] == [found, found]


def test_the_default_account_of_a_namespace_is_no_account_of_its_own() -> None:
    whole = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "metadata": {"name": "w"}}
    for name, found in (("default", "lacking"), ("payer", "shown")):
        spec = {
            "entrypoint": "a",
            "serviceAccountName": name,
            "templates": [{"name": "a", "container": {"image": "x"}}],
        }
        assert control(read(yaml.safe_dump({**whole, "spec": spec})), "permission scope") == found
