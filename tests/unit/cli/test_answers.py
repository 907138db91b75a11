from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Ask
from tests.unit.cli.estates import CART, CART_DB, WEB

FORMATS = ("table", "json", "csv", "md")
QUESTIONS = {
    "nodes": ["nodes"],
    "some nodes": ["nodes", "kind:service"],
    "unknown nodes": ["nodes", "--unknown"],
    "show": ["show", "cart"],
    "show a workflow": ["show", "Restock"],
    "why": ["why", "web", "cart-db"],
    "why not": ["why", "rates", "cart-db"],
    "why at all": ["why", "cart"],
    "blast": ["blast", "cart-db"],
    "blast of two": ["blast", "cart-db", "web"],
    "blast of a file": ["blast", "shop/compose.yaml"],
    "blast of a person": ["blast", "Ana Ruiz", "--by", "absence"],
    "blast explained": ["blast", "cart-db", "--explain"],
    "blast near": ["blast", "cart-db", "--depth", "1"],
    "spof": ["spof"],
    "spof of one": ["spof", "Selling online"],
    "every spof": ["spof", "--all", "--explain"],
    "spof from cold": ["spof", "--cold"],
    "pairs": ["spof", "Selling online", "--pairs"],
    "pairs explained": ["spof", "Selling online", "--pairs", "--explain"],
    "recovery": ["recovery"],
    "recovery of one": ["recovery", "Selling online", "--explain"],
    "every recovery": ["recovery", "--all"],
    "overlaps": ["overlaps"],
    "overlaps explained": ["overlaps", "--all", "--explain"],
    "loops": ["overlaps", "kind:workflow", "--relation", "loop"],
    "readiness": ["readiness"],
    "readiness explained": ["readiness", "--explain", "--all"],
    "readiness of some": ["readiness", "kind:workflow"],
    "readiness of one": ["readiness", "Restock"],
    "readiness as a matrix": ["readiness", "--matrix"],
    "owners": ["owners"],
    "every gap": ["owners", "--all"],
    "risks": ["risks"],
    "one risk": ["risks", "1", "--explain"],
    "a node's risk": ["risks", "web", "--explain"],
    "no risk": ["risks", "cart-replica"],
    "availability": ["availability", "Selling online"],
    "importance": ["availability", "Selling online", "--importance", "--common-cause", "0.05", "--failover", "0.02"],
    "no availability": ["availability", "Giving money back"],
    "assumptions": ["assumptions"],
    "what if it fails": ["what-if", "--fail", "cart-db"],
    "what if many fail": ["what-if", "--fail", "kind:datastore", "--fail", "web", "--explain"],
    "what if it had a replica": ["what-if", "--add", "replica of cart", "--fail", "cart"],
    "what if it were owned": ["what-if", "--add", "cart-db owned by team:shop"],
    "what if it were not needed": ["what-if", "--remove", "web needs cart"],
    "concentration": ["concentration"],
    "concentration of vendors": ["concentration", "vendors", "--explain"],
    "ask": ["ask", "--top", "3"],
    "ask explained": ["ask", "--explain"],
    "coverage": ["coverage"],
    "identity": ["identity"],
    "sources": ["sources"],
    "snapshots": ["snapshots"],
    "connectors": ["connectors"],
    "decisions": ["decisions"],
    "cypher": ["cypher"],
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_every_format(ask: Ask, shop: Path, question: str, form: str) -> None:
    answer = ask(shop, *QUESTIONS[question], "--format", form)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("\n")
    assert "\x1b" not in answer.out
    if form == "json":
        json.loads(answer.out, parse_constant=pytest.fail)
    if form == "csv":
        widths = {len(row) for row in csv.reader(io.StringIO(answer.out))}
        assert len(widths) == 1
    if form == "md":
        assert answer.out.startswith("**")


@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - {"sources", "snapshots", "connectors", "cypher"}))
def test_every_question_can_be_asked_of_a_snapshot(ask: Ask, shop: Path, question: str) -> None:
    words = [*QUESTIONS[question], "--format", "json"]
    assert ask(shop, *words, "--at", "1").out == ask(shop, *words).out
    assert ask(shop, *words, "--at", "7").code == 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_next_step_can_be_pasted(ask: Ask, own_shop: Path, question: str) -> None:
    lines = ask(own_shop, *QUESTIONS[question]).out.splitlines()
    commands = [part.strip() for line in lines if line.startswith("Next:") for part in line[5:].split(" · ")]
    for command in commands:
        words = shlex.split(command)
        assert words[0] == "opmap"
        if not {"NAME", "team:NAME", "YOU", "FOLDER", "ADDRESS", "NODE"} & set(words) and words[1] != "demo":
            assert ask(own_shop, *words[1:]).code == 0, command  # some of them write a file


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_file_gets_what_a_pipe_gets(ask: Ask, shop: Path, tmp_path: Path, question: str) -> None:
    asked = ask(shop, *QUESTIONS[question])
    written = ask(shop, *QUESTIONS[question], "--output", str(tmp_path / "answer"))
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / "answer").read_text(encoding="utf-8") == asked.out


