"""The native inventory: its schema, and what holds for every one of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from tests.documents import document

from opmap.connecting import KINDS, VERBS, Entity, Notice, Relation
from opmap_connectors.native import Native, inventory_schema

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "docs" / "schemas" / "inventory.schema.json"
CASES = ROOT / "tests" / "connectors" / "native"


def read(inventory: Any) -> list[Any]:
    return [*Native().read(document("estate.yaml", yaml.safe_dump(inventory, sort_keys=False)))]


def test_the_published_schema_is_current() -> None:
    made = json.dumps(inventory_schema(), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("OPMAP_UPDATE_GOLDENS"):
        SCHEMA.parent.mkdir(exist_ok=True)
        SCHEMA.write_text(made, "utf-8")
    assert SCHEMA.read_text("utf-8") == made, "write it with OPMAP_UPDATE_GOLDENS=1"


def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(inventory_schema())
    return Draft202012Validator(inventory_schema())


@pytest.mark.parametrize("case", ["every-field", "addresses", "redundancy", "catalogue"])
def test_editors_accept_what_is_read_without_a_notice(case: str) -> None:
    for path in (CASES / case / "input").iterdir():
        text = path.read_text("utf-8")
        assert not [reading for reading in Native().read(document(path.name, text)) if isinstance(reading, Notice)]
        written = yaml.load(text, yaml.BaseLoader)
        errors = [error.message for error in validator().iter_errors(_typed(written))]
        assert errors == []


def _typed(value: Any) -> Any:
    """Turn numbers and truth into what editors see, and leave the rest as text."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return {"true": True, "false": False}.get(value, int(value) if value.isdigit() else value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"opmap": 2},
        {"opmap": 1, "scpe": "x"},
        {"opmap": 1, "nodes": [{"id": "a", "kind": "servce"}]},
        {"opmap": 1, "nodes": [{"kind": "service"}]},
        {"opmap": 1, "nodes": [{"id": "a", "kind": "service", "cals": "b"}]},
        {"opmap": 1, "nodes": [{"id": "a", "kind": "service", "repair": "soon"}]},
        {"opmap": 1, "nodes": [{"id": "a", "kind": "service", "calls": {"to": "b", "strength": "sfot"}}]},
        {"opmap": 1, "relations": [{"from": "a", "verb": "cals", "to": "b"}]},
        {"opmap": 1, "redundancy": [{"at": "a", "verb": "calls", "need": 0, "of": ["b"]}]},
    ],
)
def test_editors_reject_what_is_wrong(wrong: dict[str, Any]) -> None:
    assert list(validator().iter_errors(wrong))


@pytest.mark.parametrize("certainty", ["possible", "probable", "certain"])
def test_what_is_named_in_a_group_is_no_surer_than_what_is_stated_of_it(certainty: str) -> None:
    nodes = [{"id": "t", "kind": "service", "calls": {"to": "y", "certainty": certainty}}]
    groups = [{"at": "t", "verb": "calls", "of": ["x", "y"]}]
    found = read({"opmap": 1, "nodes": nodes, "redundancy": groups})
    said = {(str(one.target)[-1], one.certainty.value) for one in found if isinstance(one, Relation)}
    assert said == {("x", "certain"), ("y", certainty)}


def test_every_kind_can_be_written() -> None:
    found = read({"opmap": 1, "nodes": [{"id": kind, "kind": kind} for kind in KINDS]})
    assert {reading.kind for reading in found} == set(KINDS)


def test_every_verb_can_be_written_in_a_node_and_apart() -> None:
    nodes: list[dict[str, Any]] = [
        {"id": "a", "kind": "service", **dict.fromkeys(VERBS, "b")},
        {"id": "b", "kind": "service"},
    ]
    apart = [{"from": "b", "verb": verb.replace(" ", "-").upper(), "to": "a"} for verb in VERBS]
    found = read({"opmap": 1, "nodes": nodes, "relations": apart})
    stated = {(str(reading.source), reading.verb) for reading in found if isinstance(reading, Relation)}
    assert stated == {(f"inventory:source/{end}", verb) for end in "ab" for verb in VERBS}
    assert not [reading for reading in found if isinstance(reading, Notice)]


IDS = st.sampled_from(["a", "b", "c d", "e.f", "7"])
TARGETS = st.one_of(
    IDS,
    st.fixed_dictionaries(
        {"to": IDS}, optional={"strength": st.sampled_from(["hard", "soft"]), "buffer": st.sampled_from(["4h", "30m"])}
    ),
)
NODES = st.fixed_dictionaries(
    {"id": IDS, "kind": st.sampled_from(sorted(KINDS))},
    optional={
        "environment": st.sampled_from(["prod", "test"]),
        "calls": st.lists(TARGETS, max_size=3),
        "runs on": TARGETS,
        "owner": IDS,
        "value": st.integers(0, 9),
        "data": st.lists(st.sampled_from(["personal", "internal"]), max_size=2),
    },
)


@settings(max_examples=100)
@given(st.lists(NODES, max_size=5, unique_by=lambda node: str(node["id"])), st.randoms())
def test_the_order_of_nodes_and_fields_means_nothing(nodes: list[dict[str, Any]], random: Any) -> None:
    shuffled = [dict(random.sample([*node.items()], len(node))) for node in random.sample(nodes, len(nodes))]
    assert plain(read({"opmap": 1, "nodes": nodes})) == plain(read({"nodes": shuffled, "opmap": 1}))


