"""What the n8n connector finds, beside the golden cases in tests/connectors/n8n."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.documents import document
from tests.resolving import documents_in
from tests.workflows import entities, node, notices, read, relations, steps, workflow

from opmap.automations import expanded
from opmap.connecting import Certainty, Document, Key, Locator, Relation, Strength, Unreadable
from opmap.identity import compile_estate
from opmap_connectors.n8n import N8n

HAND = node("By hand", "manualTrigger")


def ask(name: str, url: str, **more: Any) -> dict[str, Any]:
    return node(name, "httpRequest", {"url": url}, **more)


@pytest.mark.corpus
def test_every_workflow_of_the_corpora_says_what_each_of_its_steps_does(corpora: Path) -> None:
    found = 0
    for each in documents_in(corpora / "n8n", "n8n", {}):
        if each.suffix != "json":
            continue
        readings = list(expanded(N8n().read(each))) if N8n().detect(each) else []
        main = next(
            found for found in entities(readings) if not found.mentioned and found.kind in {"workflow", "agent"}
        )
        stated = {step["name"].strip() for step in json.loads(each.text)["nodes"] if "sticky" not in step["type"]}
        said = steps([main])
        assert {step[0] for step in said} == {" ".join(name.split()) for name in stated}
        assert all(step[2] for step in said), each.path
        assert len(relations(readings)) > 0, each.path
        found += 1
    assert found == 40


@pytest.mark.corpus
def test_every_broken_file_of_the_corpora_gives_one_clear_reason(corpora: Path) -> None:
    found = list(documents_in(corpora / "n8n-broken", "n8n", {}))
    reasons = [_reason(each) for each in found]
    assert sorted(reasons) == ["empty"] + ["not JSON: something follows after the end"] * 7
    taken = [each for each in found if each.data]
    for each in taken:
        with pytest.raises(Unreadable):
            N8n().detect(Document(each.path, each.data))


def _reason(broken: Document) -> str:
    with pytest.raises(Unreadable) as raised:
        _ = broken.parts
    return raised.value.reason


def test_two_instances_that_both_hold_a_workflow_17_stay_apart() -> None:
    here = read(workflow(HAND, ask("Ask", "https://a.example")), instance="ops")
    there = read(workflow(HAND, ask("Ask", "https://b.example")), instance="sales")
    nodes = [each for each in compile_estate([*here, *there]).nodes if each.kind == "workflow"]
    assert [each.id for each in nodes] == ["n8n:ops/17", "n8n:sales/17"]


def test_two_exports_of_one_instance_merge_also_where_one_names_the_instance_shortly() -> None:
    long = "c111636663d108543ace538d7ff4b16f15519de717c6ccffbfe8c74a31b7b89a"
    first = read(workflow(HAND, meta={"instanceId": long}), "monday/17.json", instance="")
    second = read(workflow(HAND, meta={"instanceId": long}), "tuesday/17.json", instance="")
    third = read(workflow(HAND), "wednesday/17.json", instance=long)
    (found,) = [each for each in compile_estate([*first, *second, *third]).nodes if each.kind == "workflow"]
    assert found.id == "n8n:c111636663d1/17"
    assert len(found.evidence) == 3


def test_a_workflow_that_is_switched_off_says_so_and_a_template_says_nothing() -> None:
    for active, expected in ((False, True), (True, False), (None, False)):
        (found,) = entities(read(workflow(HAND, active=active)), "workflow")
        assert found.inactive is expected


def test_what_one_step_ignores_and_another_needs_is_needed() -> None:
    key = {"slackApi": {"id": "1", "name": "Bot"}}
    readings = read(
        workflow(
            HAND,
            node("Ignored", "slack", credentials=key, onError="continueRegularOutput"),
            node("Needed", "slack", credentials=key),
        )
    )
    assert {each.strength for each in relations(readings, "uses credential")} == {None}
    assert {each.strength for each in relations(readings, "calls")} == {None}


def test_what_every_step_ignores_is_soft_with_its_key() -> None:
    readings = read(
        workflow(HAND, node("Ignored", "slack", credentials={"slackApi": {"id": "1"}}, continueOnFail=True))
    )
    assert {each.strength for each in relations(readings)} == {Strength.SOFT}


def test_a_step_that_is_switched_off_hands_on_what_it_is_given() -> None:
    readings = read(
        workflow(HAND, ask("Off", "https://off.example", disabled=True), ask("After", "https://after.example"))
    )
    assert [str(each.target) for each in relations(readings)] == ["https://after.example"]


def test_connections_that_lead_nowhere_cost_no_step_and_only_its_certainty() -> None:
    readings = read(
        workflow(node("Start", "webhook"), ask("Renamed", "https://a.example"), connections=_to("Start", "Before"))
    )
    (call,) = relations(readings, "calls")
    assert call.certainty is Certainty.PROBABLE
    assert notices(readings) == ["a connection leads from or to a step that is not there"]


def _to(source: str, target: str) -> dict[str, Any]:
    return {source: {"main": [[{"node": target, "type": "main", "index": 0}]]}}


def test_a_variable_that_opmap_toml_names_resolves_an_address() -> None:
    flow = workflow(HAND, ask("Ask", "={{ $env.BASE }}/v1"))
    (unknown,) = relations(read(flow))
    (known,) = relations(read(flow, **{"variable.BASE": "https://claims.example"}))
    assert (unknown.target, known.target) == (
        Locator("expression", "{{ $env.BASE }}", "n8n:ops"),
        Locator("url", "https://claims.example/v1", "n8n:ops"),
    )


def test_two_workflows_that_ask_one_variable_ask_one_thing() -> None:
    flows = [{**workflow(HAND, ask("Ask", "={{ $env.BASE }}/v1")), "id": str(number)} for number in (1, 2)]
    assert len({each.target for each in relations(read(flows))}) == 1
    own = [{**workflow(HAND, ask("Ask", "={{ $json.url }}")), "id": str(number)} for number in (1, 2)]
    assert len({each.target for each in relations(read(own))}) == 2


def test_two_workflows_meet_in_the_table_that_one_credential_opens() -> None:
    table = {"schema": {"__rl": True, "value": "crm"}, "table": {"__rl": True, "value": "contacts"}}
    key = {"postgres": {"id": "p1", "name": "Warehouse"}}
    fill = workflow(HAND, node("Fill", "postgres", {"operation": "upsert", **table}, credentials=key))
    look = workflow(HAND, node("Look", "postgres", {"operation": "select", **table}, credentials=key))
    estate = compile_estate([*read({**fill, "id": "1"}, "1.json"), *read({**look, "id": "2"}, "2.json")])
    (table_node,) = [each for each in estate.nodes if each.kind == "dataset"]
    edges = {(each.source, each.verb) for each in estate.edges if each.target == table_node.id}
    assert edges == {("n8n:ops/1", "writes"), ("n8n:ops/2", "reads")}


def test_a_sub_workflow_that_nobody_exported_dangles() -> None:
    readings = read(workflow(HAND, node("Call", "executeWorkflow", {"workflowId": {"__rl": True, "value": "99"}})))
    (missing,) = [each for each in compile_estate(readings).references if each.outcome.value == "dangling"]
    assert missing.text == "n8n:ops/99"


def test_who_alone_approves_one_step_is_no_deputy_of_who_approves_another() -> None:
    readings = read(
        workflow(
            node("Asked", "webhook"),
            node("First", "gmail", {"operation": "sendAndWait", "sendTo": "a@acme.example"}),
            node("Second", "gmail", {"operation": "sendAndWait", "sendTo": "a@acme.example, b@acme.example"}),
        )
    )
    said = [(each.target, each.group and each.group.name, each.strength) for each in relations(readings, "approved by")]
    assert said == [
        (Key("person", "a@acme.example"), "approval at First", None),
        (Key("person", "a@acme.example"), None, None),
        (Key("person", "b@acme.example"), None, Strength.SOFT),
    ]


def test_only_json_is_taken_and_only_workflows() -> None:
    for text in (
        '{"nodes": [], "connections": []}',
        "nodes: []\nconnections: {}",
        "[]",
        '{"a": "\\"nodes\\" \\"connections\\""}',
    ):
        assert not N8n().detect(document("x.json" if text[0] in "[{" else "x.yaml", text))


def test_evidence_leads_to_the_line_of_the_step() -> None:
    readings = read(workflow(HAND, ask("Ask", "https://a.example")))
    text = json.dumps(workflow(HAND, ask("Ask", "https://a.example")), indent=1).splitlines()
    (call,) = [each for each in readings if isinstance(each, Relation)]
    assert '"url": "https://a.example"' in text[(call.evidence.line or 0) - 1]
    assert all(f'"name": "{name}"' in text[number - 1] for name, _, _, number in steps(readings))


def test_custom_fields_inside_updated_fields_are_told_by_their_ids() -> None:
    values = [{"fieldId": "Grade__c", "value": "A"}, {"fieldId": "Note__c", "value": "={{ $json.text }}"}]
    given = {"resource": "opportunity", "operation": "update", "opportunityId": "={{ $json.id }}"}
    fields = {"stageName": "Won", "customFieldsUi": {"customFieldsValues": values}}
    (said,) = relations(read(workflow(HAND, node("Mark", "salesforce", given | {"updateFields": fields}))), "writes")
    rows = dict(said.attributes)["effects"]
    assert isinstance(rows, tuple)
    assert {tuple(row)[2:4] for row in rows if isinstance(row, tuple)} == {
        ("stageName", "Won"),
        ("Grade__c", "A"),
        ("Note__c", ""),
    }
