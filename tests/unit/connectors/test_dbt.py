"""dbt: edges as another tool derived them, one identity of a table, and that reading whatever a file holds ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import document
from tests.engines import ANYTHING, cut_off, read_with
from tests.workflows import entities, notices, placeless, relations

from opmap.automations import expanded
from opmap.connecting import Notice, Reading
from opmap_connectors.dbt import Dbt

CASES = Path(__file__).parents[2] / "connectors" / "dbt"
RICH = (CASES / "project/input/target/manifest.json").read_text("utf-8")
PATH = "target/manifest.json"
FIELDS = [
    "depends_on",
    "config",
    "refs",
    "sources",
    "columns",
    "meta",
    "tags",
    "freshness",
    "owner",
    "exports",
    "loader",
]
PLACES = ["nodes", "sources", "exposures", "metrics", "saved_queries", "groups", "disabled", "parent_map"]


def read(value: Any, **beside: str) -> list[Reading]:
    found = document(PATH, json.dumps(value, indent=1), beside=beside)
    return list(expanded(Dbt().read(found))) if Dbt().detect(found) else []


def edges(readings: list[Reading]) -> set[tuple[str, str]]:
    """Give the pairs of tables, the second made from the first."""
    names = {str(each.keys[0]): each.name for each in entities(readings, "dataset")}
    reads = [(str(each.source), names[str(each.target)]) for each in relations(readings, "reads")]
    writes = {str(each.source): names[str(each.target)] for each in relations(readings, "writes")}
    return {(table, writes[reader]) for reader, table in reads}


@given(end=st.integers(0, len(RICH) - 1))
@settings(max_examples=100)
def test_a_file_that_is_cut_off_gives_facts_or_one_reason(end: int) -> None:
    cut_off(Dbt(), RICH, PATH, end)


@given(
    node=st.dictionaries(st.sampled_from(FIELDS), ANYTHING),
    kind=st.sampled_from(["model", "source", "exposure", "test", "snapshot", "saved_query", "operation"]),
    place=st.sampled_from(PLACES),
    whole=ANYTHING,
)
@settings(max_examples=150)
def test_nonsense_anywhere_costs_nothing_but_itself(node: dict[str, Any], kind: str, place: str, whole: Any) -> None:
    manifest = json.loads(RICH)
    manifest["nodes"][f"{kind}.odd.thing"] = {"name": "thing", "resource_type": kind, **node}
    manifest["unit_tests"] = whole
    assert entities(read(manifest), "pipeline")
    read({**manifest, place: whole})


@given(seed=st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_nodes_says_nothing(seed: Any) -> None:
    manifest = json.loads(RICH)
    nodes = list(manifest["nodes"].items())
    seed.shuffle(nodes)
    assert placeless(read({**manifest, "nodes": dict(nodes)})) == placeless(read(manifest))


def test_models_that_depend_on_each_other_through_ephemeral_ones_end() -> None:
    manifest = json.loads(RICH)
    around = "model.fernhill_marts.int_claims"
    manifest["nodes"][around]["depends_on"]["nodes"].append(around)
    manifest["nodes"]["model.fernhill_marts.stg_claims"]["depends_on"]["nodes"].append(around)
    assert ("ANALYTICS.STAGING.stg_claims", "ANALYTICS.MARTS.CLAIMS") in edges(without_queries(manifest))


def without_queries(manifest: dict[str, Any]) -> list[Reading]:
    """Read a manifest without what only its queries and its exports name, and what it does not hold."""
    del manifest["nodes"]["snapshot.fernhill_marts.rates_history"]
    del manifest["nodes"]["operation.fernhill_marts.on_run_end_0"]
    for node in manifest["nodes"].values():
        node.pop("compiled_code", None)
        node["config"].pop("post-hook", None)
    return read({**manifest, "saved_queries": {}, "exposures": {}})


def test_what_depends_on_a_missing_node_says_so_and_names_it() -> None:
    found = read(json.loads(RICH))
    assert notices(found) == ["it depends on what the manifest does not hold"]
    assert "rates" in {str(each.target) for each in relations(found, "reads")}


def test_one_table_has_one_key_for_every_project_of_a_known_account() -> None:
    profile = "p:\n  target: x\n  outputs: {x: {type: snowflake, account: acme-eu}}\n"
    found = read(json.loads(RICH), **{"profiles.yml": profile})
    keys = {str(key) for each in entities(found, "dataset") for key in each.keys}
    assert "warehouse:acme-eu.snowflakecomputing.com/raw.crm.claims" in keys


@pytest.mark.parametrize(
    "profile",
    [
        "p:\n  target: x\n  outputs: {x: {type: snowflake, account: \"{{ env_var('A') }}\"}}\n",
        "p:\n  outputs: {x: {type: snowflake, account: a}, y: {type: snowflake, account: b}}\n",
        "p: [",
        "p:\n  target: x\n  outputs: {x: {type: postgres, host: dwh}}\n",
    ],
)
def test_a_profile_that_names_no_one_account_leaves_the_warehouse_the_projects_own(profile: str) -> None:
    found = read(json.loads(RICH), **{"profiles.yml": profile})
    assert {str(each.keys[0]) for each in entities(found, "datastore")} == {"dbt:source/snowflake"}


def test_other_artefacts_of_dbt_are_named_and_other_manifests_are_not_taken() -> None:
    for version in ("run-results/v6", "catalog/v1", "sources/v3"):
        text = json.dumps({"metadata": {"dbt_schema_version": f"https://schemas.getdbt.com/dbt/{version}.json"}})
        (said,) = read_with(Dbt(), text, PATH)
        assert isinstance(said, Notice)
        assert "manifest" in said.reason
    assert not read_with(Dbt(), '{"name": "app", "icons": []}', "manifest.json")


@pytest.mark.corpus
@pytest.mark.parametrize("project", ["build", "postgres", "small", "spark-thrift"])
def test_the_edges_are_those_that_another_tool_derived(project: str, corpora: Path) -> None:
    """It leaves seeds out of what is read; the rest is equal."""
    manifest = (corpora / "dbt" / project / PATH).read_text("utf-8")
    seeds = {node["alias"] for node in json.loads(manifest)["nodes"].values() if node["resource_type"] == "seed"}
    ours = edges(read_with(Dbt(), manifest, PATH))
    events = json.loads((corpora / "dbt" / project / "result.json").read_text("utf-8"))
    theirs = {
        (read["name"], made["name"])
        for event in events
        for read in event.get("inputs", [])
        for made in event.get("outputs", [])
    }
    assert theirs
    assert {(read, made) for read, made in ours if read.rpartition(".")[2] not in seeds} == theirs
