"""The sample organisation against its truth: everything planted is found, and no look-alike is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from opmap import app
from opmap.analyses.counting import outcomes
from opmap.analyses.covering import coverage
from opmap.analyses.overlapping import Overlap, overlapping
from opmap.analyses.owning import owning, people_who_left
from opmap.analyses.singling import faults_by_outcome
from opmap.cli.demonstrating import lay_out
from opmap.graph import Graph
from opmap.graph.faultgraph import FaultGraph
from opmap.graph.harm import Harm
from opmap.graph.ownership import owners
from opmap.graph.spreading import spread
from opmap.kinds import State, Travel

TRUTH = yaml.safe_load((Path(__file__).parents[1] / "truth" / "tarnwick.yaml").read_text(encoding="utf-8"))
LOST = int(Harm.DOWN | Harm.IDLE)
WORSE = int(Harm.DEGRADED | Harm.STALE)
SURENESS = ("certain", "probable", "possible")


@pytest.fixture(scope="module")
def graph(tmp_path_factory) -> Graph:
    folder = tmp_path_factory.mktemp("demo")
    app.scan([lay_out(folder)], store_path=folder / "opmap.db")
    return app.open_graph(folder / "opmap.db")


@pytest.fixture(scope="module")
def singles(graph: Graph) -> dict[str, set[int]]:
    """Give, for each declared capability and process, what alone takes it down."""
    counted = [one for one in outcomes(graph) if not one.stand_in]
    found = faults_by_outcome(graph, counted)
    return {graph.names[one.node]: faults for one, faults in zip(counted, found, strict=True)}


def number(graph: Graph, wanted: dict[str, Any]) -> int:
    """Find a node of the truth: by its key, else by kind and name."""
    if wanted.get("key"):
        for one in range(len(graph)):
            if wanted["key"] in graph.details.node(one).keys:
                return one
    endings = tuple(f"{mark}{wanted['name']}" for mark in "/.")  # openai/gpt-4.1, crm.crm_contacts
    exact = [one for one in range(len(graph)) if graph.names[one] == wanted["name"]]
    named = exact or [one for one in range(len(graph)) if graph.names[one].endswith(endings)]
    kinded = [one for one in named if graph.kind_of(one) == wanted["kind"]] or named
    assert len(kinded) == 1, f"{wanted}: {[graph.ids[one] for one in kinded]}"
    return kinded[0]


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [str((item.get("node") or item.get("dataset") or item)["name"]) for item in items]


def each(*path: str):
    """Parametrise a test over a list of the truth."""
    items = TRUTH
    for step in path:
        items = items[step]
    return pytest.mark.parametrize(
        "item", items, ids=ids(items) if all(isinstance(one, dict) and "node" in one for one in items) else None
    )


def test_nine_capabilities_and_two_processes_count(graph: Graph) -> None:
    assert sum(not one.stand_in for one in outcomes(graph)) == TRUTH["what_counts"]


@each("recognised")
def test_what_the_programme_hangs_on_is_recognised_as_what_it_is(graph: Graph, item: dict[str, Any]) -> None:
    assert graph.kind_of(number(graph, item["node"])) in {item["node"]["kind"], item.get("or")}


@each("single_points", "planted")
def test_a_planted_single_point_is_found(graph: Graph, singles: dict[str, set[int]], item: dict[str, Any]) -> None:
    node = number(graph, item["node"])
    assert [name for name in item["of"] if node not in singles[name]] == []


@each("single_points", "false_until_decided")
def test_what_nobody_has_called_redundant_looks_single(
    graph: Graph, singles: dict[str, set[int]], item: dict[str, Any]
) -> None:
    assert all(number(graph, item["node"]) in singles[name] for name in item["of"])


@each("single_points", "look_alikes")
def test_a_look_alike_of_a_single_point_is_none(
    graph: Graph, singles: dict[str, set[int]], item: dict[str, Any]
) -> None:
    node = number(graph, item["node"])
    assert [name for name in item["of"] or singles if node in singles[name]] == []


@each("unowned", "planted")
def test_what_nobody_owns_is_a_gap(graph: Graph, item: dict[str, Any]) -> None:
    gaps = {member.id for gap in owning(graph).gaps for member in gap.members}
    node = number(graph, item["node"])
    assert graph.ids[node] in gaps or graph.state_of(node) is State.MENTIONED
    assert node not in owners(graph)


@each("unowned", "look_alikes")
def test_what_has_an_owner_by_inheritance_is_no_gap(graph: Graph, item: dict[str, Any]) -> None:
    gaps = {member.name for gap in owning(graph).gaps for member in gap.members}
    assert item["node"]["name"] not in gaps


@each("dead_owner", "planted")
def test_an_owner_who_left_is_a_gap(graph: Graph, item: dict[str, Any]) -> None:
    reasons = {member.id: gap.reason for gap in owning(graph).gaps for member in gap.members}
    reason = reasons[graph.ids[number(graph, item["node"])]]
    assert item["owner"]["name"] in reason
    assert str(item["left"]) in reason


@each("dead_owner", "look_alikes")
def test_a_leaver_beside_others_is_no_gap(graph: Graph, item: dict[str, Any]) -> None:
    gaps = {member.id for gap in owning(graph).gaps for member in gap.members}
    assert graph.ids[number(graph, item["node"])] not in gaps


def test_the_leavers_are_known(graph: Graph) -> None:
    assert {"Stefan Kuhl", "Martin Hale"} <= {graph.names[one] for one in people_who_left(graph)}


def test_production_that_leans_on_staging_is_visible(graph: Graph) -> None:
    leaning = {
        (graph.ids[source], graph.ids[target])
        for source, target in zip(graph.source.tolist(), graph.target.tolist(), strict=True)
        if graph.environments[source] == "production" and graph.environments[target] == "staging"
    }
    planted = {
        (graph.ids[number(graph, item["from"])], graph.ids[number(graph, item["to"])])
        for item in TRUTH["production_on_staging"]["planted"]
    }
    assert leaning == planted


@pytest.mark.parametrize("item", TRUTH["dangling"]["planted"], ids=lambda item: item["file"])
def test_a_planted_dangling_reference_is_said_with_its_file(graph: Graph, item: dict[str, Any]) -> None:
    covered = coverage(graph)
    said = [(one.text, one.evidence.path, one.reason) for one in graph.details.estate().references]
    named = item["to"].split()[1] if item["to"].startswith("workflow ") else item["to"].rsplit("/", 1)[-1].split(":")[0]
    lost = {(one.text, one.evidence.path) for one in covered.dangling}
    specified = {(text, path) for text, path, reason in said if "no specified operation" in reason}
    assert [text for text, path in lost | specified if path == item["file"] and named in text], (
        named,
        sorted(lost | specified),
    )


def test_nothing_else_leads_nowhere(graph: Graph) -> None:
    known = " ".join(item["to"] for item in TRUTH["dangling"]["planted"]) + " ".join(TRUTH["dangling"]["also"])
    lost = [one.text for one in coverage(graph).dangling]
    assert [
        text for text in lost if not any(word in known for word in text.replace("/", " ").replace(":", " ").split())
    ] == []


@pytest.mark.parametrize("item", TRUTH["dries_up"]["planted"], ids=lambda item: item["dataset"]["name"])
def test_a_source_that_dries_up_unnoticed_makes_its_readers_worse(graph: Graph, item: dict[str, Any]) -> None:
    found = spread(FaultGraph.of(graph), [number(graph, item["source"])])
    assert found.harm[number(graph, item["dataset"])] & int(Harm.STALE)
    assert found.harm[number(graph, item["reader"])] & WORSE
    for name in item["of"]:
        assert found.harm[number(graph, {"name": name, "kind": "capability"})] & WORSE


def test_a_vendor_that_nine_automations_need(graph: Graph) -> None:
    item = TRUTH["vendor_that_nine_automations_need"]["planted"]
    found = spread(FaultGraph.of(graph), [number(graph, item["vendor"])])
    automations = [
        one
        for one in range(len(graph))
        if graph.ids[one].startswith("n8n:") and graph.kind_of(one) in {"workflow", "agent"}
    ]
    stopped = {graph.names[one] for one in automations if found.harm[one] & LOST}
    assert stopped == set(item["need"])


@pytest.mark.parametrize("item", TRUTH["blast"], ids=lambda item: item["node"]["name"])
def test_a_blast_radius_is_exactly_what_the_files_say(graph: Graph, item: dict[str, Any]) -> None:
    found = spread(FaultGraph.of(graph), [number(graph, item["node"])], Travel(item["by"]))
    declared = {graph.names[one.node]: one.node for one in outcomes(graph) if not one.stand_in}
    down = {name for name, node in declared.items() if found.harm[node] & LOST}
    worse = {name for name, node in declared.items() if found.harm[node] & WORSE} - down
    assert down == set(item["down"])
    assert worse == set(item["degraded"])
    for name, after in item.get("after", {}).items():
        hours = float(after[:-1]) * {"m": 1 / 60, "h": 1, "d": 24}[after[-1]]
        assert found.hours[declared[name]] == pytest.approx(hours)


@pytest.mark.parametrize("item", TRUTH["approver_without_deputy"]["planted"], ids=lambda item: item["person"]["name"])
def test_an_approver_without_a_deputy_stops_the_work(graph: Graph, item: dict[str, Any]) -> None:
    found = spread(FaultGraph.of(graph), [number(graph, item["person"])], Travel.ABSENCE)
    assert found.harm[number(graph, item["approves"])] & LOST


@pytest.mark.parametrize(
    "item",
    [one for one in TRUTH["approver_without_deputy"]["look_alikes"] if one["person"]],
    ids=lambda item: item["person"]["name"],
)
def test_an_approver_with_a_deputy_does_not(graph: Graph, item: dict[str, Any]) -> None:
    found = spread(FaultGraph.of(graph), [number(graph, item["person"])], Travel.ABSENCE)
    assert not found.harm[number(graph, item["approves"])] & LOST


def edges(graph: Graph, one: int, other: int) -> list[int]:
    return [edge for edge in graph.outgoing(one).tolist() if int(graph.target[edge]) == other]


@pytest.mark.parametrize("item", TRUTH["links"]["planted"], ids=lambda item: f"{item['from']['name']} {item['verb']}")
def test_a_planted_link_between_engines_is_found_with_its_place(graph: Graph, item: dict[str, Any]) -> None:
    one, other = number(graph, item["from"]), number(graph, item["to"])
    if item["verb"] in {"starts", "consumes"} and not edges(graph, one, other):
        one, other = other, one  # a topic starts a process; who hears it is the target
    said = {graph.verb_of(edge): edge for edge in edges(graph, one, other)}
    edge = said["starts" if item["verb"] == "consumes" else item["verb"]]
    assert SURENESS[graph.certainty[edge]] == item["certainty"]
    assert all(each.line for each in graph.details.edge(edge).evidence)
    if item["reaches"]:
        reached = {graph.names[int(graph.target[each])] for each in graph.outgoing(other).tolist()}
        assert item["reaches"] in reached


@pytest.mark.parametrize(
    "item", TRUTH["links"]["look_alikes"], ids=lambda item: f"{item['from']['name']}, {item['to']}"
)
def test_a_look_alike_of_a_link_is_none(graph: Graph, item: dict[str, Any]) -> None:
    one = number(graph, item["from"])
    reached = reachable(graph, one)
    assert item["to"] not in {graph.names[each] for each in reached}


def reachable(graph: Graph, start: int) -> set[int]:
    """Give all that a node leads to by one relation, and what such a thing is stored in."""
    near = {int(graph.target[edge]) for edge in graph.outgoing(start).tolist()}
    return near | {
        int(graph.target[edge])
        for each in near
        for edge in graph.outgoing(each).tolist()
        if graph.verb_of(edge) == "stored in"
    }


@pytest.fixture(scope="module")
def overlaps(graph: Graph) -> list[Overlap]:
    return list(overlapping(graph).overlaps)


@pytest.mark.parametrize(
    "item", TRUTH["overlaps"]["planted"], ids=lambda item: f"{item['relation']}, {item['automations'][0]}"
)
def test_a_planted_overlap_is_found(overlaps: list[Overlap], item: dict[str, Any]) -> None:
    found = [one for one in overlaps if {side.node.name for side in one.sides} == set(item["automations"])]
    (one,) = [one for one in found if one.relation == item["relation"]]
    assert one.certainty == item["certainty"]
    assert (one.about.name if one.about is not None else None) == item["about"]
    assert one.attribute == item.get("attribute", "")
    assert all(side.evidence and side.evidence[0].line for side in one.sides)
    assert not [side.evidence[0].path for side in one.sides if side.evidence[0].path.startswith("inventory/")]
    assert len(one.proposal.agree) == len(item["automations"])


@pytest.mark.parametrize("item", TRUTH["overlaps"]["look_alikes"], ids=lambda item: item["relation"])
def test_a_look_alike_of_an_overlap_is_none(overlaps: list[Overlap], item: dict[str, Any]) -> None:
    wanted = set(item["automations"])
    alike = [one for one in overlaps if wanted <= {side.node.name for side in one.sides}]
    assert item["relation"] not in [one.relation for one in alike]


def test_no_other_overlap_is_said(overlaps: list[Overlap]) -> None:
    told = [*TRUTH["overlaps"]["planted"], *TRUTH["overlaps"]["also"]]
    wanted = sorted((item["relation"], sorted(item["automations"])) for item in told)
    assert sorted((one.relation, sorted(side.node.name for side in one.sides)) for one in overlaps) == wanted
