"""Readiness on generated automations: every planted exception is found, and a first screen stays a first screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.generated.controls import Plan, names_found, planned, write_plan
from tests.generated.test_first_screens import MOST, causes, said

import opmap
from opmap.analyses.readying import Readying
from opmap.cli.running import run

COUNT = 260
"""An eighth of what benchmarks/readiness.py takes."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Plan the automations: their truth stands before any file does."""
    return planned(COUNT)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory, plan: Plan) -> Path:
    """Give the folder of the planned automations, scanned."""
    root = tmp_path_factory.mktemp("generated") / "copperline"
    write_plan(root, plan)
    assert run(["scan", str(root), "--store", str(root / ".opmap" / "opmap.db"), "-o", str(root / "scan.txt")]) == 0
    return root


@pytest.fixture(scope="module")
def found(organisation: Path) -> Readying:
    """Give all that is found."""
    return opmap.readiness(opmap.open(organisation / ".opmap" / "opmap.db"))


def test_every_planned_automation_is_judged(plan: Plan, found: Readying) -> None:
    assert found.automations == len(plan.automations) == COUNT


def test_every_planted_exception_is_found_and_no_look_alike_is(plan: Plan, found: Readying) -> None:
    assert set(names_found(found)) == plan.truth


def test_every_exception_is_proven_with_file_and_line_and_says_what_to_do(found: Readying) -> None:
    for one in found.exceptions:
        assert one.next, one
        assert one.evidence, one
        assert all(item.path and item.line for item in one.evidence), one


def test_fingerprints_tell_exceptions_apart(found: Readying) -> None:
    assert len({one.fingerprint for one in found.exceptions}) == len(found.exceptions)


def test_a_first_screen_has_at_most_ten_exceptions_and_the_practices(
    organisation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(organisation, capsys, "readiness")
    assert 0 < causes(page) <= MOST
    assert "practice: time-out: " in page
    assert "withheld: " in page
    assert len(page.splitlines()) <= 48


def test_each_rule_stands_on_the_first_screen(
    organisation: Path, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(organisation, capsys, "readiness")
    assert {rule for rule, _, _ in plan.truth if rule not in page} == set()
