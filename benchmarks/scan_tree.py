"""A folder as an organisation might have it: automations, manifests, catalogs, API documents, and much else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

MEDIAN = 10_000
"""Bytes of a document in the middle."""
MEDIAN_OF_WORKFLOWS = 11_000
"""Bytes of a workflow in the middle, where there is nothing else."""


def write_tree(root: Path, files: int, documents: int) -> list[int]:
    """Write the files, always the same; give the sizes of the documents."""
    dice = random.Random(7)
    sizes = []
    for number in range(documents):
        path, make = _FORMS[number % len(_FORMS)]
        text = make(number, dice, int(MEDIAN * dice.lognormvariate(0, 0.5)))
        sizes.append(len(text))
        _write(root / path.format(number=number, area=f"area-{number % 40}"), text)
    for number in range(files - documents):
        ending, text = _OTHERS[number % len(_OTHERS)]
        _write(root / f"area-{number % 40}" / "src" / f"file{number}.{ending}", text * dice.randint(1, 40))
    return sizes


def write_workflows(root: Path, documents: int) -> list[int]:
    """Write n8n workflows and nothing else, always the same; give their sizes."""
    dice = random.Random(11)
    sizes = []
    for number in range(documents):
        text = _n8n(number, dice, int(MEDIAN_OF_WORKFLOWS * dice.lognormvariate(0, 0.5)))
        sizes.append(len(text))
        _write(root / f"area-{number % 40}" / f"flow-{number}.json", text)
    return sizes


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


Make = Callable[[int, random.Random, int], str]


def _grown(size: int, first: int, piece: Callable[[int], str]) -> str:
    """Put pieces together until they are as long as wanted."""
    pieces: list[str] = []
    length = first
    while length < size:
        pieces.append(piece(len(pieces)))
        length += len(pieces[-1])
    return "".join(pieces)


def _alike(number: int, dice: random.Random) -> int:
    """Give the number of another document of the same form and the same area."""
    return (number + 40 * dice.randint(0, 8)) % 2000


def _n8n(number: int, dice: random.Random, size: int) -> str:
    nodes: list[dict[str, object]] = []
    length = 0
    while length < size * 0.69 or len(nodes) < 2:
        kind = dice.choice(["httpRequest", "salesforce", "slack", "if", "set", "openAi", "postgres"])
        node = {
            "parameters": {
                "url": f"https://things{3 + 10 * dice.randint(0, 60)}.acme.example/v1/things0/{dice.randint(1, 9)}",
                "authentication": "predefinedCredentialType",
                "sendHeaders": True,
                "headerParameters": {"parameters": [{"name": "X-Team", "value": f"team-{dice.randint(1, 30)}"}]},
                "jsonBody": '={{ JSON.stringify({ "claim": $json.id, "state": $json.state }) }}',
                "options": {"timeout": 10000, "response": {"response": {"neverError": True}}},
            },
            "id": f"{dice.getrandbits(128):032x}",
            "name": f"Step {len(nodes)}",
            "type": f"n8n-nodes-base.{kind}",
            "typeVersion": 4.2,
            "position": [len(nodes) * 220, dice.randint(0, 800)],
            "credentials": {f"{kind}Api": {"id": str(dice.randint(1, 40)), "name": f"{kind} account"}},
        }
        length += len(json.dumps(node, indent=2))
        nodes.append(node)
    names = [str(node["name"]) for node in nodes]
    connections = {one: {"main": [[{"node": other, "type": "main", "index": 0}]]} for one, other in pairwise(names)}
    workflow = {"id": str(number), "name": f"Flow {number}", "active": True, "nodes": nodes, "connections": connections}
    return json.dumps(workflow, indent=2)


def _manifests(number: int, dice: random.Random, size: int) -> str:
    def one(index: int) -> str:
        name = f"service-{number}-{index}"
        other = f"service-{_alike(number, dice)}-0"
        return f"""---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: area-{number % 40}
  labels: {{app: {name}, team: team-{dice.randint(1, 30)}}}
spec:
  replicas: {dice.randint(1, 4)}
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
        - name: server
          image: registry.acme.example/{name}:1.{dice.randint(0, 99)}
          ports:
            - containerPort: 8080
          env:
            - name: UPSTREAM_ADDR
              value: "{other}:8080"
            - name: DATABASE_URL
              value: "postgres://database-{number}:5432/main"
            - name: API_TOKEN
              valueFrom:
                secretKeyRef: {{name: {name}, key: token}}
          resources:
            limits: {{cpu: 200m, memory: 128Mi}}
          livenessProbe:
            httpGet: {{path: /healthz, port: 8080}}
