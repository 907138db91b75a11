"""Real incidents: the true model has the culprit, the declared one misses something, and something would have asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from opmap import app
from opmap.analyses.blasting import blast
from opmap.analyses.concentrating import concentrating
from opmap.analyses.counting import outcomes
from opmap.analyses.knowing import unknown
from opmap.analyses.playing import Played, meanwhile
from opmap.analyses.singling import faults_by_outcome, singling
from opmap.app.scenarios import read_scenarios
from opmap.app.supposing import play
from opmap.graph import Graph, from_estate
from opmap.graph.naming import node_called
from opmap.kinds import Travel

INCIDENTS = Path(__file__).parents[2] / "examples" / "incidents"
NAMES = sorted(path.name for path in INCIDENTS.iterdir() if path.is_dir())


@cache
def model(incident: str, which: str) -> Graph:
    with TemporaryDirectory() as folder:
        store = Path(folder) / "opmap.db"
        result = app.scan([INCIDENTS / incident / f"{which}.yaml"], store_path=store, workers=1)
        assert not result.unreadable
        estate = app.open_graph(store).details.estate()
    assert not estate.notices
    return from_estate(estate)


@cache
def played(incident: str, which: str) -> Played:
    (found,) = play(model(incident, which), read_scenarios(INCIDENTS / incident / "scenario.yaml"))
    return found


@pytest.mark.parametrize("incident", NAMES)
def test_the_true_model_says_what_happened(incident: str) -> None:
    assert [one for one in played(incident, "true").expectations if not one.met] == []


@pytest.mark.parametrize("incident", NAMES)
def test_the_culprit_is_a_single_fault_of_all_that_fell(incident: str) -> None:
    graph, found = model(incident, "true"), played(incident, "true")
    (culprit,) = (graph.number[node.id] for node in found.fails)
    fell = {one.node.id for one in found.expectations if one.what == "falls"}
    counted = outcomes(graph)
    faults = faults_by_outcome(graph, counted)
    assert fell == {graph.ids[one.node] for one, some in zip(counted, faults, strict=True) if culprit in some}


@pytest.mark.parametrize("incident", NAMES)
def test_the_declared_model_misses_something_of_it(incident: str) -> None:
    missed = [one for one in played(incident, "declared").expectations if not one.met]
    assert [one.what for one in missed if one.what in {"falls", "single"}]


def not_described(incident: str) -> set[str]:
    graph = model(incident, "declared")
    return {name for name, lacking in zip(graph.names, unknown(graph).tolist(), strict=True) if lacking}


def single_while(incident: str, failing: str) -> set[str]:
    graph = model(incident, "declared")
    return {one.node.name for one in meanwhile(graph, [node_called(graph, failing)])}


def falls_with(incident: str, kind: str) -> set[str]:
    return {one.name for one in concentrating(model(incident, "declared"), kind).found}


def changed_by(incident: str, name: str) -> set[str]:
    graph = model(incident, "declared")
    return {hit.node.name for hit in blast(graph, [node_called(graph, name)], Travel.CHANGE).hits}


def single_points(incident: str) -> set[str]:
    return {one.node.name for one in singling(model(incident, "declared")).points}


ASKS: dict[str, list[tuple[Callable[..., set[str]], tuple[str, ...], set[str]]]] = {
    "cloudflare-2023": [(not_described, (), {"Newer products"}), (falls_with, ("site",), {"PDX-04"})],
    "aws-s3-2017": [(not_described, (), {"Service health dashboard"})],
    "facebook-2021": [
        (not_described, (), {"Out-of-band network", "Name servers at edge 1"}),
        (single_while, ("Backbone",), {"Out-of-band network"}),
    ],
    "roblox-2021": [(single_points, (), {"Consul"}), (not_described, (), {"Telemetry"})],
    "google-cloud-2025": [
        (changed_by, ("Quota policy",), {"Service Control us", "Service Control eu", "Service Control asia"})
    ],
    "gitlab-2017": [(single_while, ("Standby database",), {"Primary database"})],
}


@pytest.mark.parametrize("incident", NAMES)
def test_what_would_have_asked_is_named_while_only_the_declared_model_is_there(incident: str) -> None:
    assert ASKS[incident]
    for question, about, expected in ASKS[incident]:
        assert expected <= question(incident, *about), question


def test_the_table_names_every_incident_with_its_source() -> None:
    rows = [
        line for line in (INCIDENTS / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| [")
    ]
    assert len(rows) == len(NAMES) == len(ASKS) >= 6
    assert all(re.search(r"\]\(https://[^)]+\)", row) for row in rows)


@pytest.mark.parametrize("incident", NAMES)
def test_the_table_names_what_failed(incident: str) -> None:
    text = (INCIDENTS / "README.md").read_text(encoding="utf-8").casefold()
    assert all(node.name.casefold() in text for node in played(incident, "true").fails)
