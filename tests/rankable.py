"""Organisations in which things can be ranked: capabilities, what delivers them, who owns it, and what is not known."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.building import edge, estate_of, node

from opmap.estate import Edge, Estate, Node
from opmap.kinds import State

_KINDS = ("service", "workflow", "datastore", "agent", "credential", "host")


def rankable() -> st.SearchStrategy[Estate]:
    """Draw organisations of up to twenty things."""
    return st.integers(0, 100_000).map(organisation)


def organisation(seed: int) -> Estate:
    """Make an organisation, always the same for the same number."""
    rng = Random(seed)
    size = rng.randint(3, 16)
    names = [f"n{number:02}" for number in range(size)]
    nodes = {name: _thing(rng, name) for name in names}
    nodes["ann"], nodes["ops"] = node("ann", "person"), node("ops", "team")
    edges = [edge(f"{name} owned by {rng.choice(['ann', 'ops'])}") for name in names if rng.random() < 0.5]
    for number in range(rng.randint(0, 3)):
        name = f"c{number}"
        said = {"value": rng.choice([1, 3, 8])} if rng.random() < 0.5 else {}
        said |= {"tolerance_hours": rng.choice([0.5, 4, 24])} if rng.random() < 0.5 else {}
        nodes[name] = node(name, "capability", **said)
        edges.append(edge(f"{rng.choice(names)} supports {name}"))
    for number, name in enumerate(names[:-1]):
        below = rng.sample(names[number + 1 :], min(rng.randint(0, 3), size - number - 1))
        edges += _needs(rng, name, below)
    if size > 4 and rng.random() < 0.3:
        edges.append(edge(f"{names[-1]} calls {names[rng.randrange(size - 2)]}"))
    return estate_of(*{one.id: one for one in edges}.values(), nodes=nodes)


def _thing(rng: Random, name: str) -> Node:
    said: dict[str, Any] = {}
    for attribute, values in (("repair_hours", (1, 8, 40)), ("incidents_per_year", (0.1, 3)), ("replicas", (1, 2))):
        if rng.random() < 0.3:
            said[attribute] = rng.choice(values)
    state = State.MENTIONED if rng.random() < 0.1 else State.KNOWN
    return node(name, rng.choice(_KINDS), state, environment=rng.choice(["", "production", "staging"]), **said)


def _needs(rng: Random, name: str, below: list[str]) -> list[Edge]:
    grouped = len(below) > 1 and rng.random() < 0.4
    return [
        edge(
            f"{name} depends on {other}",
            strength=rng.choice([None, "hard", "hard", "soft"]) if not grouped else "hard",
            buffer=rng.choice([0.0, 0.0, 2.0]),
            group=(f"g-{name}", 1, len(below)) if grouped else None,
        )
        for other in below
    ]
