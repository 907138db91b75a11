"""Small organisations drawn at random: what counts, what it needs, groups with and without places, circles."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from opmap.estate import Edge, EdgeGroup, Estate, Node
from opmap.facts import Evidence, attributes
from opmap.identity.grouping import hurt_by, sized
from opmap.kinds import VERBS, Certainty, Effect, State, Strength

KINDS = (
    "service service service workflow datastore host vendor model credential region site person capability"
).split()
SENTENCES = (
    "calls calls depends_on reads stored_in runs_on located_in provided_by uses_credential uses_model "
    "supports supports starts approved_by part_of owned_by monitored_by"
).split()
PLACE = Evidence("source", "file.yaml", 1, "", "0" * 32, "test")


def random_estate(rng: Random, most: int = 9) -> Estate:
    """Draw one."""
    size = rng.randint(3, most)
    nodes = tuple(_node(rng, number) for number in range(size))
    ends = {
        (rng.choice(nodes).id, rng.choice(SENTENCES).replace("_", " "), rng.choice(nodes).id)
        for _ in range(rng.randint(2, 3 * size))
    }
    edges = [_edge(rng, *three) for three in sorted(ends) if three[0] != three[2]]
    return Estate(nodes, tuple(sorted(sized(_grouped(rng, edges)), key=lambda one: (one.source, one.target, one.verb))))


def _node(rng: Random, number: int) -> Node:
    kind = rng.choice(KINDS)
    said = {"value": rng.randint(1, 5)} if kind == "capability" and rng.random() < 0.7 else {}
    name = f"n{number:02}"
    environment = rng.choice(["", "production", "staging"])
    return Node(name, kind, name, (name,), State.KNOWN, (PLACE,), environment, attributes(said))


def _edge(rng: Random, source: str, verb: str, target: str) -> Edge:
    soft = rng.random() < 0.15
    return Edge(
        f"{source}|{verb}|{target}",
        source,
        verb,
        target,
        Strength.SOFT if soft else VERBS[verb].strength,
        presumed=rng.random() < 0.7,
        certainty=Certainty.POSSIBLE if rng.random() < 0.05 else Certainty.CERTAIN,
        evidence=(PLACE,),
    )


def _grouped(rng: Random, edges: list[Edge]) -> list[Edge]:
    """Let some edges that hurt one node stand in for each other, some of them in places with others."""
    by_hurt: dict[tuple[str, bool], list[int]] = {}
    for index, edge in enumerate(edges):
        verb = VERBS[edge.verb]
        if verb.outage and verb.effect is Effect.DOWN:
            hurt = hurt_by(edge)[0]
            by_hurt.setdefault((hurt, hurt == edge.source), []).append(index)
    for (hurt, outwards), several in by_hurt.items():
        if len(several) < 2 or rng.random() < 0.4:
            continue
        chosen, named = rng.sample(several, rng.randint(2, len(several))), rng.random() < 0.4
        group = EdgeGroup(f"{hurt}|any|{outwards}", rng.randint(1, max(1, len(chosen) - 1)), 1)
        for index in chosen:
            places = tuple(sorted(rng.sample(range(3), rng.choice([1, 1, 2])))) if named else ()
            hard = replace(edges[index], strength=Strength.HARD)
            edges[index] = replace(hard, group=replace(group, places=places))
    return edges
