"""Who has left and what is switched off, as every answer says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Ask

_REFUNDS = """
opmap: 1
nodes:
  - {id: refunds, kind: capability, name: Refunds}
  - id: flow
    kind: workflow
    name: Refund flow
    supports: refunds
    approved by: [ana@shop.example, ben@shop.example]
    calls: [{to: pay-a, strength: hard}, {to: pay-b, strength: hard}]
    owned by: ana@shop.example
  - {id: ana@shop.example, kind: person, name: Ana}
  - {id: ben@shop.example, kind: person, name: Ben, left: 2026-03-01}
  - {id: pay-a, kind: service, name: Payments A}
  - {id: pay-b, kind: service, name: Payments B, runs on: box, owned by: ops}
  - {id: box, kind: host, name: Old box, inactive: true}
  - {id: ops, kind: team, name: Ops}
  - {id: cem@shop.example, kind: person, name: Cem, left: 2026-04-01, member of: ops}
redundancy:
  - {at: flow, verb: calls, need: 1, of: [pay-a, pay-b]}
"""


@pytest.fixture
def refunds(ask: Ask, tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(_REFUNDS)
    assert ask(tmp_path, "scan", "shop.yaml").code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["spof", "Refunds"], "no stand-in: Ben has left on 2026-03-01"),
        (["spof", "Refunds"], "no stand-in: Payments B needs what is gone: Old box is switched off"),
        (
            ["blast", "Ana", "--explain"],
            "Refund flow approved by Ana: shop.yaml:9 (certain, hard (presumed)); no stand-in",
        ),
        (["blast", "Ben"], "Ben has left on 2026-03-01: it stands in for nothing"),
        (["blast", "Old box"], "Old box is switched off: what it takes down should be down already"),
        (["why", "Refund flow", "Ana"], "no stand-in: Ben has left on 2026-03-01"),
        (["why", "Refund flow", "Ben"], "Ben has left on 2026-03-01"),
        (["availability", "Refunds", "--explain"], "no stand-in: Ben has left on 2026-03-01"),
        (["spof"], "3 of 9 nodes take down"),
        (["owners"], "its owner Ops left on 2026-04-01 (its last member)"),
        (["spof", "Refunds", "--pairs"], "No two things that are known of take down Refunds together"),
    ],
)
def test_every_answer_says_who_stands_in_for_nothing(ask: Ask, refunds: Path, words: list[str], said: str) -> None:
    assert said in ask(refunds, *words).out


def test_what_is_switched_off_and_called_all_the_same_is_at_work(ask: Ask, tmp_path: Path) -> None:
    called = "  - {id: look-up, kind: workflow, name: Look-up, inactive: true}\nredundancy:"
    needs = "calls: [{to: look-up, strength: hard}, {to: pay-a, strength: hard},"
    said = _REFUNDS.replace("redundancy:", called).replace("calls: [{to: pay-a, strength: hard},", needs)
    (tmp_path / "shop.yaml").write_text(said)
    ask(tmp_path, "scan", "shop.yaml")
    assert "should be down already" not in ask(tmp_path, "blast", "Look-up").out
    assert "Refund flow" in ask(tmp_path, "blast", "Look-up").out


def test_who_is_absent_is_not_told(ask: Ask, refunds: Path) -> None:
    assert "tell: Ana" in ask(refunds, "blast", "Payments A").out
    assert "tell:" not in ask(refunds, "blast", "Ana", "--by", "absence").out


def test_where_nobody_is_left_it_is_said_and_not_silently_down(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(_REFUNDS.replace("name: Ana}", "name: Ana, left: 2026-02-01}"))
    ask(tmp_path, "scan", "shop.yaml")
    assert "Refund flow approved by Ana, who has left on 2026-02-01; Refund flow appr" in ask(tmp_path, "spof").out
    assert "too few are left: Ana has left on 2026-02-01" in ask(tmp_path, "availability", "Refunds").out
    assert "at least 1 of 1 outcome is lost" not in ask(tmp_path, "blast", "Ben").out


def test_what_is_supposed_of_alternatives_is_said_in_plain_words(ask: Ask, refunds: Path) -> None:
    said = ask(refunds, "availability", "Refunds", "--failover", "0.02", "--common-cause", "0.05").out
    assert "nothing stands in for any part of it, so that --common-cause and --failover change nothing" in said
    (refunds / "shop.yaml").write_text(_REFUNDS.replace(", left: 2026-03-01", ""))
    ask(refunds, "scan", "shop.yaml")
    said = ask(refunds, "availability", "Refunds", "--failover", "0.02", "--common-cause", "0.05").out
    assert "5 % of the downtime of the best of them takes all of them" in said
    assert "when one is lost, the change to another fails 2 times in 100" in said
