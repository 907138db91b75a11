"""A stored map of 100,000 nodes and 500,000 relations, with one node that hits half of them."""

from __future__ import annotations

import random
from pathlib import Path

from opmap.estate import Edge, EdgeGroup, Estate, Node, SourceState
from opmap.facts import Evidence
from opmap.graph import from_estate, pack
from opmap.kinds import VERBS, Certainty, State
from opmap.store import Store

HUB = "service:hub"
"""The node that half of the map leans on."""
_VERBS = ("calls", "calls", "reads", "uses credential", "runs on", "depends on")
_KINDS = ("service", "service", "workflow", "datastore", "credential", "host", "agent", "dataset")
_TEAMS = 200
_AREA = 400  # nodes that mostly lean on each other
_TIER = 5000  # nodes that otherwise lean on what stands below them all


def write_map(path: Path, nodes: int, edges: int) -> None:
    """Store such a map as the first snapshot of a store, always the same."""
    estate = an_estate(nodes, edges)
    graph = from_estate(estate)
    with Store.open(path, create=True) as store:
        store.save_snapshot(graph.details.estate(), pack(graph), created="2026-01-01T00:00:00Z")


def an_estate(nodes: int, edges: int) -> Estate:
    """Make an estate of which one half leans on the hub, in many steps, and the other half does not."""
    dice = random.Random(11)
    half = nodes // 2
    names = [f"{_KINDS[number % len(_KINDS)]}:{number:06d}" for number in range(nodes - _TEAMS - 1)]
    things = [_node(name, number) for number, name in enumerate(names)]
    things += [_node(f"team:{number:03d}", number) for number in range(_TEAMS)]
    things.append(_node(HUB, 0))
    relations: dict[str, Edge] = {}

    def relate(source: str, verb: str, target: str) -> None:
        made = _edge(source, verb, target, len(relations))
        relations.setdefault(made.id, made)

    for number in range(half):  # everything of the first half leans on a lower tier, and that on the hub
        below = number - number % _TIER
        relate(names[number], "calls", names[dice.randrange(below - _TIER, below)] if below else HUB)
    for number, name in enumerate(names):
        if number % 3 == 0:
            relate(name, "owned by", f"team:{dice.randrange(_TEAMS):03d}")
    while len(relations) < edges:
        other = dice.randrange(len(names))
        floor = other - other % (_AREA if dice.random() < 0.7 else _TIER)
        near = floor + int((other - floor) * dice.random()) if floor % _TIER else dice.randrange(floor + 1)
        if (near < half) == (other < half) and near != other:
            relate(names[other], dice.choice(_VERBS), names[near])
    state = SourceState("big", "/srv/big", documents=nodes // 10, read=nodes // 10)
    return Estate(tuple(things), tuple(relations.values()), sources=(state,))


def _node(name: str, number: int) -> Node:
    kind, _, rest = name.partition(":")
    state = State.MENTIONED if number % 17 == 5 else State.KNOWN
    return Node(name, kind, f"{kind} {rest}", (name,), state, (_place(number),), environment="production")


def _edge(source: str, verb: str, target: str, number: int) -> Edge:
    certainty = Certainty.PROBABLE if number % 9 == 0 else Certainty.CERTAIN
    group = EdgeGroup(f"{source}|{verb}", 1, 2) if number % 31 == 0 else None
    presumed = number % 4 != 0
    return Edge(
        f"{source}|{verb}|{target}",
        source,
        verb,
        target,
        VERBS[verb].strength,
        presumed,
        certainty,
        (_place(number),),
        buffer=4.0 if number % 50 == 0 else 0.0,
        group=group,
    )


def _place(number: int) -> Evidence:
    path = f"area-{number % 90}/file-{number % 10_000}.yaml"
    return Evidence("big", path, number % 400 + 1, f"/services/{number}", f"{number:032x}", "compose")
