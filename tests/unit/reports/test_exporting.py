from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import networkx as nx
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from tests.building import estate_of, graph_of, node
from tests.strategies import estates

from opmap.estate import Estate, SourceState
from opmap.graph import from_estate
from opmap.reports.drawing import as_csv, as_dot, as_graphml, as_mermaid
from opmap.reports.exporting import as_json, content_of, document

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schemas/graph.schema.json").read_text(encoding="utf-8"))


@settings(max_examples=40)
@given(estates())
def test_every_export_fits_the_published_schema(estate: Estate) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(as_json(from_estate(estate))))


@settings(max_examples=40)
@given(estates())
def test_anyone_can_compute_the_content_hash_again(estate: Estate) -> None:
    whole = json.loads(as_json(from_estate(estate)))
    assert content_of(whole) == whole["opmap"]["content"]


def test_a_commit_changes_the_document_but_not_its_content() -> None:
    def with_commit(commit: str) -> Estate:
        return replace(estate_of("a calls b"), sources=(SourceState("source", "", commit=commit),))

    one, other = (document(from_estate(with_commit(commit))) for commit in ("c0ffee", "decade"))
    assert one != other
    assert one["opmap"]["content"] == other["opmap"]["content"]
    assert one["edges"][0]["evidence"][0]["commit"] == "c0ffee"


def test_owners_handed_down_are_exported() -> None:
    graph = graph_of("api built from repo", "repo owned by claims", repo="repository", claims="team")
    assert [one["owners"] for one in document(graph)["nodes"]] == [["claims"], [], ["claims"]]


def test_graphml_reads_back_as_the_same_graph() -> None:
    graph = graph_of("web calls cart", "cart stored in db", db="datastore")
    again = nx.parse_graphml(as_graphml(graph))
    assert sorted((one, two) for one, two, *_ in again.edges) == [("cart", "db"), ("web", "cart")]
    assert again.nodes["db"]["kind"] == "datastore"


def test_hostile_names_stay_names_in_every_drawing() -> None:
    evil = 'a"]; evil [label="<script>&\x1b\x00'
    graph = graph_of("a calls b", nodes={"a": node("a", label=evil), "b": node("b")})
    ET.fromstring(as_graphml(graph))
    assert 'evil [label="' not in as_dot(graph).replace('\\"', "")
    assert "<" not in as_mermaid(graph)
    assert "\x1b" not in as_dot(graph) + as_mermaid(graph) + as_graphml(graph) + as_csv(graph)


def test_networkx_sees_every_relation() -> None:
    view = graph_of("web calls cart", "web reads cart").to_networkx()
    assert sorted(data["verb"] for _, _, data in view.edges(data=True)) == ["calls", "reads"]
