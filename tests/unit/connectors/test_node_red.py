"""Node-RED: which nodes run, how flows hang together, and that reading whatever a file holds ends."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines import ANYTHING, cut_off, read_with
from tests.resolving import documents_in
from tests.workflows import control, entities, notices, placeless, relations, steps

from opmap.automations import expanded
from opmap.connecting import Reading
from opmap_connectors.node_red import NodeRed

CASES = Path(__file__).parents[2] / "connectors" / "node-red"
RICH = (CASES / "house/input/flows.json").read_text("utf-8")
TYPES = [
    "inject",
    "http request",
    "mqtt out",
    "file",
    "function",
    "link out",
    "catch",
    "mysql",
    "tab",
    "subflow",
    "odd in",
]
KEYS = [
    "wires",
    "links",
    "scope",
    "broker",
    "url",
    "topic",
    "filename",
    "func",
    "z",
    "d",
    "env",
    "in",
    "credentials",
    "x",
]


def read(value: Any) -> list[Reading]:
    return read_with(NodeRed(), json.dumps(value), "flows.json", instance="alder")


@pytest.mark.corpus
def test_every_example_of_the_corpora_is_read(corpora: Path) -> None:
    found = dangling = 0
    for each in documents_in(corpora / "node-red", "node-red", {}):
        if each.name.endswith(".json"):
            assert NodeRed().detect(each), each.path
            readings = list(expanded(NodeRed().read(each)))
            assert entities(readings, "workflow"), each.path
            dangling += len(notices(readings))
            found += 1
    assert (found, dangling) == (49, 1)  # of the two tabs, one names a link that its example left out


@pytest.mark.corpus
def test_a_link_across_tabs_starts_the_other_flow(corpora: Path) -> None:
    (path,) = (corpora / "node-red/common/link").glob("02*.json")
    found = read(json.loads(path.read_text("utf-8")))
    started = {(str(each.source), str(each.target)) for each in relations(found, "starts")}
    assert started == {("nodered:alder/f51b8a1a.95b448", "nodered:alder/ec5fae59.42a3b")}


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=150)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(NodeRed(), RICH, "flows.json", end)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_the_order_of_nodes_changes_nothing(seed: int) -> None:
    nodes = json.loads(RICH)
    random.Random(seed).shuffle(nodes)
    assert placeless(read(nodes)) == placeless(read(json.loads(RICH)))


@given(node=st.dictionaries(st.sampled_from(KEYS), ANYTHING), kind=st.sampled_from(TYPES))
@settings(max_examples=200)
def test_nonsense_anywhere_costs_nothing_but_itself(node: dict[str, Any], kind: str) -> None:
    odd = {"id": "odd", "type": kind, "z": "t1", "wires": [["n2"]], "x": 1, **node}
    found = read([*json.loads(RICH), odd])
    assert {"Meter readings", "Alarms"} <= {each.name for each in entities(found, "workflow")}


def flow(*nodes: dict[str, Any]) -> list[Reading]:
    """Read one flow of these nodes, each of which is of flow ``t``."""
    tab = {"id": "t", "type": "tab", "label": "T", "disabled": False}
    return read([tab, *({"z": "t", "x": 1, "wires": [[]], **node} for node in nodes)])


ASK = {"id": "b", "type": "http request", "name": "Ask", "url": "https://a.elm.example"}


def test_what_is_switched_off_or_not_reached_needs_nothing() -> None:
    go = {"id": "a", "type": "inject", "wires": [["b"]]}
    assert relations(flow(go, ASK), "calls")
    assert not relations(flow(ASK), "calls")
    assert not relations(flow(go, {**ASK, "d": True}), "calls")
    assert not relations(flow({**go, "d": True}, ASK), "calls")
    assert len(steps(flow(ASK))) == 1


def test_only_a_catch_for_the_node_itself_makes_its_failure_soft() -> None:
    go = {"id": "a", "type": "inject", "wires": [["b"]]}
    caught = {"id": "c", "type": "catch", "scope": ["b"], "wires": [["d"]]}
    tell = {"id": "d", "type": "debug"}
    assert [each.strength for each in relations(flow(go, ASK, caught, tell), "calls")] == ["soft"]
    assert [each.strength for each in relations(flow(go, ASK, {**caught, "scope": None}, tell), "calls")] == [None]
    assert [each.strength for each in relations(flow(go, ASK, {**caught, "wires": [[]]}), "calls")] == [None]


def test_a_flow_that_is_called_is_not_started_as_well() -> None:
    text = RICH.replace('"links": ["a1"]', '"links": ["a1", "a2"]')
    pairs = [
        (each.verb, str(each.target))
        for each in relations(read(json.loads(text)))
        if str(each.source) == "nodered:alder/t1" and str(each.target) == "nodered:alder/t2"
    ]
    assert pairs == [("calls", "nodered:alder/t2")]


def test_a_group_that_is_switched_off_switches_its_nodes_off() -> None:
    go = {"id": "a", "type": "inject", "wires": [["b"]]}
    group = {"id": "g", "type": "group", "nodes": ["b"], "d": True}
    assert not relations(flow(go, group, {**ASK, "g": "g"}), "calls")


def test_no_secret_of_a_flow_comes_out() -> None:
    said = repr(read(json.loads(RICH)))
    assert "hunter22" not in said
    assert "hk29dkQ83jdlwmzPQ7xx" not in said


def test_code_that_calls_a_link_waits_for_the_flow_that_it_leads_to() -> None:
    def calls(code: str, *names: str) -> set[str]:
        tabs = [{"id": each, "type": "tab", "label": each} for each in ("one", "two")]
        begin = {"id": "i", "type": "inject", "z": "one", "wires": [["f"]], "x": 1, "y": 1}
        work = {"id": "f", "type": "function", "z": "one", "func": code, "wires": [[]], "x": 1, "y": 1}
        ends = [
            {"id": f"l{n}", "type": "link in", "z": "two", "name": each, "links": [], "wires": [[]], "x": 1, "y": 1}
            for n, each in enumerate(names)
        ]
        found = relations(read([*tabs, begin, work, *ends]), "calls")
        return {str(each.target) for each in found}

    assert calls("const a = await node.linkcall('score', msg)", "score") == {"nodered:alder/two"}
    assert calls('node.linkcall("l0", msg)', "score") == {"nodered:alder/two"}
    assert calls("node.linkcall('score', msg)", "score", "score") == set()  # nobody knows which of the two
    assert calls("node.linkcall(`go ${x}`, msg)", "score") == set()


def test_a_caught_failure_that_is_only_turned_and_shown_is_no_error_path() -> None:
    def standing(last: str) -> str:
        flow = [
            {"id": "t", "type": "tab", "label": "F"},
            {"id": "i", "type": "inject", "z": "t", "wires": [["r"]]},
            {"id": "r", "type": "http request", "z": "t", "url": "https://a.fern.example", "wires": [[]]},
            {"id": "c", "type": "catch", "z": "t", "wires": [["s"]]},
            {"id": "s", "type": "switch", "z": "t", "wires": [["x"]]},
            {"id": "x", "type": last, "z": "t", "url": "https://b.fern.example", "topic": "x", "wires": [[]]},
        ]
        return control(read_with(NodeRed(), json.dumps(flow), "flows.json"), "error path")

    assert [standing(kind) for kind in ("debug", "function", "mqtt out")] == ["lacking", "lacking", "shown"]


@pytest.mark.parametrize(
    ("scope", "found"),
    [(None, "shown"), (["r"], "shown"), (["i"], "lacking"), (["gone"], "lacking"), (["x"], "lacking")],
)
def test_a_catch_listens_to_something_that_runs_before_it_and_may_fail(scope: list[str] | None, found: str) -> None:
    flow = [
        {"id": "t", "type": "tab", "label": "F"},
        {"id": "i", "type": "inject", "z": "t", "wires": [["r"]]},
        {"id": "r", "type": "http request", "z": "t", "url": "https://a.fern.example", "wires": [[]]},
        {"id": "c", "type": "catch", "z": "t", "scope": scope, "wires": [["x"]]},
        {"id": "x", "type": "http request", "z": "t", "url": "https://b.fern.example", "wires": [[]]},
    ]
    assert control(read_with(NodeRed(), json.dumps(flow), "flows.json"), "error path") == found
