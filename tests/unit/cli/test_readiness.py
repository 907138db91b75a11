"""`opmap readiness` as people ask it: accepted, new, as a workbook, whatever a file calls a thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.unit.cli.conftest import Ask
from tests.workflows import line, node, workflow

EVIL = '=HYPERLINK("http://evil.example";"click")'


def flows(*urls: str, name: str = "Report") -> str:
    """Make a file of workflows that each call one address."""
    made = [
        workflow(
            node("Clock", "scheduleTrigger"), node("Ask", "httpRequest", {"url": url}), connections=line("Clock", "Ask")
        )
        | {"id": str(number), "name": f"{name} {number}", "active": True}
        for number, url in enumerate(urls)
    ]
    return json.dumps(made, indent=1)


@pytest.fixture
def folder(ask: Ask, tmp_path: Path) -> Path:
    """Give a folder with two workflows, of which one calls its own machine, scanned."""
    (tmp_path / "flows.json").write_text(
        flows("http://localhost:1/", "https://a.example/", name=EVIL), encoding="utf-8"
    )
    assert ask(tmp_path, "scan", ".").code == 0
    return tmp_path


def test_an_exception_names_the_place_and_the_next_step(ask: Ask, folder: Path) -> None:
    page = ask(folder, "readiness", "--explain").out
    assert "1 of 2 automations stands out, with 1 exception." in page
    assert "left of a pilot" in page
    assert "flows.json:" in page
    assert "next: replace what was meant for trying out" in page


def test_an_accepted_exception_is_quiet_and_counted(ask: Ask, folder: Path) -> None:
    (one,) = json.loads(ask(folder, "readiness", "--format", "json").out)["exceptions"]
    words = [
        "accept",
        one["node"]["id"],
        "left of a pilot",
        "--until",
        "2099-01-01",
        "--because",
        "until March",
        "--by",
        "Ana",
    ]
    assert ask(folder, "decide", *words).code == 0
    quiet = ask(folder, "readiness")
    assert "No exception is known among 2 automations" in quiet.out
    assert "withheld: 1 accepted until its date" in quiet.out
    assert "left of a pilot" in ask(folder, "readiness", "--all").out


def test_what_the_snapshot_before_did_not_have_is_new(ask: Ask, folder: Path) -> None:
    urls = (
        "http://localhost:1/",
        "http://localhost:2/",
        "https://a.example/",
        "http://localhost:4/",
        "http://localhost:5/",
    )
    (folder / "flows.json").write_text(flows(*urls[:1], *urls[2:]), encoding="utf-8")
    ask(folder, "scan", ".")
    (folder / "flows.json").write_text(flows(urls[0], urls[1], *urls[3:]), encoding="utf-8")
    ask(folder, "scan", ".")
    page = ask(folder, "readiness").out
    assert page.count("(new)") == 1


@pytest.mark.parametrize("words", [["readiness"], ["readiness", "--matrix"]], ids=" ".join)
def test_no_cell_of_a_workbook_is_a_formula(ask: Ask, folder: Path, words: list[str]) -> None:
    assert ask(folder, *words, "--output", "ready.xlsx").code == 0
    sheet = load_workbook(folder / "ready.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_a_selection_narrows_what_is_judged_and_one_that_selects_nothing_says_so(ask: Ask, folder: Path) -> None:
    assert json.loads(ask(folder, "readiness", "kind:agent", "--format", "json").out)["automations"] == 0
    assert "No automations match kind:agent." in ask(folder, "readiness", "kind:agent").out


def test_show_lays_steps_starters_and_controls_out_with_their_places(ask: Ask, folder: Path) -> None:
    (one,) = json.loads(ask(folder, "readiness", "--format", "json").out)["exceptions"]
    page = ask(folder, "show", one["node"]["id"]).out
    for title in ("what sets it going", "its steps", "its controls"):
        assert title in page
    assert "('" not in page
    shown = json.loads(ask(folder, "show", one["node"]["id"], "--format", "json").out)
    assert [step["name"] for step in shown["steps"]] == ["Clock", "Ask"]
    assert all(row["evidence"][0]["line"] for row in (*shown["steps"], *shown["controls"], *shown["starters"]))