def plain(readings: list[Any]) -> set[Any]:
    """Give what was read without its places, which the order does change."""
    facts = [reading for reading in readings if not isinstance(reading, Notice)]
    return {
        (fact.kind, fact.keys, fact.attributes, fact.environment)
        if isinstance(fact, Entity)
        else (fact.source, fact.verb, fact.target, fact.strength, fact.buffer)
        for fact in facts
    }


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "kind", "to", "calls", "x", "owner"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_a_wrong_node_costs_only_itself(nodes: Any, relations: Any, defaults: Any) -> None:
    odd = nodes if isinstance(nodes, list) else [nodes]
    inventory = {
        "opmap": 1,
        "nodes": [{"id": "good", "kind": "service"}, *odd],
        "relations": relations,
        "redundancy": relations,
    }
    found = [*Native().read(document("estate.json", json.dumps({**inventory, "defaults": defaults})))]
    assert any(isinstance(reading, Entity) and reading.name == "good" for reading in found)


def test_notices_never_quote_more_than_a_plain_word() -> None:
    secret = "sk-live <script>" + "x" * 80
    found = read(
        {"opmap": 1, "nodes": [{"id": "a", "kind": secret, "environment": secret, "calls": secret, secret: 1}]}
    )
    assert found
    assert not [reading for reading in found if "script" in getattr(reading, "reason", "")]


def test_groups_of_many_members_stay_apart() -> None:
    names = [f"a-long-name-of-a-service-{number:03}" for number in range(30)]
    nodes = [{"id": name, "kind": "service"} for name in ["a", *names]]
    groups = [
        {"at": "a", "verb": "calls", "of": names[:-1]},
        {"at": "a", "verb": "calls", "of": [*names[:20], names[-1]]},
    ]
    found = read({"opmap": 1, "nodes": nodes, "redundancy": groups})
    named = {reading.group.name for reading in found if isinstance(reading, Relation) and reading.group}
    assert len(named) == 2


def test_the_nearest_id_is_offered_only_as_often_as_anybody_would_read() -> None:
    nodes = [{"id": f"node-{number}", "kind": "service", "calls": f"nod-{number}"} for number in range(900)]
    found = read({"opmap": 1, "nodes": nodes})
    offers = [reading for reading in found if isinstance(reading, Notice) and "did you mean" in reading.reason]
    assert len(offers) == 20
    assert sum(isinstance(reading, Notice) for reading in found) == 900


@pytest.mark.parametrize("need", [3, 0, "two", 1.5])
def test_a_redundancy_that_cannot_be_keeps_its_relations_and_needs_all_of_them(need: object) -> None:
    found = read({"opmap": 1, "redundancy": [{"at": "a", "verb": "calls", "need": need, "of": ["b", "c"]}]})
    relations = [one for one in found if isinstance(one, Relation)]
    assert [one.group.need for one in relations if one.group] == [2, 2]
    assert [one.reason for one in found if isinstance(one, Notice) and "all of them are taken as needed" in one.reason]


def test_a_redundancy_of_what_holds_nothing_up_keeps_its_relations() -> None:
    found = read({"opmap": 1, "redundancy": [{"at": "a", "verb": "part of", "of": ["b", "c"]}]})
    assert [(one.verb, one.group) for one in found if isinstance(one, Relation)] == [("part of", None)] * 2


@pytest.mark.parametrize("flags", [("yes", "True", "ON", True), ("no", "false", "Off", False)])
def test_a_flag_is_read_in_the_words_that_people_use(flags: tuple[object, ...]) -> None:
    found = read(
        {"opmap": 1, "nodes": [{"id": f"a{one}", "kind": "host", "inactive": said} for one, said in enumerate(flags)]}
    )
    assert [(type(one), one.inactive) for one in found] == [(Entity, flags[-1])] * len(flags)


@pytest.mark.parametrize("said", ["0.000001", "1e-6", "1.0e-6", "1E-6", '"0.000001"', ".000001"])
def test_a_probability_is_a_number_however_it_is_spelled(said: str) -> None:
    text = f"opmap: 1\nnodes:\n  - {{id: a, kind: host, attributes: {{probability: {said}}}}}\n"
    (found,) = Native().read(document("estate.yaml", text))
    assert isinstance(found, Entity)
    assert dict(found.attributes)["probability"] == 1e-6


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"probability": 1.5}, "must be a probability, a number from 0 to 1; it is not kept"),
        ({"probability": "often"}, "must be a probability, a number from 0 to 1; it is not kept"),
        ({"probability": True}, "must be a probability, a number from 0 to 1; it is not kept"),
        ({"probability": [0.1]}, "must be a probability, a number from 0 to 1; it is not kept"),
        ({"replicas": "several"}, "must be a number, 0 or more; it is not kept"),
        ({"repair_hours": 3}, "is written as a field of its own: repair: 8h"),
    ],
)
@pytest.mark.parametrize("where", ["nodes[0]", "defaults"])
def test_a_figure_that_cannot_be_is_said_and_not_kept(attributes: dict[str, Any], reason: str, where: str) -> None:
    node = {"id": "a", "kind": "host"} | ({"attributes": attributes} if where != "defaults" else {})
    defaults = {"attributes": attributes} if where == "defaults" else {}
    found = read({"opmap": 1, "defaults": defaults, "nodes": [node]})
    (name,) = attributes
    assert [one.reason for one in found if isinstance(one, Notice)] == [f"{where}.attributes.{name}: {reason}"]
    assert [one.attributes for one in found if isinstance(one, Entity)] == [()]
