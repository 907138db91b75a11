"""Logic Apps and Power Automate: the products that a flow uses, what is soft, and one graph however it is packed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document
from tests.engines import ANYTHING, cut_off, read_with
from tests.resolving import documents_in, read_folder
from tests.workflows import effects, entities, notices, placeless, relations

from opmap.automations import expanded
from opmap.connecting import Document, Entity, Locator, Reading, Ref, Relation, Unreadable
from opmap_connectors.logic_apps import LogicApps

CASES = Path(__file__).parents[2] / "connectors" / "logic-apps"
RICH = (CASES / "definition/input/orders.json").read_text("utf-8")
PATH = "orders.json"
STANDARD = CASES / "standard/input"


def products(readings: Iterable[Reading]) -> set[str]:
    """Give the products that relations name, or what stands inside them, and those that connections open."""
    found: set[str] = set()
    for each in readings:
        if isinstance(each, Entity) and each.kind == "credential":
            found.add(str(dict(each.attributes).get("type", "")))
        for end in (each.source, each.target) if isinstance(each, Relation) else ():
            found |= _product(end)
    return found - {""}


def _product(end: Ref) -> set[str]:
    if not isinstance(end, Locator):
        return set()
    if end.form == "node type":
        return {end.value.removeprefix("azure:")}
    return _product(end.within) if end.within is not None else set()


def stated_by(manifest: Path) -> set[str]:
    """Give the products that a template's manifest lists."""
    listed = json.loads(manifest.read_text("utf-8-sig")).get("connections", {})
    return {each["connectorId"].rpartition("/")[2].lower() for each in listed.values()}


@pytest.mark.corpus
def test_the_connectors_found_in_each_logic_app_are_those_of_its_manifest(corpora: Path) -> None:
    checked = 0
    for file in sorted((corpora / "logic-apps").rglob("workflow.json")):
        found = products(read_folder(LogicApps(), file.parent.parent / file.parent.name, "corpus"))
        assert found == stated_by(file.parent / "manifest.json"), file
        checked += 1
    assert checked == 23


@pytest.mark.corpus
def test_they_are_found_without_the_manifest_too_where_the_definition_names_them(corpora: Path) -> None:
    other = {}
    for file in sorted((corpora / "logic-apps").rglob("workflow.json")):
        alone = read_with(LogicApps(), file.read_text("utf-8-sig"), "flow/workflow.json")
        stated = stated_by(file.parent / "manifest.json")
        if products(alone) != stated:
            other[file.parents[1].name] = products(alone) ^ stated
    assert other == {"ingest-document-blob-openai-cosmos": {"cosmosdb-connection", "documentdb"}}


@pytest.mark.corpus
def test_a_flow_says_the_same_packed_and_unpacked(corpora: Path) -> None:
    compared = 0
    for package in sorted((corpora / "power-automate").rglob("solution/*.zip")):
        packed = _read(Document("a.zip", package.read_bytes(), "corpus", connector="logic-apps"))
        assert entities(packed, "workflow"), package
        folder = package.parents[1] / "sourcecode"
        nested = folder / package.stem
        unpacked = read_folder(LogicApps(), nested if nested.is_dir() else folder, "corpus")
        if folder.is_dir():
            assert placeless(packed) == placeless(unpacked), package
            compared += 1
    assert compared == 8


def _read(found: Document) -> list[Reading]:
    assert LogicApps().detect(found), found.path
    return list(expanded(LogicApps().read(found)))


def case(name: str) -> dict[str, list[Reading]]:
    """Read each file of a golden case that holds a flow, by path."""
    given = documents_in(CASES / name / "input", "case", {})
    return {each.path: _read(each) for each in given if "cut" not in each.path and LogicApps().detect(each)}


def test_a_package_and_a_solution_of_one_flow_say_the_same_as_what_they_unpack_to() -> None:
    for name in ("package", "solution"):
        read = case(name)
        packed = [each for path, readings in read.items() for each in readings if path.endswith(".zip")]
        unpacked = [each for path, readings in read.items() for each in readings if not path.endswith(".zip")]
        assert placeless(packed) == placeless(unpacked)
        assert entities(packed, "workflow")


