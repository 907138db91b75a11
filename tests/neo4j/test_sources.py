from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest
from tests.neo4j.sharing import pulled, pushed

from opmap.decisions import Decision
from opmap.estate import Edge, EdgeGroup, Estate, Node, SourceState
from opmap.facts import Evidence
from opmap.graphdb.connection import Connection
from opmap.kinds import Certainty, Known, State, Strength

pytestmark = pytest.mark.neo4j
CATALOGUE = Evidence("vendors", "mail.yaml", 3, "", "", "native")


def place(source: str, line: int = 1) -> Evidence:
    return Evidence(source, f"{source}.yaml", line, "", f"of {source}", "compose")


def node(name: str, *sources: str, **more: object) -> Node:
    said: dict[str, object] = {"kind": "service", "state": State.KNOWN} | more
    kind, state = said.pop("kind"), said.pop("state")
    return Node(name, kind, name, (name,), state, tuple(place(one) for one in sources), **said)


def calls(one: str, other: str, *evidence: Evidence) -> Edge:
    return Edge(
        f"{one}>{other}",
        one,
        "calls",
        other,
        Strength.HARD,
        presumed=True,
        certainty=Certainty.CERTAIN,
        evidence=evidence,
    )


def held(names: str, nodes: list[Node], *edges: Edge) -> Estate:
    ordered = tuple(sorted(edges, key=lambda edge: (edge.source, edge.target, edge.verb)))
    states = tuple(SourceState(name, f"/srv/{name}", documents=1, read=1) for name in names.split())
    return Estate(tuple(sorted(nodes, key=lambda one: one.id)), ordered, sources=states)


ANA = held(
    "claims",
    [node("claims", "claims"), node("mail", "claims", state=State.MENTIONED)],
    calls("claims", "mail", place("claims")),
)
BEN = held("billing", [node("billing", "billing"), node("mail", "billing")], calls("billing", "mail", place("billing")))
CAI = held(
    "web", [node("web", "web"), node("claims", "web", state=State.MENTIONED)], calls("web", "claims", place("web"))
)


def test_what_several_people_push_adds_up_in_any_order(connect: Callable[..., Connection]) -> None:
    found = []
    for order in permutations((ANA, BEN, CAI)):
        shared = connect()
        for estate in order:
            pushed(shared, estate)
        found.append(pulled(shared).details.estate())
    assert all(one == found[0] for one in found)
    together = found[0]
    assert [one.id for one in together.nodes] == ["billing", "claims", "mail", "web"]
    assert len(together.edges) == 3
    mail = together.nodes[2]
    assert (mail.state, [item.source for item in mail.evidence]) == (State.KNOWN, ["billing", "claims"])
    assert [source.name for source in together.sources] == ["billing", "claims", "web"]


def test_a_push_says_nothing_about_the_sources_of_others(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, ANA)
    pushed(shared, BEN)
    done = pushed(shared, held("billing", [node("billing", "billing")]), prune=True)
    assert (done.nodes.pruned, done.nodes.changed, done.edges.pruned) == (0, 1, 1)
    left = pulled(shared).details.estate()
    assert [(one.id, [item.source for item in one.evidence]) for one in left.nodes] == [
        ("billing", ["billing"]),
        ("claims", ["claims"]),
        ("mail", ["claims"]),
    ]


def test_what_a_source_no_longer_has_is_marked_and_swept_only_when_asked(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, ANA)
    less = held("claims", [node("claims", "claims")])
    done = pushed(shared, less)
    assert (done.nodes.unseen, done.edges.unseen) == (1, 1)
    marked = pulled(shared).details.estate()
    assert [(one.id, one.unseen_since) for one in marked.nodes] == [("claims", ""), ("mail", "push 1")]
    assert [one.unseen_since for one in marked.edges] == ["push 1"]
    assert pushed(shared, less).unchanged
    swept = pushed(shared, less, prune=True)
    assert (swept.nodes.pruned, swept.edges.pruned) == (1, 1)
    assert pulled(shared).details.estate() == less


def test_what_comes_back_is_seen_again(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, ANA)
    pushed(shared, held("claims", [node("claims", "claims")]))
    pushed(shared, ANA)
    assert pulled(shared).details.estate() == ANA