---
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: area-{number % 40}
spec:
  selector: {{app: {name}}}
  ports:
    - port: 8080
"""

    database = f"""---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: database-{number}, namespace: area-{number % 40}}}
spec:
  selector: {{matchLabels: {{app: database-{number}}}}}
  template:
    metadata: {{labels: {{app: database-{number}}}}}
    spec: {{containers: [{{name: database, image: "postgres:16", ports: [{{containerPort: 5432}}]}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: database-{number}, namespace: area-{number % 40}}}
spec: {{selector: {{app: database-{number}}}, ports: [{{port: 5432}}]}}
"""
    return database + _grown(size, len(database), one)


def _compose(number: int, dice: random.Random, size: int) -> str:
    def one(index: int) -> str:
        return f"""  part{index}:
    image: registry.acme.example/part{number}-{index}:2.{dice.randint(0, 9)}
    restart: unless-stopped
    depends_on:
      - part{max(0, index - 1)}
    environment:
      - UPSTREAM=http://part{dice.randint(0, max(0, index))}:8080
      - DB_HOST=db
      - DB_PASSWORD=${{DB_PASSWORD}}
    ports:
      - "{8000 + index}:8080"
    volumes:
      - data{index}:/var/lib/data
"""

    return "services:\n  db:\n    image: postgres:16\n" + _grown(size, 40, one)


def _backstage(number: int, dice: random.Random, size: int) -> str:
    def one(index: int) -> str:
        return f"""---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: component-{number}-{index}
  description: Answers questions about claims of the kind {index}, for those who handle them.
  annotations:
    github.com/project-slug: acme/component-{number}
  tags: [claims, java]
spec:
  type: service
  lifecycle: production
  owner: group:default/team-{dice.randint(1, 30)}
  system: system-{number % 40}
  dependsOn:
    - component:default/component-{_alike(number, dice)}-0
    - resource:default/database-{number}
"""

    others = [("Resource", f"database-{number}", "{type: database, owner: team-1}")]
    if number < 10:
        others += [("Group", f"team-{team}", "{type: team, children: []}") for team in range(31)]
        others += [("System", f"system-{system}", "{owner: team-1}") for system in range(40)]
    beside = "".join(_catalog_entry(kind, name, spec) for kind, name, spec in others)
    return beside + _grown(size, len(beside), one)


def _catalog_entry(kind: str, name: str, spec: str) -> str:
    return f"---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n"


def _openapi(number: int, dice: random.Random, size: int) -> str:
    def one(index: int) -> str:
        return f"""  /things{index}/{{id}}:
    get:
      operationId: getThing{index}
      summary: Give one thing of the kind {index}
      parameters:
        - name: id
          in: path
          required: true
          schema: {{type: string}}
      responses:
        "200":
          description: The thing
          content:
            application/json:
              schema:
                type: object
                properties:
                  id: {{type: string}}
                  amount: {{type: number, example: {dice.randint(1, 999)}}}
        "404": {{description: There is none}}
"""

    head = f"""openapi: 3.0.3
info: {{title: Things {number}, version: 1.{number}.0}}
servers:
  - url: https://things{number}.acme.example/v1
paths:
"""
    return head + _grown(size, len(head), one)


_FORMS: tuple[tuple[str, Make], ...] = (  # half of all documents are automations
    ("{area}/flows/flow-{number}.json", _n8n),
    ("{area}/deploy/manifests-{number}.yaml", _manifests),
    ("{area}/flows/flow-{number}.json", _n8n),
    ("{area}/api/openapi-{number}.yaml", _openapi),
    ("{area}/flows/flow-{number}.json", _n8n),
    ("{area}/deploy/manifests-{number}.yaml", _manifests),
    ("{area}/flows/flow-{number}.json", _n8n),
    ("{area}/catalog/catalog-info-{number}.yaml", _backstage),
    ("{area}/flows/flow-{number}.json", _n8n),
    ("{area}/stack-{number}/compose.yaml", _compose),
)

_OTHERS = (
    ("py", "def answer(claim):\n    return claim.amount * 2\n"),
    ("md", "# Claims\n\nHow claims are handled: with care, and by the book.\n\n"),
    ("ts", "export const amount = (claim: Claim): number => claim.amount * 2;\n"),
    ("txt", "notes of a meeting that led to another meeting\n"),
    ("svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h24v24H0z"/></svg>\n'),
    ("java", "class Answer { int answer(Claim claim) { return claim.amount() * 2; } }\n"),
)
