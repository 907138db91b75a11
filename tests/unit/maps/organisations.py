"""Organisations for maps: teams in departments, things that they own, and links between them."""

from __future__ import annotations

import random

from tests.building import estate_of, node

from opmap.graph import Graph, from_estate


def organisation(things: int, *, teams: int = 6, links: int = 2, seed: int = 1) -> Graph:
    """Make an organisation in which most things have an owner, and what comes later is needed by what comes earlier."""
    chance = random.Random(seed)
    kinds = ["workflow", "service", "service", "service", "datastore", "credential", "host", "vendor"]
    nodes = {}
    sentences = []
    for team in range(teams):
        nodes[f"team-{team}"] = node(f"team-{team}", "team", label=f"Team {team}")
        nodes[f"department-{team % 3}"] = node(f"department-{team % 3}", "department", label=f"Department {team % 3}")
        sentences.append(f"team-{team} member of department-{team % 3}")
    for at in range(things):
        kind = kinds[min(len(kinds) - 1, at * len(kinds) // things)]
        nodes[f"thing-{at:05}"] = node(f"thing-{at:05}", kind, label=f"{kind} number {at}", environment="production")
        if chance.random() < 0.9 and kind != "vendor":
            sentences.append(f"thing-{at:05} owned by team-{chance.randrange(teams)}")
        for _ in range(links):
            other = chance.randrange(at, things)
            if other != at:
                sentences.append(f"thing-{at:05} depends on thing-{other:05}")
    return from_estate(estate_of(*dict.fromkeys(sentences), nodes=nodes))