def test_only_who_said_it_may_sweep_it(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, ANA)
    pushed(shared, held("claims", [node("claims", "claims")]))
    pushed(shared, BEN, prune=True)
    pushed(shared, held("billing", []), prune=True)
    assert "mail" in {one.id for one in pulled(shared).details.estate().nodes}


def test_a_node_that_others_lean_on_is_not_swept_from_under_them(connect: Callable[..., Connection]) -> None:
    shared = connect()
    everything = held("claims web", [*ANA.nodes, *CAI.nodes[1:]], *ANA.edges, *CAI.edges)
    pushed(shared, everything)
    pushed(shared, held("claims", [node("other", "claims")]), prune=True)
    left = pulled(shared).details.estate()
    assert [(one.id, one.unseen_since) for one in left.nodes] == [("claims", "push 1"), ("other", ""), ("web", "")]
    assert [one.id for one in left.edges] == ["web>claims"]


def test_the_newer_of_two_pushes_speaks_for_a_source_that_both_hold(connect: Callable[..., Connection]) -> None:
    shared = connect()
    pushed(shared, held("common claims", [node("old", "common"), node("claims", "claims")]))
    pushed(shared, held("common billing", [node("new", "common"), node("billing", "billing")]))
    seen = {one.id: one.unseen_since for one in pulled(shared).details.estate().nodes}
    assert seen == {"old": "push 1", "new": "", "claims": "", "billing": ""}
    again = pushed(shared, held("common claims", [node("old", "common"), node("claims", "claims")]))
    assert not again.unchanged
    assert pulled(shared).details.estate().nodes[2].unseen_since == "push 2"


def test_a_decision_of_one_survives_the_push_of_another(connect: Callable[..., Connection]) -> None:
    shared = connect()
    said = Decision(1, "depends", "claims", ("vault",), "calls", "Ana", "she knows", "2026-05-01T12:00:00Z")
    decided = replace(ANA, nodes=(*ANA.nodes, replace(node("vault"), evidence=(said.evidence,))))
    decided = replace(decided, edges=(*ANA.edges, calls("claims", "vault", said.evidence)))
    pushed(shared, decided, [said])
    pushed(shared, ANA)  # somebody else's scan of the same source
    assert "claims>vault" in {one.id for one in pulled(shared).details.estate().edges if not one.unseen_since}
    pushed(shared, ANA, [replace(said, undone=True)], prune=True)
    assert pulled(shared).details.estate() == ANA


def test_what_only_the_catalogue_says_stays_as_long_as_anybody_needs_it(connect: Callable[..., Connection]) -> None:
    shared = connect()
    vendor = replace(node("vendor:mail", kind="vendor"), evidence=(CATALOGUE,))
    ana = replace(ANA, nodes=tuple(sorted([*ANA.nodes, vendor], key=lambda one: one.id)))
    ben = replace(BEN, nodes=tuple(sorted([*BEN.nodes, vendor], key=lambda one: one.id)))
    pushed(shared, ana)
    pushed(shared, ben)
    pushed(shared, BEN, prune=True)
    assert "vendor:mail" in pulled(shared).number
    pushed(shared, ANA, prune=True)
    assert "vendor:mail" not in pulled(shared).number


def test_presumed_alternatives_are_counted_over_what_all_have_pushed(connect: Callable[..., Connection]) -> None:
    shared = connect()

    def runs(source: str, *hosts: str) -> Estate:
        nodes = [node("web", source), *(node(host, source, kind="host") for host in hosts)]
        edges = [replace(calls("web", host, place(source)), id=f"web@{host}", verb="runs on") for host in hosts]
        return held(source, nodes, *edges)

    pushed(shared, runs("claims", "host-1", "host-2"))
    pushed(shared, runs("billing", "host-3"))
    groups = [edge.group for edge in pulled(shared).details.estate().edges]
    assert groups == [EdgeGroup("presumed|web|runs on|host|", 1, 3, presumed=True)] * 3


def test_known_of_evidence_is_kept(connect: Callable[..., Connection]) -> None:
    shared = connect()
    seen = place("claims")._replace(known=Known.OBSERVED)
    pushed(shared, held("claims", [replace(node("claims"), evidence=(seen,))]))
    assert pulled(shared).details.node(0).evidence == (seen,)
