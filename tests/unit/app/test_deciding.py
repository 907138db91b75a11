from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from opmap.app import Row, apply, decide, decisions, forget, open_graph, preview, scan, snapshots, undo
from opmap.errors import BadDecision, BadPlan, NothingScanned, UnknownNode, UnknownSource
from opmap.store import Store

OWN = Row("own", "payments", ("team:claims",), by="Ana", because="asked them")


@pytest.fixture
def scanned(shop: Path, store: Path) -> Path:
    """Give a store that knows the shop."""
    scan([shop], store_path=store, workers=1)
    return store


def _sentences(store: Path, at: int | None = None) -> set[str]:
    return {f"{edge.source} {edge.verb} {edge.target}" for edge in open_graph(store, at).details.estate().edges}


def test_a_decision_makes_a_snapshot_at_once(scanned: Path) -> None:
    decided = decide(OWN, scanned)
    assert (decided.before, decided.after, decided.waiting) == (1, 2, ())
    assert "inventory:shop/payments owned by team:claims" in _sentences(scanned)
    (owned,) = [edge for edge in open_graph(scanned).details.estate().edges if edge.verb == "owned by"]
    assert [(said.place, said.reason) for said in owned.evidence] == [("decided by Ana", "asked them")]


def test_what_is_taken_back_is_as_it_was(scanned: Path) -> None:
    before = open_graph(scanned).content
    decide(OWN, scanned)
    undone = undo(1, scanned, by="Ben", because="a mistake")
    assert (undone.before, undone.after) == (2, 3)
    assert open_graph(scanned).content == before
    assert [(said.number, said.undone) for said in decisions(scanned)] == [(1, True)]
    assert [said.undone for said in decisions(scanned, at=2)] == [False]


def test_a_decision_that_moves_nothing_is_a_snapshot_all_the_same(scanned: Path) -> None:
    decide(Row("note", "payments", value="ask Ana", by="Ben"), scanned)
    assert len(snapshots(scanned)) == 2


def test_a_decision_whose_node_goes_waits_and_is_heard_again(scanned: Path, shop: Path) -> None:
    decide(OWN, scanned)
    text = (shop / "shop.yaml").read_text(encoding="utf-8")
    (shop / "shop.yaml").write_text("opmap: 1\nnodes: [{id: crm, kind: service}]\n", encoding="utf-8")
    scan([shop], store_path=scanned, workers=1)
    assert open_graph(scanned).details.estate().waiting == (1,)
    (shop / "shop.yaml").write_text(text, encoding="utf-8")
    scan([shop], store_path=scanned, workers=1)
    assert open_graph(scanned).details.estate().waiting == ()
    assert "inventory:shop/payments owned by team:claims" in _sentences(scanned)


def test_a_decision_that_would_have_no_effect_is_not_taken(scanned: Path) -> None:
    soft = Row("strength", "checkout", ("adyen",), "soft", "Ana")
    with pytest.raises(BadDecision, match="no relation says that checkout needs adyen itself"):
        decide(soft, scanned)
    decide(Row("depends", "checkout", ("adyen",), "calls", "Ana"), scanned)
    assert decide(soft, scanned).waiting == ()


def test_a_decision_that_cannot_be_taken_changes_nothing(scanned: Path) -> None:
    for row in (replace(OWN, node="paymnets"), replace(OWN, by=""), replace(OWN, act="paint")):
        with pytest.raises((UnknownNode, BadDecision)):
            decide(row, scanned)
    with pytest.raises(BadDecision):
        undo(7, scanned, by="Ana")
    assert (len(snapshots(scanned)), decisions(scanned)) == (1, [])


def test_nothing_is_decided_before_anything_was_scanned(store: Path) -> None:
    with pytest.raises(NothingScanned):
        decide(OWN, store)


def test_thirty_rows_are_taken_in_one_step(scanned: Path) -> None:
    rows = [Row("note", "payments", value=f"remark {number}", by="Ana", line=number + 2) for number in range(30)]
    plan = preview(rows, scanned)
    assert (len(plan.decisions), plan.problems, len(snapshots(scanned))) == (30, (), 1)
    decided = apply(plan, scanned)
    assert (len(decided.decisions), decided.before, decided.after) == (30, 1, 2)


