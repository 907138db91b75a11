"""The sheet of questions, filled in with what people would say, brings the ranking closer to the truth's order."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from scipy.stats import spearmanr

from opmap import app
from opmap.analyses.asking import asking
from opmap.analyses.losses import appraise
from opmap.cli.demonstrating import lay_out
from opmap.graph import Graph
from opmap.reports.asking import ask_page
from opmap.reports.formats import as_csv

TRUTH = yaml.safe_load((Path(__file__).parents[1] / "truth" / "tarnwick.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Path:
    """Give the store of the sample organisation."""
    folder = tmp_path_factory.mktemp("asked")
    app.scan([lay_out(folder)], store_path=folder / "opmap.db")
    return folder / "opmap.db"


def found(graph: Graph, text: str) -> str:
    """Give the id of a node of the truth: by a key, else by its name."""
    for number in range(len(graph)):
        if text in graph.details.node(number).keys:
            return graph.ids[number]
    (number,) = [one for one in range(len(graph)) if graph.names[one] == text]
    return graph.ids[number]


def answers(graph: Graph) -> Iterator[tuple[tuple[str, str, frozenset[str]], str]]:
    """Give what people would say: the decision, the node and the others of it, and the answer."""
    for item in TRUTH["answers"]:
        for act, said in (item["decide"] or {}).items():
            if act == "redundant":
                others = frozenset(found(graph, one) for one in said["of"])
                yield (act, found(graph, said["at"]), others), "yes"
            elif act == "strength":
                node = found(graph, said["from"])
                for other in _needed(graph, node, said):
                    yield (act, node, frozenset({other})), str(said.get("buffer", said["strength"]))
            else:
                value = said["owner"] if act == "own" else str(said[act])
                yield (act, found(graph, said["node"]), frozenset()), value


def _needed(graph: Graph, node: str, said: dict[str, Any]) -> list[str]:
    if "to" in said:
        return [found(graph, said["to"])]
    edges = graph.outgoing(graph.number[node]).tolist()
    return [graph.ids[graph.target[edge]] for edge in edges if graph.verb_of(edge) == said["verb"]]


def filled_in(graph: Graph, sheet: str) -> tuple[str, int]:
    """Fill in the answers of the truth; give the sheet and how many were asked for."""
    known = dict(answers(graph))
    rows = list(csv.DictReader(io.StringIO(sheet)))
    for row in rows:
        others = frozenset(part.strip() for part in row["object"].split(";") if part.strip())
        row["answer"] = known.get((row["decision"], row["node"], others), "")
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue(), sum(bool(row["answer"]) for row in rows)


def likeness(graph: Graph) -> float:
    """Give the rank correlation of the ranking with the truth's order, over the nodes of which it tells."""
    rank = appraise(graph).rank
    places = []
    for item in TRUTH["ranking"]:
        wanted = item["node"]
        number = graph.number[found(graph, wanted["key"] or wanted["name"])]
        places.append((item["rank"], rank.get(number, len(rank) + 1)))
    return float(spearmanr(*zip(*places, strict=True)).statistic)


def test_answers_bring_the_ranking_closer_to_the_truth(asked: Path, tmp_path: Path) -> None:
    store = Path(shutil.copy(asked, tmp_path / "opmap.db"))
    before = app.open_graph(store)
    sheet, count = filled_in(before, as_csv(ask_page(asking(before))))
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    plan = app.preview(app.read_rows(tmp_path / "sheet.csv", by="the people of Tarnwick"), store)
    assert plan.problems == ()
    assert len(plan.decisions) == count
    app.apply(plan, store)
    was, now = likeness(before), likeness(app.open_graph(store))
    assert now >= was + 0.3
    assert now >= 0.6


def test_the_first_questions_are_among_those_whose_answers_matter(asked: Path) -> None:
    graph = app.open_graph(asked)
    known = {key for key, _ in answers(graph)}
    questions = asking(graph, 30).questions
    first = [(one.decision, one.node.id, frozenset(other.id for other in one.objects)) for one in questions]
    assert sum(one in known for one in first) >= 4
