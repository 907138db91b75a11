from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from tests.neo4j.sharing import pulled, pushed

from opmap.analyses.blasting import blast
from opmap.analyses.owning import owning
from opmap.errors import UnknownNode, UnknownQuery
from opmap.estate import Edge, EdgeGroup, Estate, Node, SourceState
from opmap.facts import Evidence
from opmap.graph import Graph, from_estate
from opmap.graph.model import KIND_NAMES
from opmap.graphdb.asking import answer
from opmap.graphdb.connection import Connection
from opmap.graphdb.findings import push_findings
from opmap.graphdb.queries import QUERIES
from opmap.kinds import KINDS, VERBS, Certainty, State, Strength

pytestmark = pytest.mark.neo4j
_PLACE = Evidence("acme", "map.yaml", 1, "", "", "native")
_TIMELESS = [kind.name for kind in KINDS.values() if not kind.ages]
"""Kinds that hold no data: what dries up is followed by opmap alone."""

_OFTEN = ["starts", "starts", "starts", "supports", "supports", "uses tool", "calls"]
"""Verbs of which an answer depends on what comes before or beside them."""


def drawn(rng: Random, *, size: int, groups: bool) -> Estate:
    """Draw a map without data that ages, and, unless they are asked for, without alternatives."""
    kinds = [rng.choice([*_TIMELESS, "service", "workflow", "capability", "agent"]) for _ in range(size)]
    names = [f"n{number:02}" for number in range(size)]
    nodes = tuple(
        Node(
            name,
            kind,
            name,
            (name,),
            rng.choice([State.KNOWN] * 5 + [State.DANGLING, State.MENTIONED]),
            (_PLACE,),
            inactive=rng.random() < 0.2,
        )
        for name, kind in zip(names, kinds, strict=True)
    )
    verbs = [*(name for name, verb in VERBS.items() if verb.outage or verb.absence), *_OFTEN]
    edges: dict[tuple[str, str, str], Edge] = {}
    for _ in range(size * 2):
        ends = rng.choice(names), rng.choice(verbs), rng.choice(names)
        edges[ends] = Edge(
            ">".join(ends),
            *ends,
            Strength.SOFT if rng.random() < 0.2 else Strength.HARD,
            presumed=rng.random() < 0.5,
            certainty=rng.choice([Certainty.CERTAIN] * 4 + [Certainty.PROBABLE, Certainty.POSSIBLE]),
            evidence=(_PLACE,),
            buffer=rng.choice([0, 0, 2.0]),
        )
    found = sorted(edges.values(), key=lambda edge: (edge.source, edge.target, edge.verb))
    estate = from_estate(Estate(nodes, tuple(found), sources=(SourceState("acme", "/srv/acme"),))).details.estate()
    if groups:
        return replace(estate, edges=_grouped(rng, estate.edges))
    return replace(estate, edges=tuple(edge for edge in estate.edges if edge.group is None))


def _grouped(rng: Random, edges: Sequence[Edge]) -> tuple[Edge, ...]:
    by_source: dict[str, list[int]] = {}
    for number, edge in enumerate(edges):
        if edge.group is None:
            by_source.setdefault(edge.source, []).append(number)
    found = list(edges)
    for source, numbers in by_source.items():
        if len(numbers) > 1 and rng.random() < 0.7:
            group = EdgeGroup(f"any of {source}", rng.randint(1, len(numbers) - 1), len(numbers))
            for number in numbers:
                found[number] = replace(edges[number], group=group)
    return tuple(found)


def asked(connection: Connection, name: str, **values: Any) -> list[dict[str, Any]]:
    def work(transaction: Any) -> list[dict[str, Any]]:
        return transaction.run(QUERIES[name].text, {"estate": connection.address.estate, **values}).data()

    return connection.reading(work)


def own_answer(graph: Graph, name: str) -> dict[str, str]:
    """Give what opmap says is down or idle."""
    found = blast(graph, [graph.number[name]])
    return {hit.node.id: hit.harm for hit in found.hits if hit.harm in {"down", "idle"}}


