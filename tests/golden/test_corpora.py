"""Other people's files as they stand: nothing crashes, nothing is skipped silently, known systems come out true."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from opmap import app
from opmap.analyses.counting import outcomes
from opmap.graph import Graph
from opmap.kinds import State
from opmap.reports.exporting import as_json

pytestmark = pytest.mark.corpus
TRUTH = Path(__file__).parents[1] / "truth"


def scanned(folder: Path, tmp_path: Path, **more) -> Graph:
    store = tmp_path / "opmap.db"
    app.scan([folder], store_path=store, source="it", **more)
    return app.open_graph(store)


def pairs(graph: Graph) -> set[tuple[str, str]]:
    """Give who depends on whom by name, among what documents describe and beside credentials."""
    found = set()
    for edge in range(len(graph.source)):
        source, target = int(graph.source[edge]), int(graph.target[edge])
        ends = (source, target)
        if all(graph.state_of(one) is State.KNOWN and graph.kind_of(one) != "credential" for one in ends):
            found.add((graph.names[source], graph.names[target]))
    return found


@pytest.fixture(scope="module")
def whole(corpora: Path, tmp_path_factory) -> app.ScanResult:
    return app.scan([corpora], store_path=tmp_path_factory.mktemp("whole") / "opmap.db", source="corpora")


def test_every_file_ends_as_read_unreadable_or_not_recognised(whole: app.ScanResult, corpora: Path) -> None:
    (source,) = whole.sources
    files = sum(path.is_file() for path in corpora.rglob("*"))
    left_out = sum(count for what, count in source.skipped if "folder" not in what)
    assert source.read + len(source.unreadable) + source.not_recognised + left_out == files


def test_every_broken_file_is_named_with_its_place_and_reason(whole: app.ScanResult, corpora: Path) -> None:
    broken = {f"n8n-broken/{path.name}" for path in (corpora / "n8n-broken").glob("*.json")}
    named = {one.place.rpartition(":")[0]: one.reason for one in whole.unreadable}
    assert broken <= named.keys()
    assert all(reason and "\n" not in reason for reason in named.values())


def test_a_helm_chart_is_refused_with_both_ways_out(whole: app.ScanResult) -> None:
    charts = [one for one in whole.unreadable if "/helm" in one.place and "/templates/" in one.place]
    assert charts
    assert all("helm template" in one.reason and "kubectl get" in one.reason for one in charts)


def test_a_template_s_skeleton_gives_no_entities(corpora: Path, tmp_path: Path) -> None:
    graph = scanned(corpora / "backstage", tmp_path)
    described = [graph.details.node(one) for one in range(len(graph))]
    assert not [node.id for node in described if any("skeleton" in item.path for item in node.evidence)]


def test_online_boutique_has_its_published_dependencies_and_no_other(corpora: Path, tmp_path: Path) -> None:
    truth = json.loads((corpora / "truth" / "online-boutique.json").read_text(encoding="utf-8"))
    expected = {tuple(edge) for edge in truth["edges"]} | {("cartservice", "redis-cart"), ("loadgenerator", "frontend")}
    found = pairs(scanned(corpora / "online-boutique" / "kubernetes-manifests", tmp_path))
    right = len(found & expected)
    print(f"online-boutique: precision {right / len(found):.2f}, recall {right / len(expected):.2f}")  # noqa: T201
    assert found == expected


def test_online_boutique_is_counted_by_its_front_end(corpora: Path, tmp_path: Path) -> None:
    graph = scanned(corpora / "online-boutique" / "kubernetes-manifests", tmp_path)
    assert [graph.names[one.node] for one in outcomes(graph)] == ["frontend"]


def test_petclinic_is_counted_without_its_machinery(corpora: Path, tmp_path: Path) -> None:
    graph = scanned(corpora / "petclinic", tmp_path)
    counted = {graph.names[node] for one in outcomes(graph) for node in one.nodes}
    assert "api-gateway" in counted
    assert not counted & {"prometheus-server", "grafana-server", "config-server", "discovery-server", "tracing-server"}


def test_robot_shop_s_compose_projects_say_what_their_files_state(corpora: Path, tmp_path: Path) -> None:
    truth = json.loads((TRUTH / "robot-shop.json").read_text(encoding="utf-8"))
    for project, stated in truth["projects"].items():
        root = corpora / "robot-shop" / project
        store = tmp_path / f"{project or 'root'}.db".replace("/", "-")
        app.scan([root], store_path=store, source="it")
        graph = app.open_graph(store)
        expected = {(source, target) for source, target in stated}
        ours = {number for number in range(len(graph)) if graph.ids[number].startswith("compose:it/./")}
        found = {
            (graph.names[source], graph.names[target])
            for source, target in zip(graph.source.tolist(), graph.target.tolist(), strict=True)
            if source in ours and target in ours and graph.kind_of(target) != "credential"
        }
        right = len(found & expected)
        print(f"robot-shop/{project}: {right} right of {len(found)} found and {len(expected)} stated")  # noqa: T201
        assert found == expected


def test_order_and_workers_change_nothing(corpora: Path, tmp_path: Path) -> None:
    exports = []
    for number, workers in enumerate((1, 4)):
        store = tmp_path / f"{number}.db"
        app.scan([corpora / "robot-shop", corpora / "backstage"], store_path=store, workers=workers)
        exports.append(as_json(app.open_graph(store)))
    assert exports[0] == exports[1]


def test_a_second_scan_makes_no_snapshot(corpora: Path, tmp_path: Path) -> None:
    copy = tmp_path / "tree"
    shutil.copytree(corpora / "compose", copy)
    store = tmp_path / "opmap.db"
    assert app.scan([copy], store_path=store).snapshot == 1
    assert app.scan([copy], store_path=store).snapshot is None


def test_databases_of_one_name_stay_apart(corpora: Path, tmp_path: Path) -> None:
    graph = scanned(corpora / "compose", tmp_path)
    named_db = [graph.ids[one] for one in range(len(graph)) if graph.names[one] == "db"]
    declared = sum(
        "\n  db:" in path.read_text(encoding="utf-8") for path in (corpora / "compose").rglob("compose.yaml")
    )
    assert len(named_db) == declared >= 6
