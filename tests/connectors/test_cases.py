"""Every golden case of every connector, see goldens.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.connectors.goldens import CASES, built_in, cases, read_case


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.relative_to(CASES).as_posix())
def test_a_case_reads_as_written_down(case: Path) -> None:
    found = read_case(case, built_in(case.parent.name))
    expected = case / "expected.json"
    if os.environ.get("OPMAP_UPDATE_GOLDENS"):
        expected.write_text(found, "utf-8")
    assert expected.exists(), "write it with OPMAP_UPDATE_GOLDENS=1, and read what was written"
    assert found == expected.read_text("utf-8")
