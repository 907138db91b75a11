"""A random value in each form of a query or a command is named by readiness, and stands nowhere that opmap leaves."""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest
from tests.stored import stored_texts
from tests.unit.connecting.test_invoking import COMMANDS
from tests.unit.connecting.test_querying import QUERIES

_RANDOM = random.Random(7)
VALUES = {
    form: "".join(_RANDOM.choices(string.ascii_letters, k=9)) + "7" + "".join(_RANDOM.choices(string.hexdigits, k=9))
    for form in (*QUERIES, *COMMANDS)
}
_ASKED = (
    ["readiness", "--all", "--top", "0", "--explain"],
    ["readiness", "--matrix", "--format", "json"],
    ["overlaps", "--all"],
    ["export"],
    ["nodes", "--format", "json"],
)


def plant(folder: Path) -> None:
    """Write one workflow of n8n for each query, and one of GitHub Actions for each command."""
    (folder / ".github" / "workflows").mkdir(parents=True)
    for at, query in enumerate(QUERIES):
        step = {
            "name": "ask",
            "type": "n8n-nodes-base.postgres",
            "position": [0, 0],
            "typeVersion": 2.4,
            "parameters": {"operation": "executeQuery", "query": query.replace("{}", VALUES[query])},
        }
        flow = {"id": f"q{at}", "name": f"query {at}", "active": True, "nodes": [step], "connections": {}}
        (folder / f"q{at}.json").write_text(json.dumps(flow, indent=1))
    for at, command in enumerate(COMMANDS):
        run = {"run": command.replace("{}", VALUES[command])}
        job = {"runs-on": "ubuntu-latest", "steps": [run]}
        flow = {"name": f"command {at}", "on": {"push": {}}, "jobs": {"a": job}}
        (folder / ".github" / "workflows" / f"c{at}.yml").write_text(json.dumps(flow, indent=1))


@pytest.fixture(scope="module")
def traces(tmp_path_factory) -> dict[str, str]:
    """Give everything that opmap prints, writes and keeps of them."""
    folder = tmp_path_factory.mktemp("steps") / "acme"
    folder.mkdir()
    plant(folder)
    store, page = folder.parent / "opmap.db", folder.parent / "report.html"
    found = {}
    for words in (["scan", str(folder)], *_ASKED, ["report", "--top", "0", "--output", str(page)]):
        command = [sys.executable, "-m", "opmap", *words, "--store", str(store)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found[" ".join(words[:2])] = done.stdout + done.stderr
    found["report"] = page.read_text(encoding="utf-8")
    found["store"] = b"\n".join(stored_texts(store)).decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("form", VALUES)
def test_no_value_is_kept_or_shown(traces: dict[str, str], form: str) -> None:
    assert [place for place, text in traces.items() if VALUES[form] in text] == []


def test_readiness_names_the_place_of_each(traces: dict[str, str]) -> None:
    said = traces["readiness --all"]
    names = [*(f"query {at}" for at in range(len(QUERIES))), *(f"command {at}" for at in range(len(COMMANDS)))]
    assert [name for name in names if f"  {name}  " not in said] == []
