"""The sample organisation's automations: what its truth file says of them is found in them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from tests.resolving import read_folder
from tests.workflows import entities, relations

from opmap.connecting import Certainty, Entity, Key, Locator, Reading, Relation, Strength
from opmap_connectors.n8n import N8n

SAMPLE = Path(__file__).parents[3] / "inventories" / "opmap_inventories" / "samples" / "tarnwick"
AGENT, TRIAGE = Key("n8n", "c111636663d1/8JX1wfEJ5qHEQUUb"), Key("n8n", "c111636663d1/A75tsRzBxlVioh1s")


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    return read_folder(N8n(), SAMPLE / "automations", "tarnwick")


def test_each_automation_is_there_under_the_key_by_which_the_inventory_knows_it(readings: list[Reading]) -> None:
    wanted = set(re.findall(r"n8n:[0-9a-f]{64}/\w{16}", (SAMPLE / "inventory" / "automations.yaml").read_text("utf-8")))
    known = {str(key) for each in entities(readings) for key in each.keys}
    assert len(wanted) == 18
    assert wanted <= known


def test_what_is_an_agent_and_what_only_asks_a_model(readings: list[Reading]) -> None:
    assert sorted(each.name for each in entities(readings, "agent")) == [
        "Claims triage agent",
        "Customer answers agent",
    ]
    assert len(entities(readings, "workflow")) == 16


def test_one_credential_opens_openai_for_nine_automations(readings: list[Reading]) -> None:
    production = next(each for each in entities(readings, "credential") if each.name == "OpenAI production").keys[0]
    users = {each.source: each for each in relations(readings, "uses credential") if each.target == production}
    assert len(users) == 9
    assert [source for source, said in users.items() if said.group] == [AGENT]


def test_the_answering_agent_survives_either_model_with_its_key(readings: list[Reading]) -> None:
    places = defaultdict(set)
    for each in relations(readings):
        if each.source == AGENT and each.group:
            places[each.group.place].add((each.verb, _name(each, readings)))
    assert places == {
        "openai/gpt-4.1-mini": {("uses model", "openai/gpt-4.1-mini"), ("uses credential", "OpenAI production")},
        "anthropic/claude-sonnet-4-5": {
            ("uses model", "anthropic/claude-sonnet-4-5"),
            ("uses credential", "Anthropic customer care"),
        },
    }


def _name(relation: Relation, readings: list[Reading]) -> str:
    if isinstance(relation.target, Locator):
        return relation.target.value
    return next(each.name for each in entities(readings) if relation.target in each.keys)


def test_what_agents_reach_through_tools_is_soft(readings: list[Reading]) -> None:
    soft = {_short(each) for each in relations(readings) if each.source == TRIAGE and each.strength is Strength.SOFT}
    assert soft == {
        "consumes claims.created",
        "uses tool https://policy-api.int.tarnwick.example/v1/policies/{}",
        "reads claims-guidelines",
        "uses credential n8n:c111636663d1/credential/ghq4D1IjxtIgfbXc",
        "uses model openai/text-embedding-3-small",
        "uses credential n8n:c111636663d1/credential/r80C4FrZXZuT2Hx4",
        "uses tool n8n:c111636663d1/qV8xojPYF9LNo4bb",
    }


def _short(relation: Relation) -> str:
    target = relation.target
    return f"{relation.verb} {target.value if isinstance(target, Locator) else target}"


def test_a_topic_and_a_webhook_start_the_triage(readings: list[Reading]) -> None:
    places = {each.group.place for each in relations(readings, "starts") if each.target == TRIAGE and each.group}
    assert places == {"New claim", "Triage again"}


def test_one_source_fills_the_contacts_that_enrichment_reads(readings: list[Reading]) -> None:
    said = [
        each for each in relations(readings) if isinstance(each.target, Locator) and "crm_contacts" in each.target.value
    ]
    assert len({each.target for each in said}) == 1
    assert sorted(each.verb for each in said) == ["reads", "writes"]


def test_the_batch_goes_on_without_the_archive_that_is_gone(readings: list[Reading]) -> None:
    gone = Key("n8n", "c111636663d1/k3VbR8sQm1ZtYx0D")
    (said,) = [each for each in relations(readings) if each.target == gone]
    assert said.verb == "starts"
    assert ("called", "Archive letter (old DMS)") in said.attributes
    assert not [each for each in entities(readings) if gone in each.keys]


def test_all_but_the_synchronisation_and_the_handler_itself_tell_of_failures(readings: list[Reading]) -> None:
    telling = {each.source for each in relations(readings, "on error calls")}
    silent = {each.name for each in _automations(readings) if each.keys[0] not in telling}
    assert silent == {"CRM sync: Salesforce to warehouse", "Automation failures"}


def test_the_head_of_claims_alone_approves_settlements(readings: list[Reading]) -> None:
    (said,) = relations(readings, "approved by")
    assert said.target == Key("person", "ruth.okafor@tarnwick.example")
    assert ("waits_hours", 120.0) in said.attributes


def test_nothing_in_these_files_is_guessed_or_left_out(readings: list[Reading]) -> None:
    assert {each.certainty for each in relations(readings)} == {Certainty.CERTAIN}
    assert not [each for each in readings if not isinstance(each, (Entity, Relation))]
    assert not [
        each for each in relations(readings) if isinstance(each.target, Locator) and each.target.form == "expression"
    ]


def _automations(readings: list[Reading]) -> list[Entity]:
    return [each for each in entities(readings) if each.kind in {"workflow", "agent"}]
