"""n8n workflows for tests, and what the n8n connector makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from tests.documents import document

from opmap.automations import expanded
from opmap.connecting import Entity, Evidence, Notice, Reading, Relation
from opmap_connectors.n8n import N8n

NOWHERE = Evidence("", "", None, "", "", "")


def node(name: str, kind: str, parameters: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Make a step; a kind without a dot is one of n8n's own."""
    full = kind if "." in kind else f"n8n-nodes-base.{kind}"
    return {"name": name, "type": full, "typeVersion": 4, "position": [0, 0], "parameters": parameters or {}, **more}


def line(*names: str) -> dict[str, Any]:
    """Connect steps, each to the next."""
    return {first: {"main": [[{"node": second, "type": "main", "index": 0}]]} for first, second in pairwise(names)}


def workflow(*nodes: dict[str, Any], connections: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Make a workflow of the instance ``ops`` in which each step leads to the next."""
    stated = line(*(each["name"] for each in nodes)) if connections is None else connections
    return {"id": "17", "name": "Intake", "nodes": list(nodes), "connections": stated, **more}


def read(value: Any, path: str = "17.json", **settings: str) -> list[Reading]:
    """Read a document that holds these workflows."""
    text = value if isinstance(value, (str, bytes)) else json.dumps(value, indent=1)
    settings.setdefault("instance", "ops")
    found = document(path, text, beside=None, **settings)
    connector = N8n()
    return list(expanded(connector.read(found))) if connector.detect(found) else []


def relations(readings: Iterable[Reading], verb: str = "") -> list[Relation]:
    """Give the relations of this verb, or all."""
    return [each for each in readings if isinstance(each, Relation) and verb in ("", each.verb)]


def entities(readings: Iterable[Reading], kind: str = "") -> list[Entity]:
    """Give the entities of this kind, or all."""
    return [each for each in readings if isinstance(each, Entity) and kind in ("", each.kind)]


def notices(readings: Iterable[Reading]) -> list[str]:
    """Give what was said of what could not be read."""
    return [each.reason for each in readings if isinstance(each, Notice)]


def steps(readings: Iterable[Reading]) -> list[Any]:
    """Give the steps of the workflows: name, type, what each does, and its line."""
    found: Any = [dict(each.attributes).get("steps", ()) for each in entities(readings)]
    return [step for several in found for step in several]


def control(readings: Iterable[Reading], name: str) -> str:
    """Say whether the workflows show a control or lack it; empty where nothing is said of it."""
    rows: Any = [row for each in entities(readings) for row in dict(each.attributes).get("controls", ())]
    return next((str(row[1]) for row in rows if row[0] == name), "")


def agreement(readings: list[Reading]) -> tuple[tuple[str, ...], str]:
    """Give the steps that run only after people agreed, and how the workflows stand to that control."""
    found: Any = [dict(each.attributes).get("approved_steps", ()) for each in entities(readings)]
    return tuple(step for several in found for step in several), control(readings, "human approval")


def effects(readings: Iterable[Reading], verb: str) -> list[tuple[str, str, str, str]]:
    """Give what relations of a verb say of effects: operation, attribute, value and condition."""
    found: Any = [dict(each.attributes).get("effects", ()) for each in relations(readings, verb)]
    return [tuple(row[1:]) for rows in found for row in rows]


def placeless(readings: Iterable[Reading]) -> set[Reading]:
    """Give readings without their places, and with lists in one order: what they say, wherever it stands."""
    return {_placeless(each) for each in readings}


def _placeless(reading: Reading) -> Reading:
    if isinstance(reading, Notice):
        return replace(reading, evidence=NOWHERE)
    plain = tuple((name, _sorted(value)) for name, value in reading.attributes)
    return replace(reading, evidence=NOWHERE, attributes=plain)


def _sorted(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return tuple(sorted((item[:-1] if isinstance(item, tuple) else item for item in value), key=repr))