def test_a_package_and_a_solution_of_one_flow_are_one_flow_with_one_set_of_credentials() -> None:
    found = []
    for name in ("package", "solution"):
        readings = next(found for path, found in case(name).items() if path.endswith(".zip"))
        escalate = next(each for each in entities(readings, "workflow") if each.name == "Escalate cases")
        shared = {key for each in entities(readings, "credential") for key in each.keys if "/flow/" in f"/{key.name}"}
        found.append((escalate.keys, shared, products(readings)))
    assert found[0] == found[1]


def test_what_a_zip_says_stands_at_its_path_with_the_member_in_the_pointer() -> None:
    readings = next(found for path, found in case("solution").items() if path.endswith(".zip"))
    for each in readings:
        assert each.evidence.path == "Escalation_1_0_0_1.zip"
        assert each.evidence.pointer.startswith("Workflows/")
        assert "#/" in each.evidence.pointer


def test_a_broken_flow_costs_a_package_only_itself() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Microsoft.Flow/flows/one/definition.json", RICH)
        archive.writestr("Microsoft.Flow/flows/two/definition.json", RICH[:500])
    readings = _read(document("two.zip", packed.getvalue()))
    assert len(entities(readings, "workflow")) == 1
    assert [each for each in notices(readings) if each.startswith("a flow of this zip cannot be read")]


@given(end=st.integers(30, (CASES / "package/input/escalate.zip").stat().st_size - 1))
@settings(max_examples=60)
def test_a_zip_that_is_cut_off_is_named_unreadable(end: int) -> None:
    data = (CASES / "package/input/escalate.zip").read_bytes()[:end]
    found = document("escalate.zip", data)
    if LogicApps().detect(found):
        with pytest.raises(Unreadable):
            list(LogicApps().read(found))


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=100)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(LogicApps(), RICH, PATH, end)


TYPES = [
    "Http",
    "ApiConnection",
    "OpenApiConnection",
    "ServiceProvider",
    "Workflow",
    "Function",
    "ApiManagement",
    "Agent",
]
INPUTS = ["host", "parameters", "serviceProviderConfiguration", "uri", "authentication", "path", "function", "api"]


@given(
    kind=st.sampled_from(TYPES),
    inputs=st.dictionaries(st.sampled_from(INPUTS), ANYTHING) | ANYTHING,
    more=st.dictionaries(st.sampled_from(["runAfter", "actions", "else", "cases", "tools", "limit"]), ANYTHING),
    trigger=st.dictionaries(st.sampled_from(["type", "kind", "recurrence", "inputs", "conditions"]), ANYTHING),
)
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(
    kind: str, inputs: Any, more: dict[str, Any], trigger: dict[str, Any]
) -> None:
    whole = json.loads(RICH)
    whole["actions"]["Odd"] = {"type": kind, "inputs": inputs, **more}
    whole["triggers"]["Odd_one"] = trigger
    assert flow_of(read_with(LogicApps(), json.dumps(whole), PATH)).name == "orders"


