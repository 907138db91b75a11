"""Whatever a workflow holds, reading it ends, gives the same in any order, and keeps no secret."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectors.goldens import encoded
from tests.documents import document
from tests.workflows import entities, line, node, notices, placeless, read, steps, workflow

from opmap.connecting import Unreadable
from opmap_connectors.n8n import N8n
from opmap_connectors.n8n.expressions import shown
from opmap_connectors.n8n.flow import flow_of
from opmap_connectors.n8n.running import running

CASES = Path(__file__).parents[2] / "connectors" / "n8n"
RICH = [
    json.loads((CASES / name).read_text("utf-8"))
    for name in (
        "agents/input/agent.json",
        "agents/input/models.json",
        "requests/input/all.json",
        "stores/input/all.json",
    )
]
FLAT = json.dumps(RICH[0])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("flow", RICH, ids=lambda flow: str(flow["name"]))
@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_the_order_of_steps_and_connections_changes_no_fact(flow: dict[str, Any], chance: Any) -> None:
    nodes, connections = list(flow["nodes"]), list(flow["connections"].items())
    chance.shuffle(nodes)
    chance.shuffle(connections)
    assert placeless(read({**flow, "nodes": nodes, "connections": dict(connections)})) == placeless(read(flow))


@given(end=st.integers(0, len(FLAT) - 1))
@settings(max_examples=200)
def test_a_file_that_is_cut_off_is_unreadable_or_not_taken(end: int) -> None:
    cut = document("cut.json", FLAT[:end])
    if b"n8n-nodes" in cut.data and b'"nodes"' in cut.data:
        with pytest.raises(Unreadable, match="not JSON"):
            N8n().detect(cut)
    else:
        assert not N8n().detect(cut)


@given(value=ANYTHING, chance=st.randoms(use_true_random=False), which=st.integers(0, len(RICH) - 1))
@settings(max_examples=200)
def test_anything_may_stand_anywhere(value: Any, chance: Any, which: int) -> None:
    flow = json.loads(json.dumps(RICH[which]))
    place, key = chance.choice(list(_places(flow)))
    place[key] = value
    for reading in read(flow):
        assert encoded(reading)


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    own = [(value, key) for key in keys]
    return own + [deeper for key in keys for deeper in _places(value[key])]


@given(
    parameters=st.dictionaries(
        st.sampled_from(["url", "path", "table", "query", "model", "workflowId", "rule"]), ANYTHING
    )
)
@settings(max_examples=60)
def test_any_parameters_of_any_step_can_be_read(parameters: dict[str, Any]) -> None:
    kinds = "webhook scheduleTrigger httpRequest postgres airtable redis executeWorkflow slack kafkaTrigger"
    for kind in kinds.split():
        assert steps(read(workflow(node("Step", kind, parameters))))[0][0] == "Step"


SECRET = "q9XvR2mZk7LpT4sWb1Yc"
PLACES: list[dict[str, Any]] = [
    {"url": f"https://ana:{SECRET}@api.example/v1"},
    {"url": f"https://api.example/v1?key={SECRET}#{SECRET}"},
    {"url": f"https://api.example/hooks/{SECRET}/send"},
    {"url": f"={{{{ $json.base + '{SECRET}' }}}}"},
    {"url": f"={{{{ fetch('{SECRET}') }}}}/x"},
    {"url": f"={{{{ $json['{SECRET}{SECRET}'] }}}}/x"},
    {"url": "https://api.example", "headerParameters": {"parameters": [{"name": "X-Api-Key", "value": SECRET}]}},
    {"url": "https://api.example", "jsonBody": json.dumps({"password": SECRET})},
    {"url": "https://api.example", "notes": SECRET, "curlImport": SECRET},
    {"url": SECRET},
]


@pytest.mark.parametrize("parameters", PLACES, ids=range(len(PLACES)))
def test_no_secret_of_a_request_is_kept(parameters: dict[str, Any]) -> None:
    _assert_free(workflow(node("By hand", "manualTrigger"), node("Ask", "httpRequest", parameters)))


@pytest.mark.parametrize("hidden", [SECRET, b64encode(SECRET.encode()).decode(), f"Bearer {SECRET}"])
def test_no_secret_of_code_of_prompts_of_pinned_data_is_kept(hidden: str) -> None:
    langchain = "@n8n/n8n-nodes-langchain."
    _assert_free(
        workflow(
            node("Set", "set", {"values": {"string": [{"name": "token", "value": hidden}]}}),
            node("Code", "code", {"jsCode": f"const k = '{hidden}'; fetch('https://api.example/v1?k={hidden}')"}),
            node("Ask", f"{langchain}chainLlm", {"promptType": "define", "text": f"say {hidden}"}),
            node("Agent", f"{langchain}agent", {"options": {"systemMessage": hidden}}),
            node("Query", "postgres", {"operation": "executeQuery", "query": f"select '{hidden}' from t -- {hidden}"}),
            node("Command", "executeCommand", {"command": f"curl -H 'Authorization: {hidden}' https://api.example/x"}),
            pinData={"Set": [{"json": {"token": hidden}}]},
            staticData={"token": hidden},
        ),
        hidden,
    )


def _assert_free(flow: dict[str, Any], hidden: str = SECRET) -> None:
    written = json.dumps([encoded(each) for each in read(flow)], ensure_ascii=False)
    assert SECRET not in written
    assert hidden not in written


def test_where_a_secret_stands_is_said_and_not_the_secret() -> None:
    header = {"parameters": [{"name": "X-Api-Key", "value": SECRET}]}
    flow = workflow(node("Ask", "httpRequest", {"url": "https://api.example", "headerParameters": header}))
    (found,) = [dict(each.attributes)["hard_coded_secrets"] for each in entities(read(flow))]
    assert found == (("Ask", "headerParameters: X-Api-Key", 19),)


def test_an_expression_shows_names_and_no_literals() -> None:
    assert (
        shown("={{ $('Set up').item.json['base url'] + \"/x\" }}?key=1")
        == "{{ $('Set up').item.json['base url'] + … }}"
    )
    assert len(shown("={{ " + "$json.a + " * 100 + "$json.b }}")) <= 120


def test_a_thousand_steps_in_a_ring_of_tools_end() -> None:
    names = [f"tool {number}" for number in range(1000)]
    langchain = "@n8n/n8n-nodes-langchain.agentTool"
    ring = {
        first: {"ai_tool": [[{"node": second, "type": "ai_tool", "index": 0}]]}
        for first, second in zip(names, [*names[1:], names[0]], strict=True)
    }
    flow = workflow(*(node(name, langchain) for name in names), connections=ring)
    assert len(steps(read(flow))) == 1000


def test_a_long_line_of_steps_is_walked_to_its_end() -> None:
    names = [f"step {number}" for number in range(3000)]
    nodes = [node("Start", "webhook"), *(node(name, "noOp") for name in names)]
    root = document("17.json", json.dumps(workflow(*nodes, connections=line("Start", *names)))).parts[0].root
    assert len(running(flow_of(root)).steps) == 3001


def test_workflows_inside_workflows_end_with_a_word() -> None:
    flow = workflow(node("Innermost", "noOp"))
    for depth in range(6):
        flow = workflow(
            node(f"Depth {depth}", "executeWorkflow", {"source": "parameter", "workflowJson": json.dumps(flow)})
        )
    assert notices(read(flow)) == ["workflows inside workflows, too deep; not read"]


def test_thousands_of_wrong_connections_are_said_once() -> None:
    wrong = {f"gone {number}": {"main": [[{"node": "nowhere", "type": "main", "index": 0}]]} for number in range(5000)}
    reasons = notices(read(workflow(node("Start", "webhook"), connections=wrong)))
    assert reasons == ["5000 connections lead from or to steps that are not there"]
