from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.app.killing import FILES, MOMENTS

TIMES, INSIDE = 50, 15


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_scan_killed_at_any_moment_leaves_the_last_whole_snapshot(tmp_path: Path) -> None:
    script = Path(__file__).with_name("killing.py")
    command = [sys.executable, "-W", "error", str(script), str(tmp_path), str(TIMES), str(INSIDE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *reports, last = [json.loads(line) for line in done.stdout.splitlines()]

    assert len(reports) == TIMES
    assert {report["moment"] for report in reports} == {*MOMENTS, ""}
    for report in reports:
        finished = [int(word) for word in report["said"] if word != "inside"]
        known = max([report["before"], *finished])
        if report["moment"]:
            assert (report["newest"], finished) == (report["before"], [])
        assert report["newest"] in (known, known + 1)
        assert len(report["rounds"]) == 1, f"torn: {report}"
        assert report["facts"] == report["rounds"]
        assert (report["nodes"], report["documents"]) == (2 * len(FILES), len(FILES))
    assert last["scanned"] == last["newest"] == reports[-1]["newest"] + 1
    assert last["rounds"] == ["1"]