@pytest.mark.parametrize("seed", range(20))
def test_the_radius_in_cypher_is_the_one_that_opmap_computes(connect: Callable[..., Connection], seed: int) -> None:
    shared = connect()
    estate = drawn(Random(seed), size=14, groups=False)
    pushed(shared, estate)
    graph = from_estate(estate)
    compared = 0
    for name in graph.ids:
        found = {row["id"]: row["harm"] for row in asked(shared, "blast", node=name)}
        assert found == own_answer(graph, name), name
        compared += len(found)
    assert compared


@pytest.mark.parametrize("seed", range(4))
def test_the_findings_that_are_kept_are_the_ones_that_opmap_computes(
    connect: Callable[..., Connection], seed: int
) -> None:
    shared = connect()
    estate = drawn(Random(100 + seed), size=14, groups=True)
    pushed(shared, estate)
    assert push_findings(shared)
    graph = pulled(shared)
    for number, name in enumerate(graph.ids):
        kept = {row["id"]: (row["harm"], row["after_hours"]) for row in asked(shared, "radius", node=name)}
        assert kept == {hit.node.id: (hit.harm, hit.after_hours) for hit in blast(graph, [number]).hits}
    assert push_findings(shared) == 0


@pytest.mark.parametrize("seed", range(4))
def test_the_gaps_in_cypher_are_the_ones_that_opmap_finds(connect: Callable[..., Connection], seed: int) -> None:
    shared = connect()
    estate = drawn(Random(200 + seed), size=25, groups=False)
    pushed(shared, estate)
    own = {member.id for gap in owning(from_estate(estate)).gaps for member in gap.members}
    assert {row["id"] for row in asked(shared, "gaps")} == own


def test_findings_go_with_the_push_that_they_are_of(connect: Callable[..., Connection]) -> None:
    shared = connect()
    estate = drawn(Random(5), size=12, groups=False)
    pushed(shared, estate)
    push_findings(shared)
    first, *others = estate.nodes
    pushed(shared, replace(estate, nodes=(replace(first, name="another"), *others)))
    left = "MATCH (f:OpmapFinding {estate: $estate}) RETURN count(f)"
    assert shared.read(left, estate=shared.address.estate) == [[0]]
    assert asked(shared, "risks") == []
    with pytest.raises(UnknownQuery, match="--with-findings"):
        answer(shared, QUERIES["risks"], [])
    assert push_findings(shared)


def _node(name: str, kind: str = "service") -> Node:
    return Node(name, kind, name.title(), (name,), State.KNOWN, (_PLACE,))


def _edge(source: str, verb: str, target: str, **more: Any) -> Edge:
    said = {"strength": Strength.HARD, "presumed": False, "certainty": Certainty.CERTAIN, "evidence": (_PLACE,)} | more
    return Edge(f"{source}>{target}", source, verb, target, **said)


def desk() -> Estate:
    """Give a support desk that leans on one vendor twice, and has two ways to send mail."""
    nodes = [
        _node("answers", "capability"),
        _node("desk"),
        _node("triage", "workflow"),
        _node("crm"),
        _node("mailer"),
        _node("post"),
        _node("crm corp", "vendor"),
    ]
    group = EdgeGroup("mail", 1, 2)
    edges = [
        _edge("desk", "supports", "answers"),
        _edge("desk", "calls", "crm"),
        _edge("triage", "calls", "crm", presumed=True),
        _edge("crm", "provided by", "crm corp"),
        _edge("desk", "calls", "mailer", group=group),
        _edge("desk", "calls", "post", group=group),
    ]
    return Estate(
        tuple(sorted(nodes, key=lambda one: one.id)),
        tuple(sorted(edges, key=lambda one: (one.source, one.target, one.verb))),
        sources=(SourceState("acme", "/srv/acme"),),
    )


def test_single_points_leave_out_what_something_stands_in_for(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, desk())
    found = [(row["point"], row["takes_down"], row["of_these_stated"]) for row in asked(shared, "single-points")]
    assert found == [("Crm", 1, 1), ("Crm Corp", 1, 1), ("Desk", 1, 1)]