def keys_of(value: object, path: str = "") -> set[str]:
    """Give every field of a JSON answer with the way to it."""
    if isinstance(value, dict):
        return {way for name, item in value.items() for way in {f"{path}.{name}", *keys_of(item, f"{path}.{name}")}}
    if isinstance(value, list):
        return {way for item in value for way in keys_of(item, f"{path}[]")}
    return set()


NAMED = {"id", "name", "kind", "environment", "call", "unknown", "unseen"}


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (["nodes"], {"selection", "only_unknown", "total", "matching", "unknown", "rows"}),
        (
            ["show", "cart"],
            {
                *("node", "state", "unseen_since", "inactive", "keys", "owners", "should_be_owned", "attributes"),
                *(
                    "steps",
                    "starters",
                    "controls",
                    "needs",
                    "needed_by",
                    "others",
                    "evidence",
                    "remarks",
                    "same_secrets",
                ),
            },
        ),
        (["why", "web", "cart-db"], {"start", "end", "direction", "steps", "only_possible"}),
        (
            ["blast", "cart-db"],
            {
                *("asked", "by", "toll", "counts", "hits", "hits_in_all", "possible_more", "tell"),
                *("without_owner", "unseen", "undescribed", "not_hit"),
            },
        ),
        (
            ["spof"],
            {
                *("outcome", "nodes", "total", "value_total", "stand_ins", "alone", "stated", "presumed", "if_needed"),
                *("points", "causes", "collapsed", "accepted", "not_judged", "hidden"),
            },
        ),
        (
            ["spof", "Selling online", "--pairs"],
            {"outcome", "nodes", "single", "pairs", "products_in_all", "products", "not_judged"},
        ),
        (
            ["recovery", "Selling online"],
            {
                *("outcome", "nodes", "total", "tolerated", "further", "required", "slower", "slower_if_assumed"),
                "inverted",
                "recoveries",
            },
        ),
        (
            ["readiness"],
            {
                *("selection", "automations", "with_model", "inactive", "silent", "exceptions", "practices"),
                *("accepted", "matrix", "not_judged"),
            },
        ),
        (
            ["owners"],
            {"asked", "owned", "inherited", "gaps", "practices", "holdings", "accepted", "not_judged"},
        ),
        (
            ["availability", "Selling online"],
            {
                *("outcome", "available", "low", "high", "exact", "hours_down", "likely_low", "likely_high", "alone"),
                *("together", "stated", "not_judged", "common_cause", "failover", "parts", "gone"),
            },
        ),
        (
            ["risks"],
            {
                *("nodes", "total", "stand_ins", "value_total", "causes", "risks", "accepted", "not_judged"),
                *("without_points", "never_felt", "never_fails", "old_data", "learn"),
            },
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_the_fields_of_a_json_answer_are_a_promise(ask: Ask, shop: Path, words: list[str], fields: set[str]) -> None:
    answer = json.loads(ask(shop, *words, "--format", "json").out)
    assert set(answer) == fields
    nodes = [way for way in keys_of(answer) if way.endswith(".call")]
    assert nodes
    for way in nodes:
        assert {one.rpartition(".")[2] for one in keys_of(answer) if one.rpartition(".")[0] == way[:-5]} >= NAMED


def test_what_is_down_comes_with_its_path_its_time_and_its_proof(ask: Ask, shop: Path) -> None:
    answer = json.loads(ask(shop, "blast", "cart-db", "--format", "json").out)
    (sales,) = (hit for hit in answer["hits"] if hit["node"]["name"] == "Selling online")
    assert (sales["harm"], sales["after_hours"], sales["certainty"]) == ("down", 0.0, "certain")
    assert [step["target"]["id"] for step in sales["path"][1:]] == [CART, CART_DB]
    assert all(step["evidence"][0]["line"] for step in sales["path"])
    assert sales["path"][-1]["evidence"][0]["path"] == "shop/compose.yaml"


def test_a_line_of_a_file_stands_for_what_it_describes(ask: Ask, shop: Path) -> None:
    answer = json.loads(ask(shop, "blast", "shop/compose.yaml:7", "--format", "json").out)
    assert [node["id"] for node in answer["asked"]] == [CART]


def test_only_the_first_lines_are_shown_and_the_others_are_counted(ask: Ask, shop: Path) -> None:
    answer = ask(shop, "nodes", "--top", "2")
    whole = json.loads(ask(shop, "nodes", "--format", "json").out)["total"]
    assert f"withheld: {whole - 2} further nodes" in answer.out
    assert "opmap nodes --top 0" in answer.out
    assert len(json.loads(ask(shop, "nodes", "--format", "json", "--top", "2").out)["rows"]) == 2


def test_what_was_not_read_is_said_with_its_place(ask: Ask, shop: Path) -> None:
    answer = ask(shop, "coverage")
    assert "flows/broken.json:1" in answer.out
    assert "inventory:acme/ghost" in answer.out


def test_whoever_left_is_not_the_one_to_ask(ask: Ask, shop: Path) -> None:
    gaps = json.loads(ask(shop, "owners", "--format", "json").out)["gaps"]
    (gap,) = (gap for gap in gaps if gap["node"]["id"] == CART_DB)
    assert gap["reason"] == "its owner Ana Ruiz left on 2026-01-31"
    assert gap["ask"]["name"] == "Team Shop"


def test_a_handed_down_relation_names_its_other_end(ask: Ask, shop: Path) -> None:
    shown = json.loads(ask(shop, "show", "web", "--format", "json").out)
    assert {"Selling online"} == {one["other"]["name"] for one in shown["needed_by"]}
    assert WEB not in {one["other"]["id"] for one in (*shown["needs"], *shown["needed_by"], *shown["others"])}


@pytest.mark.parametrize("words", [["spof"], ["risks"], ["owners"], ["blast", "web"]], ids=lambda words: words[0])
def test_two_things_of_one_name_can_be_told_apart(ask: Ask, tmp_path: Path, words: list[str]) -> None:
    nodes = "\n".join(f"  - {{id: {name}, kind: service, name: queue, calls: web}}" for name in ("one", "two"))
    text = f"opmap: 1\nscope: acme\nnodes:\n  - {{id: web, kind: service, name: web}}\n{nodes}\n"
    (tmp_path / "inventory.yaml").write_text(
        f"{text}  - {{id: shop, kind: service, calls: [one, two]}}\n", encoding="utf-8"
    )
    ask(tmp_path, "scan", ".")
    out = ask(tmp_path, *words, "--all" if words[0] in {"spof", "risks", "owners"} else "--explain").out
    assert "queue (inventory:acme/one)" in out
    assert "queue (inventory:acme/two)" in out


def test_of_hits_of_equal_weight_the_nearest_stands_first(ask: Ask, tmp_path: Path) -> None:
    rows = ["Name,Type,Depends on", "a,service,b", "b,service,c", "c,service,z", "y,service,z", "z,service,"]
    (tmp_path / "systems.csv").write_text("\n".join(rows))
    ask(tmp_path, "scan", ".")
    hits = json.loads(ask(tmp_path, "blast", "z", "--format", "json").out)["hits"]
    assert [hit["node"]["name"] for hit in hits if not hit["counts"]] == ["c", "b"]
    assert [hit["node"]["name"] for hit in hits if hit["counts"]] == ["y", "a"]


def test_a_node_asked_about_with_itself_gives_its_relations(ask: Ask, shop: Path) -> None:
    assert ask(shop, "why", "cart", "cart").out == ask(shop, "why", "cart").out


def test_a_hard_coded_secret_is_shown_by_step_field_and_line(ask: Ask, tmp_path: Path) -> None:
    step = "  build:\n    runs-on: x\n    steps: [{name: Send, run: x, env: {API_TOKEN: q8Zr4Tn1Lx0Vb7}}]\n"
    path = tmp_path / ".github/workflows/ship.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"name: ship\non: push\njobs:\n{step}")
    ask(tmp_path, "scan", ".")
    shown = ask(tmp_path, "show", "ship").out
    assert "hard coded secrets  " in shown
    assert ", line 6" in shown
    assert "q8Zr4Tn1Lx0Vb7" not in shown


def test_it_says_why_work_is_idle_where_data_dries_up(ask: Ask, tmp_path: Path) -> None:
    text = "opmap: 1\nnodes:\n  - {id: orders, kind: topic, starts: booking}\n  - {id: booking, kind: workflow}\n"
    (tmp_path / "inventory.yaml").write_text(text, encoding="utf-8")
    ask(tmp_path, "scan", ".")
    told = ask(tmp_path, "blast", "orders", "--by", "staleness").out
    assert "idle  booking" in told
    assert "idle: what only arriving data starts, and what that starts in turn" in told
    assert "only arriving data" not in ask(tmp_path, "blast", "orders").out
