"""The automations of the generated organisation: exports of one n8n, most of them copies of a few."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path
from typing import Any

TOWNS = (
    "Aberley",
    "Brackwater",
    "Corwen",
    "Dunmore",
    "Eskdale",
    "Farrow",
    "Glenholt",
    "Harbury",
    "Inverloch",
    "Kelsing",
)
_COPIED = (
    ("Manifest import {place}", "hours", "booking-api.booking", "Booking database"),
    ("Delay notice {place}", "minutes", "tracking-api.tracking", "Tracking database"),
    ("Fuel sheet {place}", "days", "fleet-api.fleet", "Fleet database"),
)
_SUBJECTS = ("invoices", "waybills", "drivers", "tyres", "tolls", "pallets", "claims", "returns", "customs", "quotes")
_WAYS = ("to the warehouse", "to the ledger", "by mail", "to the board", "to partners", "for the auditors", "overnight")
_SERVICES = (
    "finance-api.finance",
    "people-api.people",
    "claims-api.claims",
    "support-api.support",
    "customs-api.customs",
)
_CREDENTIALS = ("Ledger account", "Partner mailbox", "Warehouse role", "Toll portal", "Customs gateway", "Ticket desk")


def write_automations(root: Path, dice: random.Random, count: int) -> dict[str, str]:
    """Write so many workflows, half of them copies for each depot; give their names by their keys."""
    from tests.generated.estate import write

    named = {}
    for number in range(count):
        flow = _copied(number) if number % 2 else _written(dice, number)
        write(root / "n8n" / f"{flow['id']}.json", json.dumps(flow, indent=1))
        named[f"n8n:ops/{flow['id']}"] = flow["name"]
    return named


def _copied(number: int) -> dict[str, Any]:
    """Make one copy of a workflow that every depot has."""
    name, field, host, credential = _COPIED[number // 2 % len(_COPIED)]
    turn = number // 2 // len(_COPIED)
    place = f"{TOWNS[turn % len(TOWNS)]} {turn // len(TOWNS) + 1}"
    steps = [
        _schedule(field),
        _request("Ask", f"http://{host}.svc.cluster.local:8080/v1/depots/{turn}"),
        _sql("Keep", credential),
    ]
    return _flow(number, name.format(place=place), steps)


def _written(dice: random.Random, number: int) -> dict[str, Any]:
    """Make a workflow of its own."""
    name = f"{_SUBJECTS[number // 2 % 10].title()} {_WAYS[number // 20 % 7]} {number // 140 + 1}"
    steps = [dice.choice((_schedule("hours"), _schedule("days"), _webhook(number)))]
    steps += [
        _request(f"Call {turn}", f"http://{dice.choice(_SERVICES)}.svc.cluster.local:8080/v2/{turn}")
        for turn in range(dice.randrange(1, 4))
    ]
    if dice.random() < 0.7:
        steps.append(_sql("Write", dice.choice(_CREDENTIALS)))
    if dice.random() < 0.3:
        steps.append(_slack("Tell", "Operations channel"))
    return _flow(number, name, steps)


def _flow(number: int, name: str, steps: list[dict[str, Any]]) -> dict[str, Any]:
    links = {
        one["name"]: {"main": [[{"node": other["name"], "type": "main", "index": 0}]]} for one, other in pairwise(steps)
    }
    return {"id": f"wf{number:05d}", "name": name, "active": True, "nodes": steps, "connections": links, "settings": {}}


def _step(
    name: str, kind: str, parameters: dict[str, Any], credentials: dict[str, Any] | None = None
) -> dict[str, Any]:
    step = {
        "name": name,
        "type": f"n8n-nodes-base.{kind}",
        "typeVersion": 1,
        "position": [0, 0],
        "parameters": parameters,
    }
    return step | ({"credentials": credentials} if credentials else {})


def _schedule(field: str) -> dict[str, Any]:
    return _step("Clock", "scheduleTrigger", {"rule": {"interval": [{"field": field}]}})


def _webhook(number: int) -> dict[str, Any]:
    return _step("Called", "webhook", {"path": f"hook-{number}", "httpMethod": "POST"})


def _request(name: str, url: str) -> dict[str, Any]:
    return _step(name, "httpRequest", {"url": url, "method": "GET"})


def _sql(name: str, credential: str) -> dict[str, Any]:
    named = {"postgres": {"id": credential.replace(" ", ""), "name": credential}}
    return _step(name, "postgres", {"operation": "insert", "table": {"value": "rows", "mode": "list"}}, named)


def _slack(name: str, credential: str) -> dict[str, Any]:
    return _step(
        name, "slack", {"resource": "message"}, {"slackApi": {"id": credential.replace(" ", ""), "name": credential}}
    )
