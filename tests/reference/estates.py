"""Estates drawn at random: circles, groups, soft relations, buffers, absence, staleness, and things hardly known."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from tests.building import edge, node

from opmap.estate import Edge, EdgeGroup, Estate, Node
from opmap.facts import attributes
from opmap.kinds import VERBS, Certainty, State

_KINDS = (
    *("service", "service", "service", "workflow", "workflow", "agent", "MCP server", "capability", "capability"),
    *("process", "datastore", "dataset", "topic", "credential", "model", "schedule", "host", "monitoring", "pipeline"),
    *("API", "operation", "repository", "system", "approval system", "person", "person", "team"),
)
_USUAL = ("calls", "calls", "depends on", "supports", "supports", "owned by", "stored in", "runs on", "consumes")
_VERBS = tuple(name for name in VERBS if name != "exposes")


def random_estate(dice: Random, most: int = 9, density: float = 1.8) -> Estate:
    """Draw an estate."""
    nodes = [_node(dice, f"n{number:02}") for number in range(dice.randint(2, most))]
    edges: dict[str, Edge] = {}
    for _ in range(dice.randint(1, int(len(nodes) * density) + 1)):
        one, other = dice.sample(nodes, 2)
        if made := _edge(dice, one, other):
            edges[made.id] = made
    return Estate(tuple(nodes), tuple(_grouped(dice, sorted(edges.values(), key=lambda each: each.id))))


def _node(dice: Random, name: str) -> Node:
    kind = dice.choice(_KINDS)
    state = dice.choices([State.KNOWN, State.MENTIONED, State.DANGLING], [8, 2, 1])[0]
    said: dict[str, Any] = {}
    if dice.random() < 0.2:
        said["value"] = dice.choice([2, 5])
    if dice.random() < 0.1:
        said["counts"] = dice.choice(["yes", "no"])
    if dice.random() < 0.1:
        said["published"] = True
    if dice.random() < 0.1:
        said["role"] = dice.choice(["configuration", "load generator", "gateway"])
    if kind == "person" and dice.random() < 0.4:
        said["left"] = "2026-01-31"
    environment = dice.choice(["", "production", "staging"])
    return node(name, kind, state, environment=environment, inactive=dice.random() < 0.1, **said)


def _edge(dice: Random, one: Node, other: Node) -> Edge | None:
    """Draw a relation; APIs and operations stand in the relations that they have in life."""
    verb = dice.choice(_USUAL if dice.random() < 0.7 else _VERBS)
    if other.kind in {"API", "operation"}:
        offers = {"API": one.kind in {"service", "workflow"}, "operation": one.kind == "API"}[other.kind]
        verb = "exposes" if offers and dice.random() < 0.5 else "calls"
    if one.kind in {"API", "operation"} and verb != "exposes":
        return None
    said: dict[str, Any] = {"certainty": dice.choices(list(Certainty), [8, 2, 2])[0].value}
    if dice.random() < 0.4:
        said["strength"] = dice.choice(["hard", "hard", "soft"])
    if dice.random() < 0.2:
        said["buffer"] = float(dice.choice([1, 4, 24]))
    made = edge(f"{one.id} {verb} {other.id}", **said)
    if verb == "consumes" and dice.random() < 0.6:
        made = replace(made, attributes=attributes({"consumer_group": dice.choice(["red", "blue"])}))
    return made


def _grouped(dice: Random, edges: list[Edge]) -> list[Edge]:
    """Let some relations that meet at one end stand in for each other, as somebody stated."""
    found = list(edges)
    ends = [("source", dice.choice(edges).source), ("target", dice.choice(edges).target)] if edges else []
    for number, (end, name) in enumerate(ends):
        here = [place for place, one in enumerate(found) if getattr(one, end) == name and one.group is None]
        if len(here) > 1 and dice.random() < 0.5:
            members = dice.sample(here, dice.randint(2, len(here)))
            group = EdgeGroup(f"g{number}", dice.randint(1, len(members) - 1), len(members))
            for place in members:
                found[place] = replace(found[place], group=group)
    return found