def test_many_decisions_are_taken_whole_or_not_at_all(scanned: Path) -> None:
    rows = [replace(OWN, line=2), replace(OWN, node="nobody", line=3), replace(OWN, objects=("team:other",), line=4)]
    plan = preview(rows, scanned)
    with pytest.raises(BadPlan) as refused:
        apply(plan, scanned)
    assert "None of 2 decisions was taken: 2 things stand in the way." in str(refused.value)
    assert "\n  line 3: No node is called" in str(refused.value)
    assert (decisions(scanned), len(snapshots(scanned))) == ([], 1)
    assert len(apply(plan, scanned, anyway=True).decisions) == 2


def test_a_plan_that_repeats_what_stands_decides_nothing(scanned: Path) -> None:
    decide(OWN, scanned)
    plan = preview([replace(OWN, line=2)], scanned)
    assert plan.repeated == (2,)
    decided = apply(plan, scanned)
    assert (decided.decisions, decided.before, decided.after) == ((), 2, 2)


def test_two_things_that_are_said_to_be_one_keep_the_old_name(scanned: Path) -> None:
    decide(Row("note", "adyen", value="the cheap one", by="Ana"), scanned)
    decide(Row("same", "stripe", ("adyen",), by="Ana"), scanned)
    graph = open_graph(scanned)
    assert "inventory:shop/stripe" not in graph.ids
    with Store.open(scanned) as opened:
        assert opened.aliases() == {"inventory:shop/stripe": "inventory:shop/adyen"}
    assert decide(Row("value", "inventory:shop/stripe", value="3", by="Ana"), scanned).decisions[0].subject in graph.ids
    undo(2, scanned, by="Ana")
    assert "inventory:shop/stripe" in open_graph(scanned).ids


def test_a_forgotten_source_is_gone_and_earlier_snapshots_know_it(scanned: Path) -> None:
    kept = forget("shop", scanned)
    assert (kept.before, kept.after, len(open_graph(scanned)), len(open_graph(scanned, at=1))) == (1, 2, 0, 5)
    with pytest.raises(UnknownSource):
        forget("shop", scanned)


def test_the_very_same_said_again_is_not_written_down(scanned: Path) -> None:
    decide(OWN, scanned)
    again = decide(replace(OWN, by="Ben"), scanned)
    assert (again.decisions, again.before, again.after) == ((), 2, 2)
    assert again.repeated == ("decision 1 of Ana",)
    assert len(decisions(scanned)) == 1


def test_what_stands_against_an_earlier_decision_says_so(scanned: Path) -> None:
    decide(Row("criticality", "payments", value="low", by="Ana"), scanned)
    (against,) = decide(Row("criticality", "payments", value="high", by="Ben"), scanned).against
    assert "decision 1 of Ana" in against


def test_two_kinds_become_one_thing_only_for_a_reason(scanned: Path, shop: Path) -> None:
    (shop / "more.yaml").write_text("opmap: 1\nscope: shop\nnodes: [{id: db, kind: datastore}]\n", encoding="utf-8")
    scan([shop], store_path=scanned, workers=1)
    row = Row("same", "payments", ("inventory:shop/db",), by="Ana")
    with pytest.raises(BadDecision, match=r"a service and .* a datastore"):
        decide(row, scanned)
    decide(replace(row, because="the vendor sells them as one"), scanned)
    assert (
        "inventory:shop/payments" not in open_graph(scanned).ids or "inventory:shop/db" not in open_graph(scanned).ids
    )


def test_what_was_made_one_stays_one_whatever_is_decided_later(scanned: Path, shop: Path) -> None:
    flow = {"id": "web", "kind": "service", "calls": ["https://api.openai.com/v1", "https://hooks.slack.com"]}
    (shop / "more.yaml").write_text(json.dumps({"opmap": 1, "scope": "shop", "nodes": [flow]}), encoding="utf-8")
    scan([shop], store_path=scanned, workers=1)
    decide(Row("same", "payments", ("product:openai",), by="Ana"), scanned)
    size = len(open_graph(scanned))
    for turn in range(3):
        decide(Row("note", "payments", value=f"remark {turn}", by="Ana"), scanned)
        assert len(open_graph(scanned)) == size
