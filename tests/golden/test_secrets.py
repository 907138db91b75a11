"""Secrets planted in every format and form appear nowhere: no row of the store, no export, no screen, no map."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.stored import stored_texts

SECRETS = ("Tr0ub4dor&3/xyzzy+plugh==", "q9V-kk2+Zt/8sLw0PzR1", "p@ss w0rd%for:Tests!")
FORMS = [
    form for secret in SECRETS for form in (secret, base64.b64encode(secret.encode()).decode(), quote(secret, safe=""))
]


def plant(folder: Path) -> None:
    """Write one file of each format, each with all secrets in the places where people leave them."""
    one, two, three = SECRETS
    encoded = base64.b64encode(two.encode()).decode()
    percent = quote(three, safe="")
    environment = {
        "DB_PASSWORD": one,
        "API_TOKEN": two,
        "DATABASE_URL": f"postgres://ana:{percent}@claims-db:5432/claims?password={percent}",
        "AUTHORIZATION": "Basic " + base64.b64encode(f"ana:{one}".encode()).decode(),
        "CLIENT_SECRET": encoded,
    }
    compose = {"services": {"web": {"image": "acme/web", "environment": environment, "command": ["--token", two]}}}
    (folder / "compose.yaml").write_text(json.dumps(compose))
    (folder / ".env").write_text(f"SECRET_KEY={one}\n")
    listed = [{"name": name, "value": value} for name, value in environment.items()]
    container = {"name": "pay", "image": "acme/pay", "env": listed, "args": [f"--api-key={two}"]}
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "pay", "annotations": {"token": one}},
        "spec": {
            "selector": {"matchLabels": {"a": "b"}},
            "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [container]}},
        },
    }
    kept = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "keys"},
        "data": {"key": encoded},
        "stringData": {"password": three},
    }
    (folder / "k8s.json").write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": [deployment, kept]}))
    step = {
        "name": "ask",
        "type": "n8n-nodes-base.httpRequest",
        "position": [0, 0],
        "typeVersion": 4,
        "parameters": {
            "url": f"https://ana:{percent}@api.acme.example/v1/claims?token={percent}",
            "headerParameters": {"parameters": [{"name": "Authorization", "value": f"Bearer {two}"}]},
            "jsonBody": json.dumps({"password": one}),
        },
    }
    (folder / "flow.json").write_text(json.dumps({"id": "1", "name": "Flow", "nodes": [step], "connections": {}}))
    node = {
        "id": "a",
        "kind": "service",
        "attributes": {"password": one, "apiKey": two},
        "addresses": [f"https://x:{percent}@a.acme.example"],
    }
    (folder / "inventory.yaml").write_text(json.dumps({"opmap": 1, "nodes": [node]}))
    entity = {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {
            "name": "c",
            "annotations": {"acme.example/api-token": two},
            "links": [{"url": f"https://x.example/?token={percent}"}],
        },
        "spec": {"type": "service", "owner": "o", "lifecycle": "production"},
    }
    (folder / "catalog.yaml").write_text(json.dumps(entity))
    spec = {
        "openapi": "3.0.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": f"https://u:{percent}@t.example/v1"}],
        "paths": {"/a": {"get": {"parameters": [{"name": "api_key", "in": "header", "example": two}]}}},
    }
    (folder / "api.json").write_text(json.dumps(spec))
    (folder / "list.csv").write_text(f'name,owner,depends on,password\nx,y,z,"{one}"\n')
    (folder / "broken.json").write_text(f'{{"password": "{two}", "x": }}')


@pytest.fixture(scope="module")
def traces(tmp_path_factory) -> dict[str, str]:
    """Give everything that opmap leaves behind: what it prints, what it exports, what it keeps."""
    folder = tmp_path_factory.mktemp("planted") / "acme"
    folder.mkdir()
    plant(folder)
    store = folder.parent / "opmap.db"
    asked = [
        ["scan", str(folder)],
        *(["export", "--format", form] for form in ("json", "graphml", "dot", "mermaid", "csv")),
        *(
            [command, "--format", form]
            for command in ("nodes", "coverage", "identity", "owners", "risks", "spof", "sources")
            for form in ("table", "json")
        ),
        ["show", "pay"],
        ["map", "-o", str(folder.parent / "map.html")],
    ]
    found = {}
    for words in asked:
        done = subprocess.run(
            [sys.executable, "-m", "opmap", *words, "--store", str(store)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        assert done.returncode == 0, done.stderr
        found[" ".join(words[:3])] = done.stdout + done.stderr
    found["map"] = (folder.parent / "map.html").read_text(encoding="utf-8")
    found["store"] = b"\n".join(stored_texts(store)).decode("utf-8", "replace")
    return found


def test_the_planted_files_were_read(traces: dict[str, str]) -> None:
    assert "claims-db" in traces["export --format json"]
    assert "api.acme.example" in traces["export --format json"]


@pytest.mark.parametrize("form", FORMS)
def test_no_secret_is_kept_or_shown_in_any_form(traces: dict[str, str], form: str) -> None:
    assert [place for place, text in traces.items() if form in text] == []
