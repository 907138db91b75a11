"""Links between engines: a step that calls the address of another engine finds what that address starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opmap import app

DISPATCHED = """
name: Publish
on: {repository_dispatch: {types: [priced]}}
jobs: {go: {runs-on: ubuntu-latest, steps: [{run: make publish}]}}
"""
NIGHTLY = """
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("nightly"):
    BashOperator(task_id="go", bash_command="make all")
"""
SETTINGS = '[[paths]]\nmatch = ".github/**"\nrepository = "github.com/fernhill/prices"\n'


def calling(address: str) -> str:
    step = {
        "name": "Tell",
        "type": "n8n-nodes-base.httpRequest",
        "typeVersion": 4.2,
        "position": [0, 0],
        "parameters": {"method": "POST", "url": address},
    }
    start = {"name": "Now", "type": "n8n-nodes-base.manualTrigger", "position": [0, 0], "parameters": {}}
    leads = {"Now": {"main": [[{"node": "Tell", "type": "main", "index": 0}]]}}
    return json.dumps({"id": "1", "name": "Caller", "active": True, "nodes": [start, step], "connections": leads})


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("https://api.github.com/repos/fernhill/prices/dispatches", "repository_dispatch priced (Publish)"),
        ("https://api.github.com/repos/fernhill/other/dispatches", "GitHub"),
        ("https://airflow.fernhill.example/api/v1/dags/nightly/dagRuns", "nightly"),
        ("https://airflow.fernhill.example/api/v2/dags/nightly/dagRuns", "nightly"),
        ("https://airflow.fernhill.example/api/v1/dags/weekly/dagRuns", "airflow.fernhill.example"),
    ],
)
def test_a_call_finds_what_its_address_starts(tmp_path: Path, address: str, leads_to: str) -> None:
    workflows = tmp_path / ".github" / "workflows"
    workflows.mkdir(parents=True)
    (workflows / "publish.yml").write_text(DISPATCHED, encoding="utf-8")
    (tmp_path / "nightly.py").write_text(NIGHTLY, encoding="utf-8")
    (tmp_path / "caller.json").write_text(calling(address), encoding="utf-8")
    (tmp_path / "opmap.toml").write_text(SETTINGS, encoding="utf-8")
    app.scan([tmp_path], store_path=tmp_path / "map.db", workers=1)
    graph = app.open_graph(tmp_path / "map.db")
    calls = [
        graph.names[graph.target[edge]]
        for edge in range(len(graph.verb))
        if graph.names[graph.source[edge]] == "Caller" and graph.verb_of(edge) == "calls"
    ]
    assert calls == [leads_to]
