"""A first screen shows at most ten causes and counts what it withheld, however many automations there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.generated.estate import write_estate

from opmap.cli.running import run

MOST = 10
SERVICES, WORKFLOWS = 60, 300
"""A fifth of the organisation; benchmarks/first_screens.py takes the whole."""


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the generated organisation, scanned."""
    root = tmp_path_factory.mktemp("generated") / "copperline"
    write_estate(root, SERVICES, WORKFLOWS)
    assert run(["scan", str(root), "--store", str(root / ".opmap" / "opmap.db"), "-o", str(root / "scan.txt")]) == 0
    return root


def said(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Ask a question, and give what it says."""
    capsys.readouterr()
    assert run([*words, "--store", str(root / ".opmap" / "opmap.db")]) == 0
    return capsys.readouterr().out


def causes(page: str) -> int:
    """Count the lines of a page's first table, less its heads and what is said below a line."""
    table = page.split("\n\n")[1].splitlines()
    heads = 2 if re.fullmatch(r" *[a-z]+", table[0]) else 1
    return len([line for line in table[heads:] if not line.startswith("   ") or re.match(r" +\d", line)])


@pytest.mark.parametrize(
    ("words", "whole"),
    [(["risks"], lambda found: len(found["risks"])), (["spof"], lambda found: len(found["points"]))],
    ids=["risks", "spof"],
)
def test_at_most_ten_causes_stand_on_a_first_screen_and_the_others_are_counted(
    organisation: Path, capsys: pytest.CaptureFixture[str], words: list[str], whole
) -> None:
    page = said(organisation, capsys, *words)
    found = json.loads(said(organisation, capsys, *words, "--format", "json"))
    assert 0 < causes(page) <= MOST < whole(found)
    withheld = re.search(r"withheld: ([\d,]+) further causes?(?: · ([\d,]+) cop)?", page)
    copies = sum(int(one.replace(",", "")) for one in re.findall(r" and ([\d,]+) like it", page))
    assert withheld is not None
    assert int((withheld[2] or "0").replace(",", "")) == copies
    everything = json.loads(said(organisation, capsys, *words, "--all", "--format", "json"))
    assert len(everything[next(iter({"risks", "points"} & everything.keys()))]) >= whole(found)


def test_gaps_that_hold_for_nearly_everything_are_one_line(
    organisation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = said(organisation, capsys, "owners")
    assert causes(page) <= MOST
    assert re.search(r"practice: nobody owns \d+% of the 300 workflows", page)
    assert re.search(r"withheld: .*\d+ usual ones", page)


def test_a_scan_sums_up(organisation: Path) -> None:
    page = (organisation / "scan.txt").read_text(encoding="utf-8")
    assert len(page.splitlines()) < 20
    assert "in 4 formats" in page


def test_no_first_screen_is_longer_than_a_screen(organisation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["risks"], ["spof"], ["owners"]):
        assert len(said(organisation, capsys, *words).splitlines()) <= 48, words