def changed(estate: Estate, name: str, **more: Any) -> Estate:
    return replace(estate, nodes=tuple(replace(one, **more) if one.id == name else one for one in estate.nodes))


def test_a_standby_that_is_switched_off_and_a_mere_name_stand_in_for_nothing(
    connect: Callable[..., Connection],
) -> None:
    shared = connect()
    for gone in ({"inactive": True}, {"state": State.DANGLING}):
        pushed(shared, changed(desk(), "post", **gone))
        points = {row["point"] for row in asked(shared, "single-points")}
        assert points == {"Crm", "Crm Corp", "Desk", "Mailer"}
        pushed(shared, desk())


def approving(**more: Any) -> Estate:
    """Give a desk whose work any of two people may approve, of whom one has left, and one a service that he owns."""
    ana, ben = _node("ana", "person"), replace(_node("ben", "person"), attributes=tuple(more.items()))
    group = EdgeGroup("either", 1, 2)
    both = [_edge("desk", "approved by", one, group=group) for one in ("ana", "ben")]
    owned = [_edge("desk", "owned by", "ben"), _edge("answers", "owned by", "ana")]
    nodes = (ana, _node("answers", "capability"), ben, _node("desk", "workflow"))
    edges = (_edge("desk", "supports", "answers"), *both, *owned)
    by_ends = tuple(sorted(edges, key=lambda one: (one.source, one.target, one.verb)))
    return Estate(nodes, by_ends, sources=(SourceState("acme", "/srv/acme"),))


@pytest.mark.parametrize(
    ("left", "alone"), [("2026-03-01", True), ("an unknown date", True), ("2999-03-01", False), ("", False)]
)
def test_who_has_left_stands_in_for_nobody_and_owns_nothing(
    connect: Callable[..., Connection], left: str, *, alone: bool
) -> None:
    shared = connect()
    pushed(shared, approving(**({"left": left} if left else {})))
    assert {row["point"] for row in asked(shared, "single-points")} == {"Desk", *(["Ana"] if alone else [])}
    assert [row["id"] for row in asked(shared, "gaps")] == ["desk"] * alone


def test_vendors_are_listed_with_all_that_leans_on_them(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, desk())
    (row,) = asked(shared, "vendors")
    assert (row["vendor"], row["leaning"], row["capabilities"], row["automations"]) == ("Crm Corp", 4, 1, 1)
    assert row["products"] == ["Crm"]


def test_a_path_names_the_place_of_every_step(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, desk())
    steps = asked(shared, "path", **{"from": "Answers", "to": "crm corp"})
    assert [(step["this"], step["does"], step["that"], step["place"]) for step in steps] == [
        ("Answers", "supported by", "Desk", "map.yaml:1"),
        ("Desk", "calls", "Crm", "map.yaml:1"),
        ("Crm", "provided by", "Crm Corp", "map.yaml:1"),
    ]


def test_a_name_that_is_not_there_is_no_empty_answer(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, desk())
    assert answer(shared, QUERIES["blast"], ["Crm"]).rows
    with pytest.raises(UnknownNode, match=r"Crm Corp \(vendor\)"):
        answer(shared, QUERIES["blast"], ["crm-corp"])


def test_what_is_half_pushed_is_in_no_answer(connect: Callable[..., Connection]) -> None:
    from tests.neo4j.test_interruption import CutOff, Cutting

    shared = connect()
    pushed(shared, desk())
    before = {name: asked(shared, name) for name in ("gaps", "single-points", "vendors")}
    dying = connect(shared.address.estate)
    Cutting(dying, 4)
    with pytest.raises(CutOff):
        pushed(dying, Estate((_node("late", "vendor"), *desk().nodes[1:]), (), sources=desk().sources), prune=True)
    assert {name: asked(shared, name) for name in before} == before


def test_drawn_maps_cover_every_kind_without_data() -> None:
    kinds = {node.kind for seed in range(60) for node in drawn(Random(seed), size=14, groups=False).nodes}
    assert kinds == set(_TIMELESS)
    assert len(np.unique([KIND_NAMES.index(kind) for kind in kinds])) == len(_TIMELESS)
