from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from tests.building import edge, estate_of, node, place
from tests.strategies import estates

from opmap.estate import Estate
from opmap.graph.comparing import compare


@given(estates())
def test_an_estate_does_not_differ_from_itself(estate: Estate) -> None:
    assert not compare(estate, estate)


@given(estates(), estates())
def test_what_is_new_one_way_is_gone_the_other_way(one: Estate, other: Estate) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.new_nodes == back.gone_nodes
    assert there.new_edges == back.gone_edges
    assert there.changed_nodes == back.changed_nodes


def test_evidence_that_moved_changes_nothing() -> None:
    before = estate_of(edge("a calls b"))
    after = replace(before, edges=tuple(replace(one, evidence=(place(line=9),)) for one in before.edges))
    assert not compare(before, after)


def test_what_is_not_seen_any_more_is_not_gone() -> None:
    before = estate_of("a calls b")
    lost = {"a": node("a", unseen_since="snapshot 1")}
    difference = compare(before, estate_of("a calls b", nodes=lost))
    assert difference.unseen_nodes == ("a",)
    assert difference.gone_nodes == ()
