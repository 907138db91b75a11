from __future__ import annotations

from dataclasses import replace

from tests.building import graph_of, node

from opmap.analyses.owning import owning
from opmap.graph.selecting import select
from opmap.kinds import State


def test_what_nobody_owns_is_a_gap_and_the_owner_next_to_it_is_asked() -> None:
    found = owning(graph_of("web calls cart", "web owned by shop", shop="team"))
    (gap,) = found.gaps
    assert (gap.node.id, gap.reason, gap.ask.id if gap.ask else None) == ("cart", "nobody owns it", "shop")
    assert (found.asked, found.owned) == (2, 1)


def test_an_owner_who_left_is_a_gap_with_the_date() -> None:
    graph = graph_of("web owned by ana", nodes={"ana": node("ana", "person", left="2026-04-30")})
    assert [gap.reason for gap in owning(graph).gaps] == ["its owner ana left on 2026-04-30"]


def test_an_owner_who_leaves_on_a_day_to_come_is_still_there() -> None:
    for date, gaps in (("2027-01-31", 0), ("2026-11-21", 1), ("2026-11", 1), ("an unknown date", 1)):
        graph = graph_of("web owned by ana", nodes={"ana": node("ana", "person", left=date)})
        there = replace(graph, today="2026-11-21")
        assert len(owning(there).gaps) == gaps
        assert len(select(there, "owner:left")) == gaps


def test_somebody_beside_the_one_who_left_is_enough() -> None:
    graph = graph_of(
        "web owned by ana", "web owned by bob", nodes={"ana": node("ana", "person", left="2026-04-30")}, bob="person"
    )
    assert owning(graph).gaps == ()


def test_an_owner_whom_no_document_knows_is_named_as_such() -> None:
    graph = graph_of("web owned by ghosts", nodes={"ghosts": node("ghosts", "team", State.DANGLING)})
    assert [gap.reason for gap in owning(graph).gaps] == ['its owner "ghosts" is known to no document']


def test_nothing_is_concluded_of_what_is_only_mentioned() -> None:
    found = owning(
        graph_of("web owned by shop", "web calls crm", nodes={"crm": node("crm", state=State.MENTIONED)}, shop="team")
    )
    assert found.gaps == ()
    assert [one.id for one in found.not_judged] == ["crm"]


def test_a_project_without_any_owner_is_one_gap() -> None:
    names = ["compose:acme/shop/web", "compose:acme/shop/cart", "compose:acme/shop/db"]
    (gap,) = owning(graph_of(nodes={name: node(name) for name in names})).gaps
    assert sorted(member.id for member in gap.members) == sorted(names)


def test_the_gap_on_which_most_hangs_comes_first() -> None:
    graph = graph_of("web calls cart")
    found = owning(graph, {graph.number["cart"]: 5.0})
    assert [gap.node.id for gap in found.gaps] == ["cart", "web"]