@given(seed=st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_in_which_actions_are_written_means_nothing(seed: Any) -> None:
    whole = json.loads(RICH)
    entries = list(whole["actions"].items())
    seed.shuffle(entries)
    shuffled = read_with(LogicApps(), json.dumps({**whole, "actions": dict(entries)}), PATH)
    assert placeless(shuffled) == placeless(read_with(LogicApps(), RICH, PATH))


def flow_of(readings: Iterable[Reading]) -> Entity:
    """Give the one flow of a document."""
    [found] = [each for each in entities(readings) if each.kind in ("workflow", "agent") and not each.mentioned]
    return found


def listed(readings: Iterable[Reading], name: str) -> list[tuple[Any, ...]]:
    """Give a list that a flow has as an attribute, row by row."""
    found: Any = dict(flow_of(readings).attributes)[name]
    return list(found)


def strengths(readings: Iterable[Reading]) -> dict[str, str | None]:
    """Give how hard each call is, by what is called."""
    return {str(each.target): each.strength for each in relations(readings, "calls")}


def test_what_fails_is_soft_only_where_the_run_does_not_end_in_failure_then() -> None:
    found = strengths(read_with(LogicApps(), RICH, PATH))
    assert found["https://tracking.fernhill.example/orders"] == "soft"
    assert found["https://duty.fernhill.example/alerts"] == "soft"
    assert found["https://crm.fernhill.example/orders/{}"] is None
    assert found["https://warehouse.fernhill.example/{}"] is None


def test_both_spellings_of_a_status_mean_the_same() -> None:
    loud = RICH.replace('"Failed"', '"FAILED"').replace('"Succeeded"', '"SUCCEEDED"')
    calm = RICH.replace('"FAILED"', '"Failed"').replace('"SUCCEEDED"', '"Succeeded"').replace('"SKIPPED"', '"Skipped"')
    assert strengths(read_with(LogicApps(), loud, PATH)) == strengths(read_with(LogicApps(), calm, PATH))


def test_a_step_whose_result_is_laid_down_for_tests_does_nothing_and_is_listed() -> None:
    readings = read_with(LogicApps(), RICH, PATH)
    assert not [each for each in relations(readings) if "payments" in str(each.target)]
    [rehearsed] = [each for each in listed(readings, "steps") if each[0] == "Rehearsed"]
    assert "laid down for tests" in rehearsed[2]


def test_a_variable_that_is_set_again_means_nothing_before_a_run() -> None:
    readings = read_with(LogicApps(), RICH, PATH)
    targets = {str(each.target) for each in relations(readings, "calls")}
    assert "*.fernhill.example" in targets
    assert not [each for each in targets if "new.fernhill" in each]


def test_an_order_that_cannot_be_kept_is_said() -> None:
    assert notices(read_with(LogicApps(), RICH, PATH)) == [
        "it runs after an action that is not there",
        "it runs after itself, by a detour, and so never",
    ]


def test_another_flow_is_called_where_it_is_waited_for_and_started_where_it_is_not() -> None:
    readings = read_folder(LogicApps(), STANDARD, "case", instance="fernhill")
    flows = {each.name: each.keys[0] for each in entities(readings) if each.kind in ("workflow", "agent")}
    keys = set(flows.values())
    between = {
        (each.source, each.verb, each.target) for each in relations(readings) if {each.source, each.target} <= keys
    }
    assert between == {(flows["intake"], "calls", flows["triage"]), (flows["intake"], "starts", flows["settle"])}


def test_no_secret_leaves_a_flow_and_its_place_does() -> None:
    readings = read_with(LogicApps(), RICH, PATH)
    assert "8f14e45f" not in repr(readings)
    assert "T5kQ9vX2mZ7w" not in repr(readings)
    assert [each[:2] for each in listed(readings, "hard_coded_secrets")] == [
        ("Book", "headers: Authorization"),
        ("parameters", "trackingPassword"),
    ]


def test_a_connection_that_whoever_starts_the_flow_lends_is_no_credential_of_it() -> None:
    readings = next(found for path, found in case("package").items() if path.endswith(".zip"))
    kinds = {dict(each.attributes)["type"] for each in entities(readings, "credential")}
    assert "teams" not in kinds
    assert "teams" in products(readings)


def test_a_thousand_actions_are_read_in_the_order_in_which_they_run() -> None:
    actions = {
        f"Step_{n:04}": {"type": "Compose", "runAfter": {f"Step_{n + 1:04}": ["Succeeded"]}} for n in range(1000)
    }
    actions["Step_1000"] = {"type": "Compose", "runAfter": {}}
    whole = {"triggers": {}, "actions": actions, "$schema": "x/workflowdefinition.json#"}
    steps = [each[0] for each in listed(read_with(LogicApps(), json.dumps(whole), PATH), "steps")]
    assert steps == sorted(steps, reverse=True)


@pytest.mark.parametrize("as_text", [False, True])
def test_a_request_that_changes_something_says_what_it_sets_and_where(*, as_text: bool) -> None:
    body = {"state": "closed", "note": "@{triggerBody()?['note']}", "password": "hunter2"}
    inputs = {"method": "PUT", "uri": "https://a.example/cases/@{triggerBody()?['id']}"}
    inputs["body"] = json.dumps(body) if as_text else body
    actions = {"Put": {"type": "Http", "inputs": inputs}}
    whole = {"triggers": {}, "actions": actions, "$schema": "x/workflowdefinition.json#"}
    assert effects(read_with(LogicApps(), json.dumps(whole), PATH), "calls") == [
        ("PUT", "note", "", "/cases/{}"),
        ("PUT", "password", "", "/cases/{}"),
        ("PUT", "state", "closed", "/cases/{}"),
    ]
