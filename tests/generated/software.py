"""The services of the generated organisation: manifests by area, and the Compose stacks of its depots."""

from __future__ import annotations

import random
from pathlib import Path

AREAS = ("booking", "dispatch", "tracking", "customs", "finance", "people", "claims", "support", "fleet", "data")
_ROLES = ("api", "worker", "gateway", "rules", "search", "reports", "events", "sync", "pricing", "documents", "portal")

_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {area}
  labels: {{app: {name}}}
spec:
  replicas: {replicas}
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
        - name: {name}
          image: registry.copperline.example/{area}/{name}:{version}
          env:
{env}
---
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: {area}}}
spec:
  selector: {{app: {name}}}
  ports:
    - {{name: http, port: 8080}}
"""
_DATABASE = """\
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {area}-db
  namespace: {area}
spec:
  serviceName: {area}-db
  selector:
    matchLabels: {{app: {area}-db}}
  template:
    metadata:
      labels: {{app: {area}-db}}
    spec:
      containers:
        - {{name: postgres, image: 'postgres:16'}}
---
apiVersion: v1
kind: Service
metadata: {{name: {area}-db, namespace: {area}}}
spec:
  selector: {{app: {area}-db}}
  ports:
    - {{name: sql, port: 5432}}
"""
_DEPOT = """\
name: depot-{number}
services:
  scanner:
    image: registry.copperline.example/depot/scanner:2.{number}
    environment:
      BUFFER: redis://buffer:6379
      DISPATCH_URL: http://dispatch-api.dispatch.svc.cluster.local:8080
  label-printer:
    image: registry.copperline.example/depot/labels:1.4
    environment:
      SCANNER_URL: http://scanner:8080
  buffer:
    image: redis:7
"""
_AUTOMATION = """\
name: automation
services:
  n8n:
    image: docker.n8n.io/n8nio/n8n:1.80.0
    environment:
      DB_POSTGRESDB_HOST: n8n-db
      QUEUE_BULL_REDIS_HOST: n8n-redis
    depends_on: [n8n-db, n8n-redis]
  n8n-db:
    image: postgres:16
  n8n-redis:
    image: redis:7
"""


def write_services(root: Path, dice: random.Random, count: int) -> list[str]:
    """Write so many services, one of four in a depot's stack; give the keys of those in the cluster."""
    from tests.generated.estate import write

    depots = count // 12
    in_cluster = count - 3 * depots
    named = [(AREAS[number % len(AREAS)], _name(number)) for number in range(in_cluster)]
    for number, (area, name) in enumerate(named):
        write(root / "kubernetes" / "prod-west" / area / f"{name}.yaml", _deployment(dice, number, named))
    for area in AREAS:
        write(root / "kubernetes" / "prod-west" / area / "database.yaml", _DATABASE.format(area=area))
    for number in range(depots):
        write(root / "stacks" / f"depot-{number:02d}" / "compose.yaml", _DEPOT.format(number=number))
    write(root / "stacks" / "automation" / "compose.yaml", _AUTOMATION)
    return [f"k8s:prod-west/{area}/Deployment/{name}" for area, name in named]


def _name(number: int) -> str:
    area, turn = AREAS[number % len(AREAS)], number // len(AREAS)
    role = _ROLES[turn % len(_ROLES)]
    return f"{area}-{role}" + (f"-{turn // len(_ROLES) + 1}" if turn >= len(_ROLES) else "")


def _deployment(dice: random.Random, number: int, named: list[tuple[str, str]]) -> str:
    """Let a service call a few that stand before it, its area's database, and sometimes a company outside."""
    area, name = named[number]
    env = []
    for turn in range(dice.randrange(4) if number % 9 else 0):  # of one in nine nobody says what it needs
        if number:
            other_area, other = named[int(number * dice.random() ** 2)]
            env.append((f"UPSTREAM_{turn}_URL", f"http://{other}.{other_area}.svc.cluster.local:8080"))
    if number % 9 and dice.random() < 0.6:
        env.append(("DATABASE_URL", f"postgres://{name}@{area}-db:5432/{area}"))
    if number % 9 and dice.random() < 0.1:
        env.append(
            (
                "PARTNER_URL",
                dice.choice(("https://api.stripe.com/v1", "https://hooks.slack.com", "https://api.twilio.com")),
            )
        )
    env.append(("LOG_LEVEL", "info"))
    rows = "\n".join(f"            - {{name: {key}, value: '{value}'}}" for key, value in env)
    return _DEPLOYMENT.format(
        name=name, area=area, replicas=dice.choice((1, 2, 3)), version=f"1.{number % 40}.0", env=rows
    )
